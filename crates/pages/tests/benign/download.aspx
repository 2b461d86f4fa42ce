<%@ Page Language="C#" AutoEventWireup="true" %>
<script runat="server">void Page_Load() { string n = Path.GetFileName(Request["file"]); string p = Path.Combine(Server.MapPath("~/App_Data/docs"), n); if (!File.Exists(p)) { Response.StatusCode = 404; return; } Response.ContentType = "application/pdf"; Response.TransmitFile(p); }</script>
