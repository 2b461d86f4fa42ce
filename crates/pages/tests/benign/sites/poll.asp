<%@ Language="JScript" %>
<%
var OPTIONS = ["Yes", "No", "Don't know"];
var xml = Server.CreateObject("MSXML2.DOMDocument.6.0");
var file = Server.MapPath("/data/poll.xml");
xml.async = false;
xml.load(file);
var vote = parseInt(String(Request.Form("v")), 10);
if (!isNaN(vote) && vote >= 0 && vote < OPTIONS.length && String(Request.Cookies("voted")) != "1") {
    Application.Lock();
    var node = xml.selectSingleNode("/poll/option[@id='" + vote + "']");
    node.setAttribute("count", parseInt(node.getAttribute("count"), 10) + 1);
    xml.save(file);
    Application.UnLock();
    Response.Cookies("voted") = "1";
    Response.Cookies("voted").Expires = "December 31, 2029";
}
var total = 0, counts = [];
for (var e = new Enumerator(xml.selectNodes("/poll/option")); !e.atEnd(); e.moveNext()) {
    var c = parseInt(e.item().getAttribute("count"), 10);
    counts.push(c); total += c;
}
%>
<form method="post"><b>Should the club house open on Sundays?</b><br>
<% for (var i = 0; i < OPTIONS.length; i++) { %>
<label><input type="radio" name="v" value="<%=i%>"> <%=OPTIONS[i]%></label> (<%= total ? Math.round(100 * counts[i] / total) : 0 %>%)<br>
<% } %>
<input type="submit" value="Vote"></form>
<small><%=total%> votes</small>
