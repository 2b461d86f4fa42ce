<%@ Page Title="New mailbox" Language="C#" MasterPageFile="~/Masters/Dialog.master" Inherits="Contoso.Mail.ControlPanel.NewMailboxWizard" AutoEventWireup="true" CodeBehind="NewMailboxWizard.aspx.cs" %>
<%@ Import Namespace="Contoso.Mail.ControlPanel" %>
<asp:Content ContentPlaceHolderID="DialogBody" runat="server">
<asp:Wizard ID="wiz" runat="server" ActiveStepIndex="0" DisplaySideBar="true" OnFinishButtonClick="Wiz_Finish" OnNextButtonClick="Wiz_Next" CancelDestinationPageUrl="~/Users.aspx" DisplayCancelButton="true">
 <WizardSteps>
  <asp:WizardStep ID="s1" runat="server" Title="<%$ Resources:Wizard, Intro %>">
    <asp:RadioButtonList ID="kind" runat="server">
      <asp:ListItem Value="User" Selected="True">User mailbox</asp:ListItem>
      <asp:ListItem Value="Room">Room mailbox</asp:ListItem>
      <asp:ListItem Value="Shared">Shared mailbox</asp:ListItem>
    </asp:RadioButtonList>
  </asp:WizardStep>
  <asp:WizardStep ID="s2" runat="server" Title="<%$ Resources:Wizard, UserInfo %>">
    <asp:Label AssociatedControlID="alias" runat="server">Alias:</asp:Label>
    <asp:TextBox ID="alias" runat="server" MaxLength="64" />
    <asp:RequiredFieldValidator runat="server" ControlToValidate="alias" ErrorMessage="*" />
    <asp:RegularExpressionValidator runat="server" ControlToValidate="alias" ValidationExpression="^[A-Za-z0-9!#$%&'*+/=?^_`{|}~\-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~\-]+)*$" ErrorMessage="The alias isn't valid." />
    <asp:Label AssociatedControlID="pwd" runat="server">Password:</asp:Label>
    <asp:TextBox ID="pwd" runat="server" TextMode="Password" />
    <asp:TextBox ID="pwd2" runat="server" TextMode="Password" />
    <asp:CompareValidator runat="server" ControlToValidate="pwd2" ControlToCompare="pwd" ErrorMessage="The passwords don't match." />
    <asp:CheckBox ID="mustChange" runat="server" Text="User must change password at next logon" />
  </asp:WizardStep>
  <asp:WizardStep ID="s3" runat="server" Title="<%$ Resources:Wizard, Database %>">
    <asp:DropDownList ID="db" runat="server" DataSource='<%# MailboxDatabases.List() %>' DataTextField="Name" DataValueField="Guid" />
    <asp:Panel runat="server" Visible='<%# Licensing.HasFeature("Archive") %>'><asp:CheckBox ID="archive" runat="server" Text="Create an online archive" /></asp:Panel>
  </asp:WizardStep>
  <asp:WizardStep ID="s4" runat="server" StepType="Complete" Title="Completion">
    <asp:BulletedList ID="summary" runat="server" />
    <asp:Literal ID="elapsed" runat="server" Mode="Encode" />
  </asp:WizardStep>
 </WizardSteps>
</asp:Wizard>
</asp:Content>
