//! What is written: the long table, the folder of a result, streams and terminals.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::commands::{SHIPPED, code, err, file, out, program, run};

/// Files of a folder and what is in them, with slashes.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(current) = folders.pop() {
        for entry in std::fs::read_dir(current).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy();
                found.insert(name.replace('\\', "/"), std::fs::read(&path).unwrap());
            }
        }
    }
    found
}

fn names(folder: &Path) -> Vec<String> {
    contents(folder).into_keys().collect()
}

/// What `compare` writes about a few trials.
fn compared(format: &str) -> String {
    let output = run(&["compare", SHIPPED, "--trials", "3", "--format", format]);
    assert_eq!(code(&output), 0, "{}", err(&output));
    out(&output)
}

/// The estimates of an indented object as they are written: mean, low, high, unit.
fn estimates_of_json(text: &str) -> Vec<[String; 4]> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let value = |line: &str, key: &str| -> Option<String> {
        let rest = line.strip_prefix(&format!("\"{key}\": "))?;
        let bare = rest.trim_end_matches(',').trim_matches('"');
        Some(if bare == "null" {
            String::new()
        } else {
            bare.to_owned()
        })
    };
    let found = lines.windows(4).filter_map(|four| {
        let keys = ["mean", "low", "high", "unit"];
        let values: Option<Vec<String>> = std::iter::zip(four, keys)
            .map(|(line, key)| value(line, key))
            .collect();
        values?.try_into().ok()
    });
    found.collect()
}

fn rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.records().map(|row| row.unwrap());
    rows.map(|row| row.iter().map(str::to_owned).collect())
        .collect()
}

/// Values of an object, an estimate being one.
fn leaves(value: &Value) -> usize {
    match value {
        Value::Object(parts) if parts.contains_key("unit") => 1,
        Value::Object(parts) => parts.values().map(leaves).sum(),
        Value::Array(list) => list.iter().map(leaves).sum(),
        _ => 1,
    }
}

#[test]
fn the_table_has_every_value_of_the_object_with_the_same_digits() {
    let (object, table) = (compared("json"), compared("csv"));
    let rows = rows(&table);
    let listed: Vec<[String; 4]> = rows
        .iter()
        .filter(|row| !row[9].is_empty())
        .map(|row| [6, 7, 8, 9].map(|column| row[column].clone()))
        .collect();
    let estimates = estimates_of_json(&object);
    assert!(estimates.len() > 300, "{}", estimates.len());
    assert_eq!(listed, estimates);
    let object: Value = serde_json::from_str(&object).unwrap();
    let count = |key: &str| object[key].as_array().unwrap().len();
    // Names of variants, and the two sides of a comparison, are columns.
    let columns = count("variants") + 2 * count("comparisons");
    let places = object["variants"].as_array().unwrap().iter();
    let places: usize = places
        .map(|of| of["bottleneck"].as_array().unwrap().len())
        .sum();
    assert_eq!(rows.len(), leaves(&object) - columns - places);
}

#[test]
fn a_line_of_the_table_says_where_its_value_belongs() {
    let rows = rows(&compared("csv"));
    for wanted in [
        ["", "", "run", "", "seed", ""],
        ["today", "", "variant", "", "stopped", "trials"],
        ["assisted", "", "variant", "", "flow_time.p85", ""],
        ["assisted", "", "work", "feature", "time", "contention"],
        ["assisted", "", "station", "legal", "people.busy", ""],
        ["today", "", "series", "2", "throughput", ""],
        ["today", "", "bottleneck", "code", "load.able", ""],
        ["today", "", "distribution", "1", "flow_time.share", ""],
        [
            "assisted",
            "",
            "comparison",
            "today",
            "throughput.relative",
            "",
        ],
        ["assisted", "", "comparison", "today", "time", "touch"],
        ["assisted", "", "comparison", "today", "wait", "legal"],
    ] {
        let found = rows.iter().filter(|row| row[..6] == wanted).count();
        assert_eq!(found, 1, "{wanted:?}");
    }
    // What does not exist is no number.
    let undone = rows.iter().find(|row| row[4] == "undone").unwrap();
    assert!(undone[6..].iter().all(String::is_empty));
}

