<%@ Page Language="C#" AutoEventWireup="true" MasterPageFile="~/WizardMaster.Master" MaintainScrollPositionOnPostback="true" Async="true" %>
<%@ Import Namespace="System.IO" %>
<%@ Import Namespace="System.Threading.Tasks" %>
<%@ Import Namespace="Contoso.Management.Migration" %>
<script runat="server">
    protected MigrationBatch Batch { get { return (MigrationBatch)Session["migBatch"]; } set { Session["migBatch"] = value; } }

    protected void Page_Init(object sender, EventArgs e) { ViewStateUserKey = Session.SessionID; }

    protected void wiz_NextButtonClick(object sender, WizardNavigationEventArgs e)
    {
        if (e.CurrentStepIndex == 0)
        {
            Batch = new MigrationBatch { Direction = rblDirection.SelectedValue == "in" ? Direction.Onboarding : Direction.Offboarding };
        }
        else if (e.CurrentStepIndex == 1)
        {
            if (!fu.HasFile || !fu.FileName.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) || fu.PostedFile.ContentLength > 1 << 22)
            {
                lbl.Text = "Please choose a CSV file smaller than 4 MB.";
                e.Cancel = true;
                return;
            }
            // stored under a name made here, outside the web root
            string store = Path.Combine(MigrationSettings.SpoolFolder, Guid.NewGuid().ToString("N") + ".csv");
            fu.SaveAs(store);
            MigrationCsvValidation v = MigrationCsvValidator.Check(store);
            if (!v.Ok)
            {
                File.Delete(store);
                lbl.Text = Server.HtmlEncode(v.Message);
                e.Cancel = true;
                return;
            }
            Batch.CsvPath = store;
            Batch.Count = v.RowCount;
        }
        else if (e.CurrentStepIndex == 2)
        {
            Batch.Endpoint = ddlEndpoint.SelectedValue;
        }
    }
    protected void wiz_FinishButtonClick(object sender, WizardNavigationEventArgs e)
    {
        MigrationBatch b = Batch;
        RegisterAsyncTask(new PageAsyncTask(async () => { await MigrationService.SubmitAsync(b, User.Identity.Name); Response.Redirect("migration.aspx", false); }));
    }
    protected void Page_Load(object sender, EventArgs e)
    {
        if (!IsPostBack) { ddlEndpoint.DataSource = MigrationService.ListEndpoints(); ddlEndpoint.DataBind(); }
    }
</script>
<asp:Content runat="server" ContentPlaceHolderID="WizardBody">
<asp:Wizard ID="wiz" runat="server" OnNextButtonClick="wiz_NextButtonClick" OnFinishButtonClick="wiz_FinishButtonClick" DisplaySideBar="false">
  <WizardSteps>
    <asp:WizardStep runat="server" Title="Direction"><asp:RadioButtonList ID="rblDirection" runat="server"><asp:ListItem Value="in" Selected="True">To this organization</asp:ListItem><asp:ListItem Value="out">From this organization</asp:ListItem></asp:RadioButtonList></asp:WizardStep>
    <asp:WizardStep runat="server" Title="Users"><asp:FileUpload ID="fu" runat="server" accept=".csv" /><asp:Label ID="lbl" runat="server" EnableViewState="false" CssClass="err" /></asp:WizardStep>
    <asp:WizardStep runat="server" Title="Endpoint"><asp:DropDownList ID="ddlEndpoint" runat="server" DataTextField="Name" DataValueField="Id" /></asp:WizardStep>
    <asp:WizardStep runat="server" Title="Confirm"><p><%= Batch == null ? 0 : Batch.Count %> mailboxes will be moved.</p></asp:WizardStep>
  </WizardSteps>
</asp:Wizard>
</asp:Content>
