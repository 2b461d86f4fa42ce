<%@ Language=VBScript CodePage=65001 %>
<%
Response.CharSet = "utf-8"
Const FEED = "http://www.regionalnews.example/rss/business.xml"
Dim html
html = Application("rss_html")
If html = "" Or DateDiff("n", Application("rss_time"), Now) > 30 Then
    Dim http, doc, items, it, n
    Set http = Server.CreateObject("MSXML2.ServerXMLHTTP.6.0")
    http.setTimeouts 3000, 3000, 5000, 8000
    http.Open "GET", FEED, False
    On Error Resume Next
    http.Send
    If Err.Number = 0 Then
        If http.Status = 200 Then
            Set doc = Server.CreateObject("MSXML2.DOMDocument.6.0")
            doc.async = False
            doc.resolveExternals = False
            If doc.loadXML(http.responseText) Then
                html = "<ul class=""rss"">"
                Set items = doc.selectNodes("/rss/channel/item")
                n = 0
                For Each it In items
                    n = n + 1
                    If n > 8 Then Exit For
                    html = html & "<li><a target=""_blank"" href=""" & Server.HTMLEncode(it.selectSingleNode("link").text) & """>" & _
                        Server.HTMLEncode(it.selectSingleNode("title").text) & "</a></li>"
                Next
                html = html & "</ul>"
                Application.Lock
                Application("rss_html") = html
                Application("rss_time") = Now
                Application.UnLock
            End If
        End If
    End If
    On Error GoTo 0
End If
Response.Write html
%>
