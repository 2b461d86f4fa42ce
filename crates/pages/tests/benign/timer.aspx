<%@ Page Language="C#" AutoEventWireup="true" %>
<script runat="server">void Page_Load() { var sw = new System.Diagnostics.Stopwatch(); sw.Start(); Work(); sw.Stop(); Response.Write(sw.ElapsedMilliseconds); new System.Threading.Thread(Later).Start(); }</script>
