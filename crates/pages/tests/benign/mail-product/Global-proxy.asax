<%@ Application Codebehind="Global.asax.cs" Inherits="Norvane.Web.Global" Language="C#" %>
