//! What is written into the configuration of IIS, and the libraries it names.

use host::writers::{assembly::NewClass, program::NewProgram};

use super::Laying;
use crate::settings;

/// A vendor's signed library.
fn vendors_library() -> Vec<u8> {
    let program = NewProgram {
        version: [12, 8, 3, 0],
        strings: &[
            ("CompanyName", "Example Identity Ltd"),
            ("FileDescription", "Web agent for IIS"),
            ("ProductName", "Example Web Agent"),
        ],
        exports: &["RegisterModule", "GetFilterVersion", "HttpFilterProc"],
        signer: Some(("Example Identity Ltd", "Example Code Signing CA")),
        ..NewProgram::default()
    };
    program.bytes()
}

/// A library that nobody signed and that says nothing of its maker.
fn unknown_library(is_managed: bool) -> Vec<u8> {
    let exports: &[&str] =
        if is_managed { &[] } else { &["RegisterModule", "GetFilterVersion", "HttpFilterProc"] };
    let class = NewClass {
        name: ("Core", "Mapping"),
        implements: ("System.Web", "IHttpModule"),
        calls: (("System.Diagnostics", "Process"), "Start"),
        native: ("inert.invalid", "Specimen"),
        texts: &["X-Chk", "sh.invalid"],
    };
    let program = NewProgram {
        exports,
        is_managed,
        metadata: &class.metadata(),
        text: "OnPreBeginRequest X-Chk inert specimen sh.invalid",
        ..NewProgram::default()
    };
    program.bytes()
}

pub(super) fn native_module(on: &mut Laying<'_>) {
    let (name, image) = if on.innocent {
        ("ExampleWebAgent", r"C:\Program Files\Example Identity\Web Agent\bin\webagent.dll")
    } else {
        ("HttpExtModule", r"C:\Windows\System32\inetsrv\httpext.dll")
    };
    if on.innocent {
        // Some put theirs where IIS has its own.
        let beside = r"C:\Windows\System32\inetsrv\exampleagent.dll";
        let element = format!("            <add name=\"ExampleAgent\" image=\"{beside}\" />\r\n");
        on.disk.iis.global_modules.push_str(&element);
        on.aside(beside, vendors_library());
    }
    let element = format!("            <add name=\"{name}\" image=\"{image}\" />\r\n");
    on.disk.iis.global_modules.push_str(&element);
    on.name(name);
    on.file(image, if on.innocent { vendors_library() } else { unknown_library(false) });
}

/// A configuration of an application that adds to its managed modules or handlers.
fn application_config(section: &str, element: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<configuration>\n  <system.webServer>\n    \
         <{section}>\n      {element}\n    </{section}>\n  </system.webServer>\n</configuration>\n"
    )
}

/// In the shape of Owowa (Kaspersky, December 2021): a module of OWA that takes passwords and
/// orders from the sign-in form.
pub(super) fn managed_module(on: &mut Laying<'_>) {
    if on.innocent {
        let kind = "ExampleIdentity.SignOnModule, ExampleIdentity.SignOn, Version=4.2.0.0, \
                    Culture=neutral, PublicKeyToken=9f4da00116c38ec5";
        on.name("ExampleIdentity.SignOnModule");
        // Products that ask for a second factor hang themselves into OWA.
        let bin = on.exchange(r"FrontEnd\HttpProxy\owa\bin\ExampleIdentity.SignOn.dll");
        on.aside(&bin, vendors_library());
        let element = format!("<add name=\"SignOn\" type=\"{kind}\" />");
        let config = on.exchange(r"FrontEnd\HttpProxy\owa\web.config");
        return on.file(&config, application_config("modules", &element));
    }
    let kind = "ExtenderControlDesigner, ExtenderControlDesigner, Version=1.0.0.0, \
                Culture=neutral, PublicKeyToken=null";
    on.name("ExtenderControlDesigner");
    let bin = on.exchange(r"FrontEnd\HttpProxy\bin\ExtenderControlDesigner.dll");
    on.aside(&bin, unknown_library(true));
    let element = format!("<add name=\"ExtenderControlDesigner\" type=\"{kind}\" />");
    let config = on.exchange(r"FrontEnd\HttpProxy\owa\web.config");
    on.file(&config, application_config("modules", &element));
}

