<%@ Assembly Name="Microsoft.SharePoint.ApplicationPages, Version=15.0.0.0, Culture=neutral, PublicKeyToken=71e9bce111e9429c" %>
<%@ Page Language="C#" Inherits="Microsoft.SharePoint.WebControls.LayoutsPageBase" MasterPageFile="~/_layouts/15/pickerdialog.master" %>
<%@ Import Namespace="Microsoft.SharePoint" %>
<script runat="server">
protected override void OnLoad(EventArgs e) { SPWeb web = SPContext.Current.Web; SPUtility.ValidateFormDigest(); string id = Request.QueryString["List"]; SPList list = web.Lists[new Guid(id)]; foreach (SPListItem it in list.Items) { Response.Write(SPHttpUtility.HtmlEncode(it.Title)); } }
</script>
<asp:Content ContentPlaceHolderId="PlaceHolderMain" runat="server"><SharePoint:FormDigest runat="server"/></asp:Content>