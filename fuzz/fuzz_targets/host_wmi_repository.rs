//! The `wmi-repository` reader.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| host::fuzz::reader("wmi-repository", data));
