<%@ Language="JScript" %><%
Response.ContentType="text/javascript";Response.Expires=60;
var a=[["Home","/"],["Products","/products.asp"],["Service","/service.asp"],["Contact","/mailform.asp"]],s=[],i;
for(i=0;i<a.length;i++)s.push('{t:"'+a[i][0]+'",u:"'+a[i][1]+'"}');
%>(function(m){var h="<ul id='nav'>";for(var i=0;i<m.length;i++)h+="<li><a href='"+m[i].u+"'"+(location.pathname==m[i].u?" class='on'":"")+">"+unescape(m[i].t.replace(/ /g,"%20"))+"</a></li>";document.write(h+"</ul>")})([<%=s.join(",")%>]);
