//! The table of keys says what the reader does.

use super::{open, page};
use crate::scenario::language::{
    ABANDON, ATTRITION, AWAY, CALENDAR, CHANGE, CLOCK, DEMAND, Default, EFFECT, EXAMPLES, FILE,
    GATE, Key, POOL, PRECISION, RAMP, REWORK, RUN, SHIFT, STAFF_PROFILE, STATION, Section, VARIANT,
    WORK, example,
};

const ALL: [&Section; 20] = [
    &FILE,
    &CLOCK,
    &RUN,
    &PRECISION,
    &CALENDAR,
    &WORK,
    &DEMAND,
    &STATION,
    &GATE,
    &REWORK,
    &CHANGE,
    &VARIANT,
    &POOL,
    &STAFF_PROFILE,
    &SHIFT,
    &AWAY,
    &ATTRITION,
    &ABANDON,
    &EFFECT,
    &RAMP,
];

fn keys() -> impl Iterator<Item = (&'static Section, &'static Key)> {
    ALL.into_iter()
        .flat_map(|section| section.keys.iter().map(move |key| (section, key)))
}

#[test]
fn every_key_is_described_once() {
    for (section, key) in keys() {
        assert!(key.about.ends_with('.'), "{} {}", section.noun, key.name);
        let same = section
            .keys
            .iter()
            .filter(|other| other.name == key.name)
            .count();
        assert_eq!(same, 1, "{} {}", section.noun, key.name);
    }
}

/// A scenario in which the lines of each table may be replaced.
const TABLES: [(&str, &[&str]); 5] = [
    ("", &["format = 1", "clock = { horizon = '1y' }"]),
    ("run", &[]),
    (
        "work.k",
        &[
            "demand = { poisson = '1 / week' }",
            "route = ['code', 'legal']",
        ],
    ),
    ("station.code", &["staff = 9", "touch = '1h'"]),
    ("station.legal", &["staff = 9", "touch = '1h'"]),
];

#[test]
fn examples_to_copy_are_right() {
    for (noun, example) in EXAMPLES.iter().filter(|(_, text)| !text.contains(".csv")) {
        let table = match *noun {
            "precision" => "run",
            "consequence" | "demand" | "value" | "effect" | "ramp" | "piece of a profile"
            | "step of a route" | "quorum" => "work.k",
            "gate"
            | "batch"
            | "way of catching flaws"
            | "automatic decision"
            | "rework"
            | "staff profile"
            | "piece of a staff profile"
            | "absence"
            | "attrition"
            | "patience"
            | "hurry"
            | "growing chance"
            | "learning" => "station.legal",
            _ if example.starts_with("touch") || example.starts_with("pace") => "station.legal",
            _ => "",
        };
        for example in example.split(", or ") {
            let entry = format!("rework = {{ chance = 0.1, to = 'code', max = 3, {example} }}");
            let example = match *noun {
                "growing chance" | "learning" => entry.as_str(),
                _ => example,
            };
            let key = |line: &str| line.split([' ', '=']).next().unwrap_or_default().to_owned();
            let mut text = String::new();
            for (name, lines) in TABLES {
                // The example may stand for the whole table.
                if key(example) == name {
                    continue;
                }
                if !name.is_empty() {
                    text.push_str(&format!("[{name}]\n"));
                }
                let here = name == table;
                let kept = lines
                    .iter()
                    .filter(|line| !here || key(line) != key(example));
                kept.for_each(|line| text.push_str(&format!("{line}\n")));
                if here {
                    text.push_str(&format!("{example}\n"));
                }
            }
            for other in ["review", "security", "finance"] {
                text.push_str(&format!("[station.{other}]\nstaff = 9\ntouch = '1h'\n"));
            }
            text.push_str("[work.incident]\nroute = ['code']\n");
            let page = open(&text, &[]).err().unwrap_or_default();
            assert!(page.is_empty(), "{noun}:\n{text}\n{page}");
        }
    }
}

#[test]
fn examples_have_what_cannot_be_left_out() {
    for (section, key) in keys().filter(|(_, key)| key.default == Default::Required) {
        let example = example(section);
        assert!(
            example.is_none_or(|text| text.contains(&format!("{} = ", key.name))),
            "{} {}",
            section.noun,
            key.name
        );
    }
}

#[test]
fn what_is_not_built_is_refused_by_name() {
    for (section, key) in keys().filter(|(_, key)| !key.built) {
        let text = match section.noun {
            "scenario" if key.name == "handover" => "[[handover]]\nwork = \"fix\"\n".to_owned(),
            "scenario" => format!("[{}.x]\ny = 1\n", key.name),
            "run" => format!("[run]\n{} = 1\n", key.name),
            "station" => format!("[station.x]\nstaff = 1\n{} = 1\n", key.name),
            "kind of work" => format!("[work.x]\nroute = [\"code\"]\n{} = 1\n", key.name),
            "attrition" => format!(
                "[station.x]\nstaff = 1\nattrition = {{ after = \"2y\", {} = \"fix\" }}\n",
                key.name
            ),
            "rework" => format!(
                "[station.x]\nstaff = 1\nrework = {{ chance = 0.1, to = \"x\", {} = 1 }}\n",
                key.name
            ),
            "change" => format!("[change.x]\nset = {{}}\n{} = 1\n", key.name),
            "variant" => format!("[variant.x]\n{} = 1\n", key.name),
            other => panic!("no text for a {other}"),
        };
        let page = page(&text, &[]);
        let expected = format!("`{}` is not supported yet", key.name);
        assert!(
            page.contains(&expected),
            "{} {}:\n{page}",
            section.noun,
            key.name
        );
        assert!(
            page.ends_with("1 error\n") || page.contains("1 error,"),
            "{page}"
        );
    }
}
