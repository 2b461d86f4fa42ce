//! A hive with transaction logs, both from arbitrary bytes.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| host::fuzz::hive_with_logs(data));
