<%@ LANGUAGE="VBScript" CODEPAGE="932" %>
<%
Response.Charset = "Shift_JIS"
Dim objMail, namae, mail, naiyo
namae = Left(Request.Form("namae"), 60)
mail  = Left(Request.Form("mail"), 100)
naiyo = Left(Request.Form("naiyo"), 4000)
If Request.Form("soushin") <> "" And namae <> "" And InStr(mail, vbCr) = 0 Then
  Set objMail = Server.CreateObject("CDO.Message")
  objMail.From = "web@yamada-kogyo.example"
  objMail.To = "eigyo@yamada-kogyo.example"
  objMail.Subject = "ホームページからのお問い合わせ"
  objMail.TextBody = "お名前: " & namae & vbCrLf & "メール: " & mail & vbCrLf & vbCrLf & naiyo
  objMail.TextBodyPart.Charset = "ISO-2022-JP"
  objMail.Send
  Set objMail = Nothing
%>
<html><head><title>送信完了</title></head><body><p>お問い合わせありがとうございました。担当者より折り返しご連絡いたします。</p><a href="index.html">トップページへ戻る</a></body></html>
<%
  Response.End
End If
%>
<html><head><meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS"><title>お問い合わせ｜山田工業株式会社</title></head>
<body>
<h2>お問い合わせフォーム</h2>
<form action="otoiawase.asp" method="post">
<p>お名前：<input type="text" name="namae" size="30"></p>
<p>メールアドレス：<input type="text" name="mail" size="40"></p>
<p>内容：<br><textarea name="naiyo" rows="8" cols="60"></textarea></p>
<input type="submit" name="soushin" value="送信する"> <input type="reset" value="取り消し">
</form>
<p>営業時間　平日９：００～１７：３０（土日祝日を除く）</p>
</body></html>
