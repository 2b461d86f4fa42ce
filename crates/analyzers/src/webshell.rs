//! Web-shell requests: executable pages that no Exchange build ships.
