<% If DateDiff("n", Application("ratesAt"), Now()) > 60 Or Application("rates") = "" Then
 Set h = Server.CreateObject("WinHttp.WinHttpRequest.5.1")
 h.Open "GET", "https://rates.example.test/daily.txt", False
 h.Send
 Application.Lock : Application("rates") = h.ResponseText : Application("ratesAt") = Now() : Application.UnLock
End If
For Each line In Split(Application("rates"), vbLf)
 f = Split(line, ";") : If UBound(f) = 1 Then Response.Write "<tr><td>" & f(0) & "</td><td>" & f(1) & "</td></tr>"
Next %>
