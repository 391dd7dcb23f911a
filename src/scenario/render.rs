//! Findings as a page of text: line, column, caret and hint.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

use super::diagnostic::{Diagnostic, Diagnostics, Severity};

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
            page.push_str(&self.render_one(&renderer, finding));
            page.push_str("\n\n");
        }
        page.push_str(&self.count());
        page.push('\n');
        page
    }

    fn render_one(&self, renderer: &Renderer, finding: &Diagnostic) -> String {
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
            group = group.element(Level::HELP.message(hint.as_str()));
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
