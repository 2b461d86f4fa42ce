<%@ Page Language="C#" ContentType="application/x-javascript" EnableViewState="false" ResponseEncoding="utf-8" %>
<%@ Import Namespace="System.Web.Script.Serialization" %>
<%
    Response.Cache.SetCacheability(HttpCacheability.Private);
    JavaScriptSerializer js = new JavaScriptSerializer();
    var data = new System.Collections.Generic.Dictionary<string, object>();
    data["user"] = User.Identity.Name;
    data["lang"] = System.Threading.Thread.CurrentThread.CurrentUICulture.Name;
    data["tz"] = TimeZoneInfo.Local.Id;
    data["build"] = typeof(Contoso.Mail.Web.Global).Assembly.GetName().Version.ToString(4);
    data["features"] = Contoso.Mail.Web.Flighting.For(User.Identity.Name);
%>
(function(w,undefined){
  var d=<%= js.Serialize(data) %>;
  w.__mail=w.__mail||{};
  for(var k in d)if(d.hasOwnProperty(k))w.__mail[k]=d[k];
  w.__mail.load=function(n,cb){
    var s=document.createElement('script');s.async=1;s.src='/mail/scriptbundle.ashx?b='+encodeURIComponent(n)+'&v='+d.build;
    s.onload=s.onreadystatechange=function(){if(!s.readyState||/loaded|complete/.test(s.readyState)){s.onload=s.onreadystatechange=null;cb&&cb()}};
    document.getElementsByTagName('head')[0].appendChild(s)
  };
<% foreach (string m in Contoso.Mail.Web.Flighting.Modules) { %>
  w.__mail.load('<%= HttpUtility.JavaScriptStringEncode(m) %>');
<% } %>
})(window);
