<%@ Page Language="C#" Inherits="Contoso.HttpProxy.ExpiredPassword" %>
<form method="POST" action="expiredpassword.aspx"><input type="password" name="oldPwd" id="oldPwd"><input type="password" id="newPwd1" name="newPwd1"></form><% if (PasswordChangeResult == Result.Ok) { %><%= Strings.Done %><% } %>
