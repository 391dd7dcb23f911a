//! Scenarios that ship with the program, each with its text.

/// A scenario that ships with the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shipped {
    /// What to call it on the command line.
    pub name: &'static str,
    /// Its text, a scenario file.
    pub text: &'static str,
}

macro_rules! shipped {
    ($($name:literal),* $(,)?) => {
        &[$(Shipped { name: $name, text: include_str!(concat!("../../scenarios/", $name, ".toml")) }),*]
    };
}

static SHIPPED: &[Shipped] = shipped![
    "one-station",
    "one-station-faster",
    "loyal-factory",
    "express-lane",
    "all-at-once",
    "shared-specialists",
    "third-in-the-queue",
    "more-merged",
    "judgment",
    "hour-for-a-day",
    "automated-bureaucracy",
    "release-every-day",
    "integration-debt",
    "lost-context",
    "encoded-judgment",
    "who-looks-at-what",
    "law-and-habit",
    "hiring-pipeline",
    "pilots",
    "five-percent",
    "metr",
    "paid-by-time",
    "flattening",
    "ratchet",
    "two-meters",
    "commits-to-releases",
    "new-unit",
    "parallel-factory",
    "fifty-million-dollar-question",
    "kill-criteria",
    "cell",
    "cells-and-tissue",
    "strangler-fig",
    "changing-over",
    "full-inbox",
    "turned-away",
    "patience",
    "now-and-then",
    "night-shift",
    "absences",
    "not-replaced",
];

/// All scenarios that ship with the program, in teaching order.
pub fn shipped() -> &'static [Shipped] {
    SHIPPED
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_folder_is_shipped() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter_map(|name| name.strip_suffix(".toml").map(str::to_string))
            .collect();
        let mut names: Vec<&str> = shipped().iter().map(|shipped| shipped.name).collect();
        files.sort();
        names.sort_unstable();
        assert_eq!(files, names);
    }
}
