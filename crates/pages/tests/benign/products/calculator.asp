<%@ Language=VBScript %>
<%
Option Explicit
Dim w, h, pricePerM2, formula, area, price
w = Trim(Request.Form("w")) : h = Trim(Request.Form("h"))
pricePerM2 = 48

Function DigitsOnly(s)
  Dim i, ok
  ok = (Len(s) > 0 And Len(s) <= 4)
  For i = 1 To Len(s)
    If InStr("0123456789", Mid(s, i, 1)) = 0 Then ok = False
  Next
  DigitsOnly = ok
End Function

If DigitsOnly(w) And DigitsOnly(h) Then
  formula = "(" & w & "*" & h & ")/10000"
  area = Eval(formula)
  price = Eval("Int((" & w & "*" & h & "*" & pricePerM2 & ")/100)/100")
End If
%>
<html><body>
<form method="post">Width (cm) <input name="w" maxlength="4" size="4"> Height (cm) <input name="h" maxlength="4" size="4"> <input type="submit" value="Calculate"></form>
<% If Not IsEmpty(area) Then %><p>Glass: <%= FormatNumber(area, 2) %> m&sup2;, price EUR <%= FormatNumber(price, 2) %></p><% End If %>
</body></html>
