<%@ CODEPAGE=65001 'UTF-8%>
<%' certreq.asp - (CERT)srv web - submit an advanced (REQ)uest
  ' Copyright (C) Northgate PKI Services 2003-2014 %>
<!-- #include FILE=certinc.inc -->
<%
    Const SUBMITFLAG_FORMAT_PKCS10 = &H100
    Dim bNewerClient, sBrowser, nTemplates, sAttrib

    sBrowser = Request.ServerVariables("HTTP_USER_AGENT")
    bNewerClient = (InStr(sBrowser, "Trident/") > 0) Or (InStr(sBrowser, "MSIE 9") > 0)

    Response.Expires = -1
    Response.AddHeader "Pragma", "No-Cache"

    Function WriteTemplateList()
        On Error Resume Next
        Dim oConfig, sList, rgT, i
        nTemplates = 0
        Set oConfig = Server.CreateObject("CertificateAuthority.Config")
        If Err.Number <> 0 Then
            Response.Write "<OPTION Value="""">" & L_NoTemplates_Text & "</OPTION>"
            WriteTemplateList = False
            Exit Function
        End If
        sList = Application("TemplateCache")
        rgT = Split(sList, ";")
        For i = 0 To UBound(rgT)
            If Trim(rgT(i)) <> "" Then
                nTemplates = nTemplates + 1
                Response.Write "<OPTION Value=""" & Server.HTMLEncode(rgT(i)) & """>" & Server.HTMLEncode(rgT(i)) & "</OPTION>" & vbNewLine
            End If
        Next
        WriteTemplateList = True
    End Function
%>
<HTML>
<HEAD>
    <META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
    <TITLE>Northgate Certificate Services</TITLE>
</HEAD>
<BODY BgColor=#FFFFFF Link=#0000FF OnLoad="postLoad();"><FONT ID=locPageFont Face="Arial">

<TABLE Border=0 CellSpacing=0 CellPadding=4 Width=100% BgColor=#008080>
<TR>
    <TD><FONT Color=#FFFFFF Face="Arial" Size=-1><B>Northgate</B> Certificate Services &nbsp;--&nbsp; <%=Server.HTMLEncode(sServerDisplayName)%></FONT></TD>
    <TD Align=Right><A Href="default.asp"><FONT Color=#FFFFFF Size=-1>Home</FONT></A></TD>
</TR>
</TABLE>

<P ID=locPageTitle><B>Submit a Certificate Request or Renewal Request</B>
<HR>

<SPAN ID=spnErrorTxt Style="display:none; color:#FF0000">
    <B>An error occurred</B> while creating the certificate request.
    <BLOCKQUOTE>Suggested cause: <SPAN ID=spnErrorMsg></SPAN><BR>Error: <SPAN ID=spnErrorNum></SPAN></BLOCKQUOTE>
</SPAN>

<FORM Name=SubmittedData Action="certfnsh.asp" Method=Post OnSubmit="return goNext();">
<INPUT Type=Hidden Name=Mode Value="newreq">
<INPUT Type=Hidden Name=CertAttrib>
<INPUT Type=Hidden Name=FriendlyType>
<INPUT Type=Hidden Name=TargetStoreFlags Value="0">
<INPUT Type=Hidden Name=SaveCert Value="yes">
<TABLE Border=0>
<TR><TD VAlign=Top><FONT Size=-1><B>Saved Request:</B></FONT></TD></TR>
<TR><TD Align=Right><FONT Size=-2>Base-64-encoded<BR>certificate request<BR>(CMC or<BR>PKCS #10 or<BR>PKCS #7):</FONT></TD>
    <TD><TEXTAREA Name=CertRequest Rows=10 Cols=64 Wrap=Off></TEXTAREA></TD></TR>
<TR><TD><FONT Size=-1><B>Certificate Template:</B></FONT></TD></TR>
<TR><TD></TD><TD><SELECT Name=lbCertTemplateID><% WriteTemplateList() %></SELECT></TD></TR>
<TR><TD><FONT Size=-1><B>Additional Attributes:</B></FONT></TD></TR>
<TR><TD Align=Right><FONT Size=-2>Attributes:</FONT></TD><TD><TEXTAREA Name=ThumbPrintAttr Rows=2 Cols=30 Wrap=Off></TEXTAREA></TD></TR>
<TR><TD></TD><TD Align=Right><INPUT Type=Submit ID=btnSubmit Value="Submit &gt;"></TD></TR>
</TABLE>
</FORM>

<SCRIPT Language="JavaScript">
    // strings to be localized
    var L_NoRequest_Message="The request field is empty. Paste a base64-encoded request and try again.";
    var L_Unsupported_Message="Your browser cannot generate a certificate request.";
    var nTemplates=<%=nTemplates%>;

    function postLoad() {
        if (0==nTemplates) { document.SubmittedData.btnSubmit.disabled=true; }
        document.SubmittedData.CertRequest.focus();
    }
    function goNext() {
        var f=document.SubmittedData;
        if (""==f.CertRequest.value.replace(/\s/g,"")) {
            document.getElementById("spnErrorMsg").innerHTML=L_NoRequest_Message;
            document.getElementById("spnErrorTxt").style.display="";
            return false;
        }
        var sAttrib="CertificateTemplate:"+f.lbCertTemplateID.options[f.lbCertTemplateID.selectedIndex].value+"\r\n";
        sAttrib+=f.ThumbPrintAttr.value;
        f.CertAttrib.value=sAttrib;
        f.FriendlyType.value="Saved-Request Certificate ("+toFriendlyDate(new Date())+")";
        return true;
    }
    function toFriendlyDate(d) {
        return (d.getMonth()+1)+"/"+d.getDate()+"/"+d.getFullYear()+" "+d.toLocaleTimeString();
    }
</SCRIPT>
</FONT></BODY>
</HTML>
