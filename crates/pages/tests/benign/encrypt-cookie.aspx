<%@ Page Language="C#" AutoEventWireup="true" %>
<script runat="server">void Page_Load() { var b = Convert.FromBase64String(Request.Cookies["t"].Value); using (var aes = new AesManaged()) { aes.Key = Keys.Current; using (var d = aes.CreateDecryptor()) { var p = d.TransformFinalBlock(b, 0, b.Length); user.Text = Encoding.UTF8.GetString(p); } } }</script><asp:Label ID="user" runat="server"/>
