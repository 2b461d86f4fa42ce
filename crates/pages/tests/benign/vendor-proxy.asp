<% Set h = Server.CreateObject("MSXML2.ServerXMLHTTP.6.0")
h.open "GET", "https://api.example.invalid/v1/stock?sku=" & Server.URLEncode(Request("sku")), False
h.setRequestHeader "X-Key", Application("apikey") : h.send
Response.ContentType = "application/json" : Response.Write h.responseText %>