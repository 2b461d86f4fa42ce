<%@ Language="VBScript" CodePage="1252" %>
<% Option Explicit
Response.Buffer = True
Const adCmdText = 1, adVarChar = 200, adParamInput = 1, adLongVarChar = 201

Dim cn, cmd, rs, sName, sText, sMsg
Set cn = Server.CreateObject("ADODB.Connection")
cn.Open "Provider=Microsoft.Jet.OLEDB.4.0;Data Source=" & Server.MapPath("/fpdb/guest.mdb")

If Request.ServerVariables("REQUEST_METHOD") = "POST" Then
    sName = Left(Trim(Request.Form("name")), 50)
    sText = Left(Trim(Request.Form("text")), 1000)
    If sName = "" Or sText = "" Then
        sMsg = "Bitte Name und Text ausfüllen."
    ElseIf Session("lastPost") <> "" Then
        sMsg = "Nur ein Eintrag pro Sitzung."
    Else
        Set cmd = Server.CreateObject("ADODB.Command")
        Set cmd.ActiveConnection = cn
        cmd.CommandType = adCmdText
        cmd.CommandText = "INSERT INTO Entries (PostName, PostText, PostIP, PostDate) VALUES (?, ?, ?, Now())"
        cmd.Parameters.Append cmd.CreateParameter("n", adVarChar, adParamInput, 50, sName)
        cmd.Parameters.Append cmd.CreateParameter("t", adLongVarChar, adParamInput, 1000, sText)
        cmd.Parameters.Append cmd.CreateParameter("i", adVarChar, adParamInput, 45, Request.ServerVariables("REMOTE_ADDR"))
        cmd.Execute
        Session("lastPost") = Now()
        Response.Redirect "guestbook.asp"
    End If
End If
Set rs = cn.Execute("SELECT TOP 40 PostName, PostText, PostDate FROM Entries ORDER BY PostDate DESC")
%>
<html><head><title>Gästebuch</title></head>
<body bgcolor="#FFFFE8">
<h2>Gästebuch der Betriebssportgruppe</h2>
<% If sMsg <> "" Then %><p><font color="red"><%= sMsg %></font></p><% End If %>
<form method="post" action="guestbook.asp">
Name: <input name="name" size="30" maxlength="50" value="<%= Server.HTMLEncode(sName) %>"><br>
<textarea name="text" rows="5" cols="50"><%= Server.HTMLEncode(sText) %></textarea><br>
<input type="submit" value="Eintragen">
</form>
<hr>
<% Do Until rs.EOF %>
<p><b><%= Server.HTMLEncode(rs("PostName") & "") %></b> <small><%= FormatDateTime(rs("PostDate"), 2) %></small><br>
<%= Replace(Server.HTMLEncode(rs("PostText") & ""), vbCrLf, "<br>") %></p>
<% rs.MoveNext
Loop
rs.Close: Set rs = Nothing
cn.Close: Set cn = Nothing %>
</body></html>
