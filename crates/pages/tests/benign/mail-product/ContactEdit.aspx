<%@ Page Language="C#" AutoEventWireup="true" MasterPageFile="~/Slab.master" Inherits="Norvane.Admin.ContactEdit" %>
<%@ Import Namespace="System.Globalization" %>
<script runat="server">
    protected void Page_Load(object sender, EventArgs e)
    {
        if (IsPostBack) return;
        int lcid = CultureInfo.CurrentUICulture.LCID;
        string mine = new RegionInfo(CultureInfo.CurrentCulture.LCID).TwoLetterISORegionName;
        ListItem li = country.Items.FindByValue(mine);
        if (li != null) li.Selected = true;
        Guid id;
        if (Guid.TryParse(Request.QueryString["id"], out id))
        {
            Contact c = Directory.GetContact(id);
            if (c == null) { Response.Redirect("~/error.aspx?code=404"); return; }
            first.Text = c.First; last.Text = c.Last; smtp.Text = c.ExternalAddress;
            ListItem cur = country.Items.FindByValue(c.Country);
            if (cur != null) { country.ClearSelection(); cur.Selected = true; }
        }
    }
</script>
<asp:Content ContentPlaceHolderID="ResultPanePlaceHolder" runat="server">
First <asp:TextBox ID="first" runat="server" /> Last <asp:TextBox ID="last" runat="server" /> External address <asp:TextBox ID="smtp" runat="server" />
<asp:RegularExpressionValidator runat="server" ControlToValidate="smtp" ValidationExpression="[^@\s]+@[^@\s]+\.[^@\s]+" ErrorMessage="Not an address" />
<asp:DropDownList ID="country" runat="server">
<asp:ListItem Value="AR">Argentina</asp:ListItem><asp:ListItem Value="AU">Australia</asp:ListItem><asp:ListItem Value="AT">Austria</asp:ListItem><asp:ListItem Value="BE">Belgium</asp:ListItem><asp:ListItem Value="BR">Brazil</asp:ListItem><asp:ListItem Value="BG">Bulgaria</asp:ListItem><asp:ListItem Value="CA">Canada</asp:ListItem><asp:ListItem Value="CL">Chile</asp:ListItem><asp:ListItem Value="CN">China</asp:ListItem><asp:ListItem Value="HR">Croatia</asp:ListItem><asp:ListItem Value="CZ">Czechia</asp:ListItem><asp:ListItem Value="DK">Denmark</asp:ListItem><asp:ListItem Value="EE">Estonia</asp:ListItem><asp:ListItem Value="FI">Finland</asp:ListItem><asp:ListItem Value="FR">France</asp:ListItem><asp:ListItem Value="DE">Germany</asp:ListItem><asp:ListItem Value="GR">Greece</asp:ListItem><asp:ListItem Value="HU">Hungary</asp:ListItem><asp:ListItem Value="IS">Iceland</asp:ListItem><asp:ListItem Value="IN">India</asp:ListItem><asp:ListItem Value="IE">Ireland</asp:ListItem><asp:ListItem Value="IL">Israel</asp:ListItem><asp:ListItem Value="IT">Italy</asp:ListItem><asp:ListItem Value="JP">Japan</asp:ListItem><asp:ListItem Value="LV">Latvia</asp:ListItem><asp:ListItem Value="LT">Lithuania</asp:ListItem><asp:ListItem Value="LU">Luxembourg</asp:ListItem><asp:ListItem Value="MX">Mexico</asp:ListItem><asp:ListItem Value="NL">Netherlands</asp:ListItem><asp:ListItem Value="NZ">New Zealand</asp:ListItem><asp:ListItem Value="NO">Norway</asp:ListItem><asp:ListItem Value="PL">Poland</asp:ListItem><asp:ListItem Value="PT">Portugal</asp:ListItem><asp:ListItem Value="RO">Romania</asp:ListItem><asp:ListItem Value="SG">Singapore</asp:ListItem><asp:ListItem Value="SK">Slovakia</asp:ListItem><asp:ListItem Value="SI">Slovenia</asp:ListItem><asp:ListItem Value="ZA">South Africa</asp:ListItem><asp:ListItem Value="KR">South Korea</asp:ListItem><asp:ListItem Value="ES">Spain</asp:ListItem><asp:ListItem Value="SE">Sweden</asp:ListItem><asp:ListItem Value="CH">Switzerland</asp:ListItem><asp:ListItem Value="TH">Thailand</asp:ListItem><asp:ListItem Value="TR">Turkey</asp:ListItem><asp:ListItem Value="UA">Ukraine</asp:ListItem><asp:ListItem Value="GB">United Kingdom</asp:ListItem><asp:ListItem Value="US">United States</asp:ListItem><asp:ListItem Value="VN">Vietnam</asp:ListItem>
</asp:DropDownList>
</asp:Content>
