<%@ WebHandler Language="C#" Class="UploadAvatar" %>

using System;
using System.Drawing;
using System.Drawing.Imaging;
using System.IO;
using System.Web;
using System.Web.Script.Serialization;

public class UploadAvatar : IHttpHandler
{
    const int MaxBytes = 2 * 1024 * 1024;
    const int Side = 160;

    public void ProcessRequest(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        if (!context.User.Identity.IsAuthenticated) { Reply(context, 401, "not signed in", null); return; }
        if (context.Request.HttpMethod != "POST" || context.Request.Files.Count != 1) { Reply(context, 400, "one file expected", null); return; }

        HttpPostedFile file = context.Request.Files[0];
        if (file.ContentLength == 0 || file.ContentLength > MaxBytes) { Reply(context, 400, "file is empty or larger than 2 MB", null); return; }

        try
        {
            // the picture is decoded and drawn anew; the bytes sent by the browser are never stored
            using (Image src = Image.FromStream(file.InputStream, false, true))
            {
                if (src.Width > 6000 || src.Height > 6000) { Reply(context, 400, "picture too large", null); return; }
                using (Bitmap bmp = new Bitmap(Side, Side, PixelFormat.Format24bppRgb))
                using (Graphics g = Graphics.FromImage(bmp))
                {
                    int cut = Math.Min(src.Width, src.Height);
                    g.Clear(Color.White);
                    g.DrawImage(src, new Rectangle(0, 0, Side, Side),
                        new Rectangle((src.Width - cut) / 2, (src.Height - cut) / 2, cut, cut), GraphicsUnit.Pixel);
                    string name = Guid.NewGuid().ToString("N") + ".jpg";
                    bmp.Save(Path.Combine(context.Server.MapPath("~/media/avatars"), name), ImageFormat.Jpeg);
                    ProfileStore.SetAvatar(context.User.Identity.Name, name);
                    Reply(context, 200, null, "/media/avatars/" + name);
                }
            }
        }
        catch (ArgumentException)
        {
            Reply(context, 400, "this is not a picture we can read", null);
        }
    }

    static void Reply(HttpContext c, int status, string error, string url)
    {
        c.Response.StatusCode = status;
        c.Response.TrySkipIisCustomErrors = true;
        c.Response.Write(new JavaScriptSerializer().Serialize(new { error = error, url = url }));
    }

    public bool IsReusable { get { return false; } }
}
