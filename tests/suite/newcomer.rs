//! From nothing to an answer: `new`, `check`, `explain`, `run`, the schemas, completions, the page of
//! the manual. `THROUGHLINE_BLESS=1` rewrites the golden files and the published schemas.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;
use throughline::report::{self, TextOptions, explain};
use throughline::scenario::{self, Document, shipped};

fn run_in(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(assert_cmd::cargo::cargo_bin!("throughline"))
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .env("LC_ALL", "C.UTF-8")
        .output()
        .unwrap()
}

/// What a command prints that must succeed.
fn done_in(folder: &Path, arguments: &[&str]) -> String {
    let output = run_in(folder, arguments);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {said}");
    assert_eq!(said, "", "{arguments:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn done(arguments: &[&str]) -> String {
    done_in(Path::new(env!("CARGO_MANIFEST_DIR")), arguments)
}

/// Holds a text against a file of the repository, or rewrites the file.
fn holds(file: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    if std::env::var_os("THROUGHLINE_BLESS").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        expected == text,
        "{file} is another; now it would be:\n{text}"
    );
}

#[test]
fn published_schemas_are_what_the_program_prints() {
    assert_eq!(scenario::schema(), done(&["schema"]));
    holds(
        "scenarios/scenario.schema.json",
        &done(&["schema", "scenario"]),
    );
    holds("scenarios/result.schema.json", &done(&["schema", "result"]));
    assert_eq!(report::schema(), done(&["schema", "result"]));
}

#[test]
fn shipped_scenarios_name_their_schema() {
    for scenario in shipped() {
        let first = scenario.text.lines().next();
        assert_eq!(
            first,
            Some("#:schema ./scenario.schema.json"),
            "{}",
            scenario.name
        );
    }
}

/// Calls for every table of a schema, wherever it stands.
fn each_table(schema: &Value, look: &mut dyn FnMut(&serde_json::Map<String, Value>)) {
    match schema {
        Value::Object(object) => {
            look(object);
            object.values().for_each(|inner| each_table(inner, look));
        }
        Value::Array(list) => list.iter().for_each(|inner| each_table(inner, look)),
        _ => {}
    }
}

#[test]
fn the_scenario_schema_is_whole_and_closed() {
    let schema: Value = serde_json::from_str(&scenario::schema()).unwrap();
    let definitions = schema["definitions"].as_object().unwrap();
    let mut described = 0;
    each_table(&schema, &mut |table| {
        if let Some(name) = table.get("$ref").and_then(Value::as_str) {
            let name = name.strip_prefix("#/definitions/").unwrap();
            assert!(definitions.contains_key(name), "{name} is defined nowhere");
        }
        if table.get("additionalProperties") == Some(&Value::Bool(false))
            && let Some(keys) = table.get("properties").and_then(Value::as_object)
        {
            for (name, key) in keys {
                let about = key["description"].as_str().unwrap_or_default();
                assert!(about.ends_with('.'), "{name} is not described");
                described += 1;
            }
        }
    });
    assert!(described > 100, "only {described} keys");
    let station = definitions["station"]["properties"].as_object().unwrap();
    assert!(station.contains_key("staff"));
    assert_eq!(station["pace"]["default"], 1);
    let title = station["title"]["description"].as_str().unwrap();
    assert!(title.ends_with("Default: its name."), "{title}");
}

#[test]
fn a_result_may_hold_null_and_nothing_unknown() {
    let schema: Value = serde_json::from_str(&report::schema()).unwrap();
    let variant = &schema["definitions"]["VariantRecord"];
    assert_eq!(variant["additionalProperties"], false);
    let required = variant["required"].as_array().unwrap();
    let properties = variant["properties"].as_object().unwrap();
    assert_eq!(required.len(), properties.len());
    let may_be_null = properties["growth"]["anyOf"].as_array().unwrap();
    assert!(may_be_null.iter().any(|one| one["type"] == "null"));
    let required = schema["required"].as_array().unwrap();
    assert!(!required.contains(&"timing".into()), "only when asked for");
}

