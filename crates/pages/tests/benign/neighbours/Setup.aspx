<%@ Page Language="C#" AutoEventWireup="true" EnableViewState="true" %>
<%@ Import Namespace="System.Data.SqlClient" %>
<%@ Import Namespace="System.IO" %>
<%@ Import Namespace="System.Text.RegularExpressions" %>
<%@ Import Namespace="System.Web.Configuration" %>
<!DOCTYPE html>
<script runat="server">
    /* Marrowboard installer. Refuses to run when already installed or not called from the server itself. */
    protected void Page_Load(object sender, EventArgs e)
    {
        if (!Request.IsLocal) Deny("Please run the set-up in a browser on the web server.");
        else if (File.Exists(Server.MapPath("~/App_Data/installed.txt"))) Deny("Marrowboard is already installed. Delete App_Data/installed.txt to run the set-up again.");
        else if (!IsPostBack) CheckEnvironment();
    }

    void Deny(string why) { wiz.Visible = false; lblDeny.Text = why; }

    void CheckEnvironment()
    {
        AddCheck(".NET version " + Environment.Version, Environment.Version.Major >= 4);
        AddCheck("Trust level Full", GetTrust() == AspNetHostingPermissionLevel.Unrestricted);
        AddCheck("App_Data can be written", CanWrite(Server.MapPath("~/App_Data")));
        AddCheck("Uploads can be written", CanWrite(Server.MapPath("~/Uploads")));
        ConnectionStringSettings css = WebConfigurationManager.ConnectionStrings["Marrow"];
        AddCheck("Connection string present in web.config", css != null && css.ConnectionString.Length > 0);
    }

    AspNetHostingPermissionLevel GetTrust()
    {
        foreach (AspNetHostingPermissionLevel l in new[] { AspNetHostingPermissionLevel.Unrestricted, AspNetHostingPermissionLevel.High, AspNetHostingPermissionLevel.Medium, AspNetHostingPermissionLevel.Low })
        {
            try { new AspNetHostingPermission(l).Demand(); return l; }
            catch (System.Security.SecurityException) { }
        }
        return AspNetHostingPermissionLevel.None;
    }

    static bool CanWrite(string dir)
    {
        string probe = Path.Combine(dir, "probe_" + Guid.NewGuid().ToString("N") + ".tmp");
        try { File.WriteAllText(probe, "ok"); File.Delete(probe); return true; }
        catch (UnauthorizedAccessException) { return false; }
        catch (IOException) { return false; }
    }

    void AddCheck(string text, bool ok)
    {
        chk.Items.Add(new ListItem((ok ? "OK      " : "FAILED  ") + text));
    }

    protected void Finish_Click(object sender, WizardNavigationEventArgs e)
    {
        if (txtPw.Text.Length < 10 || txtPw.Text != txtPw2.Text) { lblErr.Text = "The administrator password needs 10 characters and both entries must be the same."; e.Cancel = true; return; }
        string script = File.ReadAllText(Server.MapPath("~/App_Data/setup/schema.sql"));
        string[] batches = Regex.Split(script, @"^\s*GO\s*$", RegexOptions.Multiline | RegexOptions.IgnoreCase);
        using (SqlConnection cn = new SqlConnection(WebConfigurationManager.ConnectionStrings["Marrow"].ConnectionString))
        {
            cn.Open();
            foreach (string b in batches)
            {
                if (b.Trim().Length == 0) continue;
                using (SqlCommand cmd = new SqlCommand(b, cn)) { cmd.CommandTimeout = 300; cmd.ExecuteNonQuery(); }
            }
            byte[] salt = new byte[16];
            using (var rng = System.Security.Cryptography.RandomNumberGenerator.Create()) rng.GetBytes(salt);
            byte[] hash;
            using (var kdf = new System.Security.Cryptography.Rfc2898DeriveBytes(txtPw.Text, salt, 20000)) hash = kdf.GetBytes(32);
            using (SqlCommand cmd = new SqlCommand("INSERT INTO mb_User (Name, Mail, Salt, Hash, IsAdmin) VALUES ('admin', @m, @s, @h, 1)", cn))
            {
                cmd.Parameters.AddWithValue("@m", txtMail.Text);
                cmd.Parameters.AddWithValue("@s", salt);
                cmd.Parameters.AddWithValue("@h", hash);
                cmd.ExecuteNonQuery();
            }
        }
        File.WriteAllText(Server.MapPath("~/App_Data/installed.txt"), DateTime.UtcNow.ToString("o"));
        HttpRuntime.UnloadAppDomain();
        Response.Redirect("~/");
    }
</script>
<html><head runat="server"><title>Marrowboard set-up</title></head>
<body><form id="form1" runat="server">
<asp:Label ID="lblDeny" runat="server" ForeColor="Maroon" />
<asp:Wizard ID="wiz" runat="server" OnFinishButtonClick="Finish_Click" DisplaySideBar="false" Width="600">
<WizardSteps>
<asp:WizardStep Title="Check" runat="server"><h2>1. Environment</h2><asp:BulletedList ID="chk" runat="server" /></asp:WizardStep>
<asp:WizardStep Title="Admin" runat="server"><h2>2. Administrator</h2>
Mail <asp:TextBox ID="txtMail" runat="server" /><br />Password <asp:TextBox ID="txtPw" runat="server" TextMode="Password" /><br />again <asp:TextBox ID="txtPw2" runat="server" TextMode="Password" /><br />
<asp:Label ID="lblErr" runat="server" ForeColor="Red" /></asp:WizardStep>
</WizardSteps></asp:Wizard>
</form></body></html>
