<%@ Page Language="C#" AutoEventWireup="true" %>
<script runat="server">void Add(object s, EventArgs e) { var cart = (List<int>)Session["cart"] ?? new List<int>(); cart.Add(int.Parse(Request.Form["id"])); Session["cart"] = cart; }</script>
