<%@ Assembly Name="Microsoft.SharePoint, Version=15.0.0.0, Culture=neutral, PublicKeyToken=71e9bce111e9429c" %>
<%@ Page Language="C#" Inherits="Microsoft.SharePoint.WebControls.LayoutsPageBase" DynamicMasterPageFile="~masterurl/default.master" %>
<%@ Import Namespace="Microsoft.SharePoint" %>
<%@ Import Namespace="Microsoft.SharePoint.Utilities" %>
<%@ Register TagPrefix="SharePoint" Namespace="Microsoft.SharePoint.WebControls" Assembly="Microsoft.SharePoint, Version=15.0.0.0, Culture=neutral, PublicKeyToken=71e9bce111e9429c" %>
<script runat="server">
    protected override void OnLoad(EventArgs e)
    {
        base.OnLoad(e);
        SPWeb web = SPContext.Current.Web;
        if (!web.DoesUserHavePermissions(SPBasePermissions.ManageLists))
        {
            SPUtility.HandleAccessDenied(new UnauthorizedAccessException());
            return;
        }
        System.Data.DataTable t = new System.Data.DataTable();
        t.Columns.Add("Title"); t.Columns.Add("Items", typeof(int)); t.Columns.Add("Modified", typeof(DateTime)); t.Columns.Add("Versioning", typeof(bool));
        foreach (SPList l in web.Lists)
        {
            if (l.Hidden) continue;
            t.Rows.Add(l.Title, l.ItemCount, l.LastItemModifiedDate, l.EnableVersioning);
        }
        grid.DataSource = t.DefaultView;
        grid.DataBind();
    }

    protected void btnVersions_Click(object sender, EventArgs e)
    {
        SPUtility.ValidateFormDigest();
        using (SPLongOperation op = new SPLongOperation(this))
        {
            op.LeadingHTML = "Switching on versions for all document libraries";
            op.Begin();
            SPWeb web = SPContext.Current.Web;
            for (int i = 0; i < web.Lists.Count; i++)
            {
                SPList l = web.Lists[i];
                if (l.BaseType == SPBaseType.DocumentLibrary && !l.Hidden && !l.EnableVersioning)
                {
                    l.EnableVersioning = true;
                    l.MajorVersionLimit = 20;
                    l.Update();
                }
            }
            op.End(SPUtility.GetServerRelativeUrlFromPrefixedUrl("~site/_layouts/15/settings.aspx"));
        }
    }
</script>
<asp:Content ContentPlaceHolderID="PlaceHolderPageTitle" runat="server">List overview</asp:Content>
<asp:Content ContentPlaceHolderID="PlaceHolderMain" runat="server">
    <SharePoint:SPGridView ID="grid" runat="server" AutoGenerateColumns="false">
        <Columns>
            <asp:BoundField DataField="Title" HeaderText="List" /><asp:BoundField DataField="Items" HeaderText="Items" />
            <asp:BoundField DataField="Modified" HeaderText="Modified" /><asp:CheckBoxField DataField="Versioning" HeaderText="Versions" />
        </Columns>
    </SharePoint:SPGridView>
    <asp:Button ID="btnVersions" runat="server" Text="Versions for all libraries" CssClass="ms-ButtonHeightWidth" OnClick="btnVersions_Click" />
    <SharePoint:FormDigest runat="server" />
</asp:Content>
