//! What is written of them: object, table, folder and page.

use serde_json::Value;
use tempfile::TempDir;

use super::TWO;
use crate::commands::{code, err, file, run};

/// What an object has that its schema does not know, and what it lacks.
fn misfits(schema: &Value, at: &Value, of: &Value, place: &str, found: &mut Vec<String>) {
    let at = at.get("allOf").map_or(at, |all| &all[0]);
    let at = match at.get("$ref").and_then(Value::as_str) {
        Some(name) => schema.pointer(name.trim_start_matches('#')).unwrap(),
        None => at,
    };
    if let Some(parts) = at.get("anyOf").and_then(Value::as_array) {
        let known = parts.iter().find(|part| part.get("$ref").is_some());
        if let (Some(known), false) = (known, of.is_null()) {
            misfits(schema, known, of, place, found);
        }
        return;
    }
    if let Some(sort) = at.get("type") {
        let is = match of {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
            Value::Number(number) if number.is_u64() => "integer",
            Value::Number(_) => "number",
        };
        let allowed = match sort {
            Value::Array(sorts) => sorts.clone(),
            single => vec![single.clone()],
        };
        let fits = allowed
            .iter()
            .any(|sort| sort == is || (is == "integer" && sort == "number"));
        if !fits {
            found.push(format!("{place} is {is}, not {sort}"));
        }
    }
    match of {
        Value::Object(parts) => {
            let known = at.get("properties");
            for (key, value) in parts {
                let inner = known.and_then(|known| known.get(key));
                match inner.or(at.get("additionalProperties")) {
                    Some(inner) => misfits(schema, inner, value, &format!("{place}.{key}"), found),
                    None => found.push(format!("{place}.{key} is unknown")),
                }
            }
            let required = at.get("required").and_then(Value::as_array);
            let missing = required.into_iter().flatten().filter_map(Value::as_str);
            let missing = missing.filter(|key| !parts.contains_key(*key));
            found.extend(missing.map(|key| format!("{place} lacks {key}")));
        }
        Value::Array(list) => {
            for value in list {
                misfits(schema, &at["items"], value, &format!("{place}.0"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn the_result_is_what_its_schema_says_and_the_table_has_all_of_it() {
    let folder = TempDir::new().unwrap();
    let two = file(&folder, "two.toml", TWO);
    let kept = folder.path().join("kept");
    let asked = [
        "compare",
        &two,
        "--trials",
        "4",
        "--uncertain",
        "5",
        "--out",
        &kept.to_string_lossy(),
    ];
    let output = run(&asked);
    assert_eq!(code(&output), 0, "{}", err(&output));
    let result = std::fs::read_to_string(kept.join("result.json")).unwrap();
    let result: Value = serde_json::from_str(&result).unwrap();
    let schema: Value = serde_json::from_str(&throughline::report::schema()).unwrap();
    let mut found = Vec::new();
    misfits(&schema, &schema, &result, "result", &mut found);
    assert_eq!(found, Vec::<String>::new());
    // The walk notices.
    let mut damaged = result.clone();
    damaged["uncertainty"]["draws"] = "five".into();
    damaged["uncertainty"]["inputs"][0]["median"].take();
    misfits(&schema, &schema, &damaged, "result", &mut found);
    assert_eq!(found.len(), 2, "{found:?}");

    let uncertainty = &result["uncertainty"];
    assert_eq!(
        (&uncertainty["draws"], &uncertainty["trials"]),
        (&5.into(), &4.into())
    );
    let change = &uncertainty["comparisons"][0]["throughput"]["relative"];
    let table = std::fs::read_to_string(kept.join("result.csv")).unwrap();
    let band = &change["band"];
    let row = format!(
        "faster,,uncertainty,today,throughput.relative.band,,{},{},{},1",
        band["mean"], band["low"], band["high"]
    );
    assert!(table.lines().any(|line| line == row), "{row}");
    let fifth = format!(
        "faster,,uncertainty,today,throughput.relative.values.5,,{},,,",
        change["values"][4]
    );
    assert!(table.lines().any(|line| line == fifth), "{fifth}");
    let manifest = std::fs::read_to_string(kept.join("manifest.json")).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    assert_eq!(manifest["uncertain"], 5);
    let page = std::fs::read_to_string(kept.join("report.txt")).unwrap();
    let page = page.replace('\n', " ");
    let (wide, narrow) = page.split_once("Monte Carlo alone gives").unwrap();
    assert!(
        wide.contains("3 uncertain inputs faster changes delivery by") && !narrow.is_empty(),
        "{page}"
    );
}
