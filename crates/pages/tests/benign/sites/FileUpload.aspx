<%@ Page Language="C#" %>
<%@ Import Namespace="System.IO" %>
<script runat="server">
    static readonly string[] Ext = { ".jpg", ".png", ".gif" };
    protected void Send_Click(object sender, EventArgs e)
    {
        if (!fu.HasFile) { msg.Text = "Välj en fil."; return; }
        string ext = Path.GetExtension(fu.FileName).ToLowerInvariant();
        if (Array.IndexOf(Ext, ext) < 0) { msg.Text = "Endast bilder är tillåtna."; return; }
        try
        {
            using (System.Drawing.Image img = System.Drawing.Image.FromStream(fu.PostedFile.InputStream))
            {
                if (img.Width > 6000 || img.Height > 6000) { msg.Text = "Bilden är för stor."; return; }
                string name = "ad_" + DateTime.Now.Ticks + ".jpg";
                img.Save(Server.MapPath("~/annonser/bilder/" + name), System.Drawing.Imaging.ImageFormat.Jpeg);
                preview.ImageUrl = "~/annonser/bilder/" + name;
                preview.Visible = true;
                msg.Text = "Tack! Bilden är uppladdad.";
            }
        }
        catch (ArgumentException) { msg.Text = "Filen är inte en giltig bild."; }
    }
</script>
<html><head runat="server"><title>Lägg till bild på din annons</title></head><body>
<form runat="server"><asp:FileUpload ID="fu" runat="server" /> <asp:Button runat="server" Text="Ladda upp" OnClick="Send_Click" />
<p><asp:Label ID="msg" runat="server" /></p><asp:Image ID="preview" runat="server" Visible="false" Width="300" /></form></body></html>
