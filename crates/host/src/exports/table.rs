//! `Export-Csv` and `csvde` tables of settings: a header with the properties' names, one object a
//! row. Known by its first line `#TYPE …` or by columns that only such exports have; logs with
//! columns are other readers' work.

use model::{GapReason, Locator, Loss, WinPath};

use crate::text::{decode, folded, repeated};
use crate::{Fact, FactKind, Head, Reader, Sink, Sniff};

use super::{LARGEST, MOST_FIELDS, cut_fields};

/// Columns of which a table of settings has at least one.
const COLUMNS: [&str; 8] = [
    "externalurl",
    "internalurl",
    "msexchexternalhostname",
    "msexchinternalhostname",
    "assemblypath",
    "roleassigneename",
    "forwardingsmtpaddress",
    "distinguishedname",
];

/// Separators that cultures give PowerShell.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// Tables of settings.
pub(crate) struct CsvExport;

impl Reader for CsvExport {
    fn id(&self) -> &'static str {
        "csv-export"
    }

    fn sniff(&self, head: Head<'_>) -> Option<Sniff> {
        let text = folded(&head.bytes[..head.bytes.len().min(16 * 1024)]);
        let start = text.iter().position(u8::is_ascii_graphic)?;
        let text = &text[start..];
        if text.starts_with(b"#type ") {
            return Some(Sniff::Certain);
        }
        let line = text.split(|byte| *byte == b'\n').next()?;
        let separator = separator(line);
        let found = line
            .split(|byte| *byte == separator)
            .map(|cell| cell.trim_ascii().trim_ascii_end())
            .map(|cell| cell.strip_prefix(b"\"").unwrap_or(cell))
            .map(|cell| cell.strip_suffix(b"\"").unwrap_or(cell))
            .any(|cell| COLUMNS.iter().any(|column| column.as_bytes() == cell));
        (found && line.contains(&separator)).then_some(Sniff::Generic)
    }

    fn largest(&self) -> u64 {
        LARGEST
    }

    fn read(&self, _: &WinPath, bytes: &[u8], sink: &mut dyn Sink) {
        let text = decode(bytes, sink);
        let mut body = text.as_str();
        let mut kind = None;
        let mut skipped_lines = 0;
        if let Some(rest) = body.strip_prefix("#TYPE ") {
            let (name, after) = rest.split_once('\n').unwrap_or((rest, ""));
            kind = Some(name.trim());
            body = after;
            skipped_lines = 1;
        }
        let skipped = text.as_str().len() - body.len();
        let header = body.lines().next().unwrap_or_default();
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .delimiter(separator(header.as_bytes()))
            .from_reader(body.as_bytes());
        let Ok(columns) = reader.headers().cloned() else { return };
        let mut cut = cut_fields();
        if columns.len() > MOST_FIELDS {
            cut.add(Locator::File, 0);
        }
        let mut ragged = Loss::new(GapReason::ColumnCount, "rows unlike their header");
        for row in reader.records() {
            // Text is valid already and rows may differ in width: nothing is left to go wrong.
            let Ok(row) = row else { continue };
            let position = row.position();
            let place = Locator::Line {
                line: position.map_or(0, csv::Position::line) + skipped_lines,
                offset: position.map_or(0, csv::Position::byte) + skipped as u64,
                length: row.as_slice().len() as u64,
            };
            if row.len() != columns.len() {
                ragged.add(place.clone(), 0);
            }
            let mut fact = Fact::new(FactKind::Csv, place).with_some("type", kind.map(repeated));
            for (name, value) in columns.iter().zip(row.iter()).take(MOST_FIELDS) {
                fact.push(repeated(name.trim()).to_owned(), value);
            }
            if !fact.fields.is_empty() {
                sink.fact(fact);
            }
        }
        sink.lost(ragged);
        sink.lost(cut);
    }
}

/// The separator that the header uses most.
fn separator(header: &[u8]) -> u8 {
    let count = |wanted: u8| header.iter().filter(|byte| **byte == wanted).count();
    SEPARATORS.into_iter().rev().max_by_key(|byte| count(*byte)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{read, wide};

    #[test]
    fn rows_by_the_names_of_their_columns() {
        let text = "#TYPE Microsoft.Exchange.Data.Directory.SystemConfiguration.ADOabVirtualDirectory\r\n\
                    \"Name\",\"ExternalUrl\"\r\n\"OAB (Default Web Site)\",\"http://f/a,b\"\r\n\"EWS\"\r\n";
        for bytes in [text.as_bytes().to_vec(), wide(text)] {
            let (id, seen) = read("C:\\x\\vdirs.csv", &bytes);
            assert_eq!((id, seen.facts.len()), ("csv-export", 2));
            assert_eq!(seen.facts[0].value("externalurl"), Some("http://f/a,b"));
            assert_eq!(seen.losses(), [(GapReason::ColumnCount, 1)]);
        }
        let (id, seen) = read("C:\\x\\v.csv", b"Name;InternalUrl\r\nOWA;https://a/owa\r\n");
        assert_eq!((id, seen.facts[0].value("InternalUrl")), ("csv-export", Some("https://a/owa")));
    }

    #[test]
    fn a_log_with_columns_is_none() {
        assert_eq!(read("C:\\x\\a.csv", b"DateTime,RequestId,UrlStem\r\n1,2,3\r\n").0, "none");
    }
}
