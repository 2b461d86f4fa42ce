//! The `crash-report` reader.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| host::fuzz::reader("crash-report", data));
