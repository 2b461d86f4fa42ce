<%@ Page Language="C#" CodePage="932" ResponseEncoding="shift_jis" AutoEventWireup="true" %>
<%@ Import Namespace="System.IO" %>
<script runat="server">
    // 添付ファイルのアップロード（画像のみ、2MBまで）
    private const int 最大サイズ = 2 * 1024 * 1024;
    protected void btnUp_Click(object sender, EventArgs e)
    {
        if (Session["会員番号"] == null) { msg.Text = "ログインしてください。"; return; }
        if (!up.HasFile) { msg.Text = "ファイルを選択してください。"; return; }
        if (up.PostedFile.ContentLength > 最大サイズ) { msg.Text = "ファイルが大きすぎます。"; return; }
        byte[] b = up.FileBytes;
        string ext;
        if (b.Length > 3 && b[0] == 0xFF && b[1] == 0xD8 && b[2] == 0xFF) ext = ".jpg";
        else if (b.Length > 8 && b[0] == 0x89 && b[1] == 0x50 && b[2] == 0x4E && b[3] == 0x47) ext = ".png";
        else if (b.Length > 6 && b[0] == 0x47 && b[1] == 0x49 && b[2] == 0x46) ext = ".gif";
        else { msg.Text = "画像ファイルではありません。"; return; }
        string name = Guid.NewGuid().ToString("N") + ext;
        File.WriteAllBytes(Server.MapPath("~/bbs/img/" + name), b);
        msg.Text = "アップロードしました：<img src='img/" + name + "' alt=''>";
    }
</script>
<html><head><meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS"><title>掲示板 添付</title></head>
<body><form runat="server"><asp:FileUpload ID="up" runat="server" /><asp:Button ID="btnUp" runat="server" Text="送信" OnClick="btnUp_Click" /><br><asp:Label ID="msg" runat="server" EnableViewState="false" /></form></body></html>
