//! The `defender-quarantined` reader.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| host::fuzz::reader("defender-quarantined", data));
