//! ECP Server rows that people copied out of their logs.

use model::GapReason::Damaged;

use crate::testing::{self, Wanted};

#[test]
fn goldens() {
    testing::goldens("ecp_server");
}

#[test]
fn real_files() {
    let wanted: [Wanted<'_>; 2] = [
        ("artefacts.help__ECPServer", "ecp-server", 1, &[]),
        // Three lines are remarks of the people who published it.
        ("helsecert__ProxyLogon__ECPServer", "ecp-server-rows", 17, &[(Damaged, 3)]),
    ];
    testing::check_shared("ecp_server", &wanted);
}
