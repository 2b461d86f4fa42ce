<%@ Page Language="C#" %>
<script runat="server">
static readonly string Rules = System.IO.File.ReadAllText(HttpRuntime.AppDomainAppPath + "rules.js"); void Page_Load() { var e = new Jint.Engine(); e.SetValue("total", decimal.Parse(Request["total"])); e.Execute(Rules); msg.Text = e.GetValue("price").ToString(); }
</script>
<form runat="server"><asp:Label id="msg" runat="server"/><asp:TextBox id="q" runat="server"/></form>