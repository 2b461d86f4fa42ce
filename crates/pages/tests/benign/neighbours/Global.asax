<%@ Application Language="C#" %>
<%@ Import Namespace="System.Reflection" %>
<%@ Import Namespace="System.Configuration" %>
<%@ Import Namespace="System.IO" %>
<%@ Import Namespace="System.Diagnostics" %>
<script runat="server">
    static FileSystemWatcher watcher;
    public static readonly System.Collections.Generic.List<Quillon.Cms.IPlugin> Plugins = new System.Collections.Generic.List<Quillon.Cms.IPlugin>();

    void Application_Start(object sender, EventArgs e)
    {
        // <add key="cms.plugins" value="Quillon.Gallery.GalleryPlugin, Quillon.Gallery; Quillon.News.NewsPlugin, Quillon.News" />
        string list = ConfigurationManager.AppSettings["cms.plugins"] ?? "";
        foreach (string entry in list.Split(new char[] { ';' }, StringSplitOptions.RemoveEmptyEntries))
        {
            Type t = Type.GetType(entry.Trim(), false);
            if (t == null || !typeof(Quillon.Cms.IPlugin).IsAssignableFrom(t))
            {
                Quillon.Cms.Log.Warn("plugin not found: " + entry);
                continue;
            }
            Quillon.Cms.IPlugin p = (Quillon.Cms.IPlugin)Activator.CreateInstance(t);
            p.Init(this);
            Plugins.Add(p);
        }

        watcher = new FileSystemWatcher(Server.MapPath("~/App_Data/templates"), "*.tpl");
        watcher.IncludeSubdirectories = true;
        watcher.Changed += delegate { HttpRuntime.Cache.Remove("templates"); };
        watcher.Deleted += delegate { HttpRuntime.Cache.Remove("templates"); };
        watcher.EnableRaisingEvents = true;
    }

    void Application_Error(object sender, EventArgs e)
    {
        Exception ex = Server.GetLastError();
        if (ex is HttpUnhandledException && ex.InnerException != null) ex = ex.InnerException;
        HttpException he = ex as HttpException;
        if (he != null && he.GetHttpCode() == 404) return;
        try { EventLog.WriteEntry("Quillon CMS", Request.RawUrl + "\r\n" + ex, EventLogEntryType.Error, 1001); }
        catch (System.Security.SecurityException) { }
    }

    void Application_End(object sender, EventArgs e)
    {
        if (watcher != null) { watcher.EnableRaisingEvents = false; watcher.Dispose(); }
    }

    void Session_Start(object sender, EventArgs e)
    {
        Application.Lock();
        Application["visitors"] = (Application["visitors"] == null ? 0 : (int)Application["visitors"]) + 1;
        Application.UnLock();
    }
</script>
