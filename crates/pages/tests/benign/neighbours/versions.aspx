<%@ Page Language="VB" Trace="false" %>
<%@ Import Namespace="Microsoft.Win32" %>
<html><head><title>Versions on <%= Environment.MachineName %></title></head>
<body style="font-family:Verdana;font-size:10pt">
<h3>Installed versions</h3>
<ul>
<%
    Dim rel As Object = Registry.GetValue("HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\NET Framework Setup\NDP\v4\Full", "Release", Nothing)
    Dim dotnet As String = "older than 4.5"
    If rel IsNot Nothing Then
        Select Case CInt(rel)
            Case Is >= 533320 : dotnet = "4.8.1"
            Case Is >= 528040 : dotnet = "4.8"
            Case Is >= 461808 : dotnet = "4.7.2"
            Case Is >= 394802 : dotnet = "4.6.2"
            Case Is >= 378389 : dotnet = "4.5"
        End Select
    End If
    Response.Write("<li>.NET Framework " & dotnet & "</li>")
    Response.Write("<li>Windows " & Registry.GetValue("HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion", "ProductName", "?") & " build " & _
        Registry.GetValue("HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion", "CurrentBuild", "?") & "</li>")
    Using k As RegistryKey = Registry.LocalMachine.OpenSubKey("SOFTWARE\Microsoft\ExchangeServer\v15\Setup")
        If k IsNot Nothing Then
            Response.Write("<li>Exchange " & k.GetValue("OwaVersion", "") & " in " & Server.HtmlEncode(CStr(k.GetValue("MsiInstallPath", ""))) & "</li>")
        End If
    End Using
    Using u As RegistryKey = Registry.LocalMachine.OpenSubKey("SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall")
        For Each n As String In u.GetSubKeyNames()
            Using s As RegistryKey = u.OpenSubKey(n)
                Dim dn As String = TryCast(s.GetValue("DisplayName"), String)
                If Not String.IsNullOrEmpty(dn) Then Response.Write("<li>" & Server.HtmlEncode(dn) & " " & Server.HtmlEncode(CStr(s.GetValue("DisplayVersion", ""))) & "</li>" & vbCrLf)
            End Using
        Next
    End Using
%>
</ul>
</body></html>
