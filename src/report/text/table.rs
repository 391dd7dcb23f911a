//! Aligned tables: words to the left, numbers to the right, one rule under the head.
//!
//! A table too wide for the page breaks names over lines, at spaces and within a name behind `_`, `-`
//! and the like; where that is not enough it gives up intervals, from the left, rather than break a
//! number. Further lines of a name are indented, so that they are not taken for the next row.

use comfy_table::{
    CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, TableStyle, Width,
};

use crate::report::number::JOINED;

/// Columns between two columns of a table.
const GAP: usize = 2;

/// Names are not made narrower than this, unless they are.
const NARROW: usize = 16;
/// Further lines of a name begin with so many spaces.
const HANG: usize = 2;

/// A table as text; the first column holds words.
#[derive(Clone, Debug)]
pub(super) struct Table {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
    words: Vec<usize>,
}

impl Table {
    /// A table with this head.
    pub(super) fn new<T: Into<String>>(head: impl IntoIterator<Item = T>) -> Self {
        Self {
            head: head.into_iter().map(Into::into).collect(),
            rows: Vec::new(),
            words: vec![0],
        }
    }

    /// The same with words in another column too.
    pub(super) fn words_in(mut self, column: usize) -> Self {
        self.words.push(column);
        self
    }

    /// Adds a row.
    pub(super) fn row<T: Into<String>>(&mut self, cells: impl IntoIterator<Item = T>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }

    /// The same table with every cell changed.
    pub(super) fn map(&self, change: impl Fn(&str) -> String) -> Self {
        let all = |cells: &Vec<String>| cells.iter().map(|cell| change(cell)).collect();
        Self {
            head: all(&self.head),
            rows: self.rows.iter().map(all).collect(),
            words: self.words.clone(),
        }
    }

    /// What the rule under the head is made of.
    pub(super) fn rule(&self, ascii: bool) -> char {
        if ascii { '-' } else { '─' }
    }

    /// The same table without the intervals that make it wider than so many columns of the screen,
    /// and whether any had to go.
    pub(super) fn fitted(&self, width: usize) -> (Self, bool) {
        let mut fitted = self.clone();
        for column in 1..self.head.len() {
            if total(&fitted.widths(width)) <= width {
                break;
            }
            for row in &mut fitted.rows {
                row[column] = bare(&row[column]);
            }
        }
        let gave_up = fitted.rows != self.rows;
        (fitted, gave_up)
    }

    /// The widths of all columns: as wide as what is in them, names and heads narrower if that makes
    /// the table fit. A number is never broken.
    fn widths(&self, width: usize) -> Vec<usize> {
        let piece = |cell: &str| pieces(cell).map(columns_of).max().unwrap_or(0);
        let columns = 0..self.head.len();
        let all = |at: usize| std::iter::once(&self.head[at]).chain(self.cells(at));
        let widest = |at: usize| all(at).map(|cell| columns_of(cell)).max().unwrap_or(0);
        let least = |at: usize| match self.words.contains(&at) {
            true => {
                let longest = all(at).map(|cell| piece(cell)).max().unwrap_or(0);
                (longest + HANG).min(NARROW)
            }
            false => {
                let numbers = self.cells(at).map(|cell| columns_of(cell)).max();
                numbers.unwrap_or(0).max(piece(&self.head[at]).min(NARROW))
            }
        };
        let mut widths: Vec<usize> = columns.clone().map(widest).collect();
        let least: Vec<usize> = columns.clone().map(least).collect();
        while total(&widths) > width {
            let can_shrink = |at: &usize| widths[*at] > least[*at];
            match columns
                .clone()
                .filter(can_shrink)
                .max_by_key(|at| widths[*at])
            {
                Some(at) => widths[at] -= 1,
                None => break,
            }
        }
        widths
    }

    /// The cells of a column, without its head.
    fn cells(&self, column: usize) -> impl Iterator<Item = &String> {
        self.rows.iter().filter_map(move |row| row.get(column))
    }

