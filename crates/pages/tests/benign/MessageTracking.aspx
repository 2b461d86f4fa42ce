<%@ Page Language="C#" MasterPageFile="~/Slab.Master" Inherits="Northmail.ControlPanel.SlabPage" AutoEventWireup="true" %>
<%@ Import Namespace="System.Data" %>
<%@ Import Namespace="System.Data.SqlClient" %>
<script runat="server">
    protected void Search_Click(object sender, EventArgs e)
    {
        using (SqlConnection cn = new SqlConnection(ConfigurationManager.ConnectionStrings["Tracking"].ConnectionString))
        using (SqlCommand cmd = new SqlCommand("SELECT TOP 500 EventTime, Sender, Recipient, Subject, EventId FROM dbo.MessageEvents WHERE (@from = '' OR Sender = @from) AND (@to = '' OR Recipient = @to) AND EventTime BETWEEN @d1 AND @d2 ORDER BY EventTime DESC", cn))
        {
            cmd.Parameters.Add("@from", SqlDbType.NVarChar, 320).Value = txtFrom.Text.Trim();
            cmd.Parameters.Add("@to", SqlDbType.NVarChar, 320).Value = txtTo.Text.Trim();
            cmd.Parameters.Add("@d1", SqlDbType.DateTime).Value = calStart.SelectedDate;
            cmd.Parameters.Add("@d2", SqlDbType.DateTime).Value = calEnd.SelectedDate.AddDays(1);
            DataTable t = new DataTable();
            new SqlDataAdapter(cmd).Fill(t);
            gv.DataSource = t;
            gv.DataBind();
            lblCount.Text = t.Rows.Count.ToString("N0");
        }
    }
    protected string StatusText(object id)
    {
        switch (Convert.ToString(id))
        {
            case "DELIVER": return "Delivered";
            case "FAIL": return "Failed";
            case "DEFER": case "SEND": return "Pending";
            case "EXPAND": return "Group expanded";
            default: return "Submitted";
        }
    }
</script>
<asp:Content ContentPlaceHolderID="SlabPlaceHolder" runat="server">
From: <asp:TextBox ID="txtFrom" runat="server" /> To: <asp:TextBox ID="txtTo" runat="server" />
<asp:Calendar ID="calStart" runat="server" /><asp:Calendar ID="calEnd" runat="server" />
<asp:Button Text="Search" OnClick="Search_Click" runat="server" /> <asp:Label ID="lblCount" runat="server" />
<asp:GridView ID="gv" runat="server" AutoGenerateColumns="false">
 <Columns><asp:BoundField DataField="EventTime" HeaderText="Date" DataFormatString="{0:g}" /><asp:BoundField DataField="Sender" HeaderText="From" /><asp:BoundField DataField="Recipient" HeaderText="To" />
 <asp:TemplateField HeaderText="Subject"><ItemTemplate><%#: Eval("Subject") %></ItemTemplate></asp:TemplateField>
 <asp:TemplateField HeaderText="Status"><ItemTemplate><%# StatusText(Eval("EventId")) %></ItemTemplate></asp:TemplateField></Columns>
</asp:GridView>
</asp:Content>
