<%@ Page Language="VB" EnableViewState="false" %>
<%@ Import Namespace="System.Xml" %>
<%@ Import Namespace="System.Xml.Xsl" %>
<%@ Import Namespace="System.Xml.XPath" %>
<script runat="server">
    Private Shared ReadOnly Topics As New Dictionary(Of String, String) From {
        {"start", "start.xml"}, {"mail", "mail.xml"}, {"calendar", "calendar.xml"}, {"people", "people.xml"}, {"rules", "rules.xml"}, {"smime", "smime.xml"}}
    Private Shared Transform As XslCompiledTransform

    Protected Sub Page_Load(ByVal sender As Object, ByVal e As EventArgs)
        Dim key As String = Request.QueryString("topic")
        If key Is Nothing OrElse Not Topics.ContainsKey(key) Then key = "start"
        If Transform Is Nothing Then
            Dim t As New XslCompiledTransform()
            t.Load(Server.MapPath("~/help/help.xslt"), XsltSettings.Default, Nothing)
            Transform = t
        End If
        Dim rs As New XmlReaderSettings With {.DtdProcessing = DtdProcessing.Prohibit, .XmlResolver = Nothing}
        Using rd As XmlReader = XmlReader.Create(Server.MapPath("~/help/" & Topics(key)), rs)
            Dim args As New XsltArgumentList()
            args.AddParam("lang", "", System.Threading.Thread.CurrentThread.CurrentUICulture.TwoLetterISOLanguageName)
            args.AddParam("topic", "", key)
            args.AddExtensionObject("urn:helptext", New HelpText())
            Transform.Transform(rd, args, Response.Output)
        End Using
    End Sub

    Public Class HelpText
        Public Function Build() As String
            Return GetType(Page).Assembly.GetName().Version.ToString()
        End Function
    End Class
</script>
