//! The smtp-protocol format over arbitrary bytes.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| formats::fuzz::format("smtp-protocol", data));
