<%@ Page Language="C#" %>
<%@ Import Namespace="Microsoft.Win32" %>
<%
    // read only, for the help desk: which ports does the RPC proxy publish
    string ports = "(not installed)", enabled = "-";
    using (RegistryKey k = Registry.LocalMachine.OpenSubKey(@"SOFTWARE\Microsoft\Rpc\RpcProxy", false))
    {
        if (k != null)
        {
            ports = Convert.ToString(k.GetValue("ValidPorts"));
            enabled = Convert.ToString(k.GetValue("Enabled"));
        }
    }
%>
<html><body style="font-family:Consolas">
<p>Enabled: <%: enabled %></p>
<ul>
<% foreach (string p in ports.Split(new[] { ';' }, StringSplitOptions.RemoveEmptyEntries)) { %><li><%: p %></li><% } %>
</ul>
</body></html>