    /// A row with its cells broken to these widths; further lines hang in columns of names.
    fn broken(&self, row: &[String], widths: &[usize], hangs: bool) -> Vec<String> {
        let cells = row.iter().zip(widths).enumerate();
        cells
            .map(|(at, (cell, width))| {
                let hang = if hangs && self.words.contains(&at) {
                    HANG
                } else {
                    0
                };
                wrapped(cell, *width, hang)
            })
            .collect()
    }

    /// The table, laid out in so many columns of the screen.
    pub(super) fn lines(&self, width: usize, ascii: bool) -> Vec<String> {
        let mut table = comfy_table::Table::new();
        let rule = self.rule(ascii);
        table
            .load_style(TableStyle::new().header_separator(LineStyle::none().fill(rule)))
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(u16::try_from(width).unwrap_or(u16::MAX));
        let widths = self.widths(width);
        table.set_header(self.broken(&self.head, &widths, false));
        for row in &self.rows {
            table.add_row(self.broken(row, &widths, true));
        }
        let fits = total(&widths) <= width;
        for (position, column) in table.column_iter_mut().enumerate() {
            let gap = if position + 1 == widths.len() { 0 } else { GAP };
            column.set_padding((0, u16::try_from(gap).unwrap_or(0)));
            if !self.words.contains(&position) {
                column.set_cell_alignment(CellAlignment::Right);
            }
            if fits {
                let wide = u16::try_from(widths[position] + gap).unwrap_or(u16::MAX);
                column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(wide)));
            }
        }
        table.lines().collect()
    }
}

/// The width of a table with columns of these widths.
fn total(widths: &[usize]) -> usize {
    widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1)
}

/// Where a text may be broken: behind spaces and line breaks, and within a name.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive([' ', '\n', '_', '-', '.', '/'])
        .map(|piece| piece.trim_end_matches([' ', '\n']))
}

/// A cell broken into lines of at most so many columns; a piece that is longer is broken anywhere.
fn wrapped(cell: &str, width: usize, hang: usize) -> String {
    if columns_of(cell) <= width {
        return cell.to_owned();
    }
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for piece in cell.split_inclusive([' ', '\n', '_', '-', '.', '/']) {
        let forced = piece.ends_with('\n');
        let mut piece = piece.trim_end_matches('\n').to_owned();
        if columns_of(format!("{line}{piece}").trim_end()) > width && !line.trim().is_empty() {
            lines.push(std::mem::replace(&mut line, indent(hang)));
        }
        while columns_of(format!("{line}{piece}").trim_end()) > width && piece.chars().count() > 1 {
            let room = width.saturating_sub(columns_of(&line)).max(1);
            let rest: String = piece.chars().skip(room).collect();
            line.extend(piece.chars().take(room));
            lines.push(std::mem::replace(&mut line, indent(hang)));
            piece = rest;
        }
        line.push_str(&piece);
        if forced {
            lines.push(std::mem::take(&mut line));
        }
    }
    lines.push(line);
    let lines: Vec<&str> = lines
        .iter()
        .map(|line| line.trim_end_matches(' '))
        .collect();
    lines.join("\n")
}

/// Spaces that no layout takes away.
fn indent(columns: usize) -> String {
    JOINED.to_string().repeat(columns)
}

/// A value without its interval.
fn bare(cell: &str) -> String {
    let opening = format!("{JOINED}[");
    match (cell.find(&opening), cell.find(']')) {
        (Some(from), Some(to)) if from < to => format!("{}{}", &cell[..from], &cell[to + 1..]),
        _ => cell.to_owned(),
    }
}

/// Columns of the screen a text takes.
pub(super) fn columns_of(text: &str) -> usize {
    let mut table = comfy_table::Table::new();
    table.add_row([text]);
    let widest = table.column_max_content_widths();
    widest.first().copied().map_or(0, usize::from)
}
