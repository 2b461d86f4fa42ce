<!--#include virtual="/inc/header.asp"-->
<p><%= Request.ServerVariables("SERVER_NAME") %></p>
<!--#include file="footer.html"-->
