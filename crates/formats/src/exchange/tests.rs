//! Logs of the common writer: what is recognised, read and lost.

use model::GapReason::{ColumnCount, NoTime, Truncated};

use crate::testing::{self, Wanted};

#[test]
fn goldens() {
    testing::goldens("exchange");
}

#[test]
fn real_ecp_activity() {
    let wanted: [Wanted<'_>; 2] = [
        ("artefacts.help__ECPActivity", "ecp-activity", 2, &[]),
        // Its time column is named MyTimeStamp.
        ("awslabs__ECPActivity", "ecp-activity", 2, &[]),
    ];
    testing::check_shared("ecp_activity", &wanted);
}

#[test]
fn real_cmdlet_infra() {
    let wanted: [Wanted<'_>; 5] = [
        ("InsightEngineering__ProxyNotShell__Rps_Http_2023112014", "rps-http", 0, &[]),
        // Pieces of rows from a memory dump, without their first columns.
        ("InsightEngineering__ProxyNotShell__Rps_Http_memory", "none", 0, &[]),
        ("InsightEngineering__ProxyShell__Rps_Cmdlet", "rps-cmdlet", 6, &[(NoTime, 2)]),
        ("InsightEngineering__ProxyShell__Rps_Http", "rps-http", 4, &[]),
        ("artefacts.help__Rps_Cmdlet", "rps-cmdlet", 1, &[]),
    ];
    testing::check_shared("cmdletinfra", &wanted);
}

#[test]
fn real_ews() {
    let wanted: [Wanted<'_>; 2] =
        [("artefacts.help__Ews", "ews", 1, &[]), ("awslabs__Ews", "ews", 7, &[])];
    testing::check_shared("ews", &wanted);
}

#[test]
fn real_transport() {
    let tracking: [Wanted<'_>; 3] = [
        ("artefacts.help__MSGTRKMS", "message-tracking", 2, &[]),
        ("awslabs__MSGTRK", "message-tracking", 2, &[]),
        // A fixture with names repeated in its header and rows of other widths.
        ("velociraptor__exchange", "message-tracking", 2, &[(ColumnCount, 1), (Truncated, 1)]),
    ];
    testing::check_shared("message_tracking", &tracking);
    let transport: [Wanted<'_>; 2] = [
        ("artefacts.help__AgentLog", "agent-log", 2, &[]),
        ("artefacts.help__RECV", "smtp-protocol", 16, &[]),
    ];
    testing::check_shared("transport", &transport);
    let audit: [Wanted<'_>; 1] = [("artefacts.help__audit", "admin-audit", 1, &[])];
    testing::check_shared("admin_audit_queue", &audit);
}
