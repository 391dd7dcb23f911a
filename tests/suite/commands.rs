//! The program end to end: exit codes, streams, and what must never happen.

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A shipped scenario that answers within a second.
pub(crate) const SHIPPED: &str = "loyal-factory";

pub(crate) fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("throughline"));
    command
        .args(arguments)
        .env("NO_COLOR", "1")
        .env("LC_ALL", "C.UTF-8");
    command
}

pub(crate) fn run(arguments: &[&str]) -> Output {
    program(arguments).output().unwrap()
}

pub(crate) fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

pub(crate) fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub(crate) fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

pub(crate) fn file(folder: &TempDir, name: &str, text: &str) -> String {
    let path: PathBuf = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    path.to_string_lossy().into_owned()
}

#[test]
fn without_arguments_it_says_how_to_begin() {
    let output = run(&[]);
    assert_eq!(code(&output), 2);
    assert!(
        err(&output).contains("throughline list"),
        "{}",
        err(&output)
    );
    assert_eq!(code(&run(&["--help"])), 0);
    assert_eq!(code(&run(&["--version"])), 0);
}

#[test]
fn a_flag_it_does_not_know_is_bad_input() {
    for arguments in [
        &["run", SHIPPED, "--nonsense"][..],
        &["run", SHIPPED, "--trials", "1"],
        &["run", SHIPPED, "--threads", "0"],
        &["run", SHIPPED, "--format", "xml"],
        &["dance"],
    ] {
        let output = run(arguments);
        assert_eq!(code(&output), 2, "{arguments:?}");
        assert!(out(&output).is_empty());
    }
}

#[test]
fn bounds_are_those_of_the_file_and_are_said() {
    for (flag, value, bound) in [
        ("--trials", "1", "from 2 to 10,000,000"),
        ("--trials", "10000001", "from 2 to 10,000,000"),
        ("--seed", "-1", "from 0 to 9223372036854775807"),
        (
            "--seed",
            "9223372036854775808",
            "from 0 to 9223372036854775807",
        ),
    ] {
        let output = run(&["run", SHIPPED, flag, value]);
        assert_eq!(code(&output), 2, "{flag} {value}");
        assert!(err(&output).contains(bound), "{}", err(&output));
    }
}

#[test]
fn a_precision_that_is_misspelt_or_has_no_width_says_how_to_write_it() {
    for (goal, said) in [
        ("flowtime=1%", "did you mean flow_time?"),
        ("flowtime", "did you mean flow_time?"),
        ("flow_time", "write flow_time=1% or \"flow_time=2h\""),
        ("speed=1%", "is not one of `throughput`"),
    ] {
        let output = run(&["run", "one-station", "--precision", goal]);
        assert_eq!(code(&output), 2, "{goal}");
        assert!(err(&output).contains(said), "{goal}: {}", err(&output));
    }
    let help = out(&run(&["run", "--help"]));
    let help: Vec<&str> = help.split_whitespace().collect();
    assert!(help.join(" ").contains("at least 128 are run"));
}

#[test]
fn what_is_planned_is_not_supported_yet() {
    for arguments in [
        &["sweep", SHIPPED, "--vary", "code.pace=1..2"][..],
        &["cascade", "x.toml"],
        &["compare", SHIPPED, "--joint"],
    ] {
        let output = run(arguments);
        assert_eq!(code(&output), 2, "{arguments:?}");
        assert!(
            err(&output).contains("not supported yet"),
            "{}",
            err(&output)
        );
    }
    assert!(!err(&run(&["dance"])).contains("not supported yet"));
}

#[test]
fn a_shipped_name_with_an_ending_gets_a_hint() {
    let output = run(&["run", "loyal-factory.toml"]);
    assert_eq!(code(&output), 3);
    assert!(err(&output).contains("leave out"), "{}", err(&output));
}

#[test]
fn an_edit_that_fits_one_file_only_names_the_other() {
    let output = run(&["compare", SHIPPED, "one-station", "--set", "legal.staff=4"]);
    assert_eq!(code(&output), 2);
    assert!(
        err(&output).contains("--set 1 in one-station"),
        "{}",
        err(&output)
    );
}

