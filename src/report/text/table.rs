//! Aligned tables: words to the left, numbers to the right, one rule under the head.
//!
//! A table too wide for the page gives up intervals, from the left, rather than break a number.

use comfy_table::{CellAlignment, ContentArrangement, LineStyle, TableStyle};

use crate::report::number::JOINED;

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
            if fitted.natural_width() <= width {
                break;
            }
            for row in &mut fitted.rows {
                row[column] = bare(&row[column]);
            }
        }
        let gave_up = fitted.rows != self.rows;
        (fitted, gave_up)
    }

    fn natural_width(&self) -> usize {
        let cells = std::iter::once(&self.head).chain(&self.rows);
        let mut widths = vec![0; self.head.len()];
        for row in cells {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = columns_of(cell).max(*width);
            }
        }
        widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1)
    }

    /// The table, laid out in so many columns of the screen.
    pub(super) fn lines(&self, width: usize, ascii: bool) -> Vec<String> {
        let mut table = comfy_table::Table::new();
        let rule = self.rule(ascii);
        table
            .load_style(TableStyle::new().header_separator(LineStyle::none().fill(rule)))
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(u16::try_from(width).unwrap_or(u16::MAX))
            .set_header(&self.head)
            .add_rows(&self.rows);
        let last = self.head.len().saturating_sub(1);
        for (position, column) in table.column_iter_mut().enumerate() {
            column.set_padding((0, if position == last { 0 } else { 2 }));
            if !self.words.contains(&position) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        table.lines().collect()
    }
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
