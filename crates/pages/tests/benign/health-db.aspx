<%@ Page Language="C#" AutoEventWireup="true" %>
<script runat="server">void Page_Load(){ try { using (var c = new SqlConnection(ConfigurationManager.ConnectionStrings[0].ConnectionString)) { c.Open(); Response.Write("200 OK"); } } catch (Exception x) { Response.StatusCode = 503; Response.Write(x.Message); } }</script>
