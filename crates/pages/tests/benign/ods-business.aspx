<%@ Page Language="C#" %><form runat="server"><asp:TextBox id="q" runat="server"/>
<asp:ObjectDataSource id="o" runat="server" TypeName="Contoso.Data.ProductRepository" SelectMethod="Find"><SelectParameters><asp:ControlParameter Name="text" ControlID="q" PropertyName="Text"/></SelectParameters></asp:ObjectDataSource>
<asp:GridView DataSourceID="o" runat="server"/></form>
