//! IIS and HTTPERR logs with the traps of real files.

use model::GapReason::ColumnCount;

use crate::testing;

#[test]
fn real_files() {
    let wanted = [
        ("EVTX-ATTACK-SAMPLES__Tunna", "iis", 4298, &[][..]),
        // Rows quoted in articles; one has an address replaced by two words.
        ("MicrosoftDocs-and-MSQA", "iis", 5, &[(ColumnCount, 1)]),
        ("anquanke-MWR", "iis", 2, &[]),
        // Mangled by hand before publication.
        ("hamad-she", "iis", 3, &[(ColumnCount, 3)]),
        ("helsecert", "iis", 8, &[]),
        ("plaso__iis10.log", "iis", 1, &[]),
        ("plaso__iis10_cookies", "iis", 3, &[]),
        ("plaso__iis10_exchange_edge_cases", "iis", 15, &[]),
        ("plaso__iis7_owa", "iis", 3, &[]),
        ("plaso__iis_without_date", "iis", 11, &[]),
        ("velociraptor", "iis", 4, &[]),
    ];
    testing::check_shared("iis", &wanted);
}

#[test]
fn goldens() {
    testing::goldens("iis");
}
