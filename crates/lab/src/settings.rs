//! What the server's set-up leaves: ExchangeSetup.log and applicationHost.config, both of which
//! tell which builds were there. The second is also where intruders add things.

use std::{fmt::Write as _, io, path::Path};

use jiff::tz::TimeZone;
use model::Build;

use crate::{
    clock,
    dice::Dice,
    host::Host,
    log::write_file,
    recipe::{BuildStep, Recipe},
};

/// Writes the log of the set-up; the configuration of IIS is one of the disk's files.
pub(crate) fn write(recipe: &Recipe, out: &Path) -> io::Result<()> {
    let host = &Host::new(recipe, &mut Dice::new(recipe.seed));
    let log = setup_log(recipe, host);
    write_file(out, r"C:\ExchangeSetupLogs\ExchangeSetup.log", log.as_bytes(), None)
}

/// Where IIS keeps its configuration.
pub(crate) const APPLICATION_HOST: &str =
    r"C:\Windows\System32\inetsrv\config\applicationHost.config";

/// What somebody added to the configuration of IIS. All texts are put in as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct IisSetup {
    sites: String,
    /// Application of the default site, path below it, folder.
    directories: Vec<(String, String, String)>,
    /// Elements of `globalModules`.
    pub(crate) global_modules: String,
    /// Elements of `applicationPools`, after Exchange's own.
    pub(crate) pools: String,
    /// Elements of `isapiFilters`.
    pub(crate) isapi_filters: String,
    /// `location` elements.
    pub(crate) locations: String,
    /// Attributes of the default site's `logFile`; empty for none.
    pub(crate) log_file: String,
}

impl IisSetup {
    /// Whether nobody added anything.
    pub(crate) fn is_stock(&self) -> bool {
        *self == Self::default()
    }

    /// Adds a site of one application.
    pub(crate) fn site(&mut self, name: &str, id: u32, root: &str, binding: &str) {
        self.sites.push_str(&format!(
            "            <site name=\"{name}\" id=\"{id}\" serverAutoStart=\"true\">\r\n                <application path=\"/\" applicationPool=\"DefaultAppPool\">\r\n                    <virtualDirectory path=\"/\" physicalPath=\"{root}\" />\r\n                </application>\r\n                <bindings>\r\n                    <binding protocol=\"http\" bindingInformation=\"{binding}\" />\r\n                </bindings>\r\n            </site>\r\n"
        ));
    }

    /// Adds a virtual directory to an application of the default site.
    pub(crate) fn directory(&mut self, application: &str, path: &str, folder: &str) {
        self.directories.push((application.to_owned(), path.to_owned(), folder.to_owned()));
    }
}

/// Modules that IIS and Exchange register on every server.
const STOCK_MODULES: [(&str, &str); 7] = [
    ("UriCacheModule", r"%windir%\System32\inetsrv\cachuri.dll"),
    ("FileCacheModule", r"%windir%\System32\inetsrv\cachfile.dll"),
    ("HttpLoggingModule", r"%windir%\System32\inetsrv\loghttp.dll"),
    ("StaticFileModule", r"%windir%\System32\inetsrv\static.dll"),
    ("AnonymousAuthenticationModule", r"%windir%\System32\inetsrv\authanon.dll"),
    ("IsapiModule", r"%windir%\System32\inetsrv\isapi.dll"),
    ("RewriteModule", r"%SystemRoot%\system32\inetsrv\rewrite.dll"),
];

/// The steps that had happened by the end of the logs.
fn past(recipe: &Recipe) -> impl Iterator<Item = &BuildStep> {
    recipe.builds.iter().filter(|step| step.from < recipe.end)
}

