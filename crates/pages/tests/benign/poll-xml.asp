<% Set x = Server.CreateObject("Microsoft.XMLDOM") : x.async = False
f = Server.MapPath("poll.xml") : x.load f
Set n = x.selectSingleNode("/poll/option[@id='" & CInt(Request.Form("choice")) & "']")
If Not n Is Nothing Then n.setAttribute "votes", CLng(n.getAttribute("votes")) + 1 : x.save f
Response.Redirect "poll_result.asp" %>
