<%@ Page Language="C#" AutoEventWireup="true" MasterPageFile="~/Slab.master" Inherits="Harbor.Mail.Ecp.Extension.InstallFromFile" Title="<%$ Resources:EcpStrings, AddFromFile %>" %>
<%@ Import Namespace="System.IO" %>
<%@ Import Namespace="System.Xml" %>
<%@ Import Namespace="System.Xml.Schema" %>
<script runat="server">
    private const int Limit = 256 * 1024;
    private readonly List<string> problems = new List<string>();

    protected void Install_Click(object sender, EventArgs e)
    {
        ValidateCanary();
        if (!RbacPrincipal.Current.IsInRole("New-App+FileStream")) { Show("You don't have permission to install add-ins."); return; }
        if (!fu.HasFile || fu.PostedFile.ContentLength > Limit) { Show("Choose a manifest smaller than 256 KB."); return; }
        if (!".xml".Equals(Path.GetExtension(fu.FileName), StringComparison.OrdinalIgnoreCase)) { Show("A manifest is an .xml file."); return; }

        XmlReaderSettings st = new XmlReaderSettings();
        st.DtdProcessing = DtdProcessing.Prohibit;
        st.XmlResolver = null;
        st.ValidationType = ValidationType.Schema;
        st.Schemas.Add("urn:harbor:addin:1.1", Server.MapPath("~/Schemas/AddIn.xsd"));
        st.ValidationEventHandler += delegate(object s, ValidationEventArgs a) { if (problems.Count < 10) problems.Add(a.Message); };

        XmlDocument doc = new XmlDocument();
        doc.XmlResolver = null;
        try { using (XmlReader r = XmlReader.Create(fu.PostedFile.InputStream, st)) doc.Load(r); }
        catch (XmlException ex) { Show("Not a well-formed file: " + ex.Message); return; }
        if (problems.Count > 0) { Show(string.Join("; ", problems.ToArray())); return; }

        XmlNamespaceManager ns = new XmlNamespaceManager(doc.NameTable);
        ns.AddNamespace("a", "urn:harbor:addin:1.1");
        foreach (XmlNode u in doc.SelectNodes("//a:SourceLocation/@DefaultValue", ns))
        {
            Uri uri;
            if (!Uri.TryCreate(u.Value, UriKind.Absolute, out uri) || uri.Scheme != Uri.UriSchemeHttps) { Show("All source locations must be https."); return; }
        }
        Guid id = new Guid(doc.SelectSingleNode("/a:AddIn/a:Id", ns).InnerText);
        AddInStore.Save(User.Identity, id, doc.OuterXml);
        Show(string.Format("{0} was installed.", doc.SelectSingleNode("/a:AddIn/a:DisplayName/@DefaultValue", ns).Value));
    }

    private void Show(string s) { lbl.Text = HttpUtility.HtmlEncode(s); }
</script>
<asp:Content ContentPlaceHolderID="ResultPanePlaceHolder" runat="server">
<asp:FileUpload ID="fu" runat="server" /> <asp:Button ID="b" runat="server" OnClick="Install_Click" Text="<%$ Resources:EcpStrings, Install %>" />
<p><asp:Label ID="lbl" runat="server" EnableViewState="false" /></p>
</asp:Content>
