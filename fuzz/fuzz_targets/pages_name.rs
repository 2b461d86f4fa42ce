//! Names of pages, compared with the names that Exchange ships.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| pages::fuzz::named(data));
