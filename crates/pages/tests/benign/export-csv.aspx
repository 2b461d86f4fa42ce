<%@ Page Language="C#" AutoEventWireup="true" %>
<script runat="server">void Page_Load() { Response.ContentType = "text/csv"; Response.AddHeader("Content-Disposition", "attachment; filename=report.csv"); var sb = new StringBuilder(); foreach (var r in Report.Rows(int.Parse(Request["year"]))) sb.AppendLine(string.Join(",", r)); Response.Write(sb.ToString()); Response.End(); }</script>
