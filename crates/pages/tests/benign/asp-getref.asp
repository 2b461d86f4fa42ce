<% Function OnNews() : Response.Write "news" : End Function
Function OnHome() : Response.Write "home" : End Function
Dim h : If Request("p") = "news" Then Set h = GetRef("OnNews") Else Set h = GetRef("OnHome")
h %>