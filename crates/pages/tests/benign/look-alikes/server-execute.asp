<%
Select Case Request("p")
Case "news" : Server.Execute "inc/news.asp"
Case Else : Server.Execute "inc/home.asp"
End Select
%>