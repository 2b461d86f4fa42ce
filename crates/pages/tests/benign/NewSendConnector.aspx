<%@ Page Language="C#" MasterPageFile="~/DataBinding.Master" AutoEventWireup="true" Inherits="Northmail.ControlPanel.BaseForm" EnableSessionState="ReadOnly" %>
<%@ Register TagPrefix="np" Namespace="Northmail.ControlPanel.WebControls" Assembly="Northmail.ControlPanel, Version=15.2.0.0, Culture=neutral, PublicKeyToken=31bf3856ad364e35" %>

<asp:Content ContentPlaceHolderID="ResultPanePlaceHolder" runat="server">
<asp:Wizard ID="wiz" runat="server" DisplaySideBar="false" OnNextButtonClick="wiz_Next" OnFinishButtonClick="wiz_Finish">
 <WizardSteps>
  <asp:WizardStep Title="Name">
    *Name: <asp:TextBox ID="txtName" runat="server" MaxLength="64" />
    <asp:RegularExpressionValidator runat="server" ControlToValidate="txtName" ValidationExpression="^[^\\/@;<>]{1,64}$" ErrorMessage="Invalid name" />
    <asp:DropDownList ID="ddlUsage" runat="server"><asp:ListItem>Custom</asp:ListItem><asp:ListItem>Internal</asp:ListItem><asp:ListItem>Internet</asp:ListItem><asp:ListItem>Partner</asp:ListItem></asp:DropDownList>
  </asp:WizardStep>
  <asp:WizardStep Title="Network settings">
    <asp:RadioButton ID="rbMx" runat="server" GroupName="r" Checked="true" Text="MX record associated with recipient domain" />
    <asp:RadioButton ID="rbSmart" runat="server" GroupName="r" Text="Route mail through smart hosts" />
    <asp:TextBox ID="txtSmart" runat="server" />
  </asp:WizardStep>
  <asp:WizardStep Title="Address space">
    FQDN: <asp:TextBox ID="txtSpace" runat="server" Text="*" /> Cost: <asp:TextBox ID="txtCost" runat="server" Text="1" />
  </asp:WizardStep>
 </WizardSteps>
</asp:Wizard>
<asp:Label ID="lblErr" runat="server" ForeColor="Red" EnableViewState="false" />
</asp:Content>
<script runat="server">
    protected void wiz_Next(object sender, WizardNavigationEventArgs e)
    {
        if (e.CurrentStepIndex == 1 && rbSmart.Checked && Uri.CheckHostName(txtSmart.Text) == UriHostNameType.Unknown)
        {
            lblErr.Text = "Enter a valid host name or IP address.";
            e.Cancel = true;
        }
    }
    protected void wiz_Finish(object sender, WizardNavigationEventArgs e)
    {
        int cost;
        if (!int.TryParse(txtCost.Text, out cost) || cost < 1 || cost > 100) { lblErr.Text = "Cost: 1-100"; e.Cancel = true; return; }
        var svc = new Northmail.ControlPanel.SendConnectors();
        var result = svc.NewObject(new Northmail.ControlPanel.NewSendConnector
        {
            Name = txtName.Text,
            Usage = ddlUsage.SelectedValue,
            DnsRoutingEnabled = rbMx.Checked,
            SmartHosts = rbSmart.Checked ? new[] { txtSmart.Text } : new string[0],
            AddressSpace = txtSpace.Text,
            Cost = cost
        });
        if (result.Failed) { lblErr.Text = Server.HtmlEncode(result.ErrorRecords[0].Message); e.Cancel = true; }
    }
</script>
