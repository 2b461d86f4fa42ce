//! W3C extended logs: IIS front and back end, and HTTPERR, where the kernel writes what never
//! reached IIS.
//!
//! The format is described at <https://www.w3.org/TR/WD-logfile.html>; what real IIS files do
//! with it (several `#Fields` in one file, no date column, empty tokens, header lines in any
//! order or missing) is handled by the table reader and checked by the goldens of this folder.
//! HTTPERR's columns: <https://learn.microsoft.com/troubleshoot/developer/webapps/iis/site-behavior-performance/error-logging-http-apis>.

#[cfg(test)]
mod tests;

use std::io;

use model::{Date, Quoting, RecordKind, Schema, TimeColumns};

use crate::head::Preamble;
use crate::table::{self, Dialect};
use crate::{Format, Head, Input, Outcome, Sink, Sniff};

/// The fields IIS 10 logs unless told otherwise.
const DEFAULT_FIELDS: &str = "date time s-ip cs-method cs-uri-stem cs-uri-query s-port \
     cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken";

/// The fields IIS 7 logged unless told otherwise: without a referer.
const DEFAULT_FIELDS_IIS7: &str = "date time s-ip cs-method cs-uri-stem cs-uri-query s-port \
     cs-username c-ip cs(User-Agent) sc-status sc-substatus sc-win32-status time-taken";

/// Columns that only a web server log has.
const IIS_FIELDS: [&str; 4] = ["cs-uri-stem", "cs-method", "cs-uri-query", "c-ip"];

/// Columns that only HTTPERR has.
const HTTPERR_FIELDS: [&str; 2] = ["s-reason", "s-queuename"];

/// Fewest tokens of a row that is taken for an IIS row without any header.
const FEWEST_TOKENS: usize = 12;

/// IIS request logs.
pub(crate) struct Iis;

/// Kernel error logs.
pub(crate) struct HttpErr;

struct W3c {
    kind: RecordKind,
    layouts: &'static [&'static str],
}

const IIS: W3c = W3c { kind: RecordKind::IIS, layouts: &[DEFAULT_FIELDS, DEFAULT_FIELDS_IIS7] };
const HTTP_ERR: W3c = W3c { kind: RecordKind::HTTP_ERR, layouts: &[] };

impl Dialect for W3c {
    fn quoting(&self) -> Quoting {
        Quoting::Plain
    }

    fn schema(&self, names: Vec<Box<str>>, date: Option<Date>) -> Schema {
        let position =
            |name: &str| names.iter().position(|column| column.eq_ignore_ascii_case(name));
        let time = match (position("date"), position("time"), date) {
            (Some(date), Some(time), _) => TimeColumns::Split { date, time },
            (None, Some(time), Some(date)) => TimeColumns::OfDay { date, time },
            _ => TimeColumns::None,
        };
        let part = position("s-sitename");
        Schema { kind: self.kind.clone(), columns: names, time, part, quoting: Quoting::Plain }
    }

    fn layouts(&self) -> Vec<Vec<Box<str>>> {
        let names = |line: &&str| line.split_ascii_whitespace().map(Into::into).collect();
        self.layouts.iter().map(names).collect()
    }
}

impl Format for Iis {
    fn id(&self) -> &'static str {
        "iis"
    }

    fn sniff(&self, head: Head<'_>) -> Option<Sniff> {
        let preamble = Preamble::of(head);
        let software = preamble.software.as_deref().unwrap_or("").to_ascii_lowercase();
        if has_fields(&preamble, &HTTPERR_FIELDS) || software.starts_with("microsoft http") {
            None
        } else if has_fields(&preamble, &IIS_FIELDS[..2])
            || software.contains("internet information services")
        {
            Some(Sniff::Certain)
        } else if preamble.rows.iter().any(|row| is_row(row)) {
            Some(Sniff::Generic)
        } else {
            let in_folder = head.path.components().rev().nth(1).is_some_and(is_site_folder);
            (in_folder && is_log(head)).then_some(Sniff::ByPath)
        }
    }

    fn splits(&self) -> bool {
        true
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn Sink) -> io::Result<Outcome> {
        table::read(&IIS, input, sink)
    }
}

impl Format for HttpErr {
    fn id(&self) -> &'static str {
        "httperr"
    }

    fn sniff(&self, head: Head<'_>) -> Option<Sniff> {
        let preamble = Preamble::of(head);
        let software = preamble.software.as_deref().unwrap_or("").to_ascii_lowercase();
        if has_fields(&preamble, &HTTPERR_FIELDS) || software.starts_with("microsoft http") {
            return Some(Sniff::Certain);
        }
        let in_folder = head.path.parent().is_some_and(|folder| folder.ends_with("HTTPERR"));
        (in_folder && is_log(head)).then_some(Sniff::ByPath)
    }

    fn splits(&self) -> bool {
        true
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn Sink) -> io::Result<Outcome> {
        table::read(&HTTP_ERR, input, sink)
    }
}

fn has_fields(preamble: &Preamble, wanted: &[&str]) -> bool {
    let first_row = preamble.rows.first();
    let header = preamble.fields.as_ref().or(preamble.bare.as_ref()).or(first_row);
    header.is_some_and(|line| {
        wanted
            .iter()
            .all(|name| line.split_ascii_whitespace().any(|own| own.eq_ignore_ascii_case(name)))
    })
}

/// `date time … METHOD /stem …` as IIS writes it.
fn is_row(row: &str) -> bool {
    let tokens: Vec<&str> = row.split(' ').filter(|token| !token.is_empty()).collect();
    tokens.len() >= FEWEST_TOKENS
        && tokens[0].parse::<Date>().is_ok()
        && tokens[1].parse::<jiff::civil::Time>().is_ok()
        && tokens[2..].windows(2).take(5).any(|pair| {
            pair[1].starts_with('/')
                && pair[0].len() >= 3
                && pair[0].bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
        })
}

/// `W3SVC1`, `W3SVC2` and so on.
fn is_site_folder(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.strip_prefix("w3svc").is_some_and(|id| id.bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_log(head: Head<'_>) -> bool {
    head.path.extension().is_some_and(|extension| extension == "log")
}