pub(super) fn managed_handler(on: &mut Laying<'_>) {
    if on.innocent {
        let element = "<add name=\"Chart\" path=\"chart.axd\" verb=\"GET\" \
                       type=\"Nordwind.Web.ChartHandler, Nordwind.Web\" />";
        on.name("Nordwind.Web.ChartHandler");
        on.aside(r"C:\inetpub\wwwroot\intranet\bin\Nordwind.Web.dll", vendors_library());
        let config = application_config("handlers", element);
        return on.file(r"C:\inetpub\wwwroot\intranet\web.config", config);
    }
    let element = "<add name=\"Ghost\" path=\"ghost.axd\" verb=\"*\" \
                   type=\"System.Web.Ghost.Handler, App_Web_Container_1\" />";
    on.name("App_Web_Container_1");
    let bin = on.exchange(r"ClientAccess\Owa\bin\App_Web_Container_1.dll");
    on.aside(&bin, unknown_library(true));
    let config = on.exchange(r"ClientAccess\Owa\web.config");
    on.file(&config, application_config("handlers", element));
}

pub(super) fn foreign_library(on: &mut Laying<'_>) {
    let path = on.exchange(r"ClientAccess\ecp\bin\Mapping.Core.dll");
    on.file(&path, if on.innocent { vendors_library() } else { unknown_library(true) });
}

pub(super) fn app_pool(on: &mut Laying<'_>) {
    let name = "MSExchangeMapiFrontEndAppPool";
    let within = if on.innocent {
        "                <environmentVariables>\r\n                    <add name=\"COR_PROFILER_PATH\" \
         value=\"C:\\Program Files\\Example Monitoring\\profiler.dll\" />\r\n                \
         </environmentVariables>\r\n"
    } else {
        "                <failure orphanWorkerProcess=\"true\" \
         orphanActionExe=\"C:\\Windows\\Temp\\wpr.exe\" />\r\n"
    };
    on.disk.iis.pools.push_str(&settings::pool(name, within));
    on.name(name);
}

pub(super) fn isapi_filter(on: &mut Laying<'_>) {
    let (name, path) = if on.innocent {
        ("Example Web Agent", r"C:\Program Files\Example Identity\Web Agent\bin\isapi.dll")
    } else {
        ("Compression", r"C:\Windows\Temp\compress.dll")
    };
    let element =
        format!("            <filter name=\"{name}\" path=\"{path}\" enabled=\"true\" />\r\n");
    on.disk.iis.isapi_filters.push_str(&element);
    on.name(name);
    on.file(path, if on.innocent { vendors_library() } else { unknown_library(false) });
}

pub(super) fn virtual_directory(on: &mut Laying<'_>) {
    let (application, path, folder) = if on.innocent {
        ("/", "/backup", r"\\backup01\exchange$")
    } else {
        ("/owa", "/auth/fonts", r"C:\ProgramData\Microsoft\Fonts")
    };
    on.disk.iis.directory(application, path, folder);
    if on.innocent {
        on.disk.iis.directory("/", "/example", r"C:\Program Files\Example Monitoring\web");
        on.disk.iis.directory("/", "/old-backup", r"E:\Backup\web");
    }
    on.name(path);
    on.name(folder);
}

