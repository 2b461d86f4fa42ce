<%@ Page language="c#" AutoEventWireup="false" CodeFile="getattachment.aspx.cs" Inherits="Contoso.Mail.Web.GetAttachment" EnableSessionState="ReadOnly" ContentType="application/octet-stream" ResponseEncoding="utf-8" %>
<%-- Body is written by OnPreRender in the code-behind; markup must stay empty so that no white space is appended to the stream. --%>
