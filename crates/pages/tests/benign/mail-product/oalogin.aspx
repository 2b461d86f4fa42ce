<%@ Page Language="C#" AutoEventWireup="true" ResponseEncoding="gb2312" %>
<%@ Import Namespace="System.Data.OleDb" %>
<%@ Import Namespace="System.Security.Cryptography" %>
<script runat="server">
    // 登录处理：密码加盐 SHA256，失败五次锁定十分钟
    protected void btnLogin_Click(object sender, EventArgs e)
    {
        string uid = txtUser.Text.Trim();
        object fails = Cache["fail:" + Request.UserHostAddress];
        if (fails != null && (int)fails >= 5)
        {
            lblMsg.Text = "登录失败次数过多，请十分钟后再试。";
            return;
        }
        using (OleDbConnection cn = new OleDbConnection("Provider=Microsoft.ACE.OLEDB.12.0;Data Source=" + Server.MapPath("~/App_Data/oa.accdb")))
        using (OleDbCommand cmd = new OleDbCommand("SELECT XingMing, Yan, MiMa FROM YongHu WHERE GongHao = ? AND TingYong = False", cn))
        {
            cmd.Parameters.AddWithValue("?", uid);
            cn.Open();
            using (OleDbDataReader rd = cmd.ExecuteReader())
            {
                if (rd.Read() && Hash(rd.GetString(1), txtPwd.Text) == rd.GetString(2))
                {
                    Session["uid"] = uid;
                    Session["name"] = rd.GetString(0);
                    Cache.Remove("fail:" + Request.UserHostAddress);
                    Response.Redirect("main.aspx", true);
                    return;
                }
            }
        }
        // 记录失败次数
        Cache.Insert("fail:" + Request.UserHostAddress, (fails == null ? 0 : (int)fails) + 1, null, DateTime.Now.AddMinutes(10), TimeSpan.Zero);
        lblMsg.Text = "工号或密码错误！";
    }

    private static string Hash(string salt, string pwd)
    {
        using (SHA256 s = SHA256.Create())
        {
            byte[] b = s.ComputeHash(Encoding.UTF8.GetBytes(salt + pwd));
            return BitConverter.ToString(b).Replace("-", "").ToLower();
        }
    }
</script>
<html xmlns="http://www.w3.org/1999/xhtml">
<head runat="server">
<title>华东机械厂办公自动化系统</title>
<meta http-equiv="Content-Type" content="text/html; charset=gb2312" />
<style type="text/css">body{font-size:12px;font-family:宋体;background:#e8f1f8}.box{width:360px;margin:120px auto;border:1px solid #9bc;background:#fff;padding:20px}</style>
<script type="text/javascript">
function check(){var u=document.getElementById("txtUser"),p=document.getElementById("txtPwd");if(u.value==""){alert("请输入工号！");u.focus();return false;}if(p.value==""){alert("请输入密码！");p.focus();return false;}return true;}
</script>
</head>
<body>
<form id="form1" runat="server">
<div class="box">
<h3>办公自动化系统</h3>
工号：<asp:TextBox ID="txtUser" runat="server" MaxLength="12" /><br />
密码：<asp:TextBox ID="txtPwd" runat="server" TextMode="Password" /><br />
<asp:Button ID="btnLogin" runat="server" Text="登 录" OnClick="btnLogin_Click" OnClientClick="return check();" />
<asp:Label ID="lblMsg" runat="server" ForeColor="Red" />
</div>
</form>
</body>
</html>
