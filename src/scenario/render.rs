//! Findings as a page of text: line, column, caret and hint.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

use super::diagnostic::{Diagnostic, Diagnostics, Severity};

/// Columns before a hint.
const BEFORE_HINT: usize = 12;

impl Diagnostics {
    /// All findings as text, `width` columns wide, ending in a line that counts them.
    pub fn render(&self, color: bool, width: usize) -> String {
        let renderer = if color {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(width);
        let mut page = String::new();
        for finding in &self.list {
            page.push_str(&self.render_one(&renderer, finding, width));
            page.push_str("\n\n");
        }
        page.push_str(&self.count());
        page.push('\n');
        page
    }

    fn render_one(&self, renderer: &Renderer, finding: &Diagnostic, width: usize) -> String {
        let level = match finding.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let title = level
            .primary_title(finding.message.as_str())
            .id(finding.code);
        let place = finding.place.as_ref();
        let source = place.map_or(0, |place| place.source);
        let mut group = match (place, self.sources.get(source)) {
            (Some(place), Some(source)) => {
                let end = source.text.len();
                let span = place.span.start.min(end)..place.span.end.min(end);
                let snippet = Snippet::source(source.text.as_str()).path(source.name.as_str());
                title.element(snippet.annotation(AnnotationKind::Primary.span(span)))
            }
            (None, Some(source)) => title.element(Origin::path(source.name.as_str())),
            (_, None) => title.elements(None::<Origin<'_>>),
        };
        if let Some(hint) = &finding.hint {
            let hint = broken(hint, width.saturating_sub(BEFORE_HINT));
            group = group.element(Level::HELP.message(hint));
        }
        renderer.render(&[group])
    }

    /// "2 errors, 1 warning".
    fn count(&self) -> String {
        let words = [
            (Severity::Error, "error"),
            (Severity::Warning, "warning"),
            (Severity::Note, "note"),
        ];
        let counts = words.iter().filter_map(|(severity, word)| {
            match self
                .list
                .iter()
                .filter(|finding| finding.severity == *severity)
                .count()
            {
                0 => None,
                1 => Some(format!("1 {word}")),
                many => Some(format!("{many} {word}s")),
            }
        });
        let counts: Vec<String> = counts.collect();
        if counts.is_empty() {
            "nothing to complain about".into()
        } else {
            counts.join(", ")
        }
    }
}

/// A text in lines of at most so many columns, broken at spaces; what is there to be copied, such as
/// `gate = { every = "2w" }`, stays in one piece.
fn broken(text: &str, width: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut columns = 0;
    for piece in pieces(text) {
        let wide = piece.chars().count();
        match lines.last_mut() {
            Some(line) if columns + 1 + wide <= width => {
                line.push(' ');
                line.push_str(&piece);
                columns += 1 + wide;
            }
            _ => {
                columns = wide;
                lines.push(piece);
            }
        }
    }
    lines.join("\n")
}

/// Words, those around `=` and within brackets together.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut depth = 0_i64;
    let mut is_set = false;
    for word in text.split(' ') {
        match pieces.last_mut() {
            Some(piece) if depth > 0 || is_set || word == "=" => {
                piece.push(' ');
                piece.push_str(word);
            }
            _ => pieces.push(word.to_owned()),
        }
        is_set = word == "=";
        let count = |signs: [char; 2]| word.matches(signs).count() as i64;
        depth = (depth + count(['{', '[']) - count(['}', ']'])).max(0);
    }
    pieces
}
