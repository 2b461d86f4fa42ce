<%@ Page Language="C#" %>
<script runat="server">
void Page_Load() {
 var asm = System.Reflection.Assembly.Load("Contoso.Web.Plugins");
 foreach (Type t in asm.GetTypes()) if (typeof(IPlugin).IsAssignableFrom(t)) { var p = (IPlugin)Activator.CreateInstance(t); Response.Write("<li>" + p.Title + "</li>"); }
 string view = Request.QueryString["view"]; if (view == "all") holder.Controls.Add(LoadControl("~/Views/All.ascx"));
}
</script><asp:PlaceHolder id="holder" runat="server"/>