<%@ Page Language="C#" AutoEventWireup="true" MasterPageFile="~/Slab.master" %>
<%@ Import Namespace="System.Runtime.Serialization.Json" %>
<%@ Import Namespace="System.IO" %>
<script runat="server">
    [System.Runtime.Serialization.DataContract]
    public class Device
    {
        [System.Runtime.Serialization.DataMember] public string Id { get; set; }
        [System.Runtime.Serialization.DataMember] public string Model { get; set; }
        [System.Runtime.Serialization.DataMember] public string Os { get; set; }
        [System.Runtime.Serialization.DataMember] public string LastSync { get; set; }
        [System.Runtime.Serialization.DataMember] public string State { get; set; }
    }

    protected string Json = "[]";

    protected override void OnPreRender(EventArgs e)
    {
        base.OnPreRender(e);
        Device[] mine = Harbor.Mail.Sync.DeviceStore.ForUser(User.Identity.Name).Select(d => new Device
        {
            Id = d.DeviceId, Model = d.FriendlyName ?? d.Model, Os = d.OperatingSystem,
            LastSync = d.LastSuccess.HasValue ? d.LastSuccess.Value.ToLocalTime().ToString("g") : "",
            State = d.WipeRequested ? "WipePending" : d.Blocked ? "Blocked" : "OK"
        }).ToArray();
        DataContractJsonSerializer ser = new DataContractJsonSerializer(typeof(Device[]));
        using (MemoryStream ms = new MemoryStream())
        {
            ser.WriteObject(ms, mine);
            Json = Encoding.UTF8.GetString(ms.ToArray()).Replace("<", "\\u003c");
        }
    }
</script>
<asp:Content ContentPlaceHolderID="ResultPanePlaceHolder" runat="server">
<ul id="devs"></ul>
<script type="text/javascript">
var devices = <%= Json %>;
(function () {
  var ul = document.getElementById("devs");
  for (var i = 0; i < devices.length; i++) {
    var d = devices[i], li = document.createElement("li"), b = document.createElement("button");
    li.className = "st" + d.State;
    li.appendChild(document.createTextNode(d.Model + " - " + d.Os + " - " + d.LastSync + " [" + d.State + "] "));
    b.type = "button"; b.innerHTML = "Wipe"; b.setAttribute("data-id", d.Id);
    b.onclick = function () {
      if (!confirm("All data on the phone will be erased. Continue?")) { return; }
      var x = new XMLHttpRequest();
      x.open("POST", "../DDI/DDIService.svc/SingleObjectExecute?schema=MobileDevice&workflow=Wipe");
      x.setRequestHeader("Content-Type", "application/json");
      x.setRequestHeader("msHarborCanary", g_canary);
      x.onload = function () { location.reload(); };
      x.send(JSON.stringify({ identity: { RawIdentity: this.getAttribute("data-id") } }));
    };
    li.appendChild(b);
    ul.appendChild(li);
  }
  if (!devices.length) { ul.innerHTML = "<li>You have no phones set up.</li>"; }
})();
</script>
</asp:Content>
