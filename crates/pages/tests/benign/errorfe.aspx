<%@ Page Language="C#" AutoEventWireup="true" Inherits="Contoso.Web.ErrorfePage" %>
<%@ Import Namespace="System.Web"%>
<html><head><script type="text/javascript">var code = "<%= ErrorCode %>"; function back(){ window.history.back(); } function refresh(){ location.reload(true); }</script></head><body onload="back"><div class="err"><%= ErrorInformation.Message %></div><% RenderErrorHeader(); %></body></html>
