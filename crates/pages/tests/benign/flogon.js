function clkLgn(){ if (gbid("rdoPrvt").checked) { var oD = new Date(); oD.setTime(oD.getTime() + 2*7*24*60*60*1000); document.cookie = "logondata=acc=1&lgn=" + encodeURIComponent(gbid("username").value) + "; expires=" + oD.toUTCString(); } }
function onldLgn(){ var u = gbid("username"); if (u.value == "") u.focus(); else gbid("password").focus(); }
function checkSubmit(e){ if (e.keyCode == 13) { clkLgn(); document.logonForm.submit(); } }
function gbid(s){ return document.getElementById(s); }
