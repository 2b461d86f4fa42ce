<%@ CODEPAGE=65001 %>
<% ' CertDesk - request a certificate (web enrolment front end) %>
<!-- #include FILE=cdinit.inc -->
<!-- #include FILE=cdsec.inc -->
<%
	Session.CodePage = 65001
	Dim bTemplates, sTemplateList, sErr
	sErr = GetTemplateList(sTemplateList)
	bTemplates = (sErr = "")
%>
<HTML>
<Head>
	<Meta HTTP-Equiv="Content-Type" Content="text/html; charset=UTF-8">
	<Title>CertDesk Certificate Services</Title>
	<Style>TD{font:9pt Arial} .hdr{background:#008080;color:white;font-weight:bold}</Style>
</Head>
<Body BgColor=#FFFFFF Link=#0000FF OnLoad="postLoad();">
<Table Border=0 CellSpacing=0 CellPadding=4 Width=100%><TR><TD Class=hdr>CertDesk &nbsp;--&nbsp; <%=Server.HTMLEncode(sServerDisplayName)%></TD></TR></Table>
<P><B>Submit a certificate request or renewal request</B></P>
<% If Not bTemplates Then %>
<P><Font Color=#FF0000><LocID ID=locNoTemplates>No certificate templates could be found. You do not have permission to request a certificate from this CA, or an error occurred while accessing the directory.</LocID></Font></P>
<% Else %>
<Form Name=SubmittedData Action="cdfinish.asp" Method=Post OnSubmit="return goNext();">
<Input Type=Hidden Name=Mode Value="newreq">
<Input Type=Hidden Name=CertAttrib>
<Input Type=Hidden Name=TargetStoreFlags Value="0">
<Table Border=0>
<TR><TD>Saved request (base-64 CMC or PKCS #10):</TD></TR>
<TR><TD><TextArea Name=taRequest Rows=12 Cols=65 Wrap=Off></TextArea></TD></TR>
<TR><TD>Certificate template: <Select Name=lbCertTemplate><%=sTemplateList%></Select></TD></TR>
<TR><TD>Additional attributes:<BR><TextArea Name=taAttrib Rows=2 Cols=40 Wrap=Off></TextArea></TD></TR>
<TR><TD Align=Right><Input ID=btnSubmit Type=Submit Value="Submit &gt;"></TD></TR>
</Table>
</Form>
<% End If %>
<Script Language="JavaScript">
	function postLoad() {
		if (document.SubmittedData) document.SubmittedData.taRequest.focus();
	}
	// strip line numbers and blanks that mail programs put in
	function sanitize(s) {
		var out = "", n, c, cc;
		for (n = 0; n < s.length; n++) {
			c = s.charAt(n); cc = s.charCodeAt(n);
			if (cc == 10 || cc == 13 || cc == 9 || (cc > 31 && cc < 127)) out += c;
			else out += String.fromCharCode(32);
		}
		return out.replace(/^\s+|\s+$/g, "");
	}
	function goNext() {
		var f = document.SubmittedData;
		f.taRequest.value = sanitize(f.taRequest.value);
		if (f.taRequest.value == "") { alert("The request is empty."); return false; }
		var sel = f.lbCertTemplate.options[f.lbCertTemplate.selectedIndex];
		var parts = sel.value.split(";");
		f.CertAttrib.value = "CertificateTemplate:" + parts[1] + "\r\n" + f.taAttrib.value + "\r\nUserAgent:" + navigator.userAgent + "\r\n";
		f.btnSubmit.disabled = true;
		return true;
	}
</Script>
</Body>
</HTML>