/// Setup runs for cumulative updates only; security updates leave no line here. The first run sets
/// the server up.
fn setup_log(recipe: &Recipe, host: &Host) -> String {
    let mut text = String::new();
    let mut before = None;
    for step in past(recipe) {
        let cumulative = step.build.cumulative();
        let mode = if before.is_none() { "Install" } else { "Upgrade" };
        if before.replace(cumulative) == Some(cumulative) {
            continue;
        }
        let year = match (step.build.minor, step.build.build) {
            (0, _) => "2013",
            (1, _) => "2016",
            (2, 2_562..) => "Subscription Edition",
            _ => "2019",
        };
        let lines = [
            "**********************************************".to_owned(),
            format!("Starting Microsoft Exchange Server {year} Setup"),
            "**********************************************".to_owned(),
            "Local time zone: (UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna."
                .to_owned(),
            "Operating system version: Microsoft Windows NT 6.2.9200.0.".to_owned(),
            format!("Setup version: {}.", step.build),
            format!(r"Logged on user: {}\adm.holm.", host.netbios),
            format!("Command Line Parameter Name='mode', Value='{mode}'."),
            "Command Line Parameter Name='iacceptexchangeserverlicenseterms', Value=''.".to_owned(),
            "The Exchange Server setup operation completed successfully.".to_owned(),
            "End of Setup".to_owned(),
        ];
        // The run ends at the step's time and took a while.
        let start = step.from.as_millisecond() - 41 * clock::MINUTE;
        for (number, line) in lines.iter().enumerate() {
            let late = if number + 2 >= lines.len() { 41 * clock::MINUTE } else { 0 };
            let at = clock::timestamp(start + late + number as i64 * 7);
            let at = at.to_zoned(TimeZone::UTC);
            // Writing to a String cannot fail.
            let written = writeln!(
                text,
                "[{}.{:04}] [0] {line}\r",
                at.strftime("%m/%d/%Y %H:%M:%S"),
                at.millisecond()
            );
            debug_assert!(written.is_ok());
        }
    }
    text
}

/// Applications of the two sites: path, pool, folder below the installation.
const FRONT_END: [(&str, &str, &str); 12] = [
    ("/owa", "MSExchangeOWAAppPool", r"FrontEnd\HttpProxy\owa"),
    ("/owa/Calendar", "MSExchangeOWACalendarAppPool", r"FrontEnd\HttpProxy\owa"),
    ("/owa/Integrated", "MSExchangeOWAAppPool", r"FrontEnd\HttpProxy\owa"),
    ("/ecp", "MSExchangeECPAppPool", r"FrontEnd\HttpProxy\ecp"),
    ("/EWS", "MSExchangeServicesAppPool", r"FrontEnd\HttpProxy\EWS"),
    ("/API", "MSExchangeRestFrontEndAppPool", r"FrontEnd\HttpProxy\Rest"),
    ("/Autodiscover", "MSExchangeAutodiscoverAppPool", r"FrontEnd\HttpProxy\Autodiscover"),
    ("/Microsoft-Server-ActiveSync", "MSExchangeSyncAppPool", r"FrontEnd\HttpProxy\sync"),
    ("/OAB", "MSExchangeOABAppPool", r"FrontEnd\HttpProxy\OAB"),
    ("/PowerShell", "MSExchangePowerShellFrontEndAppPool", r"FrontEnd\HttpProxy\PowerShell"),
    ("/mapi", "MSExchangeMapiFrontEndAppPool", r"FrontEnd\HttpProxy\mapi"),
    ("/Rpc", "MSExchangeRpcProxyFrontEndAppPool", r"FrontEnd\HttpProxy\rpc"),
];
const BACK_END: [(&str, &str, &str); 10] = [
    ("/PowerShell", "MSExchangePowerShellAppPool", r"ClientAccess\PowerShell-Proxy"),
    ("/mapi/emsmdb", "MSExchangeMapiMailboxAppPool", r"ClientAccess\mapi\emsmdb"),
    ("/mapi/nspi", "MSExchangeMapiAddressBookAppPool", r"ClientAccess\mapi\nspi"),
    ("/API", "MSExchangeRestAppPool", r"ClientAccess\rest"),
    ("/owa", "MSExchangeOWAAppPool", r"ClientAccess\owa"),
    ("/OAB", "MSExchangeOABAppPool", r"ClientAccess\OAB"),
    ("/ecp", "MSExchangeECPAppPool", r"ClientAccess\ecp"),
    ("/Autodiscover", "MSExchangeAutodiscoverAppPool", r"ClientAccess\Autodiscover"),
    ("/Microsoft-Server-ActiveSync", "MSExchangeSyncAppPool", r"ClientAccess\sync"),
    ("/EWS", "MSExchangeServicesAppPool", r"ClientAccess\exchweb\EWS"),
];

