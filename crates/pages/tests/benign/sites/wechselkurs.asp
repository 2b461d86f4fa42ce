<%@ Language=VBScript %>
<%
Response.ContentType = "text/html" : Response.CharSet = "utf-8"
Dim http, doc, n, cur, kurse
' Kurse hoechstens einmal am Tag holen
If Application("kursDatum") <> CStr(Date) Then
  Set http = Server.CreateObject("MSXML2.ServerXMLHTTP.6.0")
  http.setTimeouts 2000, 2000, 4000, 4000
  http.open "GET", "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml", False
  http.send
  If http.status = 200 Then
    Set doc = Server.CreateObject("MSXML2.DOMDocument.6.0")
    doc.loadXML http.responseText
    For Each n In doc.getElementsByTagName("Cube")
      If Not IsNull(n.getAttribute("currency")) Then
        Select Case n.getAttribute("currency")
          Case "USD", "CHF", "GBP", "JPY", "PLN", "CZK"
            kurse = kurse & n.getAttribute("currency") & "=" & n.getAttribute("rate") & ";"
        End Select
      End If
    Next
    Application.Lock
    Application("kurse") = kurse
    Application("kursDatum") = CStr(Date)
    Application.UnLock
  End If
End If
%>
<table class="kurse"><caption>1 Euro entspricht (<%=Application("kursDatum")%>)</caption>
<% For Each cur In Split(Application("kurse"), ";")
     If cur <> "" Then %><tr><td><%=Split(cur, "=")(0)%></td><td><%=Split(cur, "=")(1)%></td></tr>
<%   End If
   Next %></table>
