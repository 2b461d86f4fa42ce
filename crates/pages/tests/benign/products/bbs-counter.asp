<%@ Language=VBScript CodePage=932 %>
<%
' お知らせ一覧（固定フォルダのテキストを表示）
Option Explicit
Dim fso, folder, f, ts, n
Set fso = Server.CreateObject("Scripting.FileSystemObject")
Set folder = fso.GetFolder(Server.MapPath("/oshirase"))
Response.Write "<h2>お知らせ</h2><dl>"
n = 0
For Each f In folder.Files
	If LCase(fso.GetExtensionName(f.Name)) = "txt" And n < 20 Then
		n = n + 1
		Response.Write "<dt>■ " & FormatDateTime(f.DateLastModified, 2) & "</dt><dd>"
		Set ts = f.OpenAsTextStream(1)
		Do Until ts.AtEndOfStream
			Response.Write Server.HTMLEncode(ts.ReadLine) & "<br>"
		Loop
		ts.Close
		Response.Write "</dd>"
	End If
Next
If n = 0 Then Response.Write "<dd>現在、お知らせはありません。</dd>"
Response.Write "</dl><p>表示件数：" & n & " 件</p>"
Set fso = Nothing
%>
