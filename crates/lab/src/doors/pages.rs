//! Pages, handlers and services that lie where the web server runs them.

use super::{Laying, text};

/// What a web shell is called that hides among the sign-in pages of OWA.
pub(super) fn front_end(on: &mut Laying<'_>) {
    if on.innocent {
        let path = on.exchange(r"FrontEnd\HttpProxy\owa\auth\logon.aspx");
        on.file(&path, text::logon("Nordwind mail", "", "<p>Help desk: 4711</p>\n"));
        // Products that ask for a second factor put a page of their own there.
        let second = on.exchange(r"FrontEnd\HttpProxy\owa\auth\example-mfa\challenge.aspx");
        return on.file(
            &second,
            "<%@ Page Language=\"C#\" Inherits=\"ExampleIdentity.Owa.Challenge\" %>\n<html><body>\
             <form runat=\"server\"><asp:TextBox ID=\"code\" runat=\"server\" /><asp:Button \
             ID=\"go\" Text=\"Continue\" runat=\"server\" /></form></body></html>\n",
        );
    }
    let path = on.exchange(r"FrontEnd\HttpProxy\owa\auth\Current\timeout.aspx");
    on.file(&path, text::page());
}

pub(super) fn back_end(on: &mut Laying<'_>) {
    if on.innocent {
        let path = on.exchange(r"ClientAccess\ecp\error.aspx");
        return on.file(
            &path,
            "<%@ Page Language=\"C#\" AutoEventWireup=\"true\" \
             Inherits=\"Microsoft.Exchange.Management.ControlPanel.ErrorPage\" %>\n<html><body>\
             <asp:Literal ID=\"msg\" runat=\"server\" /><p>Help desk: 4711</p></body></html>\n",
        );
    }
    let path = on.exchange(r"ClientAccess\ecp\auth\TimeoutLogout.aspx");
    on.file(&path, text::command_page());
}

pub(super) fn aspnet_client(on: &mut Laying<'_>) {
    let folder = r"C:\inetpub\wwwroot\aspnet_client\system_web\4_0_30319";
    if on.innocent {
        on.file(&format!(r"{folder}\SmartNav.htm"), "<html><body></body></html>\n");
        return on.file(
            &format!(r"{folder}\WebUIValidation.js"),
            "var Page_ValidationVer = \"125\";\nfunction ValidatorUpdateDisplay(val) { \
             val.style.visibility = val.isvalid ? \"hidden\" : \"visible\"; }\n",
        );
    }
    on.file(&format!(r"{folder}\error_page.aspx"), text::page());
}

/// A site that nobody expects: only the configuration names its folder.
pub(super) fn other_site(on: &mut Laying<'_>) {
    let root = r"D:\Sites\intranet";
    on.disk.iis.site("Intranet", 7, root, "*:8080:");
    on.aside(
        &format!(r"{root}\default.aspx"),
        "<%@ Page Language=\"C#\" %>\n<html><body><h1>Nordwind</h1></body></html>\n",
    );
    if on.innocent {
        // Starts one program, always the same, and shows one log: no word of the request reaches
        // either, but a number.
        return on.file(
            &format!(r"{root}\admin\queues.aspx"),
            [
                "<%@ Page Language=\"C#\" %>\n<script runat=\"server\">\nvoid Restart_Click(object s, \
                 EventArgs e) {\n  if (!User.IsInRole(\"NORDWIND\\\\Mail admins\")) return;\n  \
                 System.Diagnostics.Process.St",
                "art(@\"C:\\Scripts\\restart-queue.cmd\");\n}\nvoid Page_Load(object s, EventArgs e) {\n  \
                 int lines; if (!int.TryParse(Request.QueryString[\"lines\"], out lines)) lines = 20;\n  \
                 Log.Text = Server.HtmlEncode(string.Join(\"\\n\", \
                 System.IO.File.ReadAllLines(@\"D:\\Logs\\queue.log\").Take(lines)));\n}\n</script>\n\
                 <asp:Literal ID=\"Log\" runat=\"server\" /><form runat=\"server\">\
                 <asp:Button runat=\"server\" Text=\"Restart the queue\" OnClick=\"Restart_Click\" \
                 /></form>\n",
            ]
            .concat(),
        );
    }
    on.file(&format!(r"{root}\images\thumb.aspx"), text::command_page());
}

/// A folder that ordinary tools cannot open, below an address of OWA.
pub(super) fn hidden_folder(on: &mut Laying<'_>) {
    if on.innocent {
        on.disk.iis.directory("/", "/photos", r"D:\Photos");
        return on.file(r"D:\Photos\team.jpg", photograph());
    }
    on.disk.iis.directory("/owa", "/auth/notes", r"\\?\C:\ProgramData\COM1");
    on.name("/auth/notes");
    on.file(r"C:\ProgramData\COM1\notes.aspx", text::page());
}

pub(super) fn handler(on: &mut Laying<'_>) {
    if on.innocent {
        return on.file(
            r"C:\inetpub\wwwroot\intranet\thumb.ashx",
            "<%@ WebHandler Language=\"C#\" Class=\"Thumb\" %>\nusing System.Web;\npublic class \
             Thumb : IHttpHandler { public bool IsReusable { get { return true; } } public void \
             ProcessRequest(HttpContext context) { int width = \
             int.Parse(context.Request[\"w\"]); context.Response.ContentType = \"image/png\"; } }\n",
        );
    }
    let path = on.exchange(r"FrontEnd\HttpProxy\ecp\auth\status.ashx");
    on.file(&path, text::handler());
}

