//! Sigma rules from arbitrary bytes.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| sigma::fuzz::load(data));
