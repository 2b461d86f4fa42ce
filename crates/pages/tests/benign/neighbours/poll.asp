<%@ LANGUAGE="VBSCRIPT" %>
<%
' ---- Sondage de la semaine : résultats dans un petit fichier texte ----
Const nbChoix = 4
Dim libelle(4), voix(4), total, fso, f, i, choix, fichier
libelle(1) = "Très satisfait"
libelle(2) = "Plutôt satisfait"
libelle(3) = "Peu satisfait"
libelle(4) = "Pas du tout satisfait"
fichier = Server.MapPath("/App_Data/sondage.txt")

Set fso = CreateObject("Scripting.FileSystemObject")
If fso.FileExists(fichier) Then
  Set f = fso.OpenTextFile(fichier, 1)
  For i = 1 To nbChoix
    If Not f.AtEndOfStream Then voix(i) = CLng(f.ReadLine) Else voix(i) = 0
  Next
  f.Close
End If

choix = Request.Form("choix")
If IsNumeric(choix) And choix <> "" Then
  choix = CInt(choix)
  If choix >= 1 And choix <= nbChoix And Request.Cookies("dejavote") <> "oui" Then
    Application.Lock
    voix(choix) = voix(choix) + 1
    Set f = fso.CreateTextFile(fichier, True)
    For i = 1 To nbChoix
      f.WriteLine CStr(voix(i) + 0)
    Next
    f.Close
    Application.UnLock
    Response.Cookies("dejavote") = "oui"
    Response.Cookies("dejavote").Expires = Date + 30
  End If
End If
total = 0
For i = 1 To nbChoix : total = total + voix(i) : Next
%>
<html><head><title>Sondage</title></head>
<body>
<h3>Êtes-vous satisfait de la nouvelle cafétéria ?</h3>
<form method="post" action="poll.asp">
<% For i = 1 To nbChoix %>
<input type="radio" name="choix" value="<%=i%>"> <%=libelle(i)%><br>
<% Next %>
<input type="submit" value="Voter">
</form>
<table width="400">
<% For i = 1 To nbChoix
   Dim pc
   If total > 0 Then pc = Int(voix(i) * 100 / total) Else pc = 0 %>
<tr><td width="150"><%=libelle(i)%></td><td><img src="barre.gif" height="10" width="<%=pc*2+1%>" alt=""> <%=pc%>&nbsp;%</td></tr>
<% Next %>
</table>
<p><%=total%> réponses</p>
</body></html>
