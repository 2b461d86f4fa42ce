<%@ Page Language="C#" AutoEventWireup="true" MasterPageFile="~/Desk.master" Title="Ticket" %>
<%@ Import Namespace="System.Data" %>
<%@ Import Namespace="System.Data.SqlClient" %>
<%@ Import Namespace="System.Configuration" %>
<script runat="server">
    private int ticketId;

    protected void Page_Load(object sender, EventArgs e)
    {
        if (!int.TryParse(Request.QueryString["id"], out ticketId) || ticketId <= 0)
        {
            Response.Redirect("~/TicketList.aspx", true);
            return;
        }
        if (!IsPostBack) Bind();
    }

    private SqlConnection OpenDb()
    {
        SqlConnection cn = new SqlConnection(ConfigurationManager.ConnectionStrings["BrightDesk"].ConnectionString);
        cn.Open();
        return cn;
    }

    private void Bind()
    {
        using (SqlConnection cn = OpenDb())
        using (SqlCommand cmd = new SqlCommand("dbo.bd_Ticket_Get", cn))
        {
            cmd.CommandType = CommandType.StoredProcedure;
            cmd.Parameters.Add("@TicketId", SqlDbType.Int).Value = ticketId;
            cmd.Parameters.Add("@Viewer", SqlDbType.NVarChar, 128).Value = User.Identity.Name;
            using (SqlDataReader r = cmd.ExecuteReader())
            {
                if (!r.Read())
                {
                    pnlMissing.Visible = true;
                    pnlTicket.Visible = false;
                    return;
                }
                litSubject.Text = Server.HtmlEncode((string)r["Subject"]);
                litOpened.Text = ((DateTime)r["OpenedUtc"]).ToLocalTime().ToString("g");
                litStatus.Text = Server.HtmlEncode((string)r["StatusName"]);
                litBody.Text = Server.HtmlEncode((string)r["Body"]).Replace("\n", "<br />");
                r.NextResult();
                rptNotes.DataSource = r;
                rptNotes.DataBind();
            }
        }
    }

    protected void btnReply_Click(object sender, EventArgs e)
    {
        Page.Validate("reply");
        if (!Page.IsValid) return;
        using (SqlConnection cn = OpenDb())
        using (SqlCommand cmd = new SqlCommand("INSERT INTO dbo.TicketNote (TicketId, Author, Body, CreatedUtc, IsPrivate) VALUES (@t, @a, @b, GETUTCDATE(), @p)", cn))
        {
            cmd.Parameters.AddWithValue("@t", ticketId);
            cmd.Parameters.AddWithValue("@a", User.Identity.Name);
            cmd.Parameters.AddWithValue("@b", txtReply.Text.Trim());
            cmd.Parameters.AddWithValue("@p", chkPrivate.Checked && User.IsInRole("Agents"));
            cmd.ExecuteNonQuery();
        }
        Response.Redirect("TicketView.aspx?id=" + ticketId.ToString());
    }
</script>
<asp:Content ContentPlaceHolderID="main" runat="server">
    <asp:Panel ID="pnlMissing" runat="server" Visible="false" CssClass="warn">This ticket does not exist or you may not see it.</asp:Panel>
    <asp:Panel ID="pnlTicket" runat="server">
        <h1><asp:Literal ID="litSubject" runat="server" /></h1>
        <p class="meta">Opened <asp:Literal ID="litOpened" runat="server" />, status <b><asp:Literal ID="litStatus" runat="server" /></b></p>
        <div class="body"><asp:Literal ID="litBody" runat="server" /></div>
        <asp:Repeater ID="rptNotes" runat="server">
            <ItemTemplate>
                <div class="note">
                    <span class="who"><%# Server.HtmlEncode(Eval("Author").ToString()) %></span>
                    <span class="when"><%# Eval("CreatedUtc", "{0:yyyy-MM-dd HH:mm}") %></span>
                    <p><%# Server.HtmlEncode(Eval("Body").ToString()) %></p>
                </div>
            </ItemTemplate>
        </asp:Repeater>
        <asp:TextBox ID="txtReply" runat="server" TextMode="MultiLine" Rows="6" Width="100%" ValidationGroup="reply" />
        <asp:RequiredFieldValidator runat="server" ControlToValidate="txtReply" ValidationGroup="reply" ErrorMessage="Please write something." />
        <asp:CheckBox ID="chkPrivate" runat="server" Text="Agents only" />
        <asp:Button ID="btnReply" runat="server" Text="Add reply" OnClick="btnReply_Click" ValidationGroup="reply" />
    </asp:Panel>
</asp:Content>
