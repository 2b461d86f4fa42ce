<%@ Language=VBScript %>
<%
' exchange rates from the central bank, kept for six hours in the Application
Dim http, xml, node
If IsEmpty(Application("ratesAt")) Then Application("ratesAt") = DateAdd("d", -1, Now)
If DateDiff("h", Application("ratesAt"), Now) >= 6 Then
  Set http = Server.CreateObject("MSXML2.ServerXMLHTTP.6.0")
  http.setTimeouts 3000, 3000, 5000, 10000
  http.open "GET", "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml", False
  http.send
  If http.status = 200 Then
    Set xml = Server.CreateObject("MSXML2.DOMDocument.6.0")
    xml.async = False
    xml.setProperty "SelectionNamespaces", "xmlns:e='http://www.ecb.int/vocabulary/2002-08-01/eurofxref'"
    If xml.loadXML(http.responseText) Then
      Application.Lock
      For Each node In xml.selectNodes("//e:Cube[@currency]")
        Application("rate_" & node.getAttribute("currency")) = node.getAttribute("rate")
      Next
      Application("ratesAt") = Now
      Application.UnLock
    End If
  End If
End If
%>
<table><% For Each c In Array("USD","GBP","CHF","JPY","PLN") %><tr><td><%=c%></td><td><%=Application("rate_" & c)%></td></tr><% Next %></table>