fn keep(folder: &Path, more: &[&str]) -> Output {
    let mut arguments = vec!["run", SHIPPED, "--trials", "2", "--quiet", "--out"];
    let folder = folder.to_string_lossy();
    arguments.push(&folder);
    arguments.extend(more);
    run(&arguments)
}

#[test]
fn a_folder_holds_the_result_and_what_made_it() {
    let place = TempDir::new().unwrap();
    let [one, other] = ["one", "deep/other"].map(|name| place.path().join(name));
    let first = keep(&one, &["--format", "json", "--timing", "--threads", "1"]);
    assert_eq!(code(&first), 0, "{}", err(&first));
    assert_eq!(code(&keep(&other, &["--plain", "--threads", "2"])), 0);
    let files = contents(&one);
    assert_eq!(
        files,
        contents(&other),
        "whatever is shown, the folder is the same"
    );
    let shown = keep(&one, &["--format", "json"]);
    assert_eq!(shown.stdout, files["result.json"]);
    assert_eq!(keep(&one, &["--format", "csv"]).stdout, files["result.csv"]);
    assert_eq!(keep(&one, &[]).stdout, files["report.txt"]);
    assert_eq!(
        files,
        contents(&one),
        "a result takes the place of the last one"
    );
    let text = out(&run(&["list", "--show", SHIPPED]));
    assert_eq!(files["scenario/loyal-factory.toml"], text.as_bytes());
    let manifest: Value = serde_json::from_slice(&files["manifest.json"]).unwrap();
    assert_eq!(manifest["trials"], 2);
    assert_eq!(manifest["partial"], false);
    let packages = manifest["packages"].as_array().unwrap();
    assert!(
        packages
            .iter()
            .any(|one| one.as_str().unwrap().starts_with("libm 0."))
    );
    let listed = manifest["files"].as_array().unwrap();
    assert_eq!(listed.len() + 1, files.len());
    for entry in listed {
        let digest = Sha256::digest(&files[entry["name"].as_str().unwrap()]);
        let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(entry["sha256"], digest.as_str());
    }
}

#[test]
fn a_folder_holds_every_text_the_scenario_was_read_from() {
    let place = TempDir::new().unwrap();
    std::fs::create_dir(place.path().join("far")).unwrap();
    let base = "\u{feff}format = 1\r\ntitle = 'Base'\r\n[clock]\nhorizon = '4w'\n[work.k]\n\
                demand = { every = '4h' }\nroute = ['s']\n[station.s]\nstaff = 1\n\
                touch = { empirical = { file = 'sizes.csv', column = 'h', unit = 'h' } }\n";
    file(&place, "far/mine.toml", base);
    file(&place, "far/sizes.csv", "h\n1\n2\n3\n");
    let mine = file(
        &place,
        "mine.toml",
        "extends = 'far/mine.toml'\ntitle = 'Mine'\n",
    );
    let kept = place.path().join("kept");
    let to = kept.to_string_lossy();
    let output = run(&[
        "run",
        &mine,
        "--trials",
        "2",
        "--set",
        "s.staff=2",
        "--out",
        &to,
    ]);
    assert_eq!(code(&output), 0, "{}", err(&output));
    let files = contents(&kept);
    assert_eq!(files["scenario/2-mine.toml"], base.as_bytes());
    assert!(files["scenario/mine.toml"].starts_with(b"extends"));
    assert!(files["scenario/sizes.csv"].starts_with(b"h\n1"));
    let manifest: Value = serde_json::from_slice(&files["manifest.json"]).unwrap();
    assert_eq!(manifest["set"][0], "s.staff=2");
    let manifest = String::from_utf8(files["manifest.json"].clone()).unwrap();
    let machine = place.path().to_string_lossy();
    assert!(!manifest.contains(&*machine), "{manifest}");
    // The next result takes away what only this one had.
    assert_eq!(code(&keep(&kept, &[])), 0);
    assert!(!names(&kept).contains(&"scenario/sizes.csv".to_owned()));
}

