//! What the TOML parser complains about, in plain words and once for each mistake.
//!
//! The parser goes on after an error and then complains of what follows from it: a list that is
//! never closed makes nonsense of all lines behind it. What follows is left out here, and the words
//! are those of somebody who never read the grammar.

use std::ops::Range;

use super::log::Trouble;

/// Longer texts are not repeated in a hint.
const LONGEST: usize = 40;

/// Errors that concern a single value.
const SCALARS: &[&str] = &[
    "string values must be quoted",
    "invalid float",
    "invalid date",
    "invalid boolean",
    "unexpected leading zero",
];

/// How a complaint begins, what it is in plain words, and what to do.
const PLAIN: &[(&str, &str, &str)] = &[
    (
        "duplicate key",
        "this key stands here twice",
        "every key and table is written once; keep one of the two",
    ),
    (
        "unexpected leading zero",
        "a number cannot begin with 0",
        "leave the zero out",
    ),
    (
        "invalid float",
        "this is not a number",
        "write it as 1.5, without other signs",
    ),
    (
        "invalid date",
        "there is no such date",
        "write it as 2026-04-01: year, month, day",
    ),
    (
        "unclosed table, expected `]`",
        "this header has no closing bracket",
        "end it with ]",
    ),
    ("unclosed array", NO_END, "end it with ]"),
    ("unclosed inline table", NO_END, "end it with }"),
    ("invalid basic string", NO_QUOTE, "end it with \""),
    (
        "missing opening quote",
        "this text has no opening quote",
        "begin it with \"",
    ),
    (
        "unexpected key or value",
        "the line should end here",
        "every key has a line of its own; several values go into braces, as in { mean = \"4h\", cv = 1 }",
    ),
    (
        "invalid unquoted key",
        NO_EQUALS,
        "write it as in staff = 3",
    ),
    ("key with no value", NO_EQUALS, "write it as in staff = 3"),
    ("missing assignment", NO_EQUALS, "write it as in staff = 3"),
    (
        "cannot extend value of type inline table",
        "this table stands in braces elsewhere, which closes it",
        "put the key into the braces",
    ),
    (
        "missing comma",
        "a comma is missing here",
        "values in a list and keys in braces have commas between them",
    ),
    (
        "extra `=`",
        "there is one `=` too many",
        "write it as in staff = 3",
    ),
    (
        "cannot recurse further",
        "brackets are nested too deep here",
        "take some of them away",
    ),
];
/// Quotes as word processors write them.
const CURLY: &[char] = &['“', '”', '„', '‘', '’', '«', '»'];
const NO_SEMICOLON: &str = "a line needs no `;` at its end";
const NO_QUOTE: &str = "this text has no closing quote";
const NO_END: &str = "this bracket is never closed";
const NO_EQUALS: &str = "a key has `=` and a value behind it";

/// Whether an error concerns one value, so that the rest of the file is as it was meant.
pub(super) fn concerns_one_value(error: &toml::de::Error) -> bool {
    SCALARS
        .iter()
        .any(|start| error.message().starts_with(start))
}

/// The mistakes behind a list of errors, in order of place.
pub(super) fn mistakes(text: &str, errors: &[toml::de::Error]) -> Vec<(Range<usize>, Trouble)> {
    let mut errors: Vec<(Range<usize>, &toml::de::Error)> = errors
        .iter()
        .map(|error| (visible(text, error.span().unwrap_or(0..0)), error))
        .collect();
    errors.sort_by_key(|(span, _)| span.start);
    let mut found: Vec<(Range<usize>, Trouble)> = Vec::new();
    let mut after: Option<&toml::de::Error> = None;
    let unclosed = unclosed(text, &errors);
    for (span, error) in errors {
        if let Some((open, trouble)) = unclosed
            .as_ref()
            .filter(|(open, _)| open.start < span.start)
        {
            found.push((open.clone(), trouble.clone()));
            return found;
        }
        let follows = found.last().is_some_and(|(last, _)| {
            let between = text.get(last.start..span.start).unwrap_or_default();
            let repeated = |error: &toml::de::Error| error.message().starts_with("duplicate key");
            match after {
                // Keys of a table that stands there twice.
                Some(before) if repeated(before) && is_header(text, last.start) => {
                    repeated(error) && !between.contains("\n[")
                }
                // A value that cannot be read says nothing of the next one on its line.
                Some(before) => {
                    let apart = concerns_one_value(before) && concerns_one_value(error);
                    !(apart || repeated(before) || between.contains('\n'))
                }
                None => false,
            }
        });
        if follows {
            if let Some(second) = second_equals(text, &span) {
                found.pop();
                found.push(second);
            }
            continue;
        }
        let written = text.get(span.clone()).unwrap_or_default();
        let comma = decimal_comma(text, span.start).filter(|_| !concerns_one_value(error));
        let slip = comma.or_else(|| slip(text, &span, error.message()));
        found.push(slip.unwrap_or_else(|| (span, explain(error.message(), written))));
        after = Some(error);
    }
    found
}

