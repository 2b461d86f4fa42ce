<%@ Language=VBScript CodePage=65001 %>
<!--#include file="inc/member.asp"-->
<%
' Members may put one photo per tournament. AspUpload does the parsing; the picture is
' scaled by AspJpeg and stored as <tournament>_<member>.jpg
Const MAXKB = 3000
Dim up, f, jpg, tid, target
If Session("member") = "" Then Response.Redirect "login.asp"
If Request.QueryString("do") = "1" Then
  Set up = Server.CreateObject("Persits.Upload")
  up.SetMaxSize MAXKB * 1024, True
  up.CodePage = 65001
  On Error Resume Next
  up.Save          ' memory only
  If Err.Number <> 0 Then
    Response.Write "<p>The file is too big (" & MAXKB & " KB at most).</p>"
    Response.End
  End If
  On Error GoTo 0
  Set f = up.Files("photo")
  tid = CLng("0" & up.Form("tid"))
  If Not f Is Nothing And tid > 0 And tid < 10000 Then
    If f.ImageType = "JPG" Or f.ImageType = "PNG" Then
      Set jpg = Server.CreateObject("Persits.Jpeg")
      jpg.OpenBinary f.Binary
      jpg.PreserveAspectRatio = True
      If jpg.OriginalWidth > 1024 Then jpg.Width = 1024
      target = Server.MapPath("/fotos/turnier/") & "\" & tid & "_" & CLng(Session("member")) & ".jpg"
      jpg.Quality = 85
      jpg.Save target
      Response.Redirect "turnier.asp?id=" & tid
    Else
      Response.Write "<p>Only JPG and PNG.</p>"
    End If
  End If
End If
%>
<form method="post" enctype="multipart/form-data" action="upload_photo.asp?do=1">
<input type="hidden" name="tid" value="<%=CLng("0" & Request.QueryString("tid"))%>">
<input type="file" name="photo" accept="image/*"> <input type="submit" value="Upload">
</form>
