//! Rules about the source itself.
//!
//! The table of who may import whom is read from the docs of the crate, so what a reader sees and
//! what is tested are the same text.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Longest file, without its tests.
const FILE_LINES: usize = 500;
/// Longest function.
const FUNCTION_LINES: usize = 60;

/// Functions that may be longer, as "file: function", and why.
const LONG_FUNCTIONS: &[(&str, &str)] = &[];

/// What a library must not do, and why.
const FORBIDDEN: &[(&str, &str)] = &[
    ("println!", "only the program prints"),
    ("print!", "only the program prints"),
    ("eprintln!", "only the program prints"),
    ("eprint!", "only the program prints"),
    ("dbg!", "only the program prints"),
    ("Instant::now", "no result depends on the clock"),
    ("SystemTime", "no result depends on the clock"),
    (
        ".unwrap()",
        "what cannot fail says why with expect; what can fail is handled",
    ),
    ("thread_rng", "draws are addressed"),
];

/// A source file below `src`.
struct File {
    /// Path from the root, with slashes.
    name: String,
    text: String,
}

impl File {
    /// The code without comments and without the unit tests at the end.
    fn code(&self) -> Vec<&str> {
        self.text
            .lines()
            .take_while(|line| line.trim() != "#[cfg(test)]")
            .map(|line| match line.trim_start().starts_with("//") {
                true => "",
                false => line,
            })
            .collect()
    }

    /// The module right below the crate root, if it is in the library.
    fn module(&self) -> Option<&str> {
        let path = self.name.strip_prefix("src/")?;
        let module = path.split('/').next()?.trim_end_matches(".rs");
        (!matches!(module, "cli" | "lib")).then_some(module)
    }

    fn stem(&self) -> &str {
        let file = self.name.rsplit('/').next().unwrap_or_default();
        file.trim_end_matches(".rs")
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files_below(folder: &str, wanted: &dyn Fn(&Path) -> bool) -> Vec<File> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(folder) else {
            continue;
        };
        for path in entries.map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if wanted(&path) {
                let name = path.strip_prefix(root()).unwrap().to_string_lossy();
                let name = name.replace('\\', "/");
                let text = std::fs::read_to_string(&path).unwrap();
                found.push(File { name, text });
            }
        }
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    found
}

fn is_rust(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "rs")
}

/// The code that ships: unit tests in files of their own are no part of it.
fn sources() -> Vec<File> {
    files_below("src", &is_rust)
        .into_iter()
        .filter(|file| !file.name.ends_with("/tests.rs") && !file.name.contains("/tests/"))
        .collect()
}

fn report(problems: &[String]) {
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

/// The cell of the table for each importing and imported module: "x", with the only file that may.
fn import_table() -> BTreeMap<String, BTreeMap<String, String>> {
    let docs = std::fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let rows: Vec<Vec<String>> = docs
        .lines()
        .skip_while(|line| !line.contains("# Who may import whom"))
        .filter_map(|line| line.strip_prefix("//! |")?.strip_suffix('|'))
        .map(|row| row.split('|').map(|cell| cell.trim().to_owned()).collect())
        .collect();
    let (head, rows) = rows.split_first().expect("the crate docs hold the table");
    rows.iter()
        .filter(|row| !row[0].starts_with("---"))
        .map(|row| {
            let cells = std::iter::zip(&head[1..], &row[1..]);
            let allowed = cells.filter(|(_, cell)| cell.starts_with('x'));
            let allowed = allowed.map(|(to, cell)| (to.clone(), cell.clone()));
            (row[0].clone(), allowed.collect())
        })
        .collect()
}

/// Modules named after `crate::` in a stretch of code, also in braces.
fn imported(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        // "some_crate::x" is another crate.
        if code[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_') {
            continue;
        }
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(list) => found.extend(first_names(list)),
            None => found.extend(name_at(rest)),
        }
    }
    found
}

fn name_at(code: &str) -> Option<String> {
    let name: String = code
        .chars()
        .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
        .collect();
    (!name.is_empty()).then_some(name)
}

/// The first name of every entry of a list in braces.
fn first_names(list: &str) -> Vec<String> {
    let mut depth = 0;
    let mut entries = vec![String::new()];
    for sign in list.chars() {
        match sign {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => entries.push(String::new()),
            other if depth == 0 => {
                if let Some(entry) = entries.last_mut() {
                    entry.push(other);
                }
            }
            _ => {}
        }
    }
    let names = entries
        .iter()
        .filter_map(|entry| name_at(entry.trim_start()));
    names.collect()
}

#[test]
fn modules_import_only_what_the_table_allows() {
    let table = import_table();
    let mut problems = Vec::new();
    for file in sources() {
        let Some(module) = file.module() else {
            continue;
        };
        let Some(row) = table.get(module) else {
            problems.push(format!(
                "{}: \"{module}\" has no row in the table",
                file.name
            ));
            continue;
        };
        for other in imported(&file.code().join("\n")) {
            let allowed = row.get(&other).is_some_and(|cell| {
                !cell.contains("only") || cell.contains(&format!("`{}`", file.stem()))
            });
            if other != module && table.contains_key(&other) && !allowed {
                problems.push(format!(
                    "{}: \"{module}\" may not import \"{other}\"",
                    file.name
                ));
            }
        }
    }
    report(&problems);
}

