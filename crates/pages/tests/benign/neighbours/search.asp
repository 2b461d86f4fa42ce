<%@ Language=VBScript %>
<%
Option Explicit
Dim q, words, w, clean, rs, cn, sql, n, i, ch
q = Left(Trim(Request.QueryString("q")), 80)
' alleen letters, cijfers en spaties toegestaan
clean = ""
For i = 1 To Len(q)
  ch = Mid(q, i, 1)
  If (ch >= "a" And ch <= "z") Or (ch >= "A" And ch <= "Z") Or (ch >= "0" And ch <= "9") Or InStr("ιθλοφό ", ch) > 0 Then clean = clean & ch
Next
%>
<html><head><title>Zoeken op het intranet</title></head><body>
<form action="search.asp" method="get"><input name="q" value="<%=Server.HTMLEncode(clean)%>"> <input type="submit" value="Zoek"></form>
<%
If Len(clean) >= 3 Then
  words = Split(clean, " ")
  sql = ""
  For Each w In words
    If Len(w) > 1 Then
      If sql <> "" Then sql = sql & " AND "
      sql = sql & """" & w & "*"""
    End If
  Next
  Set cn = Server.CreateObject("ADODB.Connection")
  cn.Open "Provider=MSIDXS;Data Source=Intranet"
  Set rs = Server.CreateObject("ADODB.Recordset")
  rs.MaxRecords = 50
  rs.Open "SELECT DocTitle, VPath, Filename, Size, Write, Characterization, Rank FROM SCOPE('DEEP TRAVERSAL OF ""/documenten""') WHERE CONTAINS('" & sql & "') ORDER BY Rank DESC", cn, 0, 1
  n = 0
  Do Until rs.EOF
    n = n + 1
%>
<p><b><%=n%>.</b> <a href="<%=Server.HTMLEncode(rs("VPath"))%>"><% If rs("DocTitle") & "" <> "" Then Response.Write Server.HTMLEncode(rs("DocTitle")) Else Response.Write Server.HTMLEncode(rs("Filename")) %></a>
(<%=FormatNumber(rs("Size") / 1024, 0)%> kB, <%=FormatDateTime(rs("Write"), 2)%>)<br><font size="2"><%=Server.HTMLEncode(rs("Characterization") & "")%></font></p>
<%
    rs.MoveNext
  Loop
  If n = 0 Then Response.Write "<p>Niets gevonden.</p>"
  rs.Close
  cn.Close
ElseIf q <> "" Then
  Response.Write "<p>Geef minstens drie letters op.</p>"
End If
%>
</body></html>
