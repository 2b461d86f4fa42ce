<%@ Application Codebehind="Global.asax.cs" Inherits="Minnow.Billing.Api.WebApiApplication" Language="C#" Description="Minnow billing API" %>
<%-- routes: App_Start/WebApiConfig.cs --%>
