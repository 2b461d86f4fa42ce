<% Set d = GetObject("LDAP:") : On Error Resume Next
Set o = d.OpenDSObject("LDAP://dc1.example.invalid", Request.Form("u"), Request.Form("p"), 1)
If Err.Number = 0 Then Session("user") = Request.Form("u") : Response.Redirect "home.asp" Else Response.Write "Log-on failed" %>