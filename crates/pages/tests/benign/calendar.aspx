<%@ Page Language="C#" AutoEventWireup="true" %>
<asp:Calendar ID="c" runat="server" OnSelectionChanged="Pick"/><script runat="server">void Pick(object s, EventArgs e) { l.Text = c.SelectedDate.ToShortDateString(); }</script><asp:Label ID="l" runat="server"/>
