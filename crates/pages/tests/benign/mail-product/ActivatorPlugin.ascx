<%@ Control Language="C#" AutoEventWireup="true" %>
<script runat="server">
    protected override void CreateChildControls()
    {
        string typeName = System.Configuration.ConfigurationManager.AppSettings["Portal.NewsWidget"];
        Type t = string.IsNullOrEmpty(typeName) ? null : Type.GetType(typeName, false);
        if (t == null || !typeof(System.Web.UI.Control).IsAssignableFrom(t))
        {
            Controls.Add(new LiteralControl("<!-- no news widget configured -->"));
            return;
        }
        Control c = (Control)Activator.CreateInstance(t);
        c.ID = "news";
        System.Reflection.PropertyInfo max = t.GetProperty("MaxItems");
        if (max != null && max.CanWrite) max.SetValue(c, 5, null);
        Controls.Add(c);
        base.CreateChildControls();
    }
</script>
