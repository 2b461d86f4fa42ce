<%@ Page Language="JScript" %><script runat="server">
function Page_Load(sender:Object, e:EventArgs):void { if (IsPostBack) { var a:int = int.Parse(num.Text); out1.Text = (a * 2).ToString(); } }
</script><form runat="server"><asp:TextBox id="num" runat="server"/><asp:Label id="out1" runat="server"/><asp:Button Text="Double" runat="server"/></form>