//! Windows events that were exported as text, brought to the fields binary logs have.
//!
//! XML as Event Viewer, `wevtutil` and `evtx_dump` write it; JSON, as lines, as arrays or one
//! object after the other, in the forms of `evtx_dump`, Chainsaw, Velociraptor, Winlogbeat (ECS),
//! NXLog, Hayabusa and PowerShell. Field names are those of [`crate::evtx`]; what an exporter adds
//! keeps its own name. An exporter that drops `EventData` leaves `Message`; see [`cmdlet`] for the
//! one message that is taken apart again.
//!
//! A record has a time only if the export gives one with a zone. Offsets of files in UTF-16 count
//! the bytes of their UTF-8 form.

mod cmdlet;
mod event;
mod json;
mod normal;
mod stream;
#[cfg(test)]
mod tests;
mod tree;
mod xml;

pub(crate) use json::EventJson;
pub(crate) use xml::EventXml;