#[test]
fn notes_are_shown_unless_quiet() {
    let rounded = ["run", SHIPPED, "--trials", "2", "--set", "code.staff=+10%"];
    assert!(err(&run(&rounded)).contains("rounded"));
    let quiet = run(&[&rounded[..], &["--quiet"]].concat());
    assert!(err(&quiet).is_empty(), "{}", err(&quiet));
}

#[test]
fn check_shows_sessions_as_they_are_held_and_kinds_that_nothing_brings() {
    let folder = TempDir::new().unwrap();
    let mine = file(
        &folder,
        "mine.toml",
        "format = 1\ntitle = \"Steer\\u001b[31med\"\n\
         [clock]\nhorizon = \"10w\"\ncalendar = \"office\"\n\
         [work.k]\nroute = [\"board\"]\n\
         [station.board]\ngate = { every = \"1w\", on = \"Sat 10:00\" }\n",
    );
    let output = run(&["check", &mine]);
    assert_eq!(code(&output), 0, "{}", err(&output));
    let page = out(&output);
    assert!(
        page.contains("first sits Mon 09:00 in weeks 2, 3, 4"),
        "{page}"
    );
    assert!(page.contains("k has no demand"), "{page}");
    assert!(!page.contains("flow time"), "nothing flows: {page}");
    assert!(!page.contains("demand-limited"), "{page}");
    assert!(!page.contains('\u{1b}'), "{page}");
}

#[test]
fn check_says_when_a_kind_without_demand_comes() {
    let page = out(&run(&["check", "who-looks-at-what"]));
    let line = "rollback comes only when reversible is delivered";
    assert!(page.contains(line), "{page}");
    let page = out(&run(&["check", "hiring-pipeline"]));
    assert!(
        page.contains("seat comes only when somebody leaves team"),
        "{page}"
    );
    // Nobody leaves in one of its variants.
    assert_eq!(page.matches("none of it ever comes").count(), 1, "{page}");
}

#[test]
fn a_file_that_is_not_there_could_not_be_read() {
    let output = run(&["run", "not-there.toml"]);
    assert_eq!(code(&output), 3);
    assert!(err(&output).contains("not-there.toml"));
}

#[test]
fn a_name_that_does_not_ship_is_bad_input_and_the_nearest_is_named() {
    let output = run(&["compare", "loyal-factroy"]);
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains(SHIPPED), "{}", err(&output));
}

#[test]
fn a_scenario_with_a_mistake_is_bad_input_for_every_command() {
    let folder = TempDir::new().unwrap();
    let wrong = file(
        &folder,
        "wrong.toml",
        "format = 1\ntitle = \"Wrong\"\noops = 3\n",
    );
    for command in ["run", "compare", "check"] {
        let output = run(&[command, &wrong]);
        assert_eq!(code(&output), 2, "{command}");
        assert!(out(&output).is_empty());
        assert!(err(&output).contains("oops") || err(&output).contains("unknown"));
    }
}

#[test]
fn a_variant_that_is_not_there_is_bad_input() {
    for command in ["run", "compare"] {
        let output = run(&[command, SHIPPED, "--variant", "no-such-variant"]);
        assert_eq!(code(&output), 2);
        assert!(err(&output).contains("no-such-variant"));
    }
}

#[test]
fn an_edit_with_a_mistake_is_bad_input() {
    assert_eq!(code(&run(&["run", SHIPPED, "--set", "oops.pace=2"])), 2);
}

#[test]
fn the_shipped_scenarios_are_listed_and_shown() {
    let listed = run(&["list"]);
    assert_eq!(code(&listed), 0);
    assert!(out(&listed).lines().any(|line| line.starts_with(SHIPPED)));
    let shown = run(&["list", "--show", SHIPPED]);
    assert_eq!(code(&shown), 0);
    assert!(out(&shown).contains("title"));
    assert_eq!(code(&run(&["list", "--show", "nothing-like-it"])), 2);
}

#[test]
fn check_says_the_regime_before_any_run() {
    let output = run(&["check", SHIPPED]);
    assert_eq!(code(&output), 0);
    assert!(out(&output).contains("no errors"));
    assert!(out(&output).contains("limited") || out(&output).contains("saturated"));
}

