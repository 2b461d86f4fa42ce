<%@ Page Language="C#" %>
<%@ Import Namespace="System.Net" %>
<%@ Import Namespace="System.IO" %>
<script runat="server">
    // pushes waiting EDI files from the out folder to the carrier; only listed, nothing from the form except the button
    const string Target = "ftp://edi.carrier-lund.example/in/";
    static readonly string OutDir = @"E:\edi\out";

    protected void Page_Load(object sender, EventArgs e)
    {
        if (!User.IsInRole(@"LUND\Dispatch")) { Response.Redirect("/denied.htm"); }
        lb.DataSource = new DirectoryInfo(OutDir).GetFiles("*.edi");
        lb.DataTextField = "Name";
        if (!IsPostBack) lb.DataBind();
    }

    protected void Send_Click(object sender, EventArgs e)
    {
        System.Text.StringBuilder log = new System.Text.StringBuilder();
        NetworkCredential cred = new NetworkCredential(ConfigurationManager.AppSettings["edi.user"], ConfigurationManager.AppSettings["edi.pass"]);
        foreach (FileInfo fi in new DirectoryInfo(OutDir).GetFiles("*.edi"))
        {
            try
            {
                FtpWebRequest rq = (FtpWebRequest)WebRequest.Create(Target + Uri.EscapeDataString(fi.Name));
                rq.Method = WebRequestMethods.Ftp.UploadFile;
                rq.Credentials = cred;
                rq.EnableSsl = true;
                rq.UsePassive = true;
                using (Stream dst = rq.GetRequestStream())
                using (FileStream src = fi.OpenRead())
                    src.CopyTo(dst);
                using (FtpWebResponse rs = (FtpWebResponse)rq.GetResponse())
                    log.AppendLine(fi.Name + ": " + rs.StatusDescription.Trim());
                fi.MoveTo(Path.Combine(OutDir, "sent", DateTime.Now.ToString("yyyyMMddHHmmss_") + fi.Name));
            }
            catch (WebException ex)
            {
                log.AppendLine(fi.Name + ": " + ex.Message);
            }
        }
        pre.InnerText = log.Length > 0 ? log.ToString() : "Nothing to send.";
        lb.DataBind();
    }
</script>
<html><head runat="server"><title>EDI out tray</title></head><body>
<form runat="server">
<asp:ListBox ID="lb" runat="server" Rows="12" Width="320" />
<br /><asp:Button runat="server" Text="Send all now" OnClick="Send_Click" />
<pre id="pre" runat="server"></pre>
</form></body></html>
