<%@ Language="VBScript" %>
<% ' Candidatures : dépôt du CV (Persits AspUpload)
Dim Upload, File, nb, ext
Set Upload = Server.CreateObject("Persits.Upload.1")
Upload.OverwriteFiles = False
Upload.SetMaxSize 3145728, True
Upload.CodePage = 1252
nb = Upload.SaveToMemory
If nb <> 1 Then Response.Redirect "candidature.asp?err=1"
Set File = Upload.Files(1)
ext = LCase(File.Ext)
If ext <> ".pdf" And ext <> ".doc" And ext <> ".docx" And ext <> ".rtf" Then Response.Redirect "candidature.asp?err=2"
If File.ImageType <> "UNKNOWN" Then Response.Redirect "candidature.asp?err=2"
Randomize
File.SaveAs "E:\candidatures\" & Year(Date) & "\" & Right("00000" & Int(Rnd * 99999), 5) & "_" & Replace(FormatDateTime(Now, 4), ":", "h") & ext
%>
<p>Merci, votre CV a bien été reçu. Nous étudierons votre candidature dans les meilleurs délais.</p>
