<%@ Page Language="C#" AutoEventWireup="true" %>
<script runat="server">void Page_Load() { var r = (HttpWebRequest)WebRequest.Create("https://api.contoso.com/rates"); using (var w = r.GetResponse()) using (var s = new StreamReader(w.GetResponseStream())) Response.Write(s.ReadToEnd()); }</script>
