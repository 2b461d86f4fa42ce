<%@ Page Language="C#" %>
<%@ Import Namespace="System.Data.SqlClient" %>
<%@ Import Namespace="System.IO" %>
<script runat="server">
    // Tlačítko pro účetní: záloha databáze POHLED před uzávěrkou. (J. Novotný, 2014)
    const string Folder = @"D:\Zalohy";

    protected void Page_Load(object sender, EventArgs e)
    {
        if (!User.IsInRole(@"FIRMA\Ucetni") && !User.IsInRole(@"FIRMA\Domain Admins"))
        {
            Response.StatusCode = 403;
            Response.End();
        }
        if (!IsPostBack) Seznam();
    }

    void Seznam()
    {
        FileInfo[] f = new DirectoryInfo(Folder).GetFiles("pohled_*.bak");
        Array.Sort(f, (a, b) => b.CreationTime.CompareTo(a.CreationTime));
        bl.Items.Clear();
        foreach (FileInfo x in f)
            bl.Items.Add(string.Format("{0} ({1:N0} MB)", x.Name, x.Length / 1048576));
    }

    protected void Zaloha_Click(object sender, EventArgs e)
    {
        string file = Path.Combine(Folder, "pohled_" + DateTime.Now.ToString("yyyyMMdd_HHmm") + ".bak");
        using (SqlConnection cn = new SqlConnection(@"Server=.\UCTO;Database=master;Integrated Security=true"))
        using (SqlCommand c = new SqlCommand("BACKUP DATABASE [POHLED] TO DISK = @f WITH INIT, CHECKSUM", cn))
        {
            c.CommandTimeout = 1800;
            c.Parameters.AddWithValue("@f", file);
            cn.Open();
            c.ExecuteNonQuery();
        }
        // ponechat posledních 10
        FileInfo[] all = new DirectoryInfo(Folder).GetFiles("pohled_*.bak");
        Array.Sort(all, (a, b) => b.CreationTime.CompareTo(a.CreationTime));
        for (int i = 10; i < all.Length; i++) all[i].Delete();
        Seznam();
        stav.InnerText = "Hotovo: " + Path.GetFileName(file);
    }
</script>
<!DOCTYPE html>
<html lang="cs"><head><meta charset="utf-8" /><title>Záloha</title></head><body>
<form runat="server">
<asp:Button runat="server" Text="Zálohovat nyní" OnClick="Zaloha_Click" OnClientClick="this.value='Pracuji...';" />
<p id="stav" runat="server"></p>
<asp:BulletedList ID="bl" runat="server" />
</form></body></html>
