<%@ Page Language="C#" MasterPageFile="~/MasterPages/MasterPage.master" AutoEventWireup="true" CodeFile="IdpInitiatedSignOn.aspx.cs" Inherits="IdpInitiatedSignOn" Title="<%$ Resources:CommonResources, IdpInitiatedSignOnPageTitle%>" EnableViewState="false" runat="server"%>
<%@ OutputCache Location="None" %>
<asp:Content ID="Content" ContentPlaceHolderID="ContentPlaceHolder1" Runat="Server">
<asp:Panel runat="server"><asp:RadioButton runat="server" ID="RP" Text="<%$ Resources:CommonResources, SignInToRp%>"/><asp:DropDownList ID="RelyingPartyDropDownList" runat="server" DataTextField="Name" DataValueField="Id"/></asp:Panel>
</asp:Content>