<%@ Page Title="Home" Language="C#" MasterPageFile="~/Intranet.master" AutoEventWireup="true" CodeFile="Default.aspx.cs" Inherits="_Default" Culture="auto" UICulture="auto" %>
<%@ Register Src="~/Controls/Weather.ascx" TagPrefix="uc" TagName="Weather" %>
<%@ Register Src="~/Controls/News.ascx" TagPrefix="uc" TagName="News" %>
<asp:Content ID="Content1" ContentPlaceHolderID="MainContent" runat="server">
    <h1>Good <%= DateTime.Now.Hour < 12 ? "morning" : DateTime.Now.Hour < 18 ? "afternoon" : "evening" %>, <%: (Profile.FirstName ?? User.Identity.Name.Split('\\').Last()) %></h1>
    <div class="tiles">
        <a class="tile mail" href="https://mail.adatum.example/owa">Mail</a>
        <a class="tile time" href="/timesheets/">Time sheets</a>
        <a class="tile exp" href="/expenses/">Expenses</a>
        <a class="tile help" href="/helpdesk/New.aspx">Help desk</a>
        <asp:LoginView runat="server"><RoleGroups><asp:RoleGroup Roles="ADATUM\HR"><ContentTemplate><a class="tile hr" href="/hr/">HR cockpit</a></ContentTemplate></asp:RoleGroup></RoleGroups></asp:LoginView>
    </div>
    <uc:News ID="news" runat="server" Max="5" Category="Company" />
    <uc:Weather ID="w" runat="server" City="Graz" />
    <asp:SqlDataSource ID="birthdays" runat="server" ConnectionString="<%$ ConnectionStrings:HR %>" SelectCommand="SELECT FirstName + ' ' + LastName AS Name FROM Staff WHERE MONTH(Born)=MONTH(GETDATE()) AND DAY(Born)=DAY(GETDATE()) AND ShowBirthday=1" />
    <asp:ListView ID="lv" runat="server" DataSourceID="birthdays">
        <LayoutTemplate><h3>Birthdays today</h3><ul><li id="itemPlaceholder" runat="server" /></ul></LayoutTemplate>
        <ItemTemplate><li><%#: Eval("Name") %></li></ItemTemplate>
        <EmptyDataTemplate></EmptyDataTemplate>
    </asp:ListView>
</asp:Content>
