<%@ Page Language="C#" AutoEventWireup="true" Inherits="Harbor.Mail.Ecp.PersonalSettings.UploadPhoto" MasterPageFile="~/Slab.master" %>
<%@ Import Namespace="System.Drawing" %>
<%@ Import Namespace="System.Drawing.Imaging" %>
<%@ Import Namespace="System.Drawing.Drawing2D" %>
<%@ Import Namespace="System.IO" %>
<script runat="server">
    private const int MaxUpload = 20 * 1024 * 1024;
    private static readonly int[] Sizes = { 48, 64, 96, 240, 648 };

    protected void OnUpload(object sender, EventArgs e)
    {
        CheckCanary();
        lblResult.Text = string.Empty;
        if (!file.HasFile || file.PostedFile.ContentLength <= 0)
        {
            lblResult.Text = HttpUtility.HtmlEncode(GetGlobalResourceObject("EcpStrings", "PhotoMissing") as string);
            return;
        }
        if (file.PostedFile.ContentLength > MaxUpload)
        {
            lblResult.Text = "The picture is too large.";
            return;
        }
        string ext = Path.GetExtension(file.FileName).ToLowerInvariant();
        if (ext != ".jpg" && ext != ".jpeg" && ext != ".png" && ext != ".bmp" && ext != ".gif")
        {
            lblResult.Text = "Only pictures can be uploaded.";
            return;
        }
        try
        {
            using (Image img = Image.FromStream(file.PostedFile.InputStream, true, true))
            {
                foreach (int s in Sizes)
                {
                    byte[] jpg = Shrink(img, s);
                    PhotoStore.SavePreview(User.Identity.Name, s, jpg);
                }
            }
            imgPreview.ImageUrl = "~/photo.ashx?preview=1&t=" + DateTime.UtcNow.Ticks;
            imgPreview.Visible = true;
        }
        catch (ArgumentException)
        {
            lblResult.Text = "That file isn't a picture.";
        }
    }

    private static byte[] Shrink(Image src, int size)
    {
        int side = Math.Min(src.Width, src.Height);
        Rectangle crop = new Rectangle((src.Width - side) / 2, (src.Height - side) / 2, side, side);
        using (Bitmap bmp = new Bitmap(size, size, PixelFormat.Format24bppRgb))
        using (Graphics g = Graphics.FromImage(bmp))
        using (MemoryStream ms = new MemoryStream())
        {
            g.InterpolationMode = InterpolationMode.HighQualityBicubic;
            g.DrawImage(src, new Rectangle(0, 0, size, size), crop, GraphicsUnit.Pixel);
            bmp.Save(ms, ImageFormat.Jpeg);
            return ms.ToArray();
        }
    }

    private void CheckCanary()
    {
        HttpCookie c = Request.Cookies["msHarborCanary"];
        string posted = Request.Form["msHarborCanary"];
        if (c == null || string.IsNullOrEmpty(posted) || !string.Equals(c.Value, posted, StringComparison.Ordinal))
            throw new HttpException(403, "Invalid canary");
    }
</script>
<asp:Content ContentPlaceHolderID="ResultPanePlaceHolder" runat="server">
  <input type="hidden" name="msHarborCanary" value="<%= HttpUtility.HtmlAttributeEncode(CanaryValue) %>" />
  <asp:FileUpload ID="file" runat="server" accept="image/*" />
  <asp:Button ID="btn" runat="server" Text="Browse and upload" OnClick="OnUpload" />
  <asp:Label ID="lblResult" runat="server" EnableViewState="false" ForeColor="Red" />
  <asp:Image ID="imgPreview" runat="server" Visible="false" Width="240" Height="240" AlternateText="Preview" />
</asp:Content>
