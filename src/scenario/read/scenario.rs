//! One variant of a file, read completely.

use super::Reader;
use super::checks::check;
use crate::scenario::files::Files;
use crate::scenario::log::{Log, Trouble};
use crate::scenario::model::{Kind, Scenario, Station, Team};
use crate::scenario::nearest::listed;
use crate::scenario::node::Node;

const MOST: usize = 500;

/// What a reading has come across, to tell what no variant needs.
#[derive(Debug, Default)]
pub(in crate::scenario) struct Seen {
    pub(in crate::scenario) stations: Vec<String>,
    pub(in crate::scenario) pools: Vec<String>,
    pub(in crate::scenario) calendars: Vec<String>,
    pub(in crate::scenario) kinds: Vec<String>,
}

/// Reads a tree; `None` if anything in it is wrong. Changes are read apart.
pub(in crate::scenario) fn read_scenario(
    log: &mut Log,
    files: &mut Files,
    root: &Node,
    seen: &mut Seen,
) -> Option<Scenario> {
    let before = log.errors();
    let mut reader = Reader::new(log, files, root);
    let scenario = reader.scenario(seen);
    (log.errors() == before).then_some(scenario)
}

impl Reader<'_> {
    fn scenario(&mut self, seen: &mut Seen) -> Scenario {
        let root = self.root;
        let fallback = self.log.source(root.place.source).name.clone();
        let (title, about) = self.file(&fallback);
        let clock = self.clock();
        let run = self.run();
        let orgs = self.orgs();
        let money = self.money();
        self.check_names();
        let mut calendars = self.calendars(&clock);
        self.burn_in = clock.burn_in;
        self.read_pools(&mut calendars);
        let mut stations = Vec::new();
        for (name, node) in self.tables("station") {
            calendars.turn_to(self.org_of(name));
            stations.push(self.sound(|reader| reader.station(name, node, &mut calendars)));
        }
        let mut kinds = Vec::new();
        for (name, node) in self.tables("work") {
            let org = self.org_of(name);
            calendars.turn_to(org);
            let limited = orgs[org].wip_limit.is_some();
            kinds.push(self.sound(|reader| reader.kind(name, node, &mut calendars, limited)));
            self.check_items(node, clock.burn_in.0);
        }
        self.check_present();
        check(self, &kinds, &stations, &orgs);
        self.check_rooms(&kinds, &stations, &orgs);
        self.check_batches(&kinds, &stations, &orgs);
        self.check_leads(&kinds);
        seen.calendars.extend(calendars.used_names());
        note_use(seen, &kinds, &stations, &self.teams);
        let (calendars, moved) = calendars.compact();
        let stations = stations.into_iter().filter_map(|(station, _)| station);
        let mut stations: Vec<Station> = stations.collect();
        let teams = self.settle_teams(&mut stations);
        let pools = teams.iter().filter(|team| team.is_pool);
        seen.pools.extend(pools.map(|team| team.name.clone()));
        let mut scenario = Scenario {
            title,
            about,
            clock,
            run,
            calendars,
            orgs,
            handovers: Vec::new(),
            kinds: kinds.into_iter().filter_map(|(kind, _)| kind).collect(),
            stations,
            teams,
            changes: Vec::new(),
            money,
        };
        self.check_empty(&scenario.orgs, &scenario.kinds);
        scenario.handovers = self.handovers(&scenario);
        note_taken(seen, &scenario);
        renumber_calendars(&mut scenario, &moved);
        self.check_precision(&scenario);
        scenario
    }

    /// Reads something and tells whether it was free of errors.
    fn sound<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> (Option<T>, bool) {
        let before = self.log.errors();
        let found = read(self);
        (found, self.log.errors() == before)
    }

    fn check_names(&mut self) {
        let root = self.root;
        for table in ["station", "work", "pool", "calendar", "change", "variant"] {
            for (name, _) in self.tables(table) {
                let place = root.place_of(&[table, name]);
                self.check_name(name, &place);
                if table == "pool" {
                    self.check_pool_name(name, &place);
                }
                if table == "station" && crate::scenario::path::RESERVED.contains(&name) {
                    let message = format!("a station cannot be called `{name}`");
                    let names = listed(crate::scenario::path::RESERVED);
                    let hint =
                        format!("paths begin with these names, so no station has them: {names}");
                    self.error(&place, Trouble::new("reserved-name", message).hint(hint));
                }
            }
        }
        let many = [
            ("station", self.stations.len()),
            ("pool", self.pools.len()),
            ("work", self.kinds.len()),
        ];
        for (table, many) in many {
            if many > MOST {
                let message = format!("there are {many} tables [{table}.NAME], more than {MOST}");
                self.error(
                    &root.place_of(&[table]),
                    Trouble::new("out-of-range", message),
                );
            }
        }
    }

    fn check_present(&mut self) {
        let root = self.root;
        if self.kinds.is_empty() {
            let trouble = Trouble::new("missing-key", "there is no kind of work");
            self.error(
                &root.place,
                trouble.hint("add a table [work.NAME] with a route"),
            );
        }
        if self.stations.is_empty() {
            let trouble = Trouble::new("missing-key", "there is no station");
            self.error(
                &root.place,
                trouble.hint("add a table [station.NAME] with staff and touch"),
            );
        }
    }
}

fn note_use(
    seen: &mut Seen,
    kinds: &[(Option<Kind>, bool)],
    stations: &[(Option<Station>, bool)],
    teams: &[Team],
) {
    let read = kinds.iter().enumerate();
    let read = read.filter_map(|(at, (kind, _))| Some((at, kind.as_ref()?)));
    let opened: Vec<usize> = teams.iter().filter_map(|team| team.opens).collect();
    let with_items = super::leads::kinds_with_items(read.clone(), opened);
    for (at, kind) in read {
        if with_items.contains(&at) {
            seen.kinds.push(kind.name.clone());
        }
        for step in &kind.route {
            if let Some((Some(station), _)) = stations.get(step.station) {
                seen.stations.push(station.name.clone());
            }
        }
    }
}

/// What is handed over brings items of the kind that takes it.
fn note_taken(seen: &mut Seen, scenario: &Scenario) {
    let taken = scenario.handovers.iter().map(|of| of.to);
    let taken = taken.map(|kind| scenario.kinds[kind].name.clone());
    seen.kinds.extend(taken);
}

/// Calendars have moved to other positions.
fn renumber_calendars(scenario: &mut Scenario, moved: &[usize]) {
    for station in &mut scenario.stations {
        station.calendar = moved[station.calendar];
    }
    for team in &mut scenario.teams {
        team.calendar = moved[team.calendar];
    }
    for kind in &mut scenario.kinds {
        kind.calendar = kind.calendar.map(|calendar| moved[calendar]);
    }
}
