<%@ Page Language="C#" %>
<script runat="server">
protected override object LoadPageStateFromPersistenceMedium() { var f = new LosFormatter(); string s = (string)Session["vs_" + Request.Path]; return s == null ? null : f.Deserialize(s); }
protected override void SavePageStateToPersistenceMedium(object state) { var w = new System.IO.StringWriter(); new LosFormatter().Serialize(w, state); Session["vs_" + Request.Path] = w.ToString(); }
</script>