<%@ Control Language="C#" Inherits="Parloux.Modules.Events.EventList" AutoEventWireup="true" %>
<%@ Register TagPrefix="plx" TagName="Label" Src="~/controls/LabelControl.ascx" %>
<%@ Import Namespace="Parloux.Modules.Events" %>
<div class="plx-events plx-clear" id="ev_<%= ModuleId %>">
    <asp:PlaceHolder ID="phEditor" runat="server" Visible="<%# IsEditable %>">
        <asp:HyperLink ID="lnkAdd" runat="server" CssClass="CommandButton" NavigateUrl='<%# EditUrl("Edit") %>' resourcekey="AddEvent" />
    </asp:PlaceHolder>
    <asp:ListView ID="lv" runat="server" ItemPlaceholderID="ip">
        <LayoutTemplate><ul class="events"><asp:PlaceHolder ID="ip" runat="server" /></ul></LayoutTemplate>
        <ItemTemplate>
            <li>
                <time datetime="<%# ((EventInfo)Container.DataItem).Start.ToString("s") %>"><%# ((EventInfo)Container.DataItem).Start.ToString("D") %></time>
                <a href="<%# NavigateUrl(((EventInfo)Container.DataItem).Id) %>"><%# Server.HtmlEncode(((EventInfo)Container.DataItem).Title) %></a>
                <asp:Label runat="server" Visible='<%# ((EventInfo)Container.DataItem).SoldOut %>' resourcekey="SoldOut" CssClass="NormalRed" />
            </li>
        </ItemTemplate>
        <EmptyDataTemplate><p class="Normal"><%= LocalizeString("NoEvents") %></p></EmptyDataTemplate>
    </asp:ListView>
    <asp:DataPager ID="pager" runat="server" PagedControlID="lv" PageSize="10" QueryStringField="p">
        <Fields><asp:NumericPagerField /></Fields>
    </asp:DataPager>
</div>
