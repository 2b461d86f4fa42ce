//! Whatever format recognises the bytes reads them.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| formats::fuzz::recognised(data));
