<%@ Page Language="C#" %>
<script runat="server">
void Save() { var src = Server.MapPath("~/templates/" + System.IO.Path.GetFileName(Request["t"])); System.IO.File.Copy(src, Server.MapPath("~/App_Data/work.docx"), true); }
</script>
<form runat="server"><asp:Label id="msg" runat="server"/><asp:TextBox id="q" runat="server"/></form>