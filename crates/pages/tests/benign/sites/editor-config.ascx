<%@ Control Language="C#" EnableViewState="false" AutoEventWireup="false" Inherits="FredCK.FCKeditorV2.FileBrowser.Config" %>
<script runat="server">
    private bool CheckAuthentication()
    {
        return Session["IsEditor"] != null && (bool)Session["IsEditor"];
    }

    public override void SetConfig()
    {
        Enabled = CheckAuthentication();
        UserFilesPath = "/userfiles/";
        UserFilesAbsolutePath = "";
        ForceSingleExtension = true;
        AllowedTypes = new string[] { "File", "Image", "Media" };
        HtmlExtensions = new string[] { "html", "htm", "xml", "xsd", "txt", "js" };

        TypeConfig["File"].AllowedExtensions = new string[] { "7z", "csv", "doc", "docx", "gz", "ods", "odt", "pdf", "ppt", "rtf", "txt", "xls", "xlsx", "zip" };
        TypeConfig["File"].DeniedExtensions = new string[] { };
        TypeConfig["File"].FilesPath = "%UserFilesPath%file/";
        TypeConfig["Image"].AllowedExtensions = new string[] { "bmp", "gif", "jpeg", "jpg", "png" };
        TypeConfig["Image"].FilesPath = "%UserFilesPath%image/";
        TypeConfig["Media"].AllowedExtensions = new string[] { "avi", "mp3", "mp4", "wav", "wmv" };
        TypeConfig["Media"].FilesPath = "%UserFilesPath%media/";
    }
</script>
