<%@ CODEPAGE=65001 %>
<!-- #include FILE="certdat.inc" -->
<% ' certrqma.asp - Certificate request, advanced
 On Error Resume Next
 Dim rgTemplates, ICertConfig, ICertRequest, nStatus
 Set ICertRequest=Server.CreateObject("CertificateAuthority.Request")
 Set ICertConfig=Server.CreateObject("CertificateAuthority.Config")
 sConfig = ICertConfig.GetConfig(0)
 sAttributes = Request.Form("CertAttrib")
 nDisposition = ICertRequest.Submit(CR_IN_FORMATANY, Request.Form("CertRequest"), sAttributes, sServerConfig)
 If 0<>Err.Number Then Response.Redirect("certrser.asp")
%>
<HTML><HEAD><TITLE>Microsoft Active Directory Certificate Services</TITLE></HEAD>
<BODY><OBJECT ID="XEnroll" CLASSID="clsid:127698e4-e730-4e5c-a2b1-21490a70c8a1"></OBJECT>
<SCRIPT LANGUAGE="VBScript">
Function Submit_OnClick
 Dim obj : Set obj = CreateObject("X509Enrollment.CX509EnrollmentWebClassFactory")
 execute "x = 1"
End Function
</SCRIPT>
<FORM NAME=SubmittedData ACTION="certfnsh.asp" METHOD=Post><INPUT TYPE=Hidden NAME=Mode VALUE="newreq"><TEXTAREA NAME=CertRequest></TEXTAREA></FORM></BODY></HTML>