#[test]
fn a_folder_with_other_files_is_left_alone() {
    let place = TempDir::new().unwrap();
    let mine = file(&place, "diary.txt", "dear diary");
    for taken in [place.path(), Path::new(&mine)] {
        let output = keep(taken, &[]);
        assert_eq!(code(&output), 3);
        let named = taken.to_string_lossy();
        assert!(err(&output).contains(&*named), "{}", err(&output));
        assert!(out(&output).is_empty(), "it is said before the run");
    }
    file(
        &place,
        "manifest.json",
        "{ \"tool\": \"another\", \"files\": [] }",
    );
    assert_eq!(code(&keep(place.path(), &[])), 3);
    assert_eq!(names(place.path()), ["diary.txt", "manifest.json"]);
    // A manifest that names what it should not.
    let kept = place.path().join("kept");
    assert_eq!(code(&keep(&kept, &[])), 0);
    let manifest = kept.join("manifest.json");
    let text = std::fs::read_to_string(&manifest).unwrap();
    std::fs::write(&manifest, text.replace("report.txt", "../diary.txt")).unwrap();
    assert_eq!(code(&keep(&kept, &[])), 3, "report.txt is nobody's");
    assert!(names(place.path()).contains(&"diary.txt".to_owned()));
}

#[cfg(unix)]
#[test]
fn a_folder_never_takes_the_place_of_what_is_no_file() {
    let place = TempDir::new().unwrap();
    let kept = place.path().join("kept");
    assert_eq!(code(&keep(&kept, &[])), 0);
    let (link, device) = (kept.join("result.csv"), Path::new("/dev/null"));
    std::fs::remove_file(&link).unwrap();
    std::os::unix::fs::symlink(device, &link).unwrap();
    let output = keep(&kept, &[]);
    assert_eq!(code(&output), 3, "{}", err(&output));
    assert_eq!(std::fs::read_link(&link).unwrap(), device);
    assert!(!device.metadata().unwrap().is_file());
}

/// Runs the program where no file may be longer than so many blocks of 512 bytes.
#[cfg(unix)]
fn limited(blocks: usize, arguments: &[&str]) -> Output {
    // Writing more is an error instead of the end.
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
    let mut command = Command::new("sh");
    command.args(["-c", &script]);
    command.arg(assert_cmd::cargo::cargo_bin!("throughline"));
    command.args(arguments).output().unwrap()
}

