<%@ Page Language="C#" Inherits="Northmail.Web.Core.FrownyPage" EnableViewState="false" %>
<!DOCTYPE html><html><head><title><%= EncodedTitle %></title>
<script>var stats=<%= new System.Web.Script.Serialization.JavaScriptSerializer().Serialize(new { cp = ClientBuild, sv = ServerBuild, r = Request.HttpMethod }) %>;
window.onload=function(){setTimeout(function(){window.location.reload(true)},60000)};</script></head>
<body><div style="background:url(data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAmklEQVR42j1QCQ7AMAjizTySbzmOZk2nWVFAQeSccM0gKJCQP+IcDNwdNNzXQWm7yxuP1wMZUmjUMo5RQsjVZk6nnBM2lUVUuiDt8K9Spb/OnHmPJGNwXGtgaaYXMy4DZ041nqla3LyJY7ttl2QLDXpicUM9tMhq57gbwVbALKtab8RqKGO/hQVgbXqnpZv9DnBhwKSy62fA5wPqap+sFrM1AQAAAABJRU5ErkJggg==) no-repeat"></div><%= EncodedMessage %></body></html>
