//! Scenario to network: names to positions, instants to the clock of the run.

use super::calendar::{Calendar, NEVER};
use super::effects::{compile_change, compile_deliveries};
use super::forks::forks;
use super::leads;
use super::load::{self, LoadHere, LoadSettings};
use super::orgs;
use super::people::{crews, give_timers};
use super::quality::{QualitySettings, judge};
use super::sessions::{PapersDue, Sessions};
use super::tables::*;
use crate::random::{Distribution, Sampler, SamplerCache, name_hash};
use crate::scenario::model::{self, Demand, Scenario};
use crate::units::{DAY, Instant, WEEK};

/// Samplers of a network under construction.
#[derive(Default)]
pub(super) struct Samplers {
    cache: SamplerCache,
    list: Vec<Sampler>,
    known: Vec<Distribution>,
}

impl Samplers {
    /// Files a distribution under its shape.
    pub(super) fn number(&mut self, distribution: &Distribution) -> Number {
        let shape = distribution.clone().with_mean(1.0);
        let position = self
            .known
            .iter()
            .position(|known| *known == shape)
            .unwrap_or_else(|| {
                self.list.push(shape.sampler(&mut self.cache));
                self.known.push(shape);
                self.list.len() - 1
            });
        Number {
            mean: distribution.mean(),
            sampler: position as u32,
        }
    }

    fn exponential(&mut self) -> Sampler {
        let shape = Distribution::exponential(1.0).unwrap_or_else(|_| Distribution::constant(1.0));
        shape.sampler(&mut self.cache)
    }
}

/// The clock of a run: instants count from a Monday 00:00 at or before its beginning.
#[derive(Clone, Copy)]
pub(super) struct RunClock {
    pub(super) start: u64,
    zero: u64,
    end: u64,
}

impl RunClock {
    fn new(clock: &model::Clock) -> Self {
        let weekday = clock
            .start
            .map_or(0, |date| date.weekday().to_monday_zero_offset() as u64);
        let zero = clock.burn_in.0.div_ceil(WEEK) * WEEK + weekday * DAY;
        Self {
            start: zero - clock.burn_in.0,
            zero,
            end: zero + clock.horizon.0,
        }
    }

    /// An instant of the scenario on the clock of the run.
    pub(super) fn at(self, instant: Instant) -> u64 {
        self.zero.saturating_add_signed(instant.0)
    }
}

/// Compiles a validated scenario.
pub fn compile(scenario: &Scenario) -> Network {
    let clock = RunClock::new(&scenario.clock);
    let mut samplers = Samplers::default();
    let calendars: Vec<Calendar> = scenario
        .calendars
        .iter()
        .map(|written| calendar(written, clock))
        .collect();
    let (mut legs, ways_back) = legs(scenario);
    mark_batches(scenario, &first_legs(scenario), &mut legs);
    let (forks, branches) = forks(scenario, &first_legs(scenario), &mut legs);
    let leads = leads::leads(scenario);
    let mut network = Network {
        start: clock.start,
        zero: clock.zero,
        end: clock.end,
        kinds: kinds(scenario, clock, (&calendars, &leads), &mut samplers),
        stations: stations(scenario, clock, &legs, &mut samplers),
        crews: crews(scenario, &mut samplers),
        settings: settings(scenario, &legs, &mut samplers),
        changes: Vec::new(),
        exponential: samplers.exponential(),
        samplers: Vec::new(),
        shapes: Vec::new(),
        timers: Timers::default(),
        calendars,
        legs,
        ways_back,
        rework: load::entries(scenario),
        forks,
        branches,
        leads,
        hands_over: false,
        orgs: orgs::orgs(scenario, clock, &mut samplers),
        handovers: orgs::handovers(scenario, clock),
    };
    network.keep_luck();
    network.changes = scenario
        .changes
        .iter()
        .map(|change| compile_change(change, scenario, &network, clock, &mut samplers))
        .collect();
    let deliveries = compile_deliveries(scenario, &network, &mut samplers);
    network.changes.extend(deliveries);
    load::mark(&mut network, scenario);
    network.samplers = samplers.list;
    network.shapes = samplers.known;
    judge(&mut network, scenario);
    give_timers(&mut network);
    network
}