/// `touch = mean = "5h"`: a value that is a key with a value again.
fn second_equals(text: &str, span: &Range<usize>) -> Option<(Range<usize>, Trouble)> {
    let (start, line) = line_at(text, span.start)?;
    let (key, value) = line.split_once('=')?;
    let (inner, _) = value.split_once('=')?;
    let bare = |word: &str| {
        let plain = |sign: char| sign.is_ascii_alphanumeric() || "_-.".contains(sign);
        !word.is_empty() && word.chars().all(plain)
    };
    if !text.get(span.start..)?.starts_with('=') || !bare(key.trim()) || !bare(inner.trim()) {
        return None;
    }
    let value = value.split(" #").next().unwrap_or(value).trim();
    let at = start + line.find(value)?;
    let message = format!("`{}` has one value, and this is a key again", key.trim());
    let hint = format!(
        "keys inside it go into braces: {} = {{ {value} }}",
        key.trim()
    );
    let trouble = Trouble::new("syntax", message).hint(hint);
    Some((at..at + value.len(), trouble))
}

/// Mistakes that only show in what stands around them.
fn slip(text: &str, span: &Range<usize>, message: &str) -> Option<(Range<usize>, Trouble)> {
    let (start, line) = line_at(text, span.start)?;
    let before = line.get(..span.start - start)?;
    let next = text.get(span.start..)?.chars().next();
    let wrong = |message: &str, hint: String| {
        let trouble = Trouble::new("syntax", message).hint(hint);
        Some((span.clone(), trouble))
    };
    if message.starts_with("unclosed table, expected `]`") && next.is_some_and(|is| is != '\n') {
        let name = line.trim().trim_matches(['[', ']']);
        let dotted = name.split_whitespace().collect::<Vec<_>>().join(".");
        return wrong(
            "a header has dots between its parts",
            format!("write it as [{dotted}]"),
        );
    }
    if message.starts_with("invalid literal string") {
        return match before.trim_end().ends_with(['"', '\'']) && before.contains('{') {
            true => wrong(
                "braces hold keys, each with `=` and a value",
                "write it as in { mean = \"4h\", cv = 1.0 }; a single value needs no braces".into(),
            ),
            false => wrong(NO_QUOTE, "end it with '".into()),
        };
    }
    if message.starts_with("string values must be quoted") && before.trim_end().ends_with('=') {
        let written = text.get(span.clone())?.trim();
        return match written.strip_suffix(';') {
            None if written.is_empty() => wrong(
                "there is no value behind `=`",
                "write it as in staff = 3".into(),
            ),
            Some(value) if value.parse::<f64>().is_ok() => {
                wrong(NO_SEMICOLON, format!("write {value}"))
            }
            _ => None,
        };
    }
    if message.starts_with("unexpected key or value") {
        return match next {
            Some(';') => wrong(NO_SEMICOLON, "take it away".into()),
            Some('=') => second_equals(text, span),
            Some(',') => wrong(
                "several values need brackets around them",
                "write it as in [\"code\", \"review\"]".into(),
            ),
            _ => None,
        };
    }
    None
}

/// Where the line begins that a place stands in, and the line.
fn line_at(text: &str, at: usize) -> Option<(usize, &str)> {
    let start = text.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
    Some((start, text.get(start..)?.lines().next()?))
}

