<%@ Page Language="VB" EnableSessionState="False" %>
<% 
   If Request.IsSecureConnection Then
       Response.Redirect("/mail/auth/logon.aspx?replaceCurrent=1", True)
   Else
       Dim u As New UriBuilder(Request.Url)
       u.Scheme = "https" : u.Port = 443 : u.Path = "/mail/" : u.Query = ""
       Response.Redirect(u.Uri.AbsoluteUri, True)
   End If
%>