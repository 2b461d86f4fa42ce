<%@ Control Language="VB" ClassName="NewsControl" %>
<%@ Import Namespace="System.Xml" %>
<script runat="server">
    Private _max As Integer = 5
    Private _cat As String = "Company"
    Public Property Max() As Integer
        Get
            Return _max
        End Get
        Set(ByVal value As Integer)
            _max = value
        End Set
    End Property
    Public Property Category() As String
        Get
            Return _cat
        End Get
        Set(ByVal value As String)
            _cat = value
        End Set
    End Property

    Protected Sub Page_Load(ByVal sender As Object, ByVal e As EventArgs) Handles Me.Load
        Dim feed As XmlDocument = TryCast(Cache("feed"), XmlDocument)
        If feed Is Nothing Then
            feed = New XmlDocument()
            feed.XmlResolver = Nothing
            feed.Load(Server.MapPath("~/App_Data/news.rss"))
            Cache.Insert("feed", feed, New CacheDependency(Server.MapPath("~/App_Data/news.rss")))
        End If
        Dim shown As Integer = 0
        For Each n As XmlNode In feed.SelectNodes("/rss/channel/item")
            If n("category") IsNot Nothing AndAlso n("category").InnerText <> _cat Then Continue For
            If shown >= _max Then Exit For
            Dim a As New HyperLink()
            a.Text = Server.HtmlEncode(n("title").InnerText)
            a.NavigateUrl = n("link").InnerText
            ph.Controls.Add(a)
            ph.Controls.Add(New LiteralControl("<br />"))
            shown += 1
        Next
    End Sub
</script>
<div class="news"><h3>News</h3><asp:PlaceHolder ID="ph" runat="server" /></div>
