<%@ Page Language="C#" AutoEventWireup="true" MasterPageFile="~/Slab.master" Inherits="Norvane.Admin.PublicFolderPage" %>
<%@ Import Namespace="Norvane.Store.Hierarchy" %>
<script runat="server">
    protected void Tree_Populate(object sender, TreeNodeEventArgs e)
    {
        int depth = e.Node.Depth;
        if (depth > 8) return;
        foreach (FolderInfo f in Hierarchy.Children(new FolderId(e.Node.Value)))
        {
            TreeNode n = new TreeNode(HttpUtility.HtmlEncode(f.Name), f.Id.ToString());
            n.PopulateOnDemand = f.HasSubfolders;
            n.ImageUrl = f.IsMailEnabled ? "~/images/pfmail.png" : "~/images/pf.png";
            n.ToolTip = f.ItemCount + " items";
            e.Node.ChildNodes.Add(n);
        }
    }

    protected void Tree_Selected(object sender, EventArgs e)
    {
        FolderInfo f = Hierarchy.Get(new FolderId(tree.SelectedValue));
        dv.DataSource = new[] { new { f.Name, Path = f.FullPath, f.ItemCount, Size = f.SizeKB.ToString("N0") + " KB", Replica = f.ContentMailbox, Modified = f.LastModified.ToLocalTime() } };
        dv.DataBind();
        perms.DataSource = f.Permissions;
        perms.DataBind();
    }
</script>
<asp:Content ContentPlaceHolderID="ResultPanePlaceHolder" runat="server">
<div class="left"><asp:TreeView ID="tree" runat="server" OnTreeNodePopulate="Tree_Populate" OnSelectedNodeChanged="Tree_Selected" ExpandDepth="1" PopulateNodesFromClient="true">
<Nodes><asp:TreeNode Text="\" Value="root" PopulateOnDemand="true" SelectAction="Expand" /></Nodes></asp:TreeView></div>
<div class="right"><asp:DetailsView ID="dv" runat="server" AutoGenerateRows="true" GridLines="None" />
<asp:GridView ID="perms" runat="server" AutoGenerateColumns="false"><Columns><asp:BoundField DataField="User" HeaderText="<%$ Resources:Common, User %>" /><asp:BoundField DataField="Rights" HeaderText="<%$ Resources:Common, Rights %>" /></Columns></asp:GridView></div>
</asp:Content>
