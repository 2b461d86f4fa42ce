<%@ Page Language="C#" AutoEventWireup="true" Inherits="Contoso.Web.OdsPage" %>
<asp:ObjectDataSource ID="o" runat="server" TypeName="Contoso.Data.Orders" SelectMethod="All"><SelectParameters><asp:QueryStringParameter Name="year" QueryStringField="y"/></SelectParameters></asp:ObjectDataSource>