#[test]
fn check_puts_theory_beside_a_short_run_and_warnings_are_no_failure() {
    let arguments = ["check", "one-station", "--set", "clock.burn_in=100h"];
    let output = run(&arguments);
    assert_eq!(code(&output), 0);
    let page = out(&output);
    assert!(page.contains("clock.burn_in from 0h to 100h"), "{page}");
    let flow = page.lines().find(|line| line.contains("flow time [h]"));
    let words: Vec<&str> = flow.unwrap().split_whitespace().collect();
    assert_eq!(words[3], "9");
    let found: f64 = words[4].parse().unwrap();
    assert!((found - 9.0).abs() < 2.0, "{page}");
    assert!(err(&output).contains("not-settled"), "{}", err(&output));
    assert_eq!(out(&run(&arguments)), page, "it depends on no clock");
}

#[test]
fn check_says_why_theory_has_nothing_to_say() {
    let page = out(&run(&["check", SHIPPED]));
    assert!(page.contains("theory has no formula for this: feature is released by a calendar"));
    let page: Vec<&str> = page.split_whitespace().collect();
    let edit = "code.pace from 1 to 1.3: 30% more per hour, 23.1% less time";
    assert!(page.join(" ").contains(edit), "{page:?}");
}

#[test]
fn a_file_that_is_no_text_could_not_be_read() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("latin.toml");
    std::fs::write(&path, b"format = 1\ntitle = \"B\xfcro\"\n").unwrap();
    let output = run(&["check", &path.to_string_lossy()]);
    assert_eq!(code(&output), 3);
    assert!(err(&output).contains("UTF-8"), "{}", err(&output));
}

#[test]
fn json_is_one_object_and_the_same_bytes_on_every_thread_count() {
    let few = ["--trials", "4", "--format", "json", "--quiet"];
    let with = |threads| {
        let mut arguments = vec!["compare", SHIPPED, "--threads", threads];
        arguments.extend(few);
        run(&arguments)
    };
    let (one, two) = (with("1"), with("2"));
    assert_eq!(code(&one), 0);
    assert_eq!(one.stdout, two.stdout);
    let result: serde_json::Value = serde_json::from_slice(&one.stdout).unwrap();
    assert_eq!(result["format"], 1);
    assert!(result.get("timing").is_none());
}

#[test]
fn timing_is_said_only_on_request() {
    let arguments = [
        "run", SHIPPED, "--trials", "4", "--format", "json", "--timing",
    ];
    let result: serde_json::Value = serde_json::from_slice(&run(&arguments).stdout).unwrap();
    assert!(result["timing"]["trial_seconds"].is_number());
}

#[test]
fn a_trace_is_whole_or_not_there() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("events.csv");
    let target = path.to_string_lossy();
    let output = run(&["run", SHIPPED, "--trials", "2", "--trace", &target]);
    assert_eq!(code(&output), 0);
    assert!(std::fs::read_to_string(&path).unwrap().lines().count() > 1);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    let nowhere = folder.path().join("no/such/folder.csv");
    let output = run(&[
        "run",
        SHIPPED,
        "--trials",
        "2",
        "--trace",
        &nowhere.to_string_lossy(),
    ]);
    assert_eq!(code(&output), 3);
}

#[cfg(unix)]
#[test]
fn a_trace_that_does_not_fit_leaves_nothing_behind() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("events.csv");
    // A file may have 512 bytes, and writing more is an error instead of the end.
    let limited = "trap '' XFSZ; ulimit -f 1; exec \"$0\" \"$@\"";
    let output = Command::new("sh")
        .args(["-c", limited])
        .arg(assert_cmd::cargo::cargo_bin!("throughline"))
        .args(["run", SHIPPED, "--trials", "2", "--quiet", "--trace"])
        .arg(&path)
        .output()
        .unwrap();
    assert_eq!(code(&output), 3, "{}", err(&output));
    assert!(err(&output).contains("events.csv"), "{}", err(&output));
    assert!(out(&output).is_empty());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[cfg(target_os = "linux")]