#[test]
fn from_nothing_to_an_answer() {
    let folder = TempDir::new().unwrap();
    let told = done_in(folder.path(), &["new"]);
    assert!(told.contains("throughline check my-line.toml"), "{told}");
    let schema = std::fs::read_to_string(folder.path().join("scenario.schema.json")).unwrap();
    assert_eq!(schema, scenario::schema());
    let checked = done_in(folder.path(), &["check", "my-line.toml"]);
    assert!(checked.contains("no errors\n"), "{checked}");
    let explained = done_in(folder.path(), &["explain", "my-line.toml"]);
    assert!(explained.contains("23.1% less time"), "{explained}");
    let ran = done_in(folder.path(), &["run", "my-line.toml"]);
    assert!(ran.contains("Settled when the window began."), "{ran}");
    let compared = done_in(folder.path(), &["compare", "my-line.toml"]);
    assert!(compared.contains("pass-through"), "{compared}");
}

#[test]
fn nothing_is_overwritten() {
    let folder = TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("mine.toml"), "mine").unwrap();
    for name in ["mine", "mine.toml"] {
        let output = run_in(folder.path(), &["new", name]);
        assert_eq!(output.status.code(), Some(3));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains("nothing is ever overwritten"), "{said}");
    }
    assert_eq!(std::fs::read_to_string(at("mine.toml")).unwrap(), "mine");
    assert!(!at("scenario.schema.json").exists());
    std::fs::write(at("scenario.schema.json"), "{}").unwrap();
    let told = done_in(folder.path(), &["new", "other"]);
    assert!(told.contains("differs"), "{told}");
    assert_eq!(
        std::fs::read_to_string(at("scenario.schema.json")).unwrap(),
        "{}"
    );
    let told = done_in(folder.path(), &["new", "a line.toml"]);
    assert!(told.contains("check \"a line.toml\""), "{told}");
    assert_eq!(
        run_in(folder.path(), &["new", "none/x.toml"]).status.code(),
        Some(3)
    );
    assert_eq!(
        run_in(folder.path(), &["new", ".toml"]).status.code(),
        Some(2)
    );
}

/// Everything the starter offers to switch on, switched on.
#[test]
fn the_commented_parts_of_the_starter_are_right() {
    let folder = TempDir::new().unwrap();
    done_in(folder.path(), &["new", "line"]);
    let path = folder.path().join("line.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    let is_key = |line: &str| {
        let name = line.split(['=', ' ']).next().unwrap_or_default();
        let named = !name.is_empty() && name.chars().all(|sign| sign.is_lowercase() || sign == '_');
        named && line[name.len()..].trim_start().starts_with("= ")
    };
    let mut switched = 0;
    let lines = text.lines().map(|line| match line.strip_prefix("# ") {
        Some(rest) if is_key(rest) || rest.starts_with('[') => {
            switched += 1;
            rest
        }
        _ => line,
    });
    let all: Vec<&str> = lines.collect();
    std::fs::write(&path, all.join("\n")).unwrap();
    assert_eq!(switched, 10);
    let checked = done_in(folder.path(), &["check", "line.toml"]);
    assert!(checked.contains("no errors\n"), "{checked}");
}

fn explained(document: &Document, variant: Option<&str>) -> String {
    let options = TextOptions {
        width: 80,
        color: false,
        ascii: false,
    };
    explain(document, variant, &options)
}

#[test]
fn two_scenarios_in_plain_words() {
    let factory = Document::open("loyal-factory", &[]).unwrap();
    holds(
        "tests/golden/explain-factory.txt",
        &explained(&factory, None),
    );
    let text = include_str!("../scenarios/everything.toml");
    let everything = Document::parse("everything.toml", text, &[]).unwrap();
    holds(
        "tests/golden/explain-everything.txt",
        &explained(&everything, None),
    );
}

