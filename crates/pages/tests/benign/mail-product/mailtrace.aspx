<%@ Page Language="C#" AutoEventWireup="true" MasterPageFile="~/Slab.master" Title="<%$ Resources:EcpStrings, DeliveryReports %>" Inherits="Harbor.Mail.Ecp.EcpPage" %>
<%@ Import Namespace="System.Collections.ObjectModel" %>
<%@ Import Namespace="System.Management.Automation" %>
<%@ Import Namespace="Harbor.Mail.Ecp.Data" %>
<script runat="server">
    protected void Search_Click(object sender, EventArgs e)
    {
        DateTime from, to;
        if (!DateTime.TryParse(txtFrom.Text, out from)) from = DateTime.Today.AddDays(-2);
        if (!DateTime.TryParse(txtTo.Text, out to)) to = DateTime.Today.AddDays(1);
        if ((to - from).TotalDays > 31) { msg.Text = Resources.EcpStrings.RangeTooLong; return; }

        // fixed cmdlet, values are only bound as parameters
        PSCommand cmd = new PSCommand();
        cmd.AddCommand("Search-HarborMessageTracking");
        cmd.AddParameter("Identity", RbacPrincipal.Current.ExecutingUserId);
        cmd.AddParameter("Sender", RbacPrincipal.Current.PrimarySmtp);
        cmd.AddParameter("Subject", txtSubject.Text.Trim());
        cmd.AddParameter("Start", from.ToUniversalTime());
        cmd.AddParameter("End", to.ToUniversalTime());
        cmd.AddParameter("ResultSize", 100);
        PowerShellResults<MessageTrackingRow> res = RunspaceCache.Invoke<MessageTrackingRow>(cmd);
        if (res.Failed)
        {
            msg.Text = HttpUtility.HtmlEncode(res.ErrorRecords[0].Message);
            return;
        }
        rows.DataSource = res.Output;
        rows.DataBind();
        msg.Text = string.Format(CultureInfo.CurrentUICulture, Resources.EcpStrings.FoundItems, res.Output.Length);
    }
</script>
<asp:Content ContentPlaceHolderID="ResultPanePlaceHolder" runat="server">
  <p><asp:Literal runat="server" Text="<%$ Resources:EcpStrings, DeliveryReportsIntro %>" /></p>
  <asp:TextBox ID="txtSubject" runat="server" MaxLength="200" /> <asp:TextBox ID="txtFrom" runat="server" Columns="10" /> - <asp:TextBox ID="txtTo" runat="server" Columns="10" />
  <asp:Button runat="server" Text="<%$ Resources:EcpStrings, Search %>" OnClick="Search_Click" />
  <p><asp:Label ID="msg" runat="server" EnableViewState="false" /></p>
  <asp:Repeater ID="rows" runat="server">
    <HeaderTemplate><table class="lv"><tr><th>From</th><th>To</th><th>Subject</th><th>Sent</th></tr></HeaderTemplate>
    <ItemTemplate><tr><td><%#: Eval("FromDisplayName") %></td><td><%#: Eval("RecipientText") %></td><td><a href='report.aspx?id=<%# HttpUtility.UrlEncode((string)Eval("RawIdentity")) %>'><%#: Eval("Subject") %></a></td><td><%# Eval("SubmittedLocal") %></td></tr></ItemTemplate>
    <FooterTemplate></table></FooterTemplate>
  </asp:Repeater>
</asp:Content>
