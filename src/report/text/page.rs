//! A page under construction: headings, paragraphs and tables of one width.
//!
//! Style is applied line by line after layout, so that escape codes never disturb an alignment.
//! Without Unicode the few signs the report uses are replaced before layout.

use anstyle::{AnsiColor, Style};

use crate::report::number::JOINED;

use super::table::Table;

/// How a text report looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextOptions {
    /// Columns; lines are broken here, at most at 100.
    pub width: usize,
    /// Whether to use colour and bold.
    pub color: bool,
    /// Whether to keep to the signs of ASCII; names of the scenario stay as they are.
    pub ascii: bool,
}

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const ALARM: Style = Style::new()
    .bold()
    .fg_color(Some(anstyle::Color::Ansi(AnsiColor::Yellow)));

/// A page under construction.
pub(super) struct Page {
    options: TextOptions,
    text: String,
}

impl Page {
    pub(super) fn new(options: &TextOptions) -> Self {
        let options = TextOptions {
            width: options.width.clamp(40, 100),
            ..*options
        };
        Self {
            options,
            text: String::new(),
        }
    }

    pub(super) fn width(&self) -> usize {
        self.options.width
    }

    /// A heading after an empty line.
    pub(super) fn heading(&mut self, text: &str) {
        self.gap();
        self.wrapped(text, 0, BOLD);
    }

    /// A paragraph that must be seen.
    pub(super) fn strong(&mut self, text: &str) {
        self.wrapped(text, 0, BOLD);
    }

    /// A paragraph that says that something is wrong.
    pub(super) fn alarm(&mut self, text: &str) {
        self.wrapped(text, 0, ALARM);
    }

    /// A paragraph.
    pub(super) fn paragraph(&mut self, text: &str) {
        self.wrapped(text, 0, Style::new());
    }

    /// A paragraph of small print.
    pub(super) fn aside(&mut self, text: &str) {
        self.wrapped(text, 0, DIM);
    }

    /// An entry of a list.
    pub(super) fn entry(&mut self, text: &str) {
        self.wrapped(&format!("- {text}"), 2, Style::new());
    }

    /// An entry below an entry.
    pub(super) fn inner_entry(&mut self, text: &str) {
        let indent = format!("{JOINED}{JOINED}-{JOINED}");
        self.wrapped(&format!("{indent}{text}"), 4, Style::new());
    }

    /// An empty line, unless there is one.
    pub(super) fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A table; its head is dimmed.
    pub(super) fn table(&mut self, table: &Table) {
        let (plain, gave_up) = table
            .map(|cell| self.signs(cell))
            .fitted(self.options.width);
        let lines = plain.lines(self.options.width, self.options.ascii);
        let is_rule = |line: &String| line.starts_with(plain.rule(self.options.ascii));
        let head = lines.iter().position(is_rule).unwrap_or(0);
        for (number, line) in lines.iter().enumerate() {
            let style = if number <= head { DIM } else { Style::new() };
            self.line(line, style);
        }
        if gave_up {
            self.aside("(Intervals left out to fit the page are in the JSON result.)");
        }
    }

    /// The finished text.
    pub(super) fn finish(self) -> String {
        self.text
    }

    /// Breaks a text at spaces; further lines are indented by `hang`.
    fn wrapped(&mut self, text: &str, hang: usize, style: Style) {
        let text = self.signs(text);
        let mut line = String::new();
        let mut columns = 0;
        for word in text.split([' ', '\n']).filter(|word| !word.is_empty()) {
            let wide = super::table::columns_of(word);
            if columns > hang && columns + 1 + wide > self.options.width {
                self.line(&line, style);
                line = " ".repeat(hang);
                columns = hang;
            } else if columns > hang || (columns > 0 && !line.ends_with(' ')) {
                line.push(' ');
                columns += 1;
            }
            line.push_str(word);
            columns += wide;
        }
        self.line(&line, style);
    }

    fn line(&mut self, line: &str, style: Style) {
        let line = line.replace(JOINED, " ");
        let line = line.trim_end();
        if self.options.color && style != Style::new() && !line.is_empty() {
            self.text.push_str(&format!("{style}{line}{style:#}"));
        } else {
            self.text.push_str(line);
        }
        self.text.push('\n');
    }

    /// The text with the signs this report uses; those of ASCII if that is asked for, while names
    /// stay as they are. Whatever steers a terminal is taken out, whoever wrote it into a title.
    fn signs(&self, text: &str) -> String {
        let text: String = text.chars().map(harmless).collect();
        if !self.options.ascii {
            return text;
        }
        let mut plain = String::new();
        for sign in text.chars() {
            match sign {
                '→' => plain.push_str("->"),
                '€' => plain.push_str("EUR "),
                '£' => plain.push_str("GBP "),
                '…' => plain.push_str("..."),
                '·' | '–' | '—' => plain.push('-'),
                '×' => plain.push('x'),
                '█' => plain.push('#'),
                '‘' | '’' => plain.push('\''),
                '“' | '”' => plain.push('"'),
                // A name of the scenario.
                other => plain.push(other),
            }
        }
        plain
    }
}

/// A sign that only shows itself; a line break of a table's head stays.
fn harmless(sign: char) -> char {
    let turns_text = matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if (sign.is_control() && sign != '\n') || turns_text {
        '?'
    } else {
        sign
    }
}
