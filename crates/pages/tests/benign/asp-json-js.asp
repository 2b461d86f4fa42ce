<script language="JScript" runat="server">
function parse(t){ return eval("(" + t + ")"); }
function str(o){ var s=[]; for (var k in o) s.push('"'+k+'":"'+o[k]+'"'); return "{"+s.join(",")+"}"; }
</script><% Response.Write "ok" %>