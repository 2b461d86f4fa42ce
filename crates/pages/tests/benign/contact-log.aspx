<%@ Page Language="C#" AutoEventWireup="true" %>
<script runat="server">void Send(object s, EventArgs e) { File.AppendAllText(Server.MapPath("~/App_Data/contact.txt"), DateTime.Now + " " + name.Text + Environment.NewLine); }</script><asp:TextBox ID="name" runat="server"/>
