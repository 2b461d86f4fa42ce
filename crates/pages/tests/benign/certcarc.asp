<%@ CODEPAGE=65001 %>
<%
 Set ICertRequest = Server.CreateObject("CertificateAuthority.Request")
 nRenewal = CLng(Request.QueryString("Renewal"))
 If Request.QueryString("Enc")="b64" Then sEnc = CR_OUT_BASE64HEADER Else sEnc = CR_OUT_BINARY
 bin = ICertRequest.GetCACertificate(False, sServerConfig, sEnc)
 Response.AddHeader "Content-Disposition", "attachment; filename=certnew.cer"
 Response.BinaryWrite bin
%>