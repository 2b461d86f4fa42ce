<%@ Page Language="C#" AutoEventWireup="true" Inherits="Contoso.Web.GridPage" %>
<asp:GridView ID="g" runat="server" AutoGenerateColumns="false"><Columns><asp:TemplateField><ItemTemplate><%# Eval("Name") %> <%# Eval("Price", "{0:c}") %> <%# DataBinder.Eval(Container.DataItem, "Id") %></ItemTemplate></asp:TemplateField></Columns></asp:GridView>
