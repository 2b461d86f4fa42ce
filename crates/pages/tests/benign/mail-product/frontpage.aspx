<%@ Page Language="C#" Inherits="Harbor.Mail.Clients.Web.FrontPage" EnableSessionState="ReadOnly" EnableViewState="false" Buffer="true" %>
<%@ Register TagPrefix="hb" Namespace="Harbor.Mail.Clients.Web.Controls" Assembly="Harbor.Mail.Clients.Web" %>
<%@ Import Namespace="System.Web.Script.Serialization" %>
<%@ OutputCache Location="None" NoStore="true" %>
<!DOCTYPE html>
<html dir="<%= UserContext.IsRtl ? "rtl" : "ltr" %>" manifest="<%= OfflineManifestUrl %>">
<head runat="server">
<meta http-equiv="X-UA-Compatible" content="IE=10" />
<meta name="viewport" content="width=device-width, initial-scale=1.0, maximum-scale=1.0, user-scalable=no" />
<meta name="format-detection" content="telephone=no" />
<base href="<%= AppBase %>" />
<title><%= HttpUtility.HtmlEncode(UserContext.DisplayName) %> - Harbor Mail</title>
<style type="text/css">
<%= InlineStyle("preboot.css") %>
#loadingScreen{position:absolute;top:0;bottom:0;left:0;right:0;background:#fff}
#loadingLogo{position:fixed;top:40%;left:50%;margin:-100px 0 0 -100px}
.spin{background:url(data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAABgAAAAMCAIAAAD3UuoiAAADGElEQVR4nBWSZ1fqaBRG8wfnXukqhCi9Sagjf2gUkBqKGIQIYmiBAAEiGXqXXpz5fF8/n7XOc559NuT9q+S7oIOCZlDMRGXtmKyHI0NcOc3qxznT8t20LKFbynaiXOcnYcUrZjBxMyTjIsgnjvTT6lFaO8vq5+/GDfTEZ4JXLQz+jCGfcUUfVw4I7SinXZKmrxK6KzsOZfvJI6h5eExY3I7I2CjC4QiXVPQJ5eRni3mRRzd5yx7CpO0I/O+zooerh6+qIaGdkoZ53rIqWjdl5/mRV/XyGkFJKyJlonLuGeniyIBQD9Lqybt+9oEuSfO+5NxVXUcoCvfwm9GrakLoxm9GMFiR6LpqP1fv/3cLqCdxPXDdDsnYhLSXAGHKwZtuljHNSOOyYFsXHYeK6/BwUQW1oJRylNGALdP3u2XevKUc26rr9PSr5hEyfkkDk7UxhEvcDBLq/s+9hjlpWBXQXdFyqNr3//Bpt7DhE9eD4hZE6BbZuyVp2RTQI+X89vAqPl7dJ2kGrpqxKzYGd5OqbloxAkRzxlne+JW3rIvOY81x9PJqATETuG5GZJ040oEK6ApALTl29P35UVjx82uYpBGGuQTcSSB9XNMntOOcbpa/WxfQbdG2L7tODxe0T8j4JExE2o5fs3GYwxU9qGgDqE6e37RfVA+L62FJJwKzz/AAECFUwzfNPGNcgcoF9EDb9w+/Sx4eHRI1g5ftmJyNyzsvAL92ktHMIfevilvUCFwy2BUbkbMxOfeqGiXVo5Rm/Ha3+jB/keYD5TyDMB+P8gtqwcsGdg2SOvGbLpAgrQWtl3njEgrw6aCIichacSmXUHZf1OMUEAwYANjbdhXrtnb/H/DIz2+ELutRaQcYALokbscp5SRjmJD6dcG6Klk3ECbpxOUsfsul1MOUckwYp1nz+scx25Gynb38sltY9YuAR60YDGzs4LcjXDvM6qYfpgVpXpO2Tdl6pP7+hqI33RdFL6mYpDSLnGGRQ7clC/BoT99/P15QwICQhA1LAdHPhLyXVPVT+lEOfBBIAA6x78vOw4OgAmr9ARhqPhha5vMQAAAAAElFTkSuQmCC) no-repeat;width:24px;height:12px}
.feedbackHide{display:none}
</style>
<script>
window.sV='<%= ServerVersion %>';
window.bootTraceUrl='<%= JsEncode(BootTraceUrl) %>';
window.featuresupported=<%= new JavaScriptSerializer().Serialize(UserContext.Features) %>;
window.cultureName='<%= UserContext.Culture.Name %>';
window.themeId='<%= JsEncode(UserContext.ThemeId) %>';
window.sessionTimeout=<%= SessionTimeoutSeconds %>;
var userSpecificScripts=[<% foreach (string s in UserScripts) { %>'<%= JsEncode(s) %>',<% } %>null];
var StartTime=new Date(),bootErr=[],scriptsLoaded={},rq=[];
(function(){
  var ua=navigator.userAgent,ls=null;
  try{ls=window.localStorage;}catch(e){}
  function trace(k,v){rq.push(k+'='+encodeURIComponent(v));}
  function sendTrace(){var i=new Image();i.src=bootTraceUrl+'?'+rq.join('&')+'&t='+(new Date()-StartTime);}
  window.onerror=function(m,f,l){bootErr.push(m+'@'+f+':'+l);if(bootErr.length<5){trace('e'+bootErr.length,m);}return false;};
  function load(src,cb){var s=document.createElement('script');s.type='text/javascript';s.async=false;s.src=src;s.onload=s.onreadystatechange=function(){if(!scriptsLoaded[src]&&(!s.readyState||/loaded|complete/.test(s.readyState))){scriptsLoaded[src]=1;s.onload=s.onreadystatechange=null;cb&&cb();}};s.onerror=function(){trace('miss',src);sendTrace();location.href='<%= AppBase %>errorfe.aspx?httpCode=500&msg=Boot';};document.getElementsByTagName('head')[0].appendChild(s);}
  function loadAll(list){var n=0;for(var i=0;i<list.length;i++){if(list[i]){n++;load(list[i],function(){if(--n===0){window.harborBoot&&window.harborBoot();}});}}}
  function cached(){if(!ls)return null;var v=ls.getItem('sd:'+sV);if(!v)return null;try{return JSON.parse(v);}catch(x){ls.removeItem('sd:'+sV);return null;}}
  var xhr=window.XMLHttpRequest?new XMLHttpRequest():new ActiveXObject('Microsoft.XMLHTTP');
  var cc=cached();
  xhr.open('POST','sessiondata.ashx?appcacheclient='+(window.applicationCache?1:0),true);
  var m=document.cookie.match(/(?:^|;\s*)X-Harbor-CANARY=([^;]+)/);
  if(m){xhr.setRequestHeader('X-Harbor-CANARY',unescape(m[1]));}
  xhr.onreadystatechange=function(){if(xhr.readyState!==4)return;if(xhr.status===200){window.sessionData=JSON.parse(xhr.responseText);if(ls){try{ls.setItem('sd:'+sV,xhr.responseText);}catch(q){}}loadAll(userSpecificScripts);}else if(xhr.status===440||xhr.status===401){location.href='auth/signin.aspx?reason=3';}else if(cc){window.sessionData=cc;loadAll(userSpecificScripts);}else{trace('sd',xhr.status);sendTrace();}};
  xhr.send('');
})();
</script>
</head>
<body>
<div id="preloadDiv" class="feedbackHide"></div>
<div id="loadingScreen"><div id="loadingLogo"><img alt="" src="<%= ThemeRoot %>images/logo_wait.png" /><div class="spin"></div></div></div>
<hb:FlightsBlock runat="server" ID="flights" Visible="<%$ AppSettings:EnableFlights %>" />
<% if (UserContext.IsExplicitLogon) { %><div id="explicitLogon" data-smtp="<%= HttpUtility.HtmlAttributeEncode(UserContext.PrimarySmtp) %>"></div><% } %>
</body>
</html>