#[test]
fn a_check_says_what_limits_and_once_what_holds_of_all_variants() {
    let readme = include_str!("../../README.md");
    let (_, rest) = readme.split_once("```toml\n").unwrap();
    let (text, _) = rest.split_once("```").unwrap();
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("line.toml"), text).unwrap();
    let page = done_in(folder.path(), &["check", "line.toml"]);
    assert!(page.is_ascii() && page.lines().all(|line| line.len() <= 80));
    holds("tests/golden/check.txt", &page);
}

#[test]
fn what_is_written_is_told_from_what_is_not() {
    let text = "format = 1\n[clock]\nhorizon = \"1y\"\n[work.a]\ndemand = { endless = true }\nroute = [\"s\"]\n[station.s]\nstaff = 2\ntouch = \"2h\"\npace = 1\n[variant.x]\n[variant.y]\nset = { \"s.touch\" = \"-20%\" }\n";
    let document = Document::parse("a.toml", text, &[]).unwrap();
    let told = explained(&document, None);
    assert!(told.contains("- pace: 1\n"), "{told}");
    let (written, by_default) = told.split_once("By default\n").unwrap();
    assert!(!written.contains("focus"), "{told}");
    assert!(by_default.contains("focus: 100% of working time"), "{told}");
    assert!(
        told.contains("s, hands-on time: 2h → 1.6h (25% more an hour, 20% less time)"),
        "{told}"
    );
    let told = explained(&document, Some("y"));
    assert!(told.contains("- hands-on time: 1.6h\n"), "{told}");
    let edits = ["s.pace=x2".to_owned()];
    let document = Document::parse("a.toml", text, &edits).unwrap();
    assert!(explained(&document, None).contains("- pace: 2\n"));
}

#[test]
fn explain_keeps_to_the_page_and_names_what_it_lacks() {
    let told = done(&["explain", "tests/scenarios/everything.toml", "--plain"]);
    assert!(told.is_ascii());
    assert!(told.lines().all(|line| line.len() <= 80), "{told}");
    let told = done(&[
        "explain",
        "loyal-factory",
        "--variant",
        "assisted",
        "--set",
        "code.staff=+2",
    ]);
    assert!(told.contains("- people: 19\n"), "{told}");
    let folder = TempDir::new().unwrap();
    let unknown = ["explain", "loyal-factory", "--variant", "asisted"];
    assert_eq!(run_in(folder.path(), &unknown).status.code(), Some(2));
}

#[test]
fn shells_and_the_manual_know_the_commands() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = done(&["completions", shell]);
        for word in ["explain", "compare", "--set"] {
            let word = if shell == "fish" {
                word.trim_start_matches("--")
            } else {
                word
            };
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    let page = done(&["man"]);
    assert!(page.contains(".TH throughline 1"), "{page}");
    assert!(page.contains("throughline\\-explain"), "{page}");
    let page = done(&["man", "run"]);
    assert!(
        page.contains("throughline\\-run") && page.contains("\\-\\-trials"),
        "{page}"
    );
    let folder = TempDir::new().unwrap();
    assert_eq!(
        run_in(folder.path(), &["man", "rum"]).status.code(),
        Some(2)
    );
}

#[test]
fn what_two_stations_do_together_is_not_told_of_one() {
    let place = TempDir::new().unwrap();
    done_in(place.path(), &["new", "mine.toml"]);
    let page = done_in(place.path(), &["compare", "mine.toml", "--trials", "10"]);
    let alone = page.matches("Coding +30% moved delivery").count();
    assert_eq!(alone, 1, "{page}");
    assert!(page.contains("legal sits every week\" moved"), "{page}");
    assert!(
        page.contains("No pass-through: code changed, and legal too."),
        "{page}"
    );
    // Fixes pass launch early on their way, features only after legal.
    let (_, stations) = page.split_once("Stations, today").unwrap();
    assert!(
        stations.find("\nLegal") < stations.find("\nLaunch"),
        "{page}"
    );
}