fn calendar(written: &model::Calendar, clock: RunClock) -> Calendar {
    let zero_day = (clock.zero / DAY) as i64;
    Calendar::new(&written.week, clock.end, |day| {
        let from_zero = day as i64 - zero_day;
        written
            .holidays
            .iter()
            .any(|&(first, last)| (first..=last).contains(&from_zero))
    })
}

/// Legs learn whose batches come through: from where they are made through the station that ends them.
fn mark_batches(scenario: &Scenario, first_legs: &[u32], legs: &mut [Leg]) {
    for (kind, &first) in scenario.kinds.iter().zip(first_legs) {
        for (step, at) in kind.route.iter().enumerate() {
            let Some(batch) = &scenario.stations[at.station].batch else {
                continue;
            };
            let until = batch.until.unwrap_or(at.station);
            let mut ahead = kind.route[step..].iter();
            let last = step + ahead.position(|step| step.station == until).unwrap_or(0);
            for (place, leg) in (step..=last).zip(&mut legs[first as usize + step..]) {
                leg.batches_of = Some(at.station as u32);
                leg.disbands = place == last;
            }
        }
    }
}

/// First leg of each kind, and one past the last.
fn first_legs(scenario: &Scenario) -> Vec<u32> {
    let mut next = 0;
    let mut first = vec![0];
    for kind in &scenario.kinds {
        next += kind.route.len() as u32;
        first.push(next);
    }
    first
}

/// First rework entry of each station, and one past the last.
pub(super) fn first_entries(scenario: &Scenario) -> Vec<u32> {
    let mut next = 0;
    let mut first = vec![0];
    for station in &scenario.stations {
        next += station.rework.len() as u32;
        first.push(next);
    }
    first
}

fn legs(scenario: &Scenario) -> (Vec<Leg>, Vec<WayBack>) {
    let (first_leg, first_entry) = (first_legs(scenario), first_entries(scenario));
    let (mut legs, mut ways_back) = (Vec::new(), Vec::new());
    for (position, kind) in scenario.kinds.iter().enumerate() {
        let mut counters = 0;
        for (step, at) in kind.route.iter().enumerate() {
            let from = ways_back.len() as u32;
            for (entry, rework) in scenario.stations[at.station].rework.iter().enumerate() {
                let concerns = rework
                    .only
                    .as_ref()
                    .is_none_or(|only| only.contains(&position));
                let back = kind.place_before(step, rework.to);
                if let (true, Some(to)) = (concerns, back) {
                    ways_back.push(WayBack {
                        to: first_leg[position] + to as u32,
                        entry: first_entry[at.station] + entry as u32,
                        max: rework.max.unwrap_or(u32::MAX),
                        varies: false,
                        catches: false,
                        counter: counters,
                    });
                    counters += 1;
                }
            }
            legs.push(Leg {
                station: at.station as u32,
                kind: position as u32,
                occurrence: kind.route[..step]
                    .iter()
                    .filter(|s| s.station == at.station)
                    .count() as u16,
                delivers: step == kind.delivered_after,
                last: step + 1 == kind.route.len(),
                is_noted: false,
                ways_back: (from, ways_back.len() as u32),
                catches: false,
                looks: false,
                autos: Vec::new(),
                caught_to: None,
                within: None,
                batches_of: None,
                disbands: false,
            });
        }
    }
    (legs, ways_back)
}

fn stations(
    scenario: &Scenario,
    clock: RunClock,
    legs: &[Leg],
    samplers: &mut Samplers,
) -> Vec<Station> {
    let place = |station: usize| {
        let places = scenario
            .kinds
            .iter()
            .filter_map(|kind| kind.route.iter().position(|step| step.station == station));
        places.min().unwrap_or(usize::MAX)
    };
    let of_station = |station: usize| {
        let own = legs
            .iter()
            .enumerate()
            .filter(|(_, leg)| leg.station as usize == station);
        own.map(|(position, _)| position as u32).collect()
    };
    let gate = |written: &model::Gate| Gate {
        sessions: sessions(&written.sessions, scenario, clock),
        papers_due: match written.papers_due {
            model::PapersDue::Span(span) => PapersDue::Span(span.0),
            model::PapersDue::Working(work) => PapersDue::Working(work),
        },
    };
    let compiled = scenario
        .stations
        .iter()
        .enumerate()
        .map(|(position, written)| Station {
            org: written.org as u32,
            name: written.name.clone(),
            hash: name_hash(&written.name),
            crew: written.team.map(|team| team as u32),
            calendar: written.calendar as u32,
            gate: written.gate.as_ref().map(gate),
            batches: written.batch.is_some(),
            delays: written.delay.is_some(),
            room: written.waiting_room,
            turns_away: written.when_full == model::WhenFull::TurnAway,
            patience: written.patience.as_ref().map(|of| samplers.number(of)),
            setup: written.setup.as_ref().map(|of| samplers.number(of)),
            load: LoadHere::default(),
            role: written.role,
            leaves_flaws: false,
            place: place(position),
            legs: of_station(position),
        });
    compiled.collect()
}

