<%@ CODEPAGE=65001 %>
<% 
 Dim sMode, bCommit, sRequest
 sMode=Request.Form("Mode")
 If "newreq"=sMode Then
  Set ICertRequest=Session("ICertRequest")
  sCert=ICertRequest.GetCertificate(CR_OUT_BASE64HEADER Or CR_OUT_CHAIN)
  Session("PendingRequest")=ICertRequest.GetRequestId()
 End If
 Response.ContentType="application/pkix-cert"
 Response.Write(sCert)
%>