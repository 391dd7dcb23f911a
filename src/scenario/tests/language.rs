//! The table of keys says what the reader does.

use super::page;
use crate::scenario::language::{
    ABANDON, ATTRITION, AWAY, CALENDAR, CHANGE, CLOCK, DEMAND, FILE, GATE, Key, POOL, PRECISION,
    REWORK, RUN, SHIFT, STAFF_PROFILE, STATION, Section, VARIANT, WORK,
};

const ALL: [&Section; 18] = [
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
