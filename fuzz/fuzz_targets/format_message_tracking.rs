//! The message-tracking format over arbitrary bytes.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| formats::fuzz::format("message-tracking", data));
