<%@ Language="VBScript" %><% Response.ContentType = "text/xml"
Set x = Server.CreateObject("MSXML2.ServerXMLHTTP.6.0")
x.setTimeouts 2000, 2000, 5000, 5000
x.open "GET", "http://news.example.test/feed.xml", False
x.send
If x.status = 200 Then Response.Write x.responseText %>
