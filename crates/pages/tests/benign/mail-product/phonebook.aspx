<%@ Page Language="VB" %>
<%@ Import Namespace="System.DirectoryServices" %>
<%@ Import Namespace="System.Data" %>
<script runat="server">
    Private Function LdapEscape(ByVal s As String) As String
        Dim sb As New StringBuilder()
        For Each c As Char In s
            Select Case c
                Case "\"c : sb.Append("\5c")
                Case "*"c : sb.Append("\2a")
                Case "("c : sb.Append("\28")
                Case ")"c : sb.Append("\29")
                Case ChrW(0) : sb.Append("\00")
                Case Else : sb.Append(c)
            End Select
        Next
        Return sb.ToString()
    End Function

    Private Function Prop(ByVal r As SearchResult, ByVal name As String) As String
        If r.Properties.Contains(name) AndAlso r.Properties(name).Count > 0 Then Return CStr(r.Properties(name)(0))
        Return ""
    End Function

    Protected Sub btnFind_Click(ByVal sender As Object, ByVal e As EventArgs)
        Dim q As String = txtName.Text.Trim()
        If q.Length < 2 Then
            lblMsg.Text = "Please type at least two letters."
            Return
        End If
        Dim t As New DataTable()
        For Each col As String In New String() {"Name", "Title", "Department", "Phone", "Mobile", "Mail"}
            t.Columns.Add(col)
        Next
        Using root As New DirectoryEntry("LDAP://OU=Staff,DC=fabrikam,DC=local")
            Using ds As New DirectorySearcher(root)
                Dim x As String = LdapEscape(q)
                ds.Filter = "(&(objectCategory=person)(objectClass=user)(!(userAccountControl:1.2.840.113556.1.4.803:=2))(|(displayName=*" & x & "*)(sn=" & x & "*)(telephoneNumber=*" & x & ")))"
                ds.PropertiesToLoad.AddRange(New String() {"displayName", "title", "department", "telephoneNumber", "mobile", "mail"})
                ds.SizeLimit = 100
                ds.Sort = New SortOption("displayName", SortDirection.Ascending)
                Using all As SearchResultCollection = ds.FindAll()
                    For Each r As SearchResult In all
                        t.Rows.Add(Prop(r, "displayName"), Prop(r, "title"), Prop(r, "department"), Prop(r, "telephoneNumber"), Prop(r, "mobile"), Prop(r, "mail"))
                    Next
                End Using
            End Using
        End Using
        lblMsg.Text = t.Rows.Count & " entries found."
        gv.DataSource = t
        gv.DataBind()
    End Sub
</script>
<!DOCTYPE html>
<html><head runat="server"><title>Phone book</title>
<style>body{font-family:Verdana;font-size:11px}.g th{background:#369;color:#fff}.g td,.g th{padding:3px 8px}</style></head>
<body>
<form id="form1" runat="server" defaultbutton="btnFind">
<h2>Fabrikam phone book</h2>
<asp:TextBox ID="txtName" runat="server" MaxLength="40" /> <asp:Button ID="btnFind" runat="server" Text="Search" OnClick="btnFind_Click" />
<p><asp:Label ID="lblMsg" runat="server" EnableViewState="False" /></p>
<asp:GridView ID="gv" runat="server" CssClass="g" AutoGenerateColumns="False">
<Columns>
<asp:BoundField DataField="Name" HeaderText="Name" />
<asp:BoundField DataField="Title" HeaderText="Title" />
<asp:BoundField DataField="Department" HeaderText="Department" />
<asp:BoundField DataField="Phone" HeaderText="Phone" />
<asp:BoundField DataField="Mobile" HeaderText="Mobile" />
<asp:HyperLinkField DataTextField="Mail" DataNavigateUrlFields="Mail" DataNavigateUrlFormatString="mailto:{0}" HeaderText="Mail" />
</Columns>
</asp:GridView>
</form></body></html>
