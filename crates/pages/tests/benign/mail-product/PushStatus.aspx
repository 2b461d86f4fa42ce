<%@ Page Language="C#" AutoEventWireup="true" CodeBehind="PushStatus.aspx.cs" Inherits="Harbor.PushNotifications.Web.PushStatus" %>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml">
<head runat="server"><title>Push publishers</title></head>
<body>
    <form id="form1" runat="server">
        <asp:ScriptManager ID="ScriptManager1" runat="server" EnablePartialRendering="true" />
        <asp:Timer ID="Timer1" runat="server" Interval="15000" OnTick="Timer1_Tick" />
        <asp:UpdatePanel ID="UpdatePanel1" runat="server">
            <Triggers><asp:AsyncPostBackTrigger ControlID="Timer1" EventName="Tick" /></Triggers>
            <ContentTemplate>
                <asp:GridView ID="Publishers" runat="server" AutoGenerateColumns="False" AllowSorting="True" OnSorting="Publishers_Sorting">
                    <Columns>
                        <asp:BoundField DataField="AppId" HeaderText="App" SortExpression="AppId" />
                        <asp:BoundField DataField="Platform" HeaderText="Platform" SortExpression="Platform" />
                        <asp:BoundField DataField="Queued" HeaderText="Queued" DataFormatString="{0:N0}" />
                        <asp:BoundField DataField="SentLastHour" HeaderText="Sent (1 h)" DataFormatString="{0:N0}" />
                        <asp:TemplateField HeaderText="Health"><ItemTemplate><span class='<%# (bool)Eval("Healthy") ? "ok" : "bad" %>'><%# (bool)Eval("Healthy") ? "Healthy" : Server.HtmlEncode((string)Eval("LastError")) %></span></ItemTemplate></asp:TemplateField>
                    </Columns>
                </asp:GridView>
                <asp:Label ID="Stamp" runat="server" Text='<%# DateTime.UtcNow.ToString("u") %>' />
            </ContentTemplate>
        </asp:UpdatePanel>
    </form>
</body>
</html>
