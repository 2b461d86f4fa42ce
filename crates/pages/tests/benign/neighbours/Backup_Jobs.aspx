<%@ Page Language="C#" MasterPageFile="~/Console.Master" AutoEventWireup="true" Inherits="Stonevault.Console.JobList" %>
<%@ Register TagPrefix="sv" TagName="JobFilter" Src="~/Controls/JobFilter.ascx" %>
<%@ Register TagPrefix="sv" Namespace="Stonevault.Console.Controls" Assembly="Stonevault.Console" %>
<asp:Content ContentPlaceHolderID="cphHead" runat="server">
    <link href="<%= ResolveUrl("~/css/jobs.css") %>?v=<%= ConsoleVersion.Short %>" rel="stylesheet" />
</asp:Content>
<asp:Content ContentPlaceHolderID="cphMain" runat="server">
    <sv:JobFilter ID="filter" runat="server" OnFilterChanged="Filter_Changed" />
    <asp:Repeater ID="rptJobs" runat="server" OnItemCommand="Jobs_ItemCommand" OnItemDataBound="Jobs_ItemDataBound">
        <HeaderTemplate>
            <table class="jobs">
                <thead><tr><th></th><th>Job</th><th>Type</th><th>Repository</th><th>Last run</th><th>Result</th><th>Next run</th><th></th></tr></thead><tbody>
        </HeaderTemplate>
        <ItemTemplate>
            <tr class='<%# (string)Eval("ResultCss") %>'>
                <td><sv:StateIcon runat="server" State='<%# Eval("State") %>' /></td>
                <td><asp:HyperLink runat="server" NavigateUrl='<%# "~/JobDetail.aspx?job=" + Eval("JobGuid") %>' Text='<%# HttpUtility.HtmlEncode(Eval("Name")) %>' /></td>
                <td><%# Eval("TypeLabel") %></td>
                <td><%#: Eval("Repository") %></td>
                <td><%# FormatTime(Eval("LastRun")) %></td>
                <td><%#: Eval("LastResult") %></td>
                <td><%# FormatTime(Eval("NextRun")) %></td>
                <td>
                    <asp:LinkButton runat="server" CommandName="run" CommandArgument='<%# Eval("JobGuid") %>' Text="Start" Enabled='<%# CanOperate %>' OnClientClick="return confirm('Start this job now?');" />
                    <asp:LinkButton runat="server" CommandName="stop" CommandArgument='<%# Eval("JobGuid") %>' Text="Stop" Visible='<%# (bool)Eval("IsRunning") %>' />
                </td>
            </tr>
        </ItemTemplate>
        <FooterTemplate></tbody></table></FooterTemplate>
    </asp:Repeater>
    <p class="legend">Restore points older than <%= RetentionDays %> days are removed at <%= CleanupTime %>.</p>
    <script>
        (function () {
            var timer = setInterval(function () {
                if (document.hidden) return;
                $.getJSON('<%= ResolveUrl("~/api/jobs/state") %>', function (d) {
                    $.each(d.jobs, function (i, j) { $('tr[data-job="' + j.id + '"] .pct').text(j.percent + ' %'); });
                }).fail(function () { clearInterval(timer); });
            }, 5000);
        })();
    </script>
</asp:Content>
