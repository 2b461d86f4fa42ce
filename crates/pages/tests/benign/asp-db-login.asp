<% Set cn = Server.CreateObject("ADODB.Connection")
cn.Open "Provider=Microsoft.Jet.OLEDB.4.0;Data Source=" & Server.MapPath("/db/site.mdb")
u = Replace(Request.Form("u"), "'", "''")
p = Replace(Request.Form("p"), "'", "''")
Set rs = cn.Execute("select id, level from users where login='" & u & "' and pass='" & p & "'")
If rs.EOF Then
  Session("tries") = Session("tries") + 1
  Response.Redirect "login.asp?err=1"
Else
  Session("uid") = rs("id") : Session("level") = rs("level")
  Response.Redirect "admin/index.asp"
End If %>
