<%@ Page Language="C#" AutoEventWireup="true" %>
<script runat="server">void Page_Init() { string src = Config.GetModuleSource(ModuleId); Control c = LoadControl(src); ph.Controls.Add(c); var t = Type.GetType(Config.ProviderType); var p = (IProvider)Activator.CreateInstance(t); p.Init(this); }</script><asp:PlaceHolder ID="ph" runat="server"/>
