<%@ Page Language="C#" MasterPageFile="~/DataBinding.Master" Inherits="Northmail.ControlPanel.BaseForm" %>
<asp:Content ContentPlaceHolderID="ResultPanePlaceHolder" runat="server">
<asp:TreeView ID="tv" runat="server" ShowCheckBoxes="All" OnTreeNodeDataBound="tv_Bound"><DataBindings>
<asp:TreeNodeBinding DataMember="role" TextField="name" ValueField="id" ToolTipField="description" /></DataBindings></asp:TreeView>
<asp:Button runat="server" Text="Save" OnClick="Save" />
</asp:Content>
<script runat="server">
void tv_Bound(object s, TreeNodeEventArgs e) { e.Node.Checked = Northmail.ControlPanel.Rbac.PolicyHasRole(ObjectIdentity, e.Node.Value); e.Node.SelectAction = TreeNodeSelectAction.None; }
void Save(object s, EventArgs e) {
  var ids = new System.Collections.Generic.List<Guid>(); Guid g;
  foreach (TreeNode n in tv.CheckedNodes) if (Guid.TryParse(n.Value, out g)) ids.Add(g);
  Northmail.ControlPanel.Rbac.SetPolicyRoles(ObjectIdentity, ids);
}
</script>
