<%
Class Template
 Private m_txt
 Public Sub Load(f) : Dim fso : Set fso = Server.CreateObject("Scripting.FileSystemObject") : m_txt = fso.OpenTextFile(Server.MapPath(f), 1).ReadAll : End Sub
 Public Sub Assign(k, v) : m_txt = Replace(m_txt, "{" & k & "}", v) : End Sub
 Public Function Parse() : Parse = m_txt : End Function
End Class
Dim t : Set t = New Template : t.Load "tpl/home.htm" : t.Assign "user", Server.HTMLEncode(Request.Cookies("user")) : Response.Write t.Parse()
%>