#[test]
fn the_table_has_no_cycle() {
    let table = import_table();
    let mut left: Vec<&String> = table.keys().collect();
    loop {
        let free = |name: &&String| {
            table[*name]
                .keys()
                .all(|to| to == *name || !left.contains(&to))
        };
        let done: Vec<&String> = left.iter().copied().filter(free).collect();
        if done.is_empty() {
            break;
        }
        left.retain(|name| !done.contains(name));
    }
    assert!(left.is_empty(), "a cycle among {left:?}");
}

#[test]
fn every_file_says_what_it_is_for() {
    let files = sources().into_iter().chain(files_below("tests", &is_rust));
    let silent = files.filter(|file| !file.text.starts_with("//! "));
    let problems: Vec<String> = silent
        .map(|file| format!("{}: begins without \"//!\"", file.name))
        .collect();
    report(&problems);
}

#[test]
fn no_file_is_too_long() {
    let files = sources().into_iter().chain(files_below("tests", &is_rust));
    let problems: Vec<String> = files
        .filter(|file| file.code().len() > FILE_LINES)
        .map(|file| format!("{}: {} lines", file.name, file.code().len()))
        .collect();
    report(&problems);
}

/// The name of the function that begins in this line.
fn function_in(line: &str) -> Option<String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let at = words.iter().position(|word| *word == "fn")?;
    let before = &words[..at];
    let is_head = before.iter().all(|word| {
        word.starts_with("pub") || matches!(*word, "const" | "async" | "unsafe" | "in" | "super)")
    });
    is_head.then(|| name_at(words.get(at + 1)?)).flatten()
}

#[test]
fn no_function_is_too_long() {
    let mut problems = Vec::new();
    for file in sources().iter().chain(&files_below("tests", &is_rust)) {
        let lines: Vec<&str> = file.text.lines().collect();
        for (number, line) in lines.iter().enumerate() {
            let Some(name) = function_in(line) else {
                continue;
            };
            // rustfmt puts the end of a function under its beginning.
            let indent = line.len() - line.trim_start().len();
            let end = format!("{}}}", " ".repeat(indent));
            let rest = &lines[number..];
            let length = rest
                .iter()
                .position(|line| *line == end)
                .map_or(1, |last| last + 1);
            let place = format!("{}: {name}", file.name);
            let excused = LONG_FUNCTIONS.iter().any(|(known, _)| *known == place);
            if length > FUNCTION_LINES && !line.ends_with([';', '}']) && !excused {
                problems.push(format!("{place} has {length} lines"));
            }
        }
    }
    report(&problems);
}

#[test]
fn every_exception_is_still_needed() {
    let gone = LONG_FUNCTIONS.iter().filter(|(place, _)| {
        let (file, name) = place.split_once(": ").unwrap_or((place, ""));
        let text = std::fs::read_to_string(root().join(file)).unwrap_or_default();
        !text.contains(&format!("fn {name}"))
    });
    let problems: Vec<String> = gone.map(|(place, _)| format!("{place} is gone")).collect();
    report(&problems);
}

#[test]
fn the_library_keeps_off_the_terminal_and_the_clock() {
    let mut problems = Vec::new();
    for file in sources()
        .iter()
        .filter(|file| !file.name.starts_with("src/cli/"))
    {
        for (number, line) in file.code().iter().enumerate() {
            for (call, reason) in FORBIDDEN {
                if line.contains(call) {
                    problems.push(format!("{}:{}: {call}: {reason}", file.name, number + 1));
                }
            }
        }
    }
    report(&problems);
}

#[test]
fn nothing_names_a_path_of_some_machine() {
    // Written in pieces, or this file would find itself.
    let paths = [
        ("/ho", "me/"),
        ("/Us", "ers/"),
        ("/tm", "p/"),
        ("/wo", "rk/"),
        ("/ro", "ot/"),
    ];
    let is_text = |path: &Path| {
        let known = [
            "rs", "md", "toml", "txt", "json", "py", "ipynb", "js", "html", "css",
        ];
        let extension = path.extension().and_then(|extension| extension.to_str());
        extension.is_some_and(|extension| known.contains(&extension))
    };
    let folders = [
        "src",
        "tests",
        "scenarios",
        "benches",
        "examples",
        "notebooks",
        ".ci",
        ".cargo",
    ];
    let mut files: Vec<File> = folders
        .iter()
        .flat_map(|folder| files_below(folder, &is_text))
        .collect();
    for name in ["README.md", "CHANGELOG.md", "Cargo.toml", ".ci/run"] {
        if let Ok(text) = std::fs::read_to_string(root().join(name)) {
            let name = name.to_owned();
            files.push(File { name, text });
        }
    }
    let mut problems = Vec::new();
    for file in &files {
        for (number, line) in file.text.lines().enumerate() {
            if paths
                .iter()
                .any(|(one, other)| line.contains(&format!("{one}{other}")))
            {
                problems.push(format!("{}:{}: {}", file.name, number + 1, line.trim()));
            }
        }
    }
    report(&problems);
}

#[test]
fn imports_are_recognised_in_every_form() {
    let code = "use crate::{units::Span, random::{self, Draw}, network};\n\
                let x = crate::engine::run(other_crate::scenario::Y);";
    assert_eq!(imported(code), ["units", "random", "network", "engine"]);
}
