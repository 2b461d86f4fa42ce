<%@ Page Language="C#" %><script runat="server">
void Save(object s, EventArgs e) { var c = System.Web.Configuration.WebConfigurationManager.OpenWebConfiguration("~"); c.AppSettings.Settings["Theme"].Value = theme.SelectedValue; c.Save(System.Configuration.ConfigurationSaveMode.Modified); }
</script><form runat="server"><asp:DropDownList id="theme" runat="server"><asp:ListItem>Blue</asp:ListItem></asp:DropDownList><asp:Button OnClick="Save" runat="server"/></form>
