//! The `hosts-file` reader.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| host::fuzz::reader("hosts-file", data));
