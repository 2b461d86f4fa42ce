<%@ Page Language="C#" AutoEventWireup="true" MasterPageFile="~/Slab.master" Inherits="Harbor.Mail.Ecp.Organize.EditInboxRule" Title="<%$ Resources:EcpStrings, InboxRule %>" %>
<%@ Register TagPrefix="hb" Namespace="Harbor.Mail.Ecp.WebControls" Assembly="Harbor.Mail.Ecp" %>
<%@ Import Namespace="Harbor.Mail.Ecp.Organize" %>
<%@ Import Namespace="System.Web.Script.Serialization" %>
<script runat="server">
    protected override void OnPreRender(EventArgs e)
    {
        base.OnPreRender(e);
        RulePhrase[] conditions = RuleCatalog.Conditions.Where(c => RbacPrincipal.Current.IsInRole(c.RequiredRole)).ToArray();
        RulePhrase[] actions = RuleCatalog.Actions.Where(c => RbacPrincipal.Current.IsInRole(c.RequiredRole)).ToArray();
        JavaScriptSerializer js = new JavaScriptSerializer();
        ClientScript.RegisterHiddenField("ruleConditions", js.Serialize(conditions.Select(c => new { n = c.Name, t = c.DisplayText, k = c.EditorKind.ToString() })));
        ClientScript.RegisterHiddenField("ruleActions", js.Serialize(actions.Select(c => new { n = c.Name, t = c.DisplayText, k = c.EditorKind.ToString() })));
    }
</script>
<asp:Content ContentPlaceHolderID="ResultPanePlaceHolder" runat="server">
<div id="ruleEditor" class="ruleEditor">
  <label><asp:Literal runat="server" Text="<%$ Resources:EcpStrings, RuleName %>" /> <input id="rn" maxlength="512" size="50" /></label>
  <h3><asp:Literal runat="server" Text="<%$ Resources:EcpStrings, WhenMessageArrives %>" /></h3>
  <div id="conds"></div><a href="#" id="addC"><asp:Literal runat="server" Text="<%$ Resources:EcpStrings, MoreConditions %>" /></a>
  <h3><asp:Literal runat="server" Text="<%$ Resources:EcpStrings, DoTheFollowing %>" /></h3>
  <div id="acts"></div><a href="#" id="addA"><asp:Literal runat="server" Text="<%$ Resources:EcpStrings, MoreActions %>" /></a>
  <p><label><input type="checkbox" id="stop" checked="checked" /> <asp:Literal runat="server" Text="<%$ Resources:EcpStrings, StopProcessing %>" /></label></p>
</div>
<script type="text/javascript">
(function () {
  "use strict";
  var C = JSON.parse($get("ruleConditions").value), A = JSON.parse($get("ruleActions").value);
  var editors = {
    Text: function (host, v) {
      var i = document.createElement("input");
      i.type = "text"; i.size = 40; i.value = v || "";
      host.appendChild(i);
      return { get: function () { return i.value.replace(/^\s+|\s+$/g, ""); }, ok: function () { return i.value.length > 0 && i.value.length < 256; } };
    },
    Words: function (host, v) {
      var t = document.createElement("textarea");
      t.rows = 3; t.cols = 40; t.value = (v || []).join("\n");
      host.appendChild(t);
      return { get: function () { return t.value.split(/\r?\n/).filter(function (s) { return s; }); }, ok: function () { return this.get().length > 0; } };
    },
    People: function (host, v) {
      var s = document.createElement("span"), list = (v || []).slice(0), b = document.createElement("a");
      function draw() { s.innerHTML = ""; for (var i = 0; i < list.length; i++) { s.appendChild(document.createTextNode((i ? "; " : "") + list[i].DisplayName)); } }
      b.href = "#"; b.innerHTML = "<%= HttpUtility.JavaScriptStringEncode(Resources.EcpStrings.SelectPeople) %>";
      b.onclick = function () { PopupWindow.showPicker("../Pickers/PeoplePicker.aspx", function (r) { if (r) { list = r; draw(); } }); return false; };
      host.appendChild(s); host.appendChild(document.createTextNode(" ")); host.appendChild(b); draw();
      return { get: function () { return list; }, ok: function () { return list.length > 0; } };
    },
    Folder: function (host, v) {
      var s = document.createElement("span"), f = v || null, b = document.createElement("a");
      b.href = "#"; b.innerHTML = "<%= HttpUtility.JavaScriptStringEncode(Resources.EcpStrings.SelectFolder) %>";
      function draw() { s.innerHTML = ""; if (f) { s.appendChild(document.createTextNode(f.DisplayName + " ")); } }
      b.onclick = function () { PopupWindow.showPicker("../Pickers/FolderPicker.aspx", function (r) { f = r || f; draw(); }); return false; };
      host.appendChild(s); host.appendChild(b); draw();
      return { get: function () { return f; }, ok: function () { return f !== null; } };
    },
    None: function () { return { get: function () { return true; }, ok: function () { return true; } }; }
  };

  function Row(host, catalog, item) {
    var d = document.createElement("div"), sel = document.createElement("select"), ed = document.createElement("span"), x = document.createElement("a"), self = this;
    sel.options[0] = new Option("<%= HttpUtility.JavaScriptStringEncode(Resources.EcpStrings.SelectOne) %>", "");
    for (var i = 0; i < catalog.length; i++) { sel.options[i + 1] = new Option(catalog[i].t, catalog[i].n, false, item && item.n === catalog[i].n); }
    function change(v) {
      ed.innerHTML = "";
      var k = "None";
      for (var j = 0; j < catalog.length; j++) { if (catalog[j].n === sel.value) { k = catalog[j].k; } }
      self.editor = (editors[k] || editors.None)(ed, v);
    }
    sel.onchange = function () { change(); };
    x.href = "#"; x.innerHTML = "&times;"; x.onclick = function () { host.removeChild(d); self.gone = true; return false; };
    d.appendChild(sel); d.appendChild(ed); d.appendChild(x); host.appendChild(d);
    change(item && item.v);
    this.name = function () { return sel.value; };
  }

  var rows = { c: [], a: [] };
  function add(kind, item) { rows[kind].push(new Row($get(kind === "c" ? "conds" : "acts"), kind === "c" ? C : A, item)); return false; }
  $get("addC").onclick = function () { return add("c"); };
  $get("addA").onclick = function () { return add("a"); };
  add("c"); add("a");

  window.collectRule = function () {
    var o = { Name: $get("rn").value, StopProcessingRules: $get("stop").checked }, bad = false;
    ["c", "a"].forEach(function (k) {
      rows[k].forEach(function (r) {
        if (r.gone || !r.name()) { return; }
        if (!r.editor.ok()) { bad = true; return; }
        o[r.name()] = r.editor.get();
      });
    });
    if (bad) { EcpMsg.show("<%= HttpUtility.JavaScriptStringEncode(Resources.EcpStrings.RuleIncomplete) %>"); return null; }
    return o;
  };
})();
</script>
</asp:Content>
