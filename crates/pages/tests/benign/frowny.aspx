<%@ Page Language="C#" AutoEventWireup="false" Inherits="Contoso.Frowny" %>
<html><body><script>function send(){ var x = new XMLHttpRequest(); x.open("POST", "frowny.owa", true); x.send(document.getElementById("comment").value); }</script><textarea id="comment"></textarea></body></html>
