<%@LANGUAGE="VBSCRIPT" CODEPAGE="936"%>
<!--#include file="inc/conn.asp"-->
<!--#include file="inc/md5.asp"-->
<%
'=====================================
' 文件名: Login.asp
' 功  能: 办公系统登录
' 修改记录: 2006-03-12 增加验证码
'=====================================
Dim UserName, PassWord, Code, sql, rs, cmd
If Request.QueryString("action") = "logout" Then
    Session.Abandon
    Response.Redirect "Login.asp"
End If
If Request.QueryString("action") = "check" Then
    UserName = Trim(Request.Form("username"))
    PassWord = Trim(Request.Form("password"))
    Code = Trim(Request.Form("code"))
    If UserName = "" Or PassWord = "" Then
        Call ShowErr("用户名和密码不能为空！")
    End If
    If CStr(Session("CheckCode")) <> Code Then
        Call ShowErr("验证码错误，请重新输入！")
    End If
    Set cmd = Server.CreateObject("ADODB.Command")
    cmd.ActiveConnection = conn
    cmd.CommandText = "select id,truename,dept,password,locked from oa_user where username=?"
    cmd.Parameters.Append cmd.CreateParameter("u", 200, 1, 50, UserName)
    Set rs = cmd.Execute
    If rs.EOF Then
        Call ShowErr("用户名或密码不正确！")
    ElseIf rs("password") <> md5(PassWord, 32) Then
        Call ShowErr("用户名或密码不正确！")
    ElseIf rs("locked") = 1 Then
        Call ShowErr("该帐号已被锁定，请联系管理员！")
    Else
        Session("oa_id") = rs("id").Value
        Session("oa_name") = rs("truename").Value
        Session("oa_dept") = rs("dept").Value
        Session.Timeout = 40
        conn.Execute "update oa_user set logins=logins+1,lastlogin=getdate() where id=" & CLng(rs("id"))
        Response.Redirect "main.asp"
    End If
End If

Sub ShowErr(msg)
    Response.Write "<script language=javascript>alert('" & msg & "');history.back();</script>"
    Response.End
End Sub
%>
<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<title>协同办公系统 - 用户登录</title>
<link href="css/login.css" rel="stylesheet" type="text/css">
<script language="javascript">
function check(f){
  if(f.username.value==""){alert("请输入用户名！");f.username.focus();return false;}
  if(f.password.value==""){alert("请输入密码！");f.password.focus();return false;}
  return true;
}
</script>
</head>
<body onload="document.form1.username.focus()">
<form name="form1" method="post" action="Login.asp?action=check" onsubmit="return check(this)">
<table width="360" border="0" align="center" cellpadding="4">
<tr><td align="right">用户名：</td><td><input name="username" type="text" maxlength="20"></td></tr>
<tr><td align="right">密　码：</td><td><input name="password" type="password" maxlength="20"></td></tr>
<tr><td align="right">验证码：</td><td><input name="code" type="text" size="6" maxlength="4"> <img src="inc/code.asp" onclick="this.src='inc/code.asp?'+Math.random()" alt="看不清？点击换一张"></td></tr>
<tr><td>&nbsp;</td><td><input type="submit" value=" 登 录 "> <input type="reset" value=" 重 置 "></td></tr>
</table>
</form>
</body>
</html>
