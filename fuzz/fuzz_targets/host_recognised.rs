//! Whatever reader of whole files recognises the bytes reads them.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| host::fuzz::recognised(data));
