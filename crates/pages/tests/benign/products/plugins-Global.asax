<%@ Application Language="C#" %>
<%@ Import Namespace="System.Reflection" %>
<%@ Import Namespace="System.IO" %>
<%@ Import Namespace="System.Collections.Generic" %>
<%@ Import Namespace="System.Configuration" %>
<script runat="server">
    public static readonly List<object> Plugins = new List<object>();

    void Application_Start(object sender, EventArgs e)
    {
        string bin = HttpRuntime.BinDirectory;
        string list = ConfigurationManager.AppSettings["Plugins"] ?? String.Empty;
        foreach (string name in list.Split(new[] { ';' }, StringSplitOptions.RemoveEmptyEntries))
        {
            string file = Path.Combine(bin, "Plugins", Path.GetFileName(name.Trim()) + ".dll");
            if (!File.Exists(file)) continue;
            Assembly asm = Assembly.Load(AssemblyName.GetAssemblyName(file));
            byte[] token = asm.GetName().GetPublicKeyToken();
            if (token == null || BitConverter.ToString(token) != "9F-51-2C-7E-00-AA-B3-4D") continue;
            foreach (Type t in asm.GetExportedTypes())
            {
                if (t.IsAbstract || t.GetInterface("Portal.IPlugin") == null) continue;
                object p = Activator.CreateInstance(t);
                MethodInfo init = t.GetMethod("Initialize", new[] { typeof(HttpApplicationState) });
                if (init != null) init.Invoke(p, new object[] { Application });
                Plugins.Add(p);
            }
        }
    }
</script>