/// The configuration of IIS with what was added to it.
pub(crate) fn application_host(recipe: &Recipe, host: &Host, added: &IisSetup) -> String {
    let front = r"%SystemDrive%\inetpub\wwwroot".to_owned();
    let sites = [
        site(
            ("Default Web Site", 1),
            &front,
            &FRONT_END,
            (&["*:80:", "127.0.0.1:80:"], "*:443:"),
            host,
            added,
        ),
        site(
            ("Exchange Back End", 2),
            &format!(r"{}\ClientAccess", host.install),
            &BACK_END,
            (&["*:81:"], "*:444:"),
            host,
            &IisSetup::default(),
        ),
        added.sites.clone(),
    ];
    let modules = STOCK_MODULES
        .iter()
        .map(|(name, image)| format!("            <add name=\"{name}\" image=\"{image}\" />\r\n"))
        .collect::<String>();
    let mut builds: Vec<Build> = past(recipe).map(|step| step.build).collect();
    builds.dedup();
    let mut locations = String::new();
    for application in ["Exchange Back End/owa", "Exchange Back End/ecp"] {
        locations.push_str(&location(application));
        for build in &builds {
            locations.push_str(&location(&format!("{application}/{build}")));
        }
    }
    for application in ["owa", "ecp", "EWS", "Autodiscover", "OAB", "PowerShell"] {
        locations.push_str(&location(&format!("Default Web Site/{application}")));
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<configuration>\r\n    <system.applicationHost>\r\n        <applicationPools>\r\n{}{}        </applicationPools>\r\n        <sites>\r\n            <siteDefaults>\r\n                <logFile logFormat=\"W3C\" directory=\"%SystemDrive%\\inetpub\\logs\\LogFiles\" />\r\n            </siteDefaults>\r\n{}        </sites>\r\n    </system.applicationHost>\r\n    <system.webServer>\r\n        <globalModules>\r\n{modules}{}        </globalModules>\r\n        <isapiFilters>\r\n{}        </isapiFilters>\r\n    </system.webServer>\r\n{locations}{}</configuration>\r\n",
        pool("DefaultAppPool", ""),
        added.pools,
        sites.concat(),
        added.global_modules,
        added.isapi_filters,
        added.locations,
    )
}

fn site(
    (name, id): (&str, u32),
    root: &str,
    applications: &[(&str, &str, &str)],
    (http, https): (&[&str], &str),
    host: &Host,
    added: &IisSetup,
) -> String {
    let application = |path: &str, pool: &str, folder: &str| {
        let own = added.directories.iter().filter(|own| own.0 == path);
        let more: String = own
            .map(|(_, path, folder)| {
                format!("                    <virtualDirectory path=\"{path}\" physicalPath=\"{folder}\" />\r\n")
            })
            .collect();
        format!(
            "                <application path=\"{path}\" applicationPool=\"{pool}\">\r\n                    <virtualDirectory path=\"/\" physicalPath=\"{folder}\" />\r\n{more}                </application>\r\n"
        )
    };
    let mut text =
        format!("            <site name=\"{name}\" id=\"{id}\" serverAutoStart=\"true\">\r\n");
    text.push_str(&application("/", "MSExchangeOWAAppPool", root));
    for (path, pool, folder) in applications {
        text.push_str(&application(path, pool, &format!(r"{}\{folder}", host.install)));
    }
    if !added.log_file.is_empty() {
        text.push_str(&format!("                <logFile {} />\r\n", added.log_file));
    }
    text.push_str("                <bindings>\r\n");
    for binding in http {
        text.push_str(&format!(
            "                    <binding protocol=\"http\" bindingInformation=\"{binding}\" />\r\n"
        ));
    }
    text.push_str(&format!(
        "                    <binding protocol=\"https\" bindingInformation=\"{https}\" />\r\n                </bindings>\r\n            </site>\r\n"
    ));
    text
}

/// A pool that runs as the system, as Exchange's do, with these elements in it.
pub(crate) fn pool(name: &str, within: &str) -> String {
    format!(
        "            <add name=\"{name}\" managedRuntimeVersion=\"v4.0\">\r\n                <processModel identityType=\"LocalSystem\" />\r\n{within}            </add>\r\n"
    )
}

fn location(path: &str) -> String {
    format!(
        "    <location path=\"{path}\">\r\n        <system.webServer>\r\n            <handlers accessPolicy=\"Read, Script\" />\r\n        </system.webServer>\r\n    </location>\r\n"
    )
}