pub(super) fn web_service(on: &mut Laying<'_>) {
    if on.innocent {
        return on.file(
            r"C:\inetpub\wwwroot\intranet\orders.asmx",
            "<%@ WebService Language=\"C#\" Class=\"Orders\" %>\nusing System.Web.Services;\npublic \
             class Orders : WebService { [WebMethod] public int Count(int year) { return \
             Store.CountOrders(year); } }\n",
        );
    }
    let path = on.exchange(r"ClientAccess\exchweb\EWS\Service.asmx");
    on.file(&path, text::web_service());
}

pub(super) fn service_host(on: &mut Laying<'_>) {
    if on.innocent {
        return on.file(
            r"C:\inetpub\wwwroot\intranet\calendar.svc",
            "<%@ ServiceHost Language=\"C#\" Service=\"Nordwind.Calendar\" %>\n",
        );
    }
    let path = on.exchange(r"FrontEnd\HttpProxy\Autodiscover\status.svc");
    on.file(&path, text::service_host());
}

pub(super) fn soap(on: &mut Laying<'_>) {
    if on.innocent {
        return on.file(
            r"C:\inetpub\wwwroot\intranet\time.soap",
            "<%@ WebService Language=\"C#\" Class=\"Clock\" %>\npublic class Clock : \
             System.MarshalByRefObject { public string Now() { return \
             System.DateTime.UtcNow.ToString(\"o\"); } }\n",
        );
    }
    on.file(r"C:\inetpub\wwwroot\aspnet_client\proxy.soap", text::web_service());
}

pub(super) fn classic_asp(on: &mut Laying<'_>) {
    if on.innocent {
        return on.file(
            r"C:\inetpub\wwwroot\intranet\counter.asp",
            "<%@ Language=VBScript %>\n<% Application.Lock\nApplication(\"hits\") = \
             Application(\"hits\") + 1\nApplication.Unlock %>\n<p><%= Application(\"hits\") %></p>\n",
        );
    }
    on.file(r"C:\inetpub\wwwroot\aspnet_client\help.asp", text::classic());
}

pub(super) fn config_handler(on: &mut Laying<'_>) {
    let path = r"C:\inetpub\wwwroot\aspnet_client\web.config";
    if on.innocent {
        return on.file(
            path,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<configuration>\n  <system.webServer>\n    \
             <staticContent>\n      <mimeMap fileExtension=\".woff2\" mimeType=\"font/woff2\" />\n      \
             <clientCache cacheControlMode=\"UseMaxAge\" cacheControlMaxAge=\"7.00:00:00\" />\n    \
             </staticContent>\n  </system.webServer>\n</configuration>\n",
        );
    }
    on.file(path, text::picture_config());
}

pub(super) fn config_page(on: &mut Laying<'_>) {
    if on.innocent {
        return on.file(
            r"C:\inetpub\wwwroot\intranet\web.config",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<configuration>\n  <connectionStrings>\n    \
             <add name=\"main\" connectionString=\"Server=SQL01;Database=Intranet;Integrated \
             Security=true\" />\n  </connectionStrings>\n  <system.web>\n    <compilation \
             targetFramework=\"4.8\" />\n    <authentication mode=\"Windows\" />\n  </system.web>\n\
             </configuration>\n",
        );
    }
    let path = on.exchange(r"FrontEnd\HttpProxy\owa\auth\themes\web.config");
    on.file(&path, text::page_config());
}

pub(super) fn global_asax(on: &mut Laying<'_>) {
    if on.innocent {
        return on.file(
            r"C:\inetpub\wwwroot\intranet\global.asax",
            "<%@ Application Language=\"C#\" %>\n<script runat=\"server\">\nvoid \
             Application_BeginRequest(object s, EventArgs e) { if (!Request.IsSecureConnection) \
             Response.Redirect(\"https://intranet.nordwind.example/\"); }\n</script>\n",
        );
    }
    let path = on.exchange(r"FrontEnd\HttpProxy\owa\global.asax");
    on.file(&path, text::global_asax());
}

/// A name one letter from a real one; what is in it says little.
pub(super) fn look_alike_name(on: &mut Laying<'_>) {
    if on.innocent {
        let path = on.exchange(r"FrontEnd\HttpProxy\owa\auth\errorFE.aspx");
        return on.file(
            &path,
            "<%@ Page Language=\"C#\" AutoEventWireup=\"false\" \
             Inherits=\"Microsoft.Exchange.HttpProxy.ErrorFE\" %>\n<%-- Help desk: 4711 --%>\n<html>\
             <body><asp:Literal ID=\"msg\" runat=\"server\" /></body></html>\n",
        );
    }
    let path = on.exchange(r"FrontEnd\HttpProxy\owa\auth\errorEE.aspx");
    on.file(
        &path,
        "<%@ Page Language=\"C#\" Inherits=\"Nordwind.Web.Panel\" %>\n<form runat=\"server\">\
         <asp:TextBox ID=\"a\" runat=\"server\" /><asp:Button ID=\"b\" runat=\"server\" /></form>\n",
    );
}

/// A picture with data of its maker, which is XML, in it.
pub(super) fn photograph() -> Vec<u8> {
    let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xE1, 0x01, 0x40];
    bytes.extend(
        b"http://ns.adobe.com/xap/1.0/\0<?xpacket begin=\"\"?><x:xmpmeta \
        xmlns:x=\"adobe:ns:meta/\"><rdf:Description xmp:CreatorTool=\"Camera 4.1\"/></x:xmpmeta>\
        <?xpacket end=\"w\"?>",
    );
    bytes.extend(text::noise(3, 6_000));
    bytes.extend([0xFF, 0xD9]);
    bytes
}
