//! Exchange knowledge that no rule language can say: one technique, one file.
//!
//! Each technique is one or more [`Detector`]s; [`all`] lists them. A detector names record kinds
//! and columns and knows no format.

mod common;
mod pages;
mod proxylogon;
mod proxyshell;
mod webshell;

use detect::Detector;

/// Every detector of this crate, in a fixed order.
pub fn all() -> Vec<Box<dyn Detector>> {
    Vec::new()
}
