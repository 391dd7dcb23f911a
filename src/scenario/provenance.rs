//! The fingerprint of a scenario: SHA-256 of everything read, resolved and normalised.
//!
//! Tables are sorted by key and numbers written in one way, so that order, spacing and comments of
//! a file do not count, while every value does.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::files::Files;
use super::node::{Node, Value};

/// Hexadecimal SHA-256 of a merged tree and the tables of numbers it used.
pub(super) fn fingerprint(root: &Node, files: &Files) -> String {
    let mut text = String::new();
    write_node(&mut text, root);
    for (name, content) in files.tables() {
        let _ = write!(text, "\n{name:?} = {content:?}");
    }
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn write_node(text: &mut String, node: &Node) {
    // Writing into a string cannot fail.
    let _ = match &node.value {
        Value::Text(value) => write!(text, "{value:?}"),
        Value::Integer(value) => write!(text, "{value}"),
        Value::Float(value) => write!(text, "{value}"),
        Value::Bool(value) => write!(text, "{value}"),
        Value::Date(value) => write!(text, "{value}"),
        Value::Broken => write!(text, "?"),
        Value::List(list) => {
            text.push('[');
            for item in list {
                write_node(text, item);
                text.push(',');
            }
            write!(text, "]")
        }
        Value::Table(table) => {
            let mut entries: Vec<_> = table.entries.iter().collect();
            entries.sort_by(|a, b| a.key.cmp(&b.key));
            text.push('{');
            for entry in entries {
                let _ = write!(text, "{:?}=", entry.key);
                write_node(text, &entry.node);
                text.push(',');
            }
            write!(text, "}}")
        }
        Value::Relative { base, text: step } => {
            text.push('(');
            if let Some(base) = base {
                write_node(text, base);
            }
            write!(text, ") {step:?}")
        }
    };
}
