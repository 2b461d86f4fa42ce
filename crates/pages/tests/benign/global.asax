<%@ Application Inherits="Contoso.Web.Global" Language="C#" %>
