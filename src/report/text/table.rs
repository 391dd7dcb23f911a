//! Aligned tables: words to the left, numbers to the right, one rule under the head.
//!
//! A table too wide for the page breaks words over lines; where that is not enough it gives up
//! intervals, from the left, rather than break a number.

use comfy_table::{
    CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, TableStyle, Width,
};

use crate::report::number::JOINED;

/// Columns between two columns of a table.
const GAP: usize = 2;

/// Words are not made narrower than this, unless they are.
const NARROW: usize = 16;

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

    /// The widths of all columns: as wide as what is in them, words narrower if that makes the
    /// table fit.
    fn widths(&self, width: usize) -> Vec<usize> {
        let mut widths = self.widest(columns_of);
        let longest =
            self.widest(|cell| cell.split([' ', '\n']).map(columns_of).max().unwrap_or(0));
        while total(&widths) > width {
            let can_shrink = |at: &&usize| widths[**at] > longest[**at].min(NARROW);
            let words = self.words.iter().filter(can_shrink);
            match words.max_by_key(|at| widths[**at]) {
                Some(at) => widths[*at] -= 1,
                None => break,
            }
        }
        widths
    }

    /// The largest measure of the cells of each column.
    fn widest(&self, measure: impl Fn(&str) -> usize) -> Vec<usize> {
        let cells = std::iter::once(&self.head).chain(&self.rows);
        let mut widest = vec![0; self.head.len()];
        for row in cells {
            for (most, cell) in widest.iter_mut().zip(row) {
                *most = measure(cell).max(*most);
            }
        }
        widest
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
        let widths = self.widths(width);
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
