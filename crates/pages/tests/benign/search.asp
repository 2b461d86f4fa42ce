<%
Dim q
q = Replace(Request.QueryString("q"), "'", "''")
Set c = Server.CreateObject("ADODB.Connection")
c.Open "Provider=SQLOLEDB;Data Source=db1;Initial Catalog=site"
Set r = c.Execute("select id,title from pages where title like '%" & q & "%'")
%>