/// The number with a comma that stands on a line up to where the parser gave up.
fn decimal_comma(text: &str, end: usize) -> Option<(Range<usize>, Trouble)> {
    let digit = |c: char| c.is_ascii_digit();
    let (start, line) = line_at(text, end)?;
    let equals = line.match_indices('=').map(|(at, _)| at + 1);
    equals.take_while(|at| start + at < end).find_map(|after| {
        let value = line[after..].trim_start();
        let whole = value.trim_start_matches(digit);
        let rest = whole.strip_prefix(',')?;
        let behind = rest.trim_start_matches(digit);
        if whole.len() == value.len() || behind.len() == rest.len() {
            return None;
        }
        let number = &value[..value.len() - behind.len()];
        let at = start + line.len() - value.len();
        let hint = format!("write it as {}", number.replace(',', "."));
        let trouble = Trouble::new("syntax", "a decimal number has a point, not a comma");
        Some((at..at + number.len(), trouble.hint(hint)))
    })
}

fn is_header(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.trim_start().starts_with('[')
}

/// The bracket that everything up to the end of the file was taken to stand in, if there is one.
fn unclosed(
    text: &str,
    errors: &[(Range<usize>, &toml::de::Error)],
) -> Option<(Range<usize>, Trouble)> {
    let never_ends = |error: &toml::de::Error| {
        let message = error.message();
        message.starts_with("unclosed array") || message.starts_with("unclosed inline table")
    };
    errors.iter().find(|(_, error)| never_ends(error))?;
    let first = errors.first()?.0.start;
    let open = open_bracket(text.get(..first)?)?;
    let end = if text[open..].starts_with('[') {
        "]"
    } else {
        "}"
    };
    let hint = format!("end it with {end}");
    Some((open..open + 1, Trouble::new("syntax", NO_END).hint(hint)))
}

/// Where the innermost bracket stands that is open at the end of a text.
fn open_bracket(text: &str) -> Option<usize> {
    let mut open = Vec::new();
    let (mut quote, mut comment) = (None, false);
    let mut signs = text.char_indices();
    while let Some((at, sign)) = signs.next() {
        match (quote, sign) {
            _ if comment => comment = sign != '\n',
            (Some('"'), '\\') => {
                signs.next();
            }
            (Some(with), sign) if sign == with => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(sign),
            (None, '#') => comment = true,
            (None, '[' | '{') => open.push(at),
            (None, ']' | '}') => {
                open.pop();
            }
            _ => {}
        }
    }
    open.pop()
}

/// An error at the end of a line or file still needs something to point at.
fn visible(text: &str, span: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let start = span.start.min(text.len());
    let end = span.end.clamp(start, text.len());
    if start == 0 && end == 0 {
        return 0..text.chars().next().map_or(0, char::len_utf8);
    }
    start..end
}

fn explain(message: &str, written: &str) -> Trouble {
    let word = written.starts_with(|c: char| c.is_ascii_alphabetic());
    let float = message.starts_with("invalid float");
    // A word that begins like `inf` or `nan` is still a word.
    let message = if word && float {
        "string values must be quoted"
    } else {
        message
    };
    let idle = [", expected literal string", ", expected nothing"];
    let message = idle
        .iter()
        .find_map(|idle| message.strip_suffix(idle))
        .unwrap_or(message);
    let (message, hint) = in_plain_words(message, written);
    Trouble::new("syntax", message).maybe(hint)
}

/// What the parser says, for somebody who never read the grammar.
fn in_plain_words(message: &str, written: &str) -> (String, Option<String>) {
    let found = PLAIN
        .iter()
        .find(|(start, _, _)| message.starts_with(start));
    if let Some((_, plain, hint)) = found {
        return ((*plain).to_owned(), Some((*hint).to_owned()));
    }
    let quoted = message.contains("string values must be quoted");
    let short = written.chars().count() <= LONGEST && !written.contains('"');
    let bare = written.trim().trim_matches(CURLY);
    let hint = quoted.then(|| match short {
        true if bare != written.trim() => format!("write straight quotes: \"{bare}\""),
        true => format!("put quotes around it: \"{bare}\""),
        false => "put quotes around it".to_owned(),
    });
    let message = if quoted {
        "a text needs quotes"
    } else {
        message
    };
    (message.to_owned(), hint)
}
