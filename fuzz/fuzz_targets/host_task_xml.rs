//! The `task-xml` reader.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| host::fuzz::reader("task-xml", data));
