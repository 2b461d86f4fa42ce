<%@ Control Language="C#" AutoEventWireup="true" Inherits="Harbor.Mail.Ecp.Controls.SignatureEditor" %>
<%@ Register TagPrefix="hb" Namespace="Harbor.Mail.Ecp.WebControls" Assembly="Harbor.Mail.Ecp" %>
<script runat="server">
    private const int MaxSignature = 8 * 1024;

    public string SignatureHtml
    {
        get { return (string)ViewState["sig"] ?? string.Empty; }
        set { ViewState["sig"] = value; }
    }

    protected override void OnPreRender(EventArgs e)
    {
        base.OnPreRender(e);
        chkAuto.Checked = Profile != null && Profile.AutoAddSignature;
        txtPlain.Text = HttpUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Replace(SignatureHtml, "<[^>]+>", string.Empty));
        Page.ClientScript.RegisterClientScriptBlock(GetType(), "sigMax", "var g_maxSig=" + MaxSignature + ";", true);
    }

    protected void OnSave(object sender, EventArgs e)
    {
        if (!Page.IsValid) return;
        string text = txtPlain.Text ?? string.Empty;
        if (text.Length > MaxSignature)
        {
            cvLen.IsValid = false;
            return;
        }
        SignatureHtml = Sanitizer.Clean(HttpUtility.HtmlEncode(text).Replace("\n", "<br>"));
        Profile.SaveSignature(SignatureHtml, chkAuto.Checked);
    }
</script>
<div class="sigEditor">
  <asp:Label runat="server" AssociatedControlID="txtPlain" Text="<%$ Resources:EcpStrings, EmailSignature %>" />
  <asp:TextBox ID="txtPlain" runat="server" TextMode="MultiLine" Rows="8" Columns="60" />
  <asp:CustomValidator ID="cvLen" runat="server" ErrorMessage="<%$ Resources:EcpStrings, SignatureTooLong %>" />
  <asp:CheckBox ID="chkAuto" runat="server" Text="<%$ Resources:EcpStrings, AutoAddSignature %>" />
  <hb:EcpButton ID="btnSave" runat="server" OnClick="OnSave" Text="<%$ Resources:EcpStrings, Save %>" />
</div>
