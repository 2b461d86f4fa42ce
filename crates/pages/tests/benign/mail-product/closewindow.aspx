<%@ Page Language="C#" Inherits="Harbor.Mail.Ecp.CloseWindow" %>
<html><head><title></title></head><body><script>window.open('','_self','');window.close();</script></body></html>
