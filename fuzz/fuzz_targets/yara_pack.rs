//! YARA rules from arbitrary bytes, run over themselves.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| yara::fuzz::pack(data));
