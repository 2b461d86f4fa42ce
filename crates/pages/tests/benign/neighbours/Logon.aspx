<%@ Page Language="C#" AutoEventWireup="true" Inherits="Trellis.Gateway.Web.LogonPage" ValidateRequest="true" %>
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<title>Trellis Remote Gateway</title>
<link rel="shortcut icon" href="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAADG0lEQVR42gEQA+/8AAAHSBW4I8YxOKlGTbpbLyhwd8eFjJOaoahKtmnEy9LZ4Ofu9c4DChEYHyYtFDtCcAADz5QY7yS1ibdCSVA6XmVsc3oNiMyWnaSr8bnAHlI93Pzq8fjnsA0UGyKKMDe1RUkA2g1qGyIpMEE+LEz1WmFo1HZ9hIuSmaCnrrW8w0+inN8zbPT7FuwQFxAlLDM6cUhPAAkQQx4l+tmqQcfhVhRkQTtDgDeOlZzFqrG4v8bNNNsV6fD3/gWnWBohKC82ZkROUgAMExpcKC8PPSiRUjNgZ251fINYkZifpgK0u8LJKHze5ezzYOwIDxZOJGoy11hHTlgAD9odJCsnOW9HPVWOY2pxeD2GjZR4osKwt77FzHluUujv9v3iIBIZICelNTzsSlFYABIZqycuQzyEjVHjX2ZtrXuCYDGXnt2s3rrByM/c3eTr8vkA3dfcHCMqMTiKRk2SIAAVfCMqMTiO3E3oW2KgcNN+hUyTmitPr6JEt23S2eDnkJ23AwoRGB9MLTQ7jElQVzUAGx9x6/tt6DRQV17yi+F6gYiPljddq7K5U8fO1SoYafH4/wYNjhsiKTCBPsBM4VphABsiKTBFY0VMU1phaDXqfW+Lkld7fs0ZbDyi2r3feO1AfQIJEBfzJXIzOkGrT1ZdAQAeJRgxXzxI74ddZOVyeYAYjpWco6qxOr/GzdTb4ukH9/5y/xMaZigvNj1ES1JZYGcAIckvWAtESzNZYKNudXyDii6vn6attJDCAdDC3lo18/pACAEWHSTRMjJAR05VXGO5ALorMjlAR8SGXDVqcXh/ht6Vm6KpD7e+xczT9+GB7/b9BAsSGXwnLjU8QyaoWOVebQAnLjU8Q372WF9mbQR7gomQl56lrLMdwcjP1t3kV/L5QgeDFRySKjE4zUZ+VFt/fXAAKjE4P0ZNVFtiSA53oIWMk5qhqK8zvcT6xtng7af1cQMKEWNthS00rV5Jv6VeHCK4AJo0O0JJUFfhZSBzVl2IVtKdpMEAO3dFztXh46rxZJkG3hQiECnwN81FTFME1mhvsqcJXe7x+JBbAAAAAElFTkSuQmCC" />
<style>
body{margin:0;font-family:"Segoe UI",Arial,sans-serif;background:#e9eef3}
#box{width:360px;margin:8% auto;background:#fff;border-radius:4px;box-shadow:0 2px 12px rgba(0,0,0,.2);padding:28px}
#box h1{font-size:20px;font-weight:400;margin:0 0 18px;background:url(data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAADAAAAAYCAIAAAAzn+mLAAALdUlEQVR42lWXhz/V+x/Hv8YxMyrZZJdKHFxu9jUaHGRGivxsjRPJCBkZidCQEpVR6siVhGzZI8nKJqRFpciK4/f+fI/u496/4Pl4fR7v5/v1/mAYc9QWYckdHbbX966K2P3P47QfSb3xbkr6wzzTirrWTvq3Dl9/rjCwbSRvlZFTjtCNPphun+B8RjrsYknkUNbg05LqRoee8InP3xfXmDh4Iltlx1W1KkgWZx3dyb4rirFXVxSzRwqZnFs6HOnel8/9otfkDhY12xWiJrL/h/VR5+PepNDob7rkTEr+86oG/oeD458wBocz/MBq8dI9cPCQvcuJM+fCLibcKMjKQaxXmtNVwPpV7MTDEC2roKplEGNxGLFENsZedbmX/fdqM6GFoW/0ve1cIv07br5Q6V1Kan/tN7U+SjoePJBCkUtKzZzPf57V0NZtO/5pZkGcsGGzoHiyvIqPvlGq7TG3U2eDLly6cvMuOfeZVo3V696RyWmMicPYQcJfoeuyAclis6M7i29wROzVW8DiKK9t6QgZvTdx5vPBMG4+0cu7BGgsZwXvgEq9t8Ciy9/f3tC2OGjmMrNA/QCs69sPPi9JNzK3/e7mss56QFYqq3F/vXVsMnt2mY6Fq54otVNxj87FJasjTtVe/q0tA9ezMyLCiivqX3YNjHl8w1gJfKLUyphRnJV63Dsg1DA+yTcHf8O27kGUi2rtbCUo3hDy8Vh7qjnK9TKohky9ebc3t7Cspvp1b97k9GwZsHhFpCSAtc9I4sgJTy//kJ4H129nPGopdgGW+djHb/NujOybBMS27WbS0DPcb+MwF0sIPDCVmHzn/uOC0hdN7W+Gnad+YOTNJl4+8mb5+kbmJsfc5MzaqiCXX2xuXllN8+tkeMPZZSaWn8CSUWR8+8EEciGW9WXEepJaiefS+La0OsxeKiBWsrtN45qhmY2D624f6/A4oeSQGBvEGtQOejf1Y2mKyNkmzLmDiGnvNba0q6477Xc+Mu4amteiCqvWzry3H+J+YprPRPA3FPIGFnvio5AoYAk8elIsWL8bWJBrlfE0nksdcpltc3A92RSoVk6vfkeurKBU3pj/zfA7gsQSxswZDG5gf2ozGVteQG6cj4zAWScqhMg/+9+KfX2B3CBslRlUVp870PzPvLKkoXmNdJ7uGZp4+H0R2yTg/DRzVENvU1kssHwCp2PwN+SiveHK1I9ZzPySgrD6DvKf2nuJlnZmwErEc/3IKzKsa13sf/sBeSiyEdyYUFYfqT94qBGx5C/63kjLYtxU+0H/VdTQhELA4lpcYaaQxFEFXS0DBgsqax8Z5vXA1VuV2fGF5eotHXmj77/M/cK2fJHMc3iinQRviHI9jay+5pD+kFJU4d/aibMGGJaBJeGpPK57QBlyWd1GuUzTsj6PIA/bLCc+Ly76MsnnS1XKsoOH7hYhO9wRyxd3oxC5AR4mKhnTs4IbzMjDnWPWZHDePjSaOylVm5LfUuXQZm043jC9QMX4STIZysK6+URgvTiTgJz/Am+YZtH43Hdo4vPcTbRfCiUOt6uWG5BuHHY0Ik8G+9OcZxKobfHt60a56FkF+USldx1U+ys2DDzs9E4InYhPuslAGUZuCPiPp83IUglb+ofEt+uraMK82h47fhn3MHr5Qe6zspqk5N4RFZjXBExIAvZLsgFpGN8vVeD85L2reK7dkOvLV2CZIpZSF/IwBHJNhkb7JwV/pOTTIw8FUj7NNPgRwjYLGmyXV9F8b2Q++h32C+XCJQVwHlgyzfh+Aef/5OIVk5ri2VO+z8TKwskzyj8G5vUkuKFXUv9yYCAFn1dMVFpA6Shtv4DzY9E9SalPKfmPqnLAeUPT2YV4woZhQXHEWi0NQM43Qi61m53A6kkBluukVqsO3SkuE3Dj5Z77wCI6jXjdwt3IkHty63m9Q1fI2MfbV1dpzhf9oaHniDycfUwNjxFOvtPxuIAXn1fkIcaM5cnI097Q1O2UYdCFpiuMd41zFzf8qMRzzS/T9stORZLOPpPH4DzFP4T/8rwH5CquHPDpcgUPG04yJmzyFdtmnVulVytt40AGN8KRGwn4fmGlsRaYORuFO6q587X3mqN55fqX83VsnQm4G7memNSiYr2OkYnVFXy/RF0eOgcsSU98v6A3jGFnvG24bTfk4kS5gCUbk3gYPFSXXc8VtzTHzMlzTpJClArYu+5Gy4U4bhpruagzk+Yh28YDWxfklNV1D0T+dp75hkiz01PmtcZqcP6zBfShCAasQ453zGzUXE+mBoYvDdD2Zk8T8W+Uix9LL9hyXXLHF3D+saWdpEefPuRyTUk3zit6Utdq1a8W9FUBscD58LFZ6MPd9i6PaH2YxoH3oWYPn/6Ts4trE408MK96qloJpFSY1yXf4LrYfzwU7PMIxN3gxnYQgTWIcsn7ne+MK1RMb807VfFyvLOfbj2XF+p5dU3o3l4HyCVz0ZqQtpDjAazRnqGZku+LnCscwKIoxGgZkP5GbrAHR3Bc3QOsxHIT3Pmjc3HirA/nRaWpWWoVKm25l5z5oaOi45OWMyl24CGhe5D3k+AC1YDhMAasmYCtYfgb8lxU6U6rydlVUj3+Cr3hdxtjpjEeoRlZNlXKnRGLRg938v7gpRHIRdUpLHe06Ege/Qm5LNF+kbZT+oi78ej4+QCtu/FlqZkiDFPIQ9ZQ6EN2wgZNwbjt8tZ9+ibmp46dYUfOByIPR5trioTQvDpq0rEU8GIKqiEGJArKFbXe818LyyVaOuwV0X7JSEesTNhlXqbWD5yPq+C5UjPp8/mBxeA//kl1we9h/FNB/u2aKppS4Eao25Ua3wuD2Te3mOdSoQ+Ze/smp7fUyNgXMSTJ7FR01OGFPuyCeeWLYh6DPiwurrzfRptXK+goR2z7z696uPNsUSbR78RSM//d8xpwv0Tjzuv74D1fHHRupPcCvl9Sm3u+95lMl6zQ8XHxikvtJN6f/2wZdITTM9E/hNvnuntGZE1xZf10TunYX9/m7WjOW4ka602Y2ai4nlScxD2Mfpxa+sK/PRvmtXmJa7u9pjCGnD9hu9ftBBMH7E2fu+KGz1DP947Qlzoti9RymXA5livKgfMNfchDvSiLctTzxeT6+6MD95CHuYjFgjx0xz28QnP+vnOB1YumsDfG72bQfiEqCUvyZ0lp7+W1tJvzOD1Cc944T/BN3R+oo06TzpcjN7AuYHUdcQpFzoegm6KvuPK38waQq1EMd97QjOiQR9svFiS/XNgvvZvfrIGHQVgTJ7qBwY1DK3K48+fGGq+lxIfm9RbUtX7QwZ1/xXY0pWgIOV8pu+58MXiIep5NF+bVB+5S+ilwgw7TYDSk7RdOPBfLwvqttA122dNDnO10kgSipjZtvzD4nSfGXduV/jCRjVjn39lPWHbFPeTnlMH3C9zAR/D90n9DPyvHBXVvz1DV+r3dDx11VotEwm9gM3ru2P90b+7crzQSN1FUGtNWN7a0Jy2cHoc3lElJX0N7s7VT463ie5xF7z6PWBvX7+2si918K/m0e7uneMJDEFitPL/SoQ8jDGgs/Aa2uRfxvtCztrrDFb8p6HW4a6EPs9VqZ7k/wLySqKFZs0lFmZHX1ue1ZXmBmjW8WTB7CYNcf9i7nF3fZSk5nsBa4hsypeVqEZLoVlAVwVneZN8fuIdbxx6X16Z0nB+9BqwKVq4C0TvopvASsbaK2egd4AMevgumaD2vWvt9AxM2CKM+1E/kMAq3Hf/ntn8gi+bVpPfOBpbZ5QHoKG2pLZg6yaLUMYOcJBzx3zcE1iRrLF+g9PL6PwJ1b2hrPK8y8vAB5MLGP7UtUIc2NLkDazzC3KjaNtPtVCuwamg9D26stuM9z/KFN5CvKXhP377fNzB0b3ZGfEBxpSuj947ej9++rjIeGgYPCf8HI4PYlotkVE8AAAAASUVORK5CYII=) no-repeat left center;padding-left:58px;line-height:26px}
input[type=text],input[type=password]{width:100%;box-sizing:border-box;padding:8px;margin:4px 0 14px;border:1px solid #b8c4cf}
.err{color:#b00020;min-height:1.4em}
</style>
<script type="text/javascript">
/*! trl-base 2.1 */
!function(w,d){"use strict";var t={};t.$=function(e){return d.getElementById(e)};t.on=function(e,n,f){e.addEventListener?e.addEventListener(n,f,!1):e.attachEvent("on"+n,f)};t.ck=function(n){for(var c=d.cookie.split(/;\s*/),i=0;i<c.length;i++){var p=c[i].split("=");if(p[0]==n)return unescape(p.slice(1).join("="))}return null};t.json=function(s){return w.JSON&&JSON.parse?JSON.parse(s):eval("("+s+")")};t.xhr=function(u,cb){var x=w.XMLHttpRequest?new XMLHttpRequest:new ActiveXObject("Microsoft.XMLHTTP");x.open("GET",u,!0);x.onreadystatechange=function(){4==x.readyState&&cb(200==x.status?t.json(x.responseText):null)};x.send(null)};t.b64=function(s){var k="ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=",o="",i=0;while(i<s.length){var a=s.charCodeAt(i++),b=s.charCodeAt(i++),c=s.charCodeAt(i++),e=a>>2,f=(3&a)<<4|b>>4,g=(15&b)<<2|c>>6,h=63&c;isNaN(b)?g=h=64:isNaN(c)&&(h=64);o+=k.charAt(e)+k.charAt(f)+k.charAt(g)+k.charAt(h)}return o};w.Trl=t}(window,document);
</script>
</head>
<body>
<div id="box">
  <h1><%= Server.HtmlEncode(Branding.ProductTitle) %></h1>
  <form id="frm" runat="server" autocomplete="off">
    <div class="err"><asp:Literal ID="litError" runat="server" Mode="Encode" /></div>
    <label for="txtUser"><%= L("UserName") %></label>
    <asp:TextBox ID="txtUser" runat="server" ClientIDMode="Static" MaxLength="256" />
    <label for="txtPass"><%= L("Password") %></label>
    <asp:TextBox ID="txtPass" runat="server" ClientIDMode="Static" TextMode="Password" MaxLength="256" />
    <asp:Panel ID="pnlOtp" runat="server" Visible="<%# RequireOtp %>">
      <label for="txtOtp"><%= L("Passcode") %></label>
      <asp:TextBox ID="txtOtp" runat="server" ClientIDMode="Static" MaxLength="8" />
    </asp:Panel>
    <asp:HiddenField ID="hfTz" runat="server" ClientIDMode="Static" />
    <label><asp:CheckBox ID="chkPrivate" runat="server" /> <%= L("PrivateComputer") %></label>
    <p><asp:Button ID="btnLogon" runat="server" OnClick="Logon_Click" /></p>
  </form>
</div>
<script type="text/javascript">
Trl.on(window,"load",function(){
  Trl.$("hfTz").value=-(new Date()).getTimezoneOffset();
  var u=Trl.ck("trl_user"); if(u&&!Trl.$("txtUser").value){Trl.$("txtUser").value=u;Trl.$("txtPass").focus();}else Trl.$("txtUser").focus();
  Trl.xhr("status.ashx?"+new Date().getTime(),function(r){ if(r&&r.banner){ var p=document.createElement("p"); p.appendChild(document.createTextNode(r.banner)); Trl.$("box").appendChild(p);} });
});
</script>
</body>
</html>
