<%@ Page Language="VB" AutoEventWireup="false" MasterPageFile="~/CommonMaster.Master" %>
<%@ Import Namespace="System.Management.Automation" %>
<%@ Import Namespace="System.Management.Automation.Runspaces" %>
<%@ Import Namespace="System.Collections.ObjectModel" %>
<script runat="server">
    Private Shared ReadOnly Pool As RunspacePool = CreatePool()

    Private Shared Function CreatePool() As RunspacePool
        Dim iss As InitialSessionState = InitialSessionState.Create()
        iss.LanguageMode = PSLanguageMode.NoLanguage
        iss.ImportPSModule(New String() {"Contoso.Mail.Management"})
        Dim p As RunspacePool = RunspaceFactory.CreateRunspacePool(iss)
        p.SetMaxRunspaces(4)
        p.Open()
        Return p
    End Function

    Protected Overrides Sub OnLoad(ByVal e As EventArgs)
        MyBase.OnLoad(e)
        If Not IsPostBack Then Bind()
    End Sub

    Private Sub Bind()
        Using ps As PowerShell = PowerShell.Create()
            ps.RunspacePool = Pool
            ps.AddCommand("Get-MobileDeviceStatistics").AddParameter("Mailbox", User.Identity.Name)
            Dim found As Collection(Of PSObject) = ps.Invoke()
            Dim rows As New List(Of Object)
            For Each o As PSObject In found
                rows.Add(New With {.Model = CStr(o.Properties("DeviceModel").Value), .Id = CStr(o.Properties("DeviceID").Value), .LastSync = CDate(o.Properties("LastSuccessSync").Value)})
            Next
            grd.DataSource = rows
            grd.DataBind()
        End Using
    End Sub
</script>
<asp:Content runat="server" ContentPlaceHolderID="ResultPanePlaceHolder">
  <asp:GridView ID="grd" runat="server" AutoGenerateColumns="false" EmptyDataText="No phones are synchronised with your mailbox.">
    <Columns>
      <asp:BoundField DataField="Model" HeaderText="Phone" />
      <asp:BoundField DataField="Id" HeaderText="ID" />
      <asp:TemplateField HeaderText="Last sync"><ItemTemplate><%# CDate(Eval("LastSync")).ToLocalTime().ToString("g") %></ItemTemplate></asp:TemplateField>
    </Columns>
  </asp:GridView>
</asp:Content>
