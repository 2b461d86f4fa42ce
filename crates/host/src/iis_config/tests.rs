//! IIS configuration elements as facts, from sound and malformed files.

use model::GapReason;

use crate::testing::{Seen, read, shared};

pub(crate) const SMALL: &str = r#"<?xml version="1.0"?>
<configuration>
  <configSections><section name="modules"/></configSections>
  <system.applicationHost>
    <applicationPools>
      <add name="P1" managedRuntimeVersion="v4.0"><processModel identityType="LocalSystem" password="x"/>
        <environmentVariables><add name="COR_ENABLE_PROFILING" value="1"/></environmentVariables></add>
      <applicationPoolDefaults><processModel identityType="ApplicationPoolIdentity"/></applicationPoolDefaults>
    </applicationPools>
    <sites>
      <site name="Front" id="1">
        <application path="/owa" applicationPool="P1">
          <virtualDirectory path="/" physicalPath="D:\Ex\owa"/>
          <virtualDirectory path="/auth/x" physicalPath="C:\ProgramData\x"/>
        </application>
        <bindings><binding protocol="https" bindingInformation="*:443:"/></bindings>
        <logFile enabled="false"/>
      </site>
      <siteDefaults><logFile directory="D:\Logs"/></siteDefaults>
    </sites>
    <log centralLogFileMode="Site"/>
  </system.applicationHost>
  <system.webServer>
    <globalModules><add name="M" image="C:\m.dll" preCondition="bitness64"/></globalModules>
    <httpLogging dontLog="true"/>
  </system.webServer>
  <location path="Front/owa">
    <system.webServer>
      <modules><remove name="A"/><add name="B" type="N.B, N"/></modules>
      <handlers accessPolicy="Read"><add name="h" path="*.png" verb="*" type="System.Web.UI.PageHandlerFactory"/></handlers>
      <isapiFilters><filter name="f" path="C:\f.dll"/></isapiFilters>
      <rewrite><rules><rule name="block" stopProcessing="true"><match url=".*"/>
        <conditions><add input="{HTTP_COOKIE}" pattern="a" negate="true"/></conditions>
        <action type="AbortRequest"/></rule></rules>
        <outboundRules><rule name="out"><match serverVariable="RESPONSE_X" pattern=".*"/><action type="Rewrite" value="1"/></rule></outboundRules></rewrite>
    </system.webServer>
    <system.web><machineKey validationKey="AB12" decryptionKey="AutoGenerate,IsolateApps"/>
      <compilation><buildProviders><add extension=".log" type="System.Web.Compilation.PageBuildProvider"/></buildProviders></compilation></system.web>
  </location>
  <location path="Front/owa/15.2.858.5"/>
</configuration>"#;

fn config(text: &str) -> Seen {
    let (id, seen) = read("C:\\Windows\\System32\\inetsrv\\config\\a.config", text.as_bytes());
    assert_eq!(id, "iis-config");
    seen
}

#[test]
fn what_runs_where_and_as_whom() {
    let seen = config(SMALL);
    assert_eq!(seen.losses(), []);
    let pools = seen.having("element", "applicationPool");
    assert_eq!(pools.len(), 2);
    assert_eq!(pools[0].value("identityType"), Some("LocalSystem"));
    assert_eq!(pools[0].value("passwordSet"), Some("true"));
    assert_eq!(pools[0].value("environmentVariable"), Some("COR_ENABLE_PROFILING=1"));
    assert_eq!(pools[1].value("isDefault"), Some("true"));
    let directories = seen.having("element", "virtualDirectory");
    assert_eq!(directories[0].value("url"), Some("/owa"));
    assert_eq!(directories[1].value("url"), Some("/owa/auth/x"));
    assert_eq!(directories[1].value("site"), Some("Front"));
    let modules = seen.having("element", "module");
    assert_eq!(modules.len(), 2);
    assert_eq!(modules[0].value("operation"), Some("remove"));
    assert_eq!(modules[1].value("location"), Some("Front/owa"));
    assert_eq!(seen.having("element", "globalModule")[0].value("image"), Some("C:\\m.dll"));
    assert_eq!(seen.count("element", "handler"), 1);
    assert_eq!(seen.count("element", "isapiFilter"), 1);
    assert_eq!(seen.count("element", "buildProvider"), 1);
}

#[test]
fn rules_keys_and_logging() {
    let seen = config(SMALL);
    let rules = seen.having("element", "rewriteRule");
    assert_eq!(rules[0].value("direction"), Some("inbound"));
    assert_eq!(rules[0].value("condition"), Some("{HTTP_COOKIE} !~ a"));
    assert_eq!(rules[0].value("actionType"), Some("AbortRequest"));
    assert_eq!(rules[1].value("direction"), Some("outbound"));
    assert_eq!(rules[1].value("matchServerVariable"), Some("RESPONSE_X"));
    let key = seen.having("element", "machineKey")[0];
    assert_eq!(key.value("fixed"), Some("true"));
    assert_eq!(seen.having("element", "httpLogging")[0].value("dontLog"), Some("true"));
    let logs = seen.having("element", "logFile");
    assert_eq!((logs[0].value("enabled"), logs[0].value("site")), (Some("false"), Some("Front")));
    assert_eq!(logs[1].value("site"), Some(""));
    let builds: Vec<_> = seen.facts.iter().filter_map(|fact| fact.value("build")).collect();
    assert_eq!(builds, ["15.2.858.5"]);
}

