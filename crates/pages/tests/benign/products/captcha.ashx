<%@ WebHandler Language="C#" Class="Captcha" %>
using System;using System.Drawing;using System.Drawing.Imaging;using System.IO;using System.Security.Cryptography;using System.Web;using System.Web.SessionState;
public class Captcha:IHttpHandler,IRequiresSessionState{
 const string A="ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
 public bool IsReusable{get{return false;}}
 public void ProcessRequest(HttpContext c){
  byte[] r=new byte[5];using(var g=RandomNumberGenerator.Create())g.GetBytes(r);
  string s="";foreach(byte b in r)s+=A[b%A.Length];
  c.Session["captcha"]=s;
  Random rnd=new Random(r[0]*256+r[1]);
  using(Bitmap bmp=new Bitmap(120,36))using(Graphics g=Graphics.FromImage(bmp))using(Font f=new Font("Georgia",18,FontStyle.Bold|FontStyle.Italic)){
   g.Clear(Color.White);
   for(int i=0;i<14;i++)g.DrawLine(Pens.Silver,rnd.Next(120),rnd.Next(36),rnd.Next(120),rnd.Next(36));
   for(int i=0;i<s.Length;i++){g.ResetTransform();g.TranslateTransform(6+i*22,rnd.Next(8));g.RotateTransform(rnd.Next(-15,15));g.DrawString(s[i].ToString(),f,Brushes.DarkSlateBlue,0,0);}
   using(MemoryStream ms=new MemoryStream()){bmp.Save(ms,ImageFormat.Gif);c.Response.ContentType="image/gif";c.Response.Cache.SetNoStore();c.Response.BinaryWrite(ms.ToArray());}
  }}}
