//! Collected paths from arbitrary names.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| evidence::fuzz::path(data));
