<%@ Page Language="C#" MasterPageFile="~/CommonMaster.Master" AutoEventWireup="true" CodeBehind="DeliveryReport.aspx.cs" Inherits="Contoso.Management.ControlPanel.DeliveryReport" Title="<%$ Strings: DeliveryReportTitle %>" %>
<%@ Import Namespace="Contoso.Management.ControlPanel" %>
<%@ Register TagPrefix="ecp" Assembly="Contoso.Management.ControlPanel" Namespace="Contoso.Management.ControlPanel.WebControls" %>
<%@ Register TagPrefix="ajax" Assembly="AjaxControlToolkit" Namespace="AjaxControlToolkit" %>
<asp:Content ID="Content1" ContentPlaceHolderID="ResultPanePlaceHolder" runat="server">
  <ecp:WebServiceReference runat="server" ID="ws" ServiceUrl="MessageTrackingReport.svc" />
  <ecp:PowerShellDataSource runat="server" ID="psTracking" SelectMethod="Get-MessageTrackingReport" ConfigSource="MessageTracking">
    <SelectParameters>
      <ecp:QueryStringParameter Name="Identity" QueryStringField="reportId" Type="String" ValidationPattern="^[A-Za-z0-9+/=,;._\- ]{1,512}$" />
      <asp:Parameter Name="ReportTemplate" DefaultValue="RecipientPath" />
      <asp:Parameter Name="BypassDelegateChecking" DefaultValue="true" Type="Boolean" />
      <asp:Parameter Name="DetailLevel" DefaultValue="Verbose" />
    </SelectParameters>
  </ecp:PowerShellDataSource>
  <ecp:DetailsPanel runat="server" ID="summary" DataSourceID="psTracking">
    <ItemTemplate>
      <table class="drSummary" cellpadding="0">
        <tr><td><asp:Literal runat="server" Text="<%$ Strings: Subject %>" /></td><td><%# HttpUtility.HtmlEncode(Eval("Subject")) %></td></tr>
        <tr><td><asp:Literal runat="server" Text="<%$ Strings: From %>" /></td><td><%# HttpUtility.HtmlEncode(Eval("FromDisplayName")) %></td></tr>
        <tr><td><asp:Literal runat="server" Text="<%$ Strings: Submitted %>" /></td><td><%# ((DateTime)Eval("SubmittedDateTime")).ToUserDateTimeString() %></td></tr>
        <tr><td colspan="2"><%# (bool)Eval("HasErrors") ? "<span class='err'>" + HttpUtility.HtmlEncode(Eval("ErrorText")) + "</span>" : String.Empty %></td></tr>
      </table>
      <asp:Repeater runat="server" DataSource='<%# ((RecipientTracking)Container.DataItem).Events %>'>
        <ItemTemplate>
          <div class="<%# Container.ItemIndex % 2 == 0 ? "ev" : "evAlt" %>">
            <%# HttpUtility.HtmlEncode(DataBinder.Eval(Container.DataItem, "EventDescription")) %>
            <span class="srv"><%# HttpUtility.HtmlEncode(DataBinder.Eval(Container.DataItem, "Server")) %></span>
          </div>
        </ItemTemplate>
      </asp:Repeater>
    </ItemTemplate>
  </ecp:DetailsPanel>
</asp:Content>
