<%@ Page Language="C#" AutoEventWireup="true" Inherits="Contoso.Mail.Clients.WebReadyViewBody" EnableViewState="false" %>
<%@ Import namespace="Contoso.Mail.Clients" %>
<%@ Import namespace="System.Diagnostics" %>
<%@ OutputCache Location="None" %>
<script runat="server" language="c#">
    private static readonly object throttle = new object();
    protected string RunConverter()
    {
        // Transcoding is done out of process by the bundled converter; file names are made from the attachment's GUID.
        string inFile = System.IO.Path.Combine(TranscodeRoot, AttachmentGuid.ToString("N") + ".in");
        string outFile = System.IO.Path.Combine(TranscodeRoot, AttachmentGuid.ToString("N") + ".htm");
        if (System.IO.File.Exists(outFile)) return outFile;
        ProcessStartInfo psi = new ProcessStartInfo();
        psi.FileName = Server.MapPath("~/bin/docview/transcode.exe");
        psi.Arguments = "-q -html \"" + inFile + "\" \"" + outFile + "\"";
        psi.UseShellExecute = false;
        psi.CreateNoWindow = true;
        psi.WorkingDirectory = TranscodeRoot;
        lock (throttle)
        {
            using (Process p = Process.Start(psi))
            {
                if (!p.WaitForExit(30000)) { p.Kill(); throw new TimeoutException("Transcoding took too long"); }
                if (p.ExitCode != 0) return null;
            }
        }
        return outFile;
    }
</script>
<html dir="<%= UserContext.IsRtl ? "rtl" : "ltr" %>">
<head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<title><% RenderTitle(); %></title>
<% RenderInlineScripts(ScriptFlags.WebReady); %></head>
<body class="wrdy">
<% if (!IsSupportedFileType) { %>
<div class="nodoc"><%= SanitizingResponse.Encode(LocalizedStrings.CannotPreview) %></div>
<% } else {
     string converted = RunConverter();
     if (converted == null) { %><div class="nodoc">This document can't be shown.</div><% }
     else { Response.TransmitFile(converted); }
   } %>
</body></html>
