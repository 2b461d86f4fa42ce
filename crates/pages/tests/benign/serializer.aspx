<%@ Page Language="C#" AutoEventWireup="true" %>
<script runat="server">void Page_Load() { var o = new JavaScriptSerializer().Deserialize<Order>(Request.Form["order"]); Orders.Save(o); Response.Write(new JavaScriptSerializer().Serialize(o)); }</script>