fn sessions(written: &model::Sessions, scenario: &Scenario, clock: RunClock) -> Sessions {
    match *written {
        model::Sessions::Every { first, .. } => Sessions::Every {
            first: clock.zero as i64 + first.0,
        },
        model::Sessions::Monthly {
            months,
            weekday,
            time,
        } => Sessions::Listed(monthly(scenario, clock, (months, weekday), time)),
    }
}

fn monthly(
    scenario: &Scenario,
    clock: RunClock,
    (months, weekday): (u32, Option<(i8, jiff::civil::Weekday)>),
    time: u64,
) -> Vec<u64> {
    let Some(zero) = scenario.clock.start else {
        return Vec::new();
    };
    let day_of = |date: jiff::civil::Date| {
        let days = (date - zero).get_days();
        clock.at(Instant(i64::from(days) * DAY as i64)) + time
    };
    let back = jiff::Span::new().days((clock.zero / DAY) as i64 + 31);
    let mut month = zero.saturating_sub(back).first_of_month();
    let mut found = Vec::new();
    loop {
        let session = weekday.map_or(Ok(month), |(nth, day)| month.nth_weekday_of_month(nth, day));
        if let Ok(session) = session
            && ((month.month() - 1) as u32).is_multiple_of(months)
            && (session - zero).get_days() as i64 * DAY as i64 + clock.zero as i64 >= 0
        {
            let instant = day_of(session);
            if instant >= clock.end {
                return found;
            }
            found.push(instant);
        }
        match month.checked_add(jiff::Span::new().months(1)) {
            Ok(next) => month = next,
            Err(_) => return found,
        }
    }
}

fn kinds(
    scenario: &Scenario,
    clock: RunClock,
    (calendars, leads): (&[Calendar], &[leads::Lead]),
    samplers: &mut Samplers,
) -> Vec<Kind> {
    let first_leg = first_legs(scenario);
    let compiled = scenario
        .kinds
        .iter()
        .enumerate()
        .map(|(position, written)| Kind {
            org: written.org as u32,
            name: written.name.clone(),
            hash: name_hash(&written.name),
            source: source(written, clock, calendars, samplers),
            // A calendar that is always open is none.
            calendar: written
                .calendar
                .filter(|&calendar| !calendars[calendar].is_always())
                .map(|calendar| calendar as u32),
            at_once: (written.at_once.is_constant() != Some(1.0))
                .then(|| samplers.number(&written.at_once)),
            total: written.total.unwrap_or(u64::MAX),
            initial: written
                .initial
                .iter()
                .map(|initial| {
                    let at = match initial.at {
                        model::Start::Backlog => Start::Backlog,
                        model::Start::Route => Start::Route,
                        model::Start::Step(step) => Start::Leg(first_leg[position] + step as u32),
                    };
                    (at, initial.count)
                })
                .collect(),
            size: samplers.number(&written.size),
            priority: written.priority,
            counts: written.counts,
            limited: written.counts && scenario.orgs[written.org].wip_limit.is_some(),
            forks_first: written.in_branch(0),
            first_leg: first_leg[position],
            legs: written.route.len() as u32,
            leads: leads::of_kind(leads, position),
            opened: opened(scenario, position),
            takes_over: false,
            sent: written.sent,
            stirs: written.effect.is_some()
                || written.sent
                || opened(scenario, position)
                || sets_off(scenario, position),
            value: written.value.map(|value| {
                let per_month = libm::log1p(-value.loss_per_month);
                (value.amount, per_month / crate::units::MONTH as f64)
            }),
        });
    compiled.collect()
}

