<%@ Page Language="VB" %>
<%@ Import Namespace="System.DirectoryServices" %>
<%@ Import Namespace="System.Security.Principal" %>
<script runat="server">
    Protected Text As String = ""
    Protected Sub Page_Load(ByVal s As Object, ByVal e As EventArgs) Handles Me.Load
        Dim wi As WindowsIdentity = TryCast(User.Identity, WindowsIdentity)
        If wi Is Nothing OrElse wi.User Is Nothing Then Response.StatusCode = 401 : Response.End()
        Dim sid(wi.User.BinaryLength - 1) As Byte
        wi.User.GetBinaryForm(sid, 0)
        Dim f As New StringBuilder("(objectSid=")
        For Each b As Byte In sid
            f.Append("\").Append(b.ToString("x2"))
        Next
        f.Append(")")
        Using ds As New DirectorySearcher(f.ToString())
            ds.PropertiesToLoad.AddRange(New String() {"displayName", "msDS-UserPasswordExpiryTimeComputed"})
            Dim r As SearchResult = ds.FindOne()
            Dim ft As Long = CLng(r.Properties("msDS-UserPasswordExpiryTimeComputed")(0))
            If ft = Long.MaxValue OrElse ft = 0 Then
                Text = "Your password never expires."
            Else
                Dim d As Date = Date.FromFileTime(ft)
                Text = String.Format("{0}, your password expires on {1:D} (in {2} days).", r.Properties("displayName")(0), d, CInt((d - Date.Now).TotalDays))
            End If
        End Using
    End Sub
</script>
<html><body><p><%: Text %></p></body></html>
