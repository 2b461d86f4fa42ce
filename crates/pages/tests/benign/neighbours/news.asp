<!--#include file="Inc/Conn.asp"-->
<!--#include file="Inc/Function.asp"-->
<%
Dim ID, Rs, Sql, Title, Content, AddTime, Hits, Author
ID = Request("ID")
If ID = "" Or Not IsNumeric(ID) Then
	Response.Write("<script>alert('参数错误！');location.href='index.asp';</script>")
	Response.End
End If
ID = CLng(ID)
Conn.Execute("Update News Set Hits=Hits+1 Where ID=" & ID)
Set Rs = Server.CreateObject("ADODB.RecordSet")
Sql = "Select ID,Title,Content,AddTime,Hits,Author From News Where Passed=1 And ID=" & ID
Rs.Open Sql, Conn, 1, 1
If Rs.Eof And Rs.Bof Then
	Response.Write("对不起，该新闻不存在或已被删除！")
	Response.End
Else
	Title = Rs("Title") : Content = Rs("Content") : AddTime = Rs("AddTime") : Hits = Rs("Hits") : Author = Rs("Author")
End If
Rs.Close
Set Rs = Nothing
%>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=gb2312" />
<title><%=Title%> - 宏远机械有限公司</title>
<meta name="keywords" content="机械,轴承,新闻中心" />
<link href="Css/Style.css" rel="stylesheet" type="text/css" />
<script type="text/javascript">
function doZoom(size){document.getElementById('zoom').style.fontSize=size+'px';}
function addFav(){try{window.external.AddFavorite(location.href,document.title);}catch(e){alert('请使用Ctrl+D收藏本页');}}
</script>
</head>
<body>
<!--#include file="Head.asp"-->
<div id="main">
<div class="pos">当前位置：<a href="index.asp">首页</a> &gt; <a href="NewsList.asp">新闻中心</a> &gt; 正文</div>
<h1><%=Title%></h1>
<div class="info">发布时间：<%=FormatDateTime(AddTime, 2)%>　作者：<%=Author%>　点击：<%=Hits%> 次　字体：[<a href="javascript:doZoom(16)">大</a> <a href="javascript:doZoom(14)">中</a> <a href="javascript:doZoom(12)">小</a>]</div>
<div id="zoom"><%=Content%></div>
<ul class="pn">
<%
Set Rs = Conn.Execute("Select Top 1 ID,Title From News Where Passed=1 And ID<" & ID & " Order By ID Desc")
If Rs.Eof Then Response.Write("<li>上一篇：没有了</li>") Else Response.Write("<li>上一篇：<a href=""news.asp?ID=" & Rs("ID") & """>" & Rs("Title") & "</a></li>")
Set Rs = Conn.Execute("Select Top 1 ID,Title From News Where Passed=1 And ID>" & ID & " Order By ID Asc")
If Rs.Eof Then Response.Write("<li>下一篇：没有了</li>") Else Response.Write("<li>下一篇：<a href=""news.asp?ID=" & Rs("ID") & """>" & Rs("Title") & "</a></li>")
Call CloseConn()
%>
</ul>
</div>
<!--#include file="Foot.asp"-->
</body>
</html>
