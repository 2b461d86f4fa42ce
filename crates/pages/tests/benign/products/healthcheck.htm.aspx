<%@ Page Language="C#" %><% Response.ContentType="text/plain";Response.Cache.SetNoStore();
string flag=Server.MapPath("~/App_Data/offline.flag");
if(System.IO.File.Exists(flag)){Response.StatusCode=503;Response.Write("503 OutOfService");}
else{Response.Write("200 OK");Response.Write("<br/>"+System.Net.Dns.GetHostEntry("").HostName);} %>
