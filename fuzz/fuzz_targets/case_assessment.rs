//! An assessment.json from arbitrary bytes.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| case::fuzz::assessment(data));
