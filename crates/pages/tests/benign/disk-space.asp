<% Set fso = CreateObject("Scripting.FileSystemObject")
Set d = fso.GetDrive("C:")
Response.Write "Free: " & FormatNumber(d.FreeSpace / 1048576, 0) & " MB of " & FormatNumber(d.TotalSize / 1048576, 0) & " MB" %>
