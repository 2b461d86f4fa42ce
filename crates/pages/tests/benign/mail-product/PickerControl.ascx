<%@ Control Language="C#" AutoEventWireup="true" ClassName="PeoplePicker" %>
<%@ Implements Interface="System.Web.UI.ICallbackEventHandler" %>
<%@ Import Namespace="System.DirectoryServices.AccountManagement" %>
<%@ Import Namespace="System.Web.Script.Serialization" %>
<script runat="server">
    private string result = "[]";

    public string Value { get { return hid.Value; } set { hid.Value = value; } }

    protected override void OnPreRender(EventArgs e)
    {
        base.OnPreRender(e);
        string call = Page.ClientScript.GetCallbackEventReference(this, "v", "pp_done_" + ClientID, "null", true);
        Page.ClientScript.RegisterClientScriptBlock(GetType(), "pp" + ClientID,
            "function pp_ask_" + ClientID + "(v){if(v.length>2){" + call + ";}}" +
            "function pp_done_" + ClientID + "(r){var a=Sys.Serialization.JavaScriptSerializer.deserialize(r),s=$get('" + sel.ClientID + "');s.options.length=0;for(var i=0;i<a.length;i++){s.options[i]=new Option(a[i].Name,a[i].Login);}}", true);
        txt.Attributes["onkeyup"] = "pp_ask_" + ClientID + "(this.value)";
        sel.Attributes["onchange"] = "$get('" + hid.ClientID + "').value=this.value";
    }

    public void RaiseCallbackEvent(string arg)
    {
        string clean = System.Text.RegularExpressions.Regex.Replace(arg ?? "", @"[^\p{L}\p{Nd} .\-']", "");
        if (clean.Length < 3) return;
        using (PrincipalContext ctx = new PrincipalContext(ContextType.Domain))
        using (UserPrincipal q = new UserPrincipal(ctx) { DisplayName = clean + "*", Enabled = true })
        using (PrincipalSearcher s = new PrincipalSearcher(q))
        {
            result = new JavaScriptSerializer().Serialize(s.FindAll().Take(15).Select(p => new { Name = p.DisplayName, Login = p.SamAccountName }));
        }
    }

    public string GetCallbackResult() { return result; }
</script>
<asp:TextBox ID="txt" runat="server" autocomplete="off" /><asp:HiddenField ID="hid" runat="server" /><br />
<asp:ListBox ID="sel" runat="server" Rows="4" Width="240" />