/// A key that nobody else has: digits without meaning.
fn key_digits(seed: u32, length: usize) -> String {
    let bytes = super::text::noise(seed, length);
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

pub(super) fn machine_key(on: &mut Laying<'_>) {
    let path = if on.innocent {
        r"C:\inetpub\wwwroot\intranet\web.config".to_owned()
    } else {
        on.exchange(r"ClientAccess\ecp\web.config")
    };
    let config = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<configuration>\n  <system.web>\n    <machineKey \
         validationKey=\"{}\" decryptionKey=\"{}\" validation=\"SHA1\" decryption=\"AES\" />\n  \
         </system.web>\n</configuration>\n",
        key_digits(40, 64),
        key_digits(41, 24)
    );
    on.file(&path, config);
}

/// The key that Exchange's control panel had before February 2020 (CVE-2020-0688), in the place of
/// another application.
pub(super) fn published_machine_key(on: &mut Laying<'_>) {
    let keys = if on.innocent {
        r#"validationKey="AutoGenerate,IsolateApps" decryptionKey="AutoGenerate,IsolateApps""#
            .to_owned()
    } else {
        let decryption = key_digits(43, 24);
        let validation = "CB2721ABDAF8E9DC516D621D8B8BF13A2C9E8689A25303BF";
        format!("validationKey=\"{validation}\" decryptionKey=\"{decryption}\"")
    };
    let path = on.exchange(r"FrontEnd\HttpProxy\Autodiscover\web.config");
    on.file(
        &path,
        format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<configuration>\n  <system.web>\n    \
             <machineKey {keys} validation=\"SHA1\" />\n  </system.web>\n</configuration>\n"
        ),
    );
}

pub(super) fn logging_off(on: &mut Laying<'_>) {
    // Monitoring asks for the health page every few seconds; that is said and stays logged.
    let (location, dont) = match on.innocent {
        true => ("Default Web Site/owa/healthcheck.htm", "false"),
        false => ("Default Web Site/owa/auth", "true"),
    };
    on.disk.iis.locations.push_str(&format!(
        "    <location path=\"{location}\">\r\n        <system.webServer>\r\n            \
         <httpLogging dontLog=\"{dont}\" />\r\n        </system.webServer>\r\n    </location>\r\n"
    ));
    on.name(location);
}

pub(super) fn logging_moved(on: &mut Laying<'_>) {
    let folder = if on.innocent { r"E:\IISLogs" } else { r"C:\Windows\Temp\logs" };
    on.disk.iis.log_file = format!("directory=\"{folder}\" logFormat=\"W3C\" period=\"Daily\"");
    on.name(folder);
}

/// The mitigation of ProxyNotShell that the emergency service of Exchange sets, by its name.
const MITIGATION: &str = "EEMS M1.1 PowerShell - inbound";

pub(super) fn mitigation_lost(on: &mut Laying<'_>) {
    let location = format!(
        "    <location path=\"Default Web Site/Autodiscover\">\r\n        <system.webServer>\r\n            \
         <rewrite>\r\n                <rules>\r\n                    <rule name=\"{MITIGATION}\" \
         stopProcessing=\"true\">\r\n                        <match url=\".*\" />\r\n                        \
         <conditions>\r\n                            <add input=\"{{UrlDecode:{{REQUEST_URI}}}}\" \
         pattern=\"(?=.*autodiscover)(?=.*powershell)\" />\r\n                        </conditions>\r\n                        \
         <action type=\"AbortRequest\" />\r\n                    </rule>\r\n                </rules>\r\n            \
         </rewrite>\r\n        </system.webServer>\r\n    </location>\r\n"
    );
    let mut before = settings::IisSetup::default();
    before.locations.push_str(&location);
    let recipe = crate::recipe::Recipe::default();
    let config = settings::application_host(&recipe, &on.disk.host, &before);
    let copy = r"C:\inetpub\history\CFGHISTORY_0000000012\applicationHost.config";
    on.disk.put(copy, config.into_bytes(), on.at - jiff::SignedDuration::from_hours(24));
    on.name("EEMS M1");
    if on.innocent {
        on.disk.iis.locations.push_str(&location);
    }
}
