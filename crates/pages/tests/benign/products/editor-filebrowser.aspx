<%@ Page Language="C#" AutoEventWireup="true" ContentType="text/xml" ResponseEncoding="gb2312" %>
<%@ Import Namespace="System.IO" %>
<%@ Import Namespace="System.Xml" %>
<script runat="server">
    // 只列出固定的图片目录，不接受路径参数
    protected void Page_Load(object sender, EventArgs e)
    {
        if (Session["IsAdmin"] == null) { Response.StatusCode = 403; return; }
        string dir = Server.MapPath("~/UserFiles/Image/");
        using (XmlTextWriter w = new XmlTextWriter(Response.Output))
        {
            w.WriteStartDocument();
            w.WriteStartElement("Connector");
            w.WriteAttributeString("command", "GetFiles");
            w.WriteAttributeString("resourceType", "图片");
            w.WriteStartElement("Files");
            foreach (FileInfo f in new DirectoryInfo(dir).GetFiles("*.*"))
            {
                string x = f.Extension.ToLower();
                if (x != ".jpg" && x != ".gif" && x != ".png") continue;
                w.WriteStartElement("File");
                w.WriteAttributeString("name", f.Name);
                w.WriteAttributeString("size", Math.Max(1, f.Length / 1024).ToString());
                w.WriteAttributeString("修改时间", f.LastWriteTime.ToString("yyyy-MM-dd"));
                w.WriteEndElement();
            }
            w.WriteEndElement();
            w.WriteEndElement();
        }
    }
</script>