/// Whether items of a kind come as people leave.
fn opened(scenario: &Scenario, kind: usize) -> bool {
    scenario.teams.iter().any(|team| team.opens == Some(kind))
}

/// Whether a change comes again with every delivery of a kind.
fn sets_off(scenario: &Scenario, kind: usize) -> bool {
    let mut changes = scenario.changes.iter();
    changes.any(|change| change.at == model::When::Each(kind))
}

fn source(
    written: &model::Kind,
    clock: RunClock,
    calendars: &[Calendar],
    samplers: &mut Samplers,
) -> Source {
    match &written.demand {
        Demand::None => Source::None,
        Demand::Endless => Source::Endless,
        Demand::Poisson(_) => {
            let open = written
                .calendar
                .map_or(WEEK, |calendar| calendars[calendar].open_per_week());
            Source::Poisson {
                scale: WEEK as f64 / open as f64,
            }
        }
        Demand::Every(_) => Source::Every,
        Demand::Profile {
            pieces,
            repeat,
            day_factor,
        } => Source::Profile {
            pieces: pieces.clone(),
            repeat: *repeat,
            day_factor: samplers.number(day_factor),
        },
        Demand::Items(instants) => {
            Source::Items(instants.iter().map(|&instant| clock.at(instant)).collect())
        }
    }
}

fn rate(kind: &model::Kind) -> f64 {
    match kind.demand {
        Demand::Poisson(rate) => rate,
        _ => 0.0,
    }
}

fn batch_after(station: &model::Station) -> u64 {
    let after = station.batch.and_then(|batch| batch.or_after);
    after.map_or(NEVER, |after| after.0)
}

fn settings(scenario: &Scenario, legs: &[Leg], samplers: &mut Samplers) -> Settings {
    let nothing = Distribution::constant(0.0);
    let stations = &scenario.stations;
    let entries = || stations.iter().flat_map(|station| &station.rework);
    let steps = || scenario.kinds.iter().flat_map(|kind| &kind.route);
    let gates = || stations.iter().map(|station| station.gate.as_ref());
    let (lead_chance, lead_after) = leads::settings(scenario, samplers);
    Settings {
        pace: stations.iter().map(|station| station.pace).collect(),
        focus: stations.iter().map(|station| station.focus).collect(),
        staff: scenario.teams.iter().map(|team| team.staff).collect(),
        order: stations.iter().map(|station| station.order).collect(),
        touch: legs
            .iter()
            .map(|leg| samplers.number(&stations[leg.station as usize].touch[leg.kind as usize]))
            .collect(),
        step_chance: steps().map(|step| step.chance).collect(),
        delay: stations
            .iter()
            .map(|station| samplers.number(station.delay.as_ref().unwrap_or(&nothing)))
            .collect(),
        slots: gates()
            .map(|gate| gate.and_then(|gate| gate.slots.as_ref()))
            .map(|slots| slots.map(|slots| samplers.number(slots)))
            .collect(),
        cadence: gates()
            .map(|gate| match gate.map(|gate| &gate.sessions) {
                Some(model::Sessions::Every { every, .. }) => every.0,
                _ => WEEK,
            })
            .collect(),
        batch_size: (stations.iter())
            .map(|station| station.batch.map_or(1, |batch| batch.size))
            .collect(),
        batch_after: stations.iter().map(batch_after).collect(),
        rework_chance: entries().map(|entry| entry.chance).collect(),
        rework_effort: entries().map(|entry| entry.effort).collect(),
        load: LoadSettings::new(scenario),
        rate: scenario.kinds.iter().map(rate).collect(),
        interval: scenario
            .kinds
            .iter()
            .map(|kind| match &kind.demand {
                Demand::Every(interval) => samplers.number(interval),
                _ => samplers.number(&nothing),
            })
            .collect(),
        share: scenario.kinds.iter().map(|kind| kind.share).collect(),
        wip_limit: orgs::limits(scenario),
        lead_chance,
        lead_after,
        quality: QualitySettings::new(scenario, samplers),
    }
}
