<%@ Page Language="C#" MasterPageFile="~/MasterPages/MasterPage.master" AutoEventWireup="true" Inherits="Tessera.IdentityServer.Web.IdpInitiatedSignOn" ValidateRequest="false" %>
<%@ OutputCache Location="None" %>
<asp:Content ID="c" ContentPlaceHolderID="ContentPlaceHolder1" runat="server">
  <asp:Panel ID="SignedOut" runat="server" Visible="<%# !IsSignedIn %>">
    <p><asp:Literal runat="server" Text="<%$ Resources:CommonResources, IdpNotSignedIn %>" /></p>
  </asp:Panel>
  <asp:Panel ID="RelyingPanel" runat="server">
    <asp:RadioButton ID="rbLocal" runat="server" GroupName="idp" Checked="true" Text="<%$ Resources:CommonResources, SignInHere %>" AutoPostBack="true" />
    <asp:RadioButton ID="rbOther" runat="server" GroupName="idp" Text="<%$ Resources:CommonResources, SignInOther %>" AutoPostBack="true" />
    <asp:DropDownList ID="RelyingPartyDropDownList" runat="server" DataTextField="DisplayName" DataValueField="Identifier" Enabled="<%# rbOther.Checked %>" />
    <asp:Button ID="SignInButton" runat="server" Text="<%$ Resources:CommonResources, SignIn %>" OnClick="SignInButton_Click" />
  </asp:Panel>
  <asp:Panel ID="SignOutPanel" runat="server" Visible="<%# IsSignedIn %>">
    <asp:RadioButton ID="LocalSignOut" runat="server" GroupName="so" Text="<%$ Resources:CommonResources, SignOutLocal %>" />
    <asp:RadioButton ID="SingleSignOut" runat="server" GroupName="so" Checked="true" Text="<%$ Resources:CommonResources, SignOutAll %>" />
    <asp:Button ID="SignOutButton" runat="server" Text="<%$ Resources:CommonResources, SignOut %>" OnClick="SignOutButton_Click" />
  </asp:Panel>
  <script runat="server">
    protected override void OnPreRender(EventArgs e)
    {
        base.OnPreRender(e);
        string relayed = Request.QueryString["loginToRp"];
        if (!string.IsNullOrEmpty(relayed) && !IsPostBack)
        {
            ListItem li = RelyingPartyDropDownList.Items.FindByValue(relayed);
            if (li != null) { RelyingPartyDropDownList.ClearSelection(); li.Selected = true; rbOther.Checked = true; rbLocal.Checked = false; }
        }
        DataBind();
        Page.Title = (string)GetGlobalResourceObject("CommonResources", "IdpTitle");
    }
  </script>
</asp:Content>
