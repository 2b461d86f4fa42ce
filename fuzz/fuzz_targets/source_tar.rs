//! A tar from arbitrary bytes: listed and read, or an error.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| evidence::fuzz::tar(data));
