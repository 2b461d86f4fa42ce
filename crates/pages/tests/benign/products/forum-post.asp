<%@ LANGUAGE="VBSCRIPT" CODEPAGE="936"%>
<!--#include file="conn.asp"-->
<!--#include file="inc/ubbcode.asp"-->
<%
'=========================================
' 发表新帖   企业内部论坛 V3.2
'=========================================
dim username,topic,body,boardid,errmsg,founderr,cmd
founderr=false
errmsg=""
if session("username")="" then
	founderr=true
	errmsg=errmsg+"<br><li>您还没有登录，请先登录。"
end if
if not isnumeric(request("boardid")) or request("boardid")="" then
	founderr=true
	errmsg=errmsg+"<br><li>错误的版面参数！请确认您是从有效的连接进入。"
else
	boardid=clng(request("boardid"))
end if
topic=trim(request.form("subject"))
body=rtrim(request.form("Content"))
if topic="" then
	founderr=true
	errmsg=errmsg+"<br><li>主题不应为空。"
elseif len(topic)>100 then
	founderr=true
	errmsg=errmsg+"<br><li>主题长度不能超过100个字符。"
end if
if len(body)>16240 then
	founderr=true
	errmsg=errmsg+"<br><li>发言内容不得大于16K。"
end if
if isdate(session("lastpost")) then
	if datediff("s",session("lastpost"),now())<30 then
		founderr=true
		errmsg=errmsg+"<br><li>本论坛限制发贴间隔时间为30秒，请稍后再发。"
	end if
end if

if founderr then
	response.write "<table width=95% align=center class=tableborder1><tr><th>论坛错误信息</th></tr><tr><td>"&errmsg&"</td></tr></table>"
else
	set cmd=server.createobject("adodb.command")
	cmd.activeconnection=conn
	cmd.commandtext="insert into bbs (boardid,username,topic,body,ip,dateandtime) values (?,?,?,?,?,?)"
	cmd.parameters.append cmd.createparameter("b",3,1,,boardid)
	cmd.parameters.append cmd.createparameter("u",202,1,50,session("username"))
	cmd.parameters.append cmd.createparameter("t",202,1,100,topic)
	cmd.parameters.append cmd.createparameter("c",203,1,len(body)+1,body)
	cmd.parameters.append cmd.createparameter("i",202,1,40,request.servervariables("REMOTE_ADDR"))
	cmd.parameters.append cmd.createparameter("d",7,1,,now())
	cmd.execute
	session("lastpost")=now()
	response.redirect "list.asp?boardid="&boardid
end if
conn.close
set conn=nothing
%>