#[cfg(unix)]
#[test]
fn a_result_that_does_not_fit_leaves_nothing_behind() {
    let place = TempDir::new().unwrap();
    let kept = place.path().join("kept");
    let to = kept.to_string_lossy().into_owned();
    let arguments = ["run", SHIPPED, "--trials", "2", "--quiet", "--out", &to];
    let output = limited(4, &arguments);
    assert_eq!(code(&output), 3, "{}", err(&output));
    assert!(err(&output).contains("result.json"), "{}", err(&output));
    assert!(out(&output).contains("Headline"), "what was found is shown");
    assert!(!kept.exists());
    assert_eq!(code(&keep(&kept, &[])), 0);
    let before = contents(&kept);
    let again = [&arguments[..], &["--seed", "7"]].concat();
    assert_eq!(code(&limited(4, &again)), 3);
    assert_eq!(contents(&kept), before, "the earlier result is still there");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_of() {
    let full = || {
        Stdio::from(
            std::fs::OpenOptions::new()
                .write(true)
                .open("/dev/full")
                .unwrap(),
        )
    };
    for arguments in [
        &["list"][..],
        &["--help"],
        &["check", SHIPPED],
        &[
            "run", SHIPPED, "--trials", "2", "--quiet", "--format", "csv",
        ],
    ] {
        let output = program(arguments).stdout(full()).output().unwrap();
        assert_eq!(code(&output), 3, "{arguments:?}");
        assert!(err(&output).contains("standard output"), "{}", err(&output));
    }
}

#[cfg(unix)]
#[test]
fn nobody_reading_does_not_keep_a_folder_from_being_written() {
    let place = TempDir::new().unwrap();
    let kept = place.path().join("kept");
    let to = kept.to_string_lossy();
    let mut child = program(&["run", SHIPPED, "--trials", "2", "--quiet", "--out", &to])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert!(kept.join("manifest.json").exists());
}

/// Starts a run that would take hours, interrupts it, and again if it goes on.
#[cfg(unix)]
fn interrupted(arguments: &[&str], times: usize) -> Output {
    let child = program(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let id = child.id().to_string();
    for _ in 0..times {
        std::thread::sleep(std::time::Duration::from_millis(700));
        let _ = Command::new("kill").args(["-INT", &id]).status();
    }
    child.wait_with_output().unwrap()
}

#[cfg(unix)]
#[test]
fn an_interrupted_result_says_so_in_every_format() {
    let place = TempDir::new().unwrap();
    let kept = place.path().join("kept");
    let to = kept.to_string_lossy();
    let long = [
        "run", SHIPPED, "--trials", "10000000", "--format", "csv", "--out", &to,
    ];
    let output = interrupted(&long, 1);
    assert_eq!(code(&output), 130, "{}", err(&output));
    let files = contents(&kept);
    assert_eq!(output.stdout, files["result.csv"]);
    let rows = rows(&out(&output));
    let is = |measure: &str, column: usize, value: &str| {
        rows.iter()
            .any(|row| row[4] == measure && row[column] == value)
    };
    assert!(is("partial", 6, "1") && is("stopped", 5, "interrupted"));
    let object: Value = serde_json::from_slice(&files["result.json"]).unwrap();
    assert_eq!(object["variants"][0]["stopped"], "interrupted");
    let manifest: Value = serde_json::from_slice(&files["manifest.json"]).unwrap();
    assert_eq!(manifest["partial"], true);
    let page = String::from_utf8(files["report.txt"].clone()).unwrap();
    assert!(page.contains("PARTIAL"), "{page}");
}

#[cfg(unix)]
#[test]
fn a_second_interruption_ends_at_once_and_leaves_nothing_half_done() {
    let place = TempDir::new().unwrap();
    let endless = file(
        &place,
        "endless.toml",
        "format = 1\ntitle = 'Endless'\n[clock]\nhorizon = '100y'\ncalendar = 'always'\n\
         [work.k]\ndemand = { every = '1s' }\nroute = ['s']\n[station.s]\nstaff = 1\ntouch = '1s'\n",
    );
    let (kept, events) = (place.path().join("kept"), place.path().join("events.csv"));
    let [kept, events] = [kept, events].map(|path: PathBuf| path.to_string_lossy().into_owned());
    let output = interrupted(&["run", &endless, "--out", &kept, "--trace", &events], 2);
    assert_eq!(code(&output), 130, "{}", err(&output));
    assert!(err(&output).contains("at once"), "{}", err(&output));
    assert_eq!(names(place.path()), ["endless.toml"]);
}

fn shown(variables: &[(&str, &str)], arguments: &[&str]) -> String {
    let mut command = program(&[&["run", SHIPPED, "--trials", "2"][..], arguments].concat());
    command.env_remove("NO_COLOR");
    out(&command.envs(variables.iter().copied()).output().unwrap())
}

#[test]
fn colour_is_for_terminals_unless_it_is_forced() {
    let force = ("CLICOLOR_FORCE", "1");
    assert!(!shown(&[], &[]).contains('\u{1b}'));
    assert!(shown(&[force], &[]).contains('\u{1b}'));
    assert!(!shown(&[force, ("NO_COLOR", "1")], &[]).contains('\u{1b}'));
    assert!(!shown(&[force], &["--plain"]).contains('\u{1b}'));
    let mut command = program(&["--plain", "run", SHIPPED, "--trials", "2"]);
    let output = command.env_remove("NO_COLOR").env("CLICOLOR_FORCE", "1");
    let output = output.args(["--set", "code.staff=+10%"]).output().unwrap();
    assert!(err(&output).contains("rounded") && !err(&output).contains('\u{1b}'));
}

#[test]
fn a_locale_without_unicode_gets_ascii_but_names_stay() {
    for locale in ["C", "POSIX", "de_DE.ISO-8859-1"] {
        assert!(shown(&[("LC_ALL", locale)], &[]).is_ascii(), "{locale}");
    }
    assert!(!shown(&[("LC_ALL", "en_GB.UTF-8")], &[]).is_ascii());
    let title = "code.title=Програмісти 開発";
    let named = shown(&[("LC_ALL", "C")], &["--set", title]);
    assert!(named.contains("Програмісти 開発"), "{named}");
    assert!(!named.contains(['─', '–', '→', '…', '·']), "{named}");
}

/// Columns of the screen, for the letters of the test below.
fn columns(line: &str) -> usize {
    let wide = |sign: char| match sign {
        '\u{300}'..='\u{36f}' => 0,
        '\u{1100}'.. => 1 + usize::from(sign >= '\u{2e80}'),
        _ => 1,
    };
    line.chars().map(wide).sum()
}

#[test]
fn tables_stay_aligned_and_keep_their_intervals_whatever_the_names() {
    let titles = [
        "code.title=開発チームの中央部門",
        "qa.title=Отдел обеспечения качества",
        "legal.title=Pre\u{301}-ve\u{301}rification juridique",
    ];
    let edits: Vec<&str> = titles.iter().flat_map(|title| ["--set", title]).collect();
    let output = run(&[
        &["compare", SHIPPED, "--trials", "20", "--quiet"],
        &edits[..],
    ]
    .concat());
    let page = out(&output);
    let (_, stations) = page.split_once("Stations, today → assisted\n").unwrap();
    let (table, _) = stations.split_once("Wait: ").unwrap();
    let ends: Vec<usize> = table
        .lines()
        .filter(|line| line.ends_with(['%', '–']))
        .map(columns)
        .collect();
    assert_eq!(ends.len(), 15, "{table}");
    assert!(ends.iter().all(|end| *end == 80), "{table}");
    assert!(table.contains("качества\n"), "{table}");
    assert!(table.matches(", ").count() > 10, "{table}");
}

#[test]
fn what_cannot_be_read_is_named_and_ends_with_its_code() {
    let place = TempDir::new().unwrap();
    std::fs::create_dir(place.path().join("folder.toml")).unwrap();
    let folder = place.path().join("folder.toml");
    let bytes = place.path().join("bytes.toml");
    std::fs::write(&bytes, b"title = \"\xff\"\n").unwrap();
    for unreadable in [folder, bytes] {
        let output = run(&["check", &unreadable.to_string_lossy()]);
        assert_eq!(code(&output), 3, "{}", err(&output));
        assert!(err(&output).contains(&*unreadable.to_string_lossy()));
    }
    let (one, other) = ("extends = 'other.toml'\n", "extends = './one.toml'\n");
    let circle = file(&place, "one.toml", one);
    file(&place, "other.toml", other);
    let output = run(&["check", &circle]);
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("other.toml:1:11"), "{}", err(&output));
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_shift_no_column() {
    let place = TempDir::new().unwrap();
    let text = "\u{feff}oops = 1\r\nformat = 1\r\ntitle = 'x'\r\nclock = { horizn = '4w' }\r\n";
    let output = run(&["check", &file(&place, "dos.toml", text)]);
    assert_eq!(code(&output), 2);
    for found in ["dos.toml:1:1", "dos.toml:4:11"] {
        assert!(err(&output).contains(found), "{}", err(&output));
    }
}