#[test]
fn a_trace_to_a_device_leaves_the_device_alone() {
    use std::os::unix::fs::FileTypeExt;
    let is_device = |path: &str| {
        std::fs::metadata(path)
            .is_ok_and(|about: std::fs::Metadata| about.file_type().is_char_device())
    };
    let device = "/dev/full";
    if is_device(device) {
        let output = run(&["run", SHIPPED, "--trials", "2", "--trace", device]);
        assert_eq!(code(&output), 3, "{}", err(&output));
        assert!(is_device(device));
    }
}

#[test]
fn several_files_are_compared_under_their_names() {
    let folder = TempDir::new().unwrap();
    let text = out(&run(&["list", "--show", SHIPPED]));
    let (one, other) = (
        file(&folder, "one.toml", &text),
        file(&folder, "other.toml", &text),
    );
    let output = run(&["compare", &one, &other, "--trials", "2", "--format", "json"]);
    assert_eq!(code(&output), 0, "{}", err(&output));
    let result: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(result["variants"][0]["name"], "one");
    assert_eq!(result["variants"][1]["name"], "other");
}

#[test]
fn a_closed_pipe_ends_quietly() {
    for arguments in [&["list"][..], &["run", SHIPPED, "--trials", "2", "--quiet"]] {
        let mut child = program(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(code(&output), 0, "{arguments:?}");
        assert!(err(&output).is_empty(), "{}", err(&output));
    }
}

#[test]
fn the_first_scenario_of_the_readme_is_right() {
    let readme = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(readme).unwrap();
    let (_, rest) = readme.split_once("```toml\n").unwrap();
    let (text, _) = rest.split_once("```").unwrap();
    let folder = TempDir::new().unwrap();
    let mine = file(&folder, "mine.toml", text);
    for edits in [&[][..], &["--set", "legal.gate.slots=8"]] {
        let output = run(&[&["check", &mine], edits].concat());
        assert_eq!(code(&output), 0, "{}", err(&output));
        assert!(!err(&output).contains("warning"), "{}", err(&output));
    }
}

#[test]
fn the_organisations_of_the_readme_run() {
    let readme = include_str!("../../README.md");
    let blocks: Vec<&str> = (readme.split("```toml\n").skip(1))
        .filter_map(|rest| rest.split("```").next())
        .collect();
    let folder = TempDir::new().unwrap();
    file(&folder, "mine.toml", blocks[0]);
    file(&folder, "cell.toml", blocks[1]);
    let beside = file(&folder, "beside.toml", blocks[2]);
    let output = run(&["check", &beside]);
    assert_eq!(code(&output), 0, "{}", err(&output));
    assert!(!err(&output).contains("warning"), "{}", err(&output));
    let output = run(&["compare", &beside, "--trials", "2", "--quiet"]);
    assert_eq!(code(&output), 0, "{}", err(&output));
    assert!(out(&output).contains("Organisations"), "{}", out(&output));
    let told = out(&run(&["explain", &beside, "--variant", "beside"]));
    for line in [
        "Organisation cell\n- described in: cell.toml\n- begins: as the window begins, empty",
        "- look after 6mo: unless 1 delivered by then, it is closed",
        "- WIP limit: another item is released only while fewer than 4 are inside",
        "Handover of feature from loyal to cell\n- what goes over: 50% of room inside",
        "- people: 2 from code to cell/build, one by one in step with the share",
    ] {
        assert!(told.contains(line), "{line}\n{told}");
    }
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_shows_what_is_finished() {
    let child = program(&["run", SHIPPED, "--trials", "1000000", "--quiet"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(std::time::Duration::from_secs(1));
    let id = child.id().to_string();
    let kill = Command::new("kill").args(["-INT", &id]).status().unwrap();
    assert!(kill.success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(code(&output), 130, "{}", err(&output));
    assert!(out(&output).contains("PARTIAL"), "{}", out(&output));
}

#[test]
fn a_pipe_gets_no_colour_and_plain_keeps_to_ascii() {
    let output = run(&["run", SHIPPED, "--trials", "2"]);
    assert!(!out(&output).contains('\u{1b}'));
    let plain = run(&["run", SHIPPED, "--trials", "2", "--plain"]);
    assert!(out(&plain).is_ascii());
}
