//! Setup's log as the history of updates.

use crate::testing::{self, Wanted};

#[test]
fn goldens() {
    testing::goldens("setup_log");
}

#[test]
fn real_files() {
    let wanted: [Wanted<'_>; 2] = [
        ("ExchangeSetup_AccessDenied", "exchange-setup", 11582, &[]),
        ("ExchangeSetup_NoPerm", "exchange-setup", 1824, &[]),
    ];
    testing::check_shared("exchange_setup_logs", &wanted);
}
