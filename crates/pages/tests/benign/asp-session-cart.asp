<% Dim cart : If IsArray(Session("cart")) Then cart = Session("cart") Else cart = Array()
ReDim Preserve cart(UBound(cart) + 1) : cart(UBound(cart)) = CLng(Request("id")) : Session("cart") = cart
For Each i In cart : Response.Write i & "<br>" : Next %>