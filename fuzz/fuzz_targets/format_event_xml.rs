//! The event-xml format over arbitrary bytes.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| formats::fuzz::format("event-xml", data));
