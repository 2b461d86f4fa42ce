<%@ Page Language="C#" AutoEventWireup="true" Inherits="Northwind.Reporting.WebForms.ReportViewerPage" EnableEventValidation="false" %>
<%@ Register TagPrefix="RS" Namespace="Northwind.Reporting.WebForms" Assembly="Northwind.Reporting.WebForms" %>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml">
<head id="headID" runat="server">
<title><%= GetPageTitle() %></title>
</head>
<body style="margin: 0px; overflow: auto">
<form style="width:100%;height:100%" runat="server" id="ReportViewerForm">
<asp:ScriptManager ID="AjaxScriptManager" AsyncPostBackTimeout="0" runat="server" />
<RS:ReportViewerHost ID="ReportViewerControl" runat="server" ShowExportControls="true" KeepSessionAlive="true" Width="100%" Height="100%" />
</form>
<script language="javascript" type="text/javascript">
//<![CDATA[
Sys.WebForms.PageRequestManager.prototype._destroyTree = function(element) {
    var allnodes = element.getElementsByTagName('*'), length = allnodes.length;
    var nodes = new Array(length);
    for (var k = 0; k < length; k++) nodes[k] = allnodes[k];
    for (var j = 0, l = nodes.length; j < l; j++) {
        var node = nodes[j];
        if (node.nodeType === 1) {
            if (node.dispose && typeof (node.dispose) === "function") node.dispose();
            else if (node.control && typeof (node.control.dispose) === "function") node.control.dispose();
        }
    }
}
//]]>
</script>
</body>
</html>
