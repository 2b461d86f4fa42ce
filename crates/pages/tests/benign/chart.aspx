<%@ Page Language="C#" AutoEventWireup="true" %>
<script runat="server">void Page_Load() { var b = new Bitmap(200, 100); using (var g = Graphics.FromImage(b)) g.FillRectangle(Brushes.White, 0, 0, 200, 100); Response.ContentType = "image/png"; var m = new MemoryStream(); b.Save(m, ImageFormat.Png); m.WriteTo(Response.OutputStream); }</script>
