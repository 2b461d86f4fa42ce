//! The shipped YARA rules over arbitrary bytes.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| yara::fuzz::scan(data));