#[test]
fn a_key_made_by_the_server_is_not_fixed() {
    let text = "<configuration><system.web><machineKey validationKey=\"AutoGenerate,IsolateApps\"/>\
                </system.web></configuration>";
    assert_eq!(config(text).having("element", "machineKey")[0].value("fixed"), Some("false"));
}

#[test]
fn an_encrypted_section_is_a_gap() {
    let text = "<configuration><system.web><machineKey configProtectionProvider=\"R\">\
                <EncryptedData/></machineKey></system.web></configuration>";
    assert_eq!(config(text).losses(), [(GapReason::Encrypted, 1)]);
}

#[test]
fn wide_text_is_read_the_same() {
    let (_, seen) = read("C:\\web.config", &crate::testing::wide(SMALL));
    assert_eq!(seen.facts.len(), config(SMALL).facts.len());
}

/// globalModules, modules, handlers, ISAPI filters (a `clear` in front of two lists counted),
/// virtual directories, pools with their defaults, locations, rewrite rules, machine keys.
fn counts(seen: &Seen) -> [usize; 9] {
    [
        "globalModule",
        "module",
        "handler",
        "isapiFilter",
        "virtualDirectory",
        "applicationPool",
        "location",
        "rewriteRule",
        "machineKey",
    ]
    .map(|element| seen.count("element", element))
}

/// What the host-level file of a real server holds, by the end of the file's name.
const HOSTS: [(&str, [usize; 9]); 9] = [
    ("E15_Configured_Both_ApplicationHost.config", [32, 34, 165, 7, 34, 19, 43, 0, 0]),
    ("E15_Configured_Cas_ApplicationHost.config", [31, 35, 83, 5, 15, 15, 18, 0, 0]),
    ("E15_Configured_Mbx_ApplicationHost.config", [31, 34, 139, 4, 23, 17, 30, 0, 0]),
    ("E15_NotConfigured_Both_ApplicationHost.config", [32, 34, 165, 7, 34, 19, 43, 0, 0]),
    ("E15_NotConfigured_Cas_ApplicationHost.config", [31, 35, 83, 5, 15, 15, 18, 0, 0]),
    ("E15_NotConfigured_Mbx_ApplicationHost.config", [31, 34, 139, 4, 23, 17, 30, 0, 0]),
    ("_applicationHost_Default.config", [31, 35, 165, 7, 34, 21, 43, 0, 0]),
    ("_applicationHost_Mixed.config", [34, 35, 165, 7, 34, 21, 43, 0, 0]),
    // All others, of 2016 and 2019.
    ("", [33, 35, 165, 7, 34, 21, 43, 0, 0]),
];

#[test]
fn real_servers() {
    let (mut files, mut rules, mut keys, mut fixed) = (0, 0, 0, 0);
    for folder in ["iis_config/E16", "iis_config/E19", "iis_config/shared_tests"] {
        let Some(found) = shared(folder) else { return };
        for (name, bytes) in found {
            let (id, seen) = read(&name, &bytes);
            assert_eq!(id, "iis-config", "{name}");
            // Two are malformed; each breaks one end tag and loses nothing else.
            let broken = ["BadApplicationHost.config", "DefaultWebSite_web1.config"];
            let wanted: &[_] =
                if broken.contains(&&*name) { &[(GapReason::Damaged, 1)] } else { &[] };
            assert_eq!(seen.losses(), wanted, "{name}");
            let found = counts(&seen);
            if name.to_lowercase().contains("applicationhost") {
                let wanted = HOSTS.iter().find(|(end, _)| name.ends_with(end)).unwrap().1;
                assert_eq!(found, wanted, "{name}");
            }
            files += 1;
            rules += found[7];
            keys += found[8];
            fixed += seen.count("fixed", "true");
        }
    }
    assert_eq!((files, rules, keys, fixed), (73, 3, 22, 0));
}

#[test]
fn a_section_in_a_file_of_its_own_is_read() {
    let folder = "C:\\Windows\\System32\\inetsrv\\config";
    let text = "\u{feff}<?xml version=\"1.0\"?>\n<!-- x --><globalModules><add name=\"M\" \
                image=\"C:\\m.dll\"/></globalModules>";
    let (id, seen) = read(&format!("{folder}\\modules.config"), text.as_bytes());
    assert_eq!((id, seen.count("element", "globalModule")), ("iis-config", 1));
    let (id, _) = read("C:\\app\\nlog.config", b"<nlog><handlers/></nlog>");
    assert_eq!(id, "none");
}

#[test]
fn where_sections_lie_elsewhere_is_told() {
    for attribute in ["configSource", "childSource"] {
        let seen = config(&format!(
            "<configuration><system.webServer><modules {attribute}=\"m.xml\"/>\
             </system.webServer></configuration>"
        ));
        let parts = seen.having("element", "configSource");
        assert_eq!(parts[0].value("file"), Some("m.xml"));
    }
}

#[test]
fn a_file_without_any_xml_is_a_gap() {
    for bytes in [&[0_u8; 500][..], b"\r\n\r\n", b"[[[["] {
        let (id, seen) = read("C:\\x\\applicationHost.config", bytes);
        assert_eq!((id, seen.losses()), ("iis-config", vec![(GapReason::Damaged, 1)]));
    }
}
