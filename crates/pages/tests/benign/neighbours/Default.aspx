<%@ Page Language="VB" MasterPageFile="~/Intern.master" AutoEventWireup="false" CodeFile="Default.aspx.vb" Inherits="_Default" title="Startseite" %>
<%@ Register Src="~/ctl/Speiseplan.ascx" TagName="Speiseplan" TagPrefix="uc" %>
<%@ Register Src="~/ctl/Geburtstage.ascx" TagName="Geburtstage" TagPrefix="uc" %>
<asp:Content ID="Content1" ContentPlaceHolderID="Inhalt" Runat="Server">
    <h1>Guten <%= If(Now.Hour < 11, "Morgen", If(Now.Hour < 18, "Tag", "Abend")) %>, <%= Server.HtmlEncode(AnzeigeName) %></h1>
    <div class="spalte links">
        <h2>Aktuelles</h2>
        <asp:Repeater ID="rpNews" runat="server" DataSourceID="xdsNews">
            <ItemTemplate>
                <div class="news">
                    <b><%# XPath("titel") %></b> <i><%# XPath("@datum") %></i>
                    <p><%# XPath("text") %></p>
                </div>
            </ItemTemplate>
        </asp:Repeater>
        <asp:XmlDataSource ID="xdsNews" runat="server" DataFile="~/App_Data/news.xml" XPath="/news/eintrag[position() &lt; 6]" CacheDuration="300" />
    </div>
    <div class="spalte rechts">
        <uc:Speiseplan ID="Speiseplan1" runat="server" Woche="0" />
        <uc:Geburtstage ID="Geburtstage1" runat="server" Tage="7" />
    </div>
</asp:Content>
