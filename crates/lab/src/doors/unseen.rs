//! Ways in that are laid so that nobody sees them: by attributes, by names that are no pages', by
//! folders that no path leads to, by other names than their own.

use host::writers::filetime;
use host::writers::hive::key;
use host::writers::program::NewProgram;

use super::disk::Hive;
use super::{Laying, text};

/// DOS attributes: hidden, of the system, to be kept.
const HIDDEN: u32 = 0x26;

/// To be kept: what every file has.
const ORDINARY: u32 = 0x20;

pub(super) fn hidden_page(on: &mut Laying<'_>) {
    let at = on.at;
    if on.innocent {
        for name in ["desktop.ini", "Thumbs.db"] {
            let path = format!(r"C:\inetpub\wwwroot\aspnet_client\{name}");
            on.disk.record_with_attributes(&path, at, HIDDEN);
            on.name(&path);
        }
        let page = on.exchange(r"FrontEnd\HttpProxy\owa\auth\errorFE.aspx");
        return on.disk.record_with_attributes(&page, at, ORDINARY);
    }
    let path = on.exchange(r"FrontEnd\HttpProxy\owa\auth\Current\themes\errorEX.aspx");
    on.disk.record_with_attributes(&path, at, HIDDEN);
    on.name("errorEX.aspx");
}

pub(super) fn handler_without_extension(on: &mut Laying<'_>) {
    let elements = if on.innocent {
        "<add name=\"ExtensionlessUrlHandler-Integrated-4.0\" path=\"*.\" verb=\"*\" \
         type=\"System.Web.Handlers.TransferRequestHandler\" preCondition=\"integratedMode\" />\n      \
         <add name=\"ODataRequestHandler\" path=\"api/*\" verb=\"*\" \
         type=\"Microsoft.Exchange.Services.OData.Web.HttpHandler, Microsoft.Exchange.Odata, \
         Version=15.0.0.0, Culture=neutral, PublicKeyToken=31bf3856ad364e35\" />"
    } else {
        "<add name=\"Fonts\" path=\"fonts/*\" verb=\"*\" \
         type=\"System.Web.UI.PageHandlerFactory\" />"
    };
    let config = on.exchange(r"FrontEnd\HttpProxy\EWS\web.config");
    on.file(
        &config,
        format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<configuration>\n  <system.webServer>\n    \
             <handlers>\n      {elements}\n    </handlers>\n  </system.webServer>\n</configuration>\n"
        ),
    );
}

/// The server's own drive by way of its share: whoever looks for files of another computer looks
/// in vain.
pub(super) fn own_share(on: &mut Laying<'_>) {
    if on.innocent {
        on.disk.iis.directory("/", "/pictures", r"\\files01\pictures$");
        return on.name("/pictures");
    }
    let folder = format!(r"\\{}\D$\Data\help", on.disk.host.name);
    on.disk.iis.directory("/owa", "/auth/help", &folder);
    // The hive has the server's name.
    on.disk.registry(Hive::System, key("ROOT", vec![]));
    on.file(r"D:\Data\help\menu.png.aspx", text::page());
}

pub(super) fn notification_package(on: &mut Laying<'_>) {
    let (name, library) = match on.innocent {
        true => ("sclgntfy", "sclgntfy.dll"),
        false => ("wlnsvc", r"C:\ProgramData\wlnsvc.dll"),
    };
    let package = key(name, vec![]).text("DllName", library).text("Logon", "OnLogon");
    let package = package.written(filetime(on.at));
    let path = r"Microsoft\Windows NT\CurrentVersion\Winlogon\Notify";
    on.disk.registry(Hive::Software, key("ROOT", vec![package.under(path)]));
    on.name(library);
}

pub(super) fn renamed_tool(on: &mut Laying<'_>) {
    let program = |signer| {
        let strings = [("CompanyName", "Simon Tatham"), ("OriginalFilename", "Plink")];
        NewProgram { strings: &strings, signer, ..NewProgram::default() }.bytes()
    };
    if on.innocent {
        let signer = Some(("Example Monitoring Ltd", "Example Code Signing CA"));
        return on.file(r"C:\Program Files\Example Monitoring\bin\exmon-link.exe", program(signer));
    }
    on.file(r"C:\PerfLogs\exmon.exe", program(None));
}
