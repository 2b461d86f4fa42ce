<%@ Page Language="C#" AutoEventWireup="true" %>
<script runat="server">[System.Web.Services.WebMethod] public static string Hello(string name) { return "Hello " + HttpUtility.HtmlEncode(name); }</script><asp:ScriptManager runat="server" EnablePageMethods="true"/>
