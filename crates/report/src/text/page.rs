//! Lays out lines for a terminal: colour only when asked for, wrapping to the width, columns.

use std::borrow::Cow;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use textwrap::WordSeparator;
use unicode_width::UnicodeWidthStr;

use crate::digest::Tone;

/// Narrower than this, a line holds a time and nothing else.
const NARROWEST: usize = 40;

/// Wider than this, lines are hard to follow.
const WIDEST: usize = 160;

/// With less room than this, the last column of a row starts on a line of its own.
const LAST_COLUMN: usize = 34;

/// Indent of what belongs to the line above where columns have no room.
const HANGING: usize = 4;

/// How a piece of text is set.
pub(super) const PLAIN: Style = Style::new();
/// Titles and names.
pub(super) const BOLD: Style = Style::new().bold();
/// What may be skipped.
pub(super) const DIM: Style = Style::new().dimmed();

/// The colour of a tone.
pub(super) const fn style(tone: Tone) -> Style {
    let color = match tone {
        Tone::Alarm => AnsiColor::Red,
        Tone::Warn => AnsiColor::Yellow,
        Tone::Unsure => AnsiColor::Magenta,
        Tone::Calm => AnsiColor::Green,
    };
    Style::new().bold().fg_color(Some(anstyle::Color::Ansi(color)))
}

/// A column of a row: its text, its width, its style.
pub(super) type Cell<'a> = (&'a str, usize, Style);

/// Where the report is written. All text given to it is already free of hidden characters.
pub(super) struct Page<'a> {
    out: &'a mut dyn Write,
    color: bool,
    width: usize,
}

impl<'a> Page<'a> {
    pub(super) fn new(out: &'a mut dyn Write, color: bool, width: usize) -> Self {
        Self { out, color, width: width.clamp(NARROWEST, WIDEST) }
    }

    /// An empty line and a title.
    pub(super) fn title(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out)?;
        self.line(0, text, BOLD)
    }

    /// A line across the page.
    pub(super) fn rule(&mut self, style: Style) -> io::Result<()> {
        let rule = "━".repeat(self.width);
        self.set(&rule, style)?;
        writeln!(self.out)
    }

    /// Text wrapped to the width, every line indented.
    pub(super) fn line(&mut self, indent: usize, text: &str, style: Style) -> io::Result<()> {
        for line in self.wrapped(text, indent) {
            write!(self.out, "{:indent$}", "")?;
            self.set(&line, style)?;
            writeln!(self.out)?;
        }
        Ok(())
    }

    /// Columns, then text wrapped beside them; where there is no room, below them.
    pub(super) fn row(&mut self, indent: usize, cells: &[Cell<'_>], text: &str) -> io::Result<()> {
        self.styled_row(indent, cells, text, PLAIN)
    }

    /// As [`Page::row`], with a style for the text.
    pub(super) fn styled_row(
        &mut self,
        indent: usize,
        cells: &[Cell<'_>],
        text: &str,
        style: Style,
    ) -> io::Result<()> {
        let taken = indent + cells.iter().map(|cell| room(*cell)).sum::<usize>();
        if taken + LAST_COLUMN > self.width {
            self.cells(indent, cells, true)?;
            return self.line(indent + HANGING, text, style);
        }
        self.cells(indent, cells, false)?;
        for (at, line) in self.wrapped(text, taken).iter().enumerate() {
            if at > 0 {
                write!(self.out, "{:taken$}", "")?;
            }
            self.set(line, style)?;
            writeln!(self.out)?;
        }
        Ok(())
    }

    /// The columns of a row. Alone on their line they end it, and blank ones are left out.
    fn cells(&mut self, indent: usize, cells: &[Cell<'_>], alone: bool) -> io::Result<()> {
        let shown =
            cells.iter().rposition(|(cell, ..)| !cell.is_empty()).map_or(0, |last| last + 1);
        if alone && shown == 0 {
            return Ok(());
        }
        write!(self.out, "{:indent$}", "")?;
        for (place, &(cell, width, style)) in cells.iter().enumerate() {
            if alone && place >= shown {
                break;
            }
            self.set(cell, style)?;
            if !alone || place + 1 < shown {
                write!(self.out, "{:1$}", "", room((cell, width, style)) - cell.width())?;
            }
        }
        if alone { writeln!(self.out) } else { Ok(()) }
    }

    /// Lines of the text that fit beside `indent`; an empty text is one empty line.
    fn wrapped<'t>(&self, text: &'t str, indent: usize) -> Vec<Cow<'t, str>> {
        // The plain separator: paths and addresses must not be cut at their own punctuation.
        let options = textwrap::Options::new(self.width.saturating_sub(indent).max(1))
            .word_separator(WordSeparator::AsciiSpace)
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        textwrap::wrap(text, options)
    }

    fn set(&mut self, text: &str, style: Style) -> io::Result<()> {
        if self.color && !style.is_plain() && !text.is_empty() {
            write!(self.out, "{}{text}{}", style.render(), style.render_reset())
        } else {
            write!(self.out, "{text}")
        }
    }
}

/// The columns a cell takes: its own, or more if its text is longer, with a space after it.
fn room((cell, width, _): Cell<'_>) -> usize {
    width.max(cell.width() + 1)
}
