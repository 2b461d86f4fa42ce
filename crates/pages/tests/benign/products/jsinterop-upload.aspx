<%@ Page Language="C#" AutoEventWireup="true" Inherits="Contoso.Mail.Clients.AttachFileDialog" EnableViewState="false" %>
<script runat="server">
    private const long Limit = 35L * 1024 * 1024;
    protected string Payload = "null";
    protected void Page_Load(object sender, EventArgs e)
    {
        if (Request.HttpMethod != "POST") return;
        ValidateCanary(Request.Form["hidcnry"]);
        var done = new System.Collections.Generic.List<object>();
        long total = 0;
        for (int i = 0; i < Request.Files.Count && i < 10; i++)
        {
            HttpPostedFile f = Request.Files[i];
            if (f.ContentLength == 0) continue;
            total += f.ContentLength;
            if (total > Limit) { done.Add(new { error = "size" }); break; }
            string name = System.IO.Path.GetFileName(f.FileName);
            if (Policy.IsBlocked(System.IO.Path.GetExtension(name), f.ContentType)) { done.Add(new { name, error = "blocked" }); continue; }
            // goes into the draft item in the store; the file system isn't touched
            string id = DraftItem.AddAttachment(name, f.ContentType, f.InputStream);
            done.Add(new { name, id, size = f.ContentLength });
        }
        Payload = new System.Web.Script.Serialization.JavaScriptSerializer().Serialize(done).Replace("<", "\\u003c");
    }
</script>
<html><body><script>parent.window.onUploaded && parent.window.onUploaded(<%= Payload %>);</script>
<form method="post" enctype="multipart/form-data"><input type="file" name="file1" multiple onchange="this.form.submit()"><input type="hidden" name="hidcnry" value="<%: Canary %>"></form></body></html>
