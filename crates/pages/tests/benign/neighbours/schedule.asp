<%@LANGUAGE="VBSCRIPT" CODEPAGE="936"%>
<% Option Explicit %>
<!--#include file="conn.asp"-->
<!--#include file="checklogin.asp"-->
<%
' 会议室预订系统 v1.3
Dim d, room, rs, h, action, cmd, note
d = Date()
If IsDate(Request("d")) Then d = CDate(Request("d"))
room = 1
If IsNumeric(Request("room")) And Request("room") <> "" Then room = CInt(Request("room"))
action = Request.Form("action")
If action = "book" Then
    h = CInt("0" & Request.Form("h"))
    note = Left(Request.Form("note"), 50)
    If h >= 8 And h <= 18 Then
        Set cmd = Server.CreateObject("ADODB.Command")
        Set cmd.ActiveConnection = conn
        cmd.CommandText = "select count(*) from booking where room=? and bdate=? and bhour=?"
        cmd.Parameters.Append cmd.CreateParameter("r", 3, 1, , room)
        cmd.Parameters.Append cmd.CreateParameter("d", 7, 1, , d)
        cmd.Parameters.Append cmd.CreateParameter("h", 3, 1, , h)
        Set rs = cmd.Execute
        If rs(0) = 0 Then
            cmd.CommandText = "insert into booking(room,bdate,bhour,uname,note) values(?,?,?,?,?)"
            cmd.Parameters.Append cmd.CreateParameter("u", 202, 1, 30, Session("truename"))
            cmd.Parameters.Append cmd.CreateParameter("n", 202, 1, 50, note)
            cmd.Execute
            Response.Redirect "schedule.asp?d=" & d & "&room=" & room
        Else
            Response.Write "<script>alert('该时段已被预订！');</script>"
        End If
    End If
End If
%>
<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>会议室预订</title>
<style>td{font-size:12px}.busy{background:#FFCCCC}.free{background:#CCFFCC}</style></head>
<body>
<p>日期：<a href="?d=<%=d-1%>&room=<%=room%>">前一天</a> <b><%=Year(d)%>年<%=Month(d)%>月<%=Day(d)%>日</b> <a href="?d=<%=d+1%>&room=<%=room%>">后一天</a></p>
<table width="500" border="1" cellspacing="0" bordercolor="#999999">
<tr><td>时间</td><td>状态</td><td>用途</td></tr>
<%
Dim booked(24), notes(24)
Set rs = conn.Execute("select bhour,uname,note from booking where room=" & room & " and bdate='" & Year(d) & "-" & Month(d) & "-" & Day(d) & "'")
Do Until rs.EOF
    booked(rs("bhour")) = rs("uname")
    notes(rs("bhour")) = rs("note")
    rs.MoveNext
Loop
For h = 8 To 18
%>
<tr><td><%=h%>:00-<%=h+1%>:00</td>
<% If booked(h) <> "" Then %>
<td class="busy">已预订：<%=Server.HTMLEncode(booked(h))%></td><td><%=Server.HTMLEncode(notes(h) & "")%></td>
<% Else %>
<td class="free">空闲</td><td><form method="post" style="margin:0"><input type="hidden" name="action" value="book"><input type="hidden" name="h" value="<%=h%>"><input type="hidden" name="d" value="<%=d%>"><input type="hidden" name="room" value="<%=room%>"><input name="note" size="20"><input type="submit" value="预订"></form></td>
<% End If %></tr>
<% Next %>
</table></body></html>
