<%
Set fso = Server.CreateObject("Scripting.FileSystemObject")
Set fld = fso.GetFolder(Server.MapPath("gallery"))
For Each f In fld.Files
 If LCase(fso.GetExtensionName(f.Name)) = "jpg" Then Response.Write "<img src=""gallery/" & f.Name & """>"
Next
%>