<%@ Language=VBScript %>
<%
' Price list from a comma separated text file exported by the till program
Dim fso, ts, line, f, total, r
Set fso = Server.CreateObject("Scripting.FileSystemObject")
Set ts = fso.OpenTextFile(Server.MapPath("prijzen.csv"), 1, False)
Response.Write "<html><body><h1>Prijslijst " & MonthName(Month(Now)) & " " & Year(Now) & "</h1>"
Response.Write "<table border=""1"" cellpadding=""3""><tr><th>Artikel</th><th>Omschrijving</th><th>Prijs &euro;</th></tr>"
r = 0
ts.SkipLine
Do While Not ts.AtEndOfStream
  line = ts.ReadLine
  f = Split(line, ";")
  If UBound(f) >= 2 Then
    r = r + 1
    Response.Write "<tr bgcolor=""" & Array("#ffffff", "#eeeeee")(r Mod 2) & """>"
    Response.Write "<td>" & Server.HTMLEncode(f(0)) & "</td><td>" & Server.HTMLEncode(f(1)) & "</td><td align=right>" & FormatNumber(CDbl(f(2)), 2) & "</td></tr>"
  End If
Loop
ts.Close
Response.Write "</table><p>" & r & " artikelen, bijgewerkt op " & fso.GetFile(Server.MapPath("prijzen.csv")).DateLastModified & "</p></body></html>"
%>
