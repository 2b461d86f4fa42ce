<%@ Control Language="C#" %>
<script runat="server">public string Value { get { return box.Text; } set { box.Text = value; } } protected void Page_Load(object s, EventArgs e) { box.Attributes["onchange"] = "pick(this)"; }</script><asp:TextBox ID="box" runat="server"/>
