<% Set Upload = Server.CreateObject("Persits.Upload")
Upload.SetMaxSize 2000000, True
Upload.Save Server.MapPath("incoming")
For Each File In Upload.Files
 If LCase(File.Ext) <> ".jpg" And LCase(File.Ext) <> ".gif" Then
  File.Delete
 Else
  Response.Write Server.HTMLEncode(File.FileName) & " received<br>"
 End If
Next %>
