<%
Set Upload = Server.CreateObject("Persits.Upload")
Upload.OverwriteFiles = False
Upload.SetMaxSize 1048576, True
Count = Upload.Save(Server.MapPath("uploads"))
For Each File in Upload.Files
 If File.ImageType = "UNKNOWN" Then File.Delete Else Response.Write File.FileName
Next
%>