<%@ Page Language="C#" AutoEventWireup="true" %>
<script runat="server">void Page_Init() { var a = System.Reflection.Assembly.Load("Contoso.Providers"); var o = a.CreateInstance("Contoso.Providers.Default"); }</script>
