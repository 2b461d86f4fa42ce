<%@ Language=VBScript CodePage=1252 %>
<% Option Explicit
Response.Buffer = True
Response.Expires = -1
%>
<!--#include file="inc/conn.inc"-->
<%
Dim dict, key, id, qty, rs, cmd, total, mwst
If Not IsObject(Session("cart")) Then
    If IsEmpty(Session("cart")) Then Session("cart") = ""
End If

Sub AddToCart(articleId, n)
    Dim items, i, found, out, p
    items = Split(Session("cart"), ";")
    found = False
    out = ""
    For i = 0 To UBound(items)
        p = Split(items(i), "=")
        If UBound(p) = 1 Then
            If CLng(p(0)) = articleId Then
                p(1) = CLng(p(1)) + n
                found = True
            End If
            If CLng(p(1)) > 0 Then out = out & p(0) & "=" & p(1) & ";"
        End If
    Next
    If Not found And n > 0 Then out = out & articleId & "=" & n & ";"
    Session("cart") = out
End Sub

If IsNumeric(Request.Form("artikel")) And IsNumeric(Request.Form("menge")) Then
    If Abs(CLng(Request.Form("menge"))) <= 999 Then AddToCart CLng(Request.Form("artikel")), CLng(Request.Form("menge"))
    Response.Redirect "shop-cart.asp"
End If
%>
<html><head><title>Warenkorb – Müller Schraubengroßhandel</title></head>
<body bgcolor="#FFFFFF"><h2>Ihr Warenkorb</h2>
<table border="0" cellspacing="1" cellpadding="3">
<tr><th>Artikel</th><th>Menge</th><th>Einzelpreis</th><th>Summe</th></tr>
<%
total = 0
For Each key In Split(Session("cart"), ";")
    If InStr(key, "=") > 0 Then
        id = CLng(Split(key, "=")(0)) : qty = CLng(Split(key, "=")(1))
        Set cmd = Server.CreateObject("ADODB.Command")
        Set cmd.ActiveConnection = conn
        cmd.CommandText = "SELECT Bezeichnung, Preis FROM Artikel WHERE ArtikelID = ?"
        cmd.CommandType = 1
        cmd.Parameters.Append cmd.CreateParameter("@id", 3, 1, , id)
        Set rs = cmd.Execute
        If Not rs.EOF Then
            total = total + rs("Preis") * qty
%><tr><td><%= Server.HTMLEncode(rs("Bezeichnung")) %></td><td align="right"><%= qty %></td><td align="right"><%= FormatNumber(rs("Preis"), 2) %> €</td><td align="right"><%= FormatNumber(rs("Preis") * qty, 2) %> €</td></tr>
<%
        End If
        rs.Close
    End If
Next
mwst = total - total / 1.19
%>
<tr><td colspan="3">Gesamt (enthält <%= FormatNumber(mwst, 2) %> € MwSt.)</td><td align="right"><b><%= FormatNumber(total, 2) %> €</b></td></tr>
</table>
<a href="kasse.asp">Zur Kasse</a> &middot; <a href="katalog.asp">Weiter einkaufen</a>
</body></html>
<% conn.Close : Set conn = Nothing %>
