<%@ Language="VBScript" %>
<%
Dim y, m, d, first, last, col
y = Year(Date) : m = Month(Date)
If IsNumeric(Request.QueryString("j")) And Request.QueryString("j") <> "" Then y = CInt(Request.QueryString("j"))
If IsNumeric(Request.QueryString("m")) And Request.QueryString("m") <> "" Then m = CInt(Request.QueryString("m"))
If m < 1 Then m = 12 : y = y - 1
If m > 12 Then m = 1 : y = y + 1
first = DateSerial(y, m, 1)
last = Day(DateAdd("d", -1, DateAdd("m", 1, first)))
Session.LCID = 1031

Function Ostern(jahr)
  Dim a, b, c, k, p, q, mm, n, dd, e
  a = jahr Mod 19 : b = jahr Mod 4 : c = jahr Mod 7
  k = jahr \ 100 : p = (8 * k + 13) \ 25 : q = k \ 4
  mm = (15 + k - p - q) Mod 30 : n = (4 + k - q) Mod 7
  dd = (19 * a + mm) Mod 30 : e = (2 * b + 4 * c + 6 * dd + n) Mod 7
  If dd = 29 And e = 6 Then dd = 28
  If dd = 28 And e = 6 And a > 10 Then dd = 27
  Ostern = DateSerial(jahr, 3, 22 + dd + e)
End Function

Function Feiertag(dt)
  Feiertag = ""
  Select Case DateDiff("d", Ostern(Year(dt)), dt)
    Case -2 : Feiertag = "Karfreitag"
    Case 0 : Feiertag = "Ostersonntag"
    Case 1 : Feiertag = "Ostermontag"
    Case 39 : Feiertag = "Christi Himmelfahrt"
    Case 50 : Feiertag = "Pfingstmontag"
    Case 60 : Feiertag = "Fronleichnam"
  End Select
  If Month(dt) = 12 And (Day(dt) = 25 Or Day(dt) = 26) Then Feiertag = "Weihnachten"
  If Month(dt) = 1 And Day(dt) = 1 Then Feiertag = "Neujahr"
End Function
%>
<table border=1 cellspacing=0>
<caption><a href="?j=<%=y%>&m=<%=m-1%>">&laquo;</a> <%=MonthName(m)%>&nbsp;<%=y%> <a href="?j=<%=y%>&m=<%=m+1%>">&raquo;</a></caption>
<tr><% For col = 1 To 7 %><th><%=WeekdayName(col, True, vbMonday)%></th><% Next %></tr><tr>
<%
For col = 1 To Weekday(first, vbMonday) - 1 : Response.Write "<td></td>" : Next
For d = 1 To last
  Dim dt, ft : dt = DateSerial(y, m, d) : ft = Feiertag(dt)
  Response.Write "<td" & IIfs(ft <> "" Or Weekday(dt) = 1, " class=rot title='" & ft & "'", "") & ">" & d & "</td>"
  If Weekday(dt, vbMonday) = 7 Then Response.Write "</tr><tr>"
Next
Function IIfs(c, a, b)
  If c Then IIfs = a Else IIfs = b
End Function
%>
</tr></table>
