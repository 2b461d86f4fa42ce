//! The judge of pages, under names of every form.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| pages::fuzz::judged(data));
