//! The server that `afterpatch demo` shows: broken into in March 2021, patched, and used again by
//! somebody else who found the back door.

use jiff::Timestamp;
use model::Build;

use crate::{
    log::Log,
    recipe::{Fault, Plant, PlantKind, Recipe, Scanners, Traffic},
};

/// Seconds from 2021-03-01T00:00:00Z, where the demo's logs begin.
const fn at(day: i64, hour: i64, minute: i64, second: i64) -> Timestamp {
    Timestamp::constant(1_614_556_800 + ((day * 24 + hour) * 60 + minute) * 60 + second, 0)
}

/// Exchange 2016 CU18 without the March 2021 update until the evening of 9 March; a scanner on the
/// 1st, a full ProxyLogon chain on the 3rd, a second actor who finds and uses the shell on the
/// 6th, mass probes around them, and a hole of some hours in the ECP proxy logs on the 4th.
pub fn demo_recipe() -> Recipe {
    let page = "/owa/auth/RedirSuiteServerProxy.aspx";
    let chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/88.0.4324.182 Safari/537.36";
    let probe = |kind, day, hour, minute, address: &str| {
        Plant::new(kind, at(day, hour, minute, 11)).from_address(address)
    };
    Recipe {
        seed: 20_210_302,
        start: at(0, 0, 0, 0),
        end: at(10, 0, 0, 0),
        traffic: Traffic::RequestsPerHour(72),
        scanners: Scanners::Attack,
        ..Recipe::default()
    }
    .builds([
        (at(-99, 18, 40, 0), Build::new(15, 1, 2106, 2)),
        (at(8, 19, 25, 0), Build::new(15, 1, 2106, 13)),
    ])
    .plant(probe(PlantKind::ProxylogonProbe, 0, 21, 14, "192.0.2.17"))
    .plant(probe(PlantKind::ProxylogonShell, 2, 6, 49, "203.0.113.21").page(page))
    .plant(probe(PlantKind::ShellProbe404, 4, 3, 2, "192.0.2.44"))
    .plant(probe(PlantKind::WebshellUse, 5, 17, 27, "198.51.100.76").page(page).user_agent(chrome))
    .plant(probe(PlantKind::ProxylogonFailed, 9, 2, 31, "192.0.2.90"))
    .plant(probe(PlantKind::AdminRemotePowershell, 1, 9, 5, ""))
    .plant(probe(PlantKind::AdminOabUrl, 1, 9, 40, ""))
    .plant(probe(PlantKind::OutlookAutodiscoverV2, 1, 8, 0, ""))
    .fault(Fault::Hole { logs: vec![Log::ProxyEcp], from: at(3, 1, 0, 0), to: at(3, 6, 0, 0) })
}
