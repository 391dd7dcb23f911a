//! Strain: what the demand asks of every station and gate, against what it can do.

use crate::network::{NEVER, Network, Settings, Source, StationLoad, Traffic};
use crate::units::WEEK;

/// Loads this close to the capacity are equal to it but for rounding.
const ROUNDING: f64 = 1e-9;

/// A network under some settings, with what flows through it.
pub(super) struct Strain<'n> {
    net: &'n Network,
    settings: Settings,
    traffic: Traffic,
    /// Items released per tick, by kind: the demand, or for endless kinds without a limit what their
    /// first station can take in, and what their deliveries bring. 0 for endless kinds under a limit,
    /// and for what they bring.
    rates: Vec<f64>,
}

/// A station or gate that is asked for as much as it can do, or for more.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Overload {
    pub(super) station: usize,
    /// Asked of it: people, or admissions per week.
    pub(super) asked: f64,
    /// What it has: people, or admissions per week.
    pub(super) able: f64,
    /// Whether slots are short, not people.
    pub(super) gate: bool,
    /// What is to be known of these numbers.
    pub(super) note: &'static str,
    /// What becomes of what is too much.
    pub(super) excess: Excess,
}

/// What becomes of work that a station or gate cannot do; the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Excess {
    /// It waits, more and more of it.
    Waits,
    /// It leaves.
    Leaves,
    /// It never comes: people before it hold what they have done until there is room.
    Held,
}

/// The most that a kind can come to at one place of its way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ceiling {
    pub(super) station: usize,
    /// Items of the kind per week.
    pub(super) per_week: f64,
    /// Whether slots set it, not people.
    pub(super) gate: bool,
}

impl Overload {
    /// Both numbers, in words that go on from the name of the station.
    pub(super) fn words(&self) -> String {
        let able = short(self.able);
        let mut asked = short(self.asked);
        if asked == able && !self.is_just_full() {
            asked = format!("a little more than {asked}");
        }
        let people = if asked == "1" { "person" } else { "people" };
        match self.gate {
            false => format!(
                "would need {asked} {people} at work and has {able}{}",
                self.note
            ),
            true => format!("would have to admit {asked} a week and can admit {able}"),
        }
    }

    /// Whether it is asked for what it has, no more.
    pub(super) fn is_just_full(&self) -> bool {
        self.asked <= self.able * (1.0 + 2.0 * ROUNDING)
    }

    fn share(&self) -> f64 {
        (self.able / self.asked).min(1.0)
    }
}

impl<'n> Strain<'n> {
    pub(super) fn new(net: &'n Network, settings: Settings) -> Self {
        let traffic = Traffic::new(net, &settings);
        let rates = release_rates(net, &settings, &traffic);
        Self {
            net,
            settings,
            traffic,
            rates,
        }
    }

    /// The same with a hair less demand: what is only just full then has room.
    pub(super) fn relieved(mut self) -> Self {
        for rate in &mut self.rates {
            *rate *= 1.0 - 2.0 * ROUNDING;
        }
        self
    }

    /// Load of a station's people.
    pub(super) fn load(&self, station: usize) -> StationLoad {
        let times = |station| self.emptiness(station);
        let of = (self.net, &self.settings);
        self.traffic.load_of(of, &self.rates, station, times)
    }

    /// Items of a full batch over those in one on average, about: those that come in a batch's time, or
    /// between two sessions of a gate. 1 where batches only go when they are full, or none come.
    fn emptiness(&self, station: usize) -> f64 {
        let mut legs = self.net.stations[station].legs.iter();
        let of = legs.find_map(|&leg| self.net.legs[leg as usize].batches_of);
        let Some(of) = of.map(|of| of as usize) else {
            return 1.0;
        };
        let meanwhile = match (&self.net.stations[of].gate, self.settings.batch_after[of]) {
            (Some(_), _) => {
                let sessions = sessions_per_week(self.net, &self.settings, of);
                self.visits(of) * WEEK as f64 / sessions
            }
            (None, NEVER) => return 1.0,
            (None, after) => 1.0 + self.visits(of) * after as f64,
        };
        let full = f64::from(self.settings.batch_size[of]);
        full / meanwhile.clamp(1.0, full)
    }

    /// Visits to a station per tick that its people or its gate decide.
    pub(super) fn visits(&self, station: usize) -> f64 {
        self.visits_at(&self.rates, station)
    }

    /// The same if items of each kind came at these rates.
    fn visits_at(&self, rates: &[f64], station: usize) -> f64 {
        let legs = self.net.stations[station].legs.iter();
        let of = |leg: usize| rates[self.net.legs[leg].kind as usize] * self.traffic.by_people[leg];
        legs.map(|&leg| of(leg as usize)).sum()
    }

    /// Load of a station's people without the endless kinds that begin with them: those are released
    /// only when nobody waits, so they take what is left and never too much.
    fn load_without_fed(&self, station: usize) -> StationLoad {
        let mut rates = self.rates.clone();
        for (kind, rate) in self.net.kinds.iter().zip(&mut rates) {
            let first = self.net.legs[kind.first_leg as usize].station as usize;
            if kind.is_fed() && self.net.stations[first].crew == self.net.stations[station].crew {
                *rate = 0.0;
            }
        }
        self.traffic.load(self.net, &self.settings, &rates, station)
    }

    /// Whether a station is asked for as much as it can do: its people first, then its gate.
    pub(super) fn overload(&self, station: usize) -> Option<Overload> {
        let load = self.load_without_fed(station);
        let hurry = self.net.hurry(&self.settings, station);
        let people = Overload {
            station,
            asked: load.load / hurry,
            able: load.capacity,
            gate: false,
            note: match hurry > 1.0 {
                true => ", even in a hurry",
                false => self.note(station),
            },
            excess: self.excess(station),
        };
        let gate = || {
            Some(Overload {
                station,
                asked: self.visits(station) * WEEK as f64,
                able: self.admissions(station)?,
                gate: true,
                note: "",
                excess: self.excess(station),
            })
        };
        let full = |of: &Overload| of.asked > 0.0 && of.asked >= of.able * (1.0 - ROUNDING);
        Some(people).filter(full).or_else(|| gate().filter(full))
    }

    /// What is to be known of the people of a station: that their number is an average, that changing
    /// over comes on top of what is asked of them, and that load makes more or less of it.
    fn note(&self, station: usize) -> &'static str {
        let crew = self.net.stations[station].crew;
        let varies = crew.is_some_and(|crew| {
            let crew = &self.net.crews[crew as usize];
            crew.shifts.is_some() || crew.away.is_some()
        });
        let mut stations = self.net.sharing_people(station);
        let changes_over = stations.any(|at| self.net.stations[at].setup.is_some());
        let guessed = self.net.is_guess(station);
        match (varies, changes_over, guessed) {
            (false, false, false) => "",
            (true, false, false) => " on average",
            (false, true, false) => ", changing over not counted",
            (true, true, false) => " on average, changing over not counted",
            (false, false, true) => ", what load does not counted",
            (true, false, true) => " on average, what load does not counted",
            (false, true, true) => ", changing over and what load does not counted",
            (true, true, true) => " on average, changing over and what load does not counted",
        }
    }

    /// What becomes of what a station cannot do.
    fn excess(&self, station: usize) -> Excess {
        let of = &self.net.stations[station];
        if of.patience.is_some() || (of.room.is_some() && of.turns_away) {
            return Excess::Leaves;
        }
        let mut kinds =
            (0..self.net.kinds.len()).filter(|&kind| self.share_of(station, kind) > 0.0);
        let alone = self.net.sharing_people(station).count() == 1;
        match of.room.is_some() && alone && kinds.all(|kind| self.is_held(kind, station)) {
            true => Excess::Held,
            false => Excess::Waits,
        }
    }

    /// Whether a kind comes to a station no faster than there is room: it is released as its first
    /// people are free, and from there on it never waits without limit.
    fn is_held(&self, kind: usize, station: usize) -> bool {
        let way = self.distinct(kind);
        let before = way.iter().take_while(|&&at| at != station);
        self.net.kinds[kind].is_fed()
            && before.enumerate().all(|(place, &at)| {
                let of = &self.net.stations[at];
                let waits = place > 0 && of.room.is_none();
                let delays = self.settings.delay[at].mean > 0.0;
                of.crew.is_some() && of.gate.is_none() && !waits && !delays
            })
    }

    /// What a shortage is called: the pool, if its people are short, or the station.
    pub(super) fn pool_of(&self, overload: &Overload) -> Option<&'n str> {
        let crew = self.net.stations[overload.station].crew?;
        let crew = &self.net.crews[crew as usize];
        (crew.is_pool && !overload.gate).then_some(crew.name.as_str())
    }

    /// The stations and gates on a kind's way that cannot keep up, in its order. An endless kind
    /// saturates its first station by construction.
    pub(super) fn overloads(&self, kind: usize) -> impl Iterator<Item = Overload> {
        let stations = self.distinct(kind).into_iter();
        stations.filter_map(|station| self.overload(station))
    }

    /// What the places on a kind's way can do for it at most, once open demand is served: the least
    /// first. Kinds under one limit take what is left by their shares.
    pub(super) fn ceilings(&self, kind: usize) -> Vec<Ceiling> {
        let mix = self.mix();
        let mut found: Vec<Ceiling> = Vec::new();
        for station in self.distinct(kind) {
            let load = |rates| self.traffic.load(self.net, &self.settings, rates, station);
            let (open, each) = (load(&self.rates), load(&mix).load);
            let able = open.capacity * self.net.hurry(&self.settings, station);
            let people = (able - open.load).max(0.0) / each;
            let gate = self.admissions(station).map(|most| {
                let spare = most / WEEK as f64 - self.visits(station);
                spare.max(0.0) / self.visits_at(&mix, station)
            });
            let scales = [(Some(people), false), (gate, true)];
            let scales = scales
                .into_iter()
                .filter_map(|(scale, gate)| Some((scale?, gate)));
            let known = scales.filter(|(scale, _)| scale.is_finite());
            found.extend(known.map(|(scale, gate)| Ceiling {
                station,
                per_week: scale * mix[kind] * WEEK as f64,
                gate,
            }));
        }
        found.sort_by(|one, other| one.per_week.total_cmp(&other.per_week));
        found
    }

    /// Endless kinds under the limit by their shares, and what their deliveries bring: what one release
    /// comes to of each, on average.
    fn mix(&self) -> Vec<f64> {
        let kinds = self.net.kinds.iter().enumerate();
        let weights = kinds.map(|(at, kind)| match kind.source {
            Source::Endless if kind.limited => self.settings.share[at],
            _ => 0.0,
        });
        let weights: Vec<f64> = weights.collect();
        self.net
            .with_brought(&self.settings, &self.traffic.flaws, &weights)
    }

    /// Admissions a week that the slots of a station's gate allow.
    pub(super) fn admissions(&self, station: usize) -> Option<f64> {
        let slots = self.settings.slots[station]?;
        Some(slots.mean * sessions_per_week(self.net, &self.settings, station))
    }

    /// Items by which a kind grows per week where stations on its way cannot keep up: what comes in
    /// and is not let through by the one after the other.
    pub(super) fn growth(&self, kind: usize) -> f64 {
        const ROUNDS: usize = 50;
        let passes = self.passing(ROUNDS);
        let through: f64 = self.distinct(kind).iter().map(|&at| passes[at]).product();
        self.rates[kind] * (1.0 - through) * WEEK as f64
    }

    /// Share of what is asked of each station that it can do, once the stations before it have held
    /// back what they cannot do.
    fn passing(&self, rounds: usize) -> Vec<f64> {
        let mut passes = vec![1.0; self.net.stations.len()];
        for _ in 0..rounds {
            let mut asked = vec![0.0; passes.len()];
            for kind in 0..self.net.kinds.len() {
                let mut through = 1.0;
                for station in self.distinct(kind) {
                    asked[station] += through * self.share_of(station, kind);
                    through *= passes[station];
                }
            }
            for (station, pass) in passes.iter_mut().enumerate() {
                let full = self
                    .overload(station)
                    .filter(|full| full.excess == Excess::Waits);
                let full = full.map_or(1.0, |full| full.share());
                let asked: f64 = self.net.sharing_people(station).map(|at| asked[at]).sum();
                *pass = if asked > 0.0 {
                    (full / asked).min(1.0)
                } else {
                    1.0
                };
            }
        }
        passes
    }

    /// Share of the load of a station's people that a kind brings by its visits there.
    fn share_of(&self, station: usize, kind: usize) -> f64 {
        let of = |at: usize, kind: usize| self.rates[kind] * self.traffic.effort[kind][at];
        let kinds = || 0..self.rates.len();
        let stations = self.net.sharing_people(station);
        let all: f64 = stations
            .flat_map(|at| kinds().map(move |kind| of(at, kind)))
            .sum();
        if all > 0.0 {
            of(station, kind) / all
        } else {
            1.0
        }
    }

    /// Stations on a kind's way, each once.
    fn distinct(&self, kind: usize) -> Vec<usize> {
        let mut known: Vec<usize> = Vec::new();
        for station in self.stations(kind) {
            if !known.contains(&station) {
                known.push(station);
            }
        }
        known
    }

    fn stations(&self, kind: usize) -> impl Iterator<Item = usize> {
        let of = &self.net.kinds[kind];
        let first = self.net.legs[of.first_leg as usize].station;
        let fed = of.is_fed();
        let legs = of.first_leg..of.first_leg + of.legs;
        let stations = legs.map(|leg| self.net.legs[leg as usize].station);
        stations
            .filter(move |&station| !(fed && station == first))
            .map(|station| station as usize)
    }

    /// Services that a trial completes, about: to plan how many trials a budget buys.
    pub(super) fn services(&self) -> f64 {
        let span = (self.net.end - self.net.start) as f64;
        let kinds = 0..self.net.kinds.len();
        let visits = |kind: usize| -> f64 {
            let of = &self.net.kinds[kind];
            let legs = of.first_leg as usize..(of.first_leg + of.legs) as usize;
            self.traffic.visits[legs].iter().sum()
        };
        kinds
            .map(|kind| self.busiest_rate(kind) * visits(kind))
            .sum::<f64>()
            * span
    }

    /// Items per tick that a kind can come to: its demand, or under a limit what its slowest station
    /// lets through.
    fn busiest_rate(&self, kind: usize) -> f64 {
        if self.rates[kind] > 0.0 {
            return self.rates[kind];
        }
        let of = &self.net.kinds[kind];
        if !matches!(of.source, Source::Endless) {
            return 0.0;
        }
        let mut one = vec![0.0; self.net.kinds.len()];
        one[kind] = 1.0;
        let one = self
            .net
            .with_brought(&self.settings, &self.traffic.flaws, &one);
        let slowest = self.distinct(kind).into_iter().map(|station| {
            let load = self.traffic.load(self.net, &self.settings, &one, station);
            load.capacity / load.load
        });
        let slowest = slowest.fold(f64::INFINITY, f64::min);
        if slowest.is_finite() { slowest } else { 0.0 }
    }
}

/// A number to two decimals, none of them idle.
pub(super) fn short(value: f64) -> String {
    format!("{}", (value * 100.0).round() / 100.0)
}

/// Sessions a gate holds in an average week of the run.
fn sessions_per_week(net: &Network, settings: &Settings, station: usize) -> f64 {
    let Some(gate) = &net.stations[station].gate else {
        return f64::INFINITY;
    };
    let calendar = net.calendar_of(station as u32);
    let every = settings.cadence[station];
    let next = |from: u64| {
        let held = gate.sessions.next(every, calendar, from);
        (held < net.end).then_some(held)
    };
    let held = std::iter::successors(next(net.zero), |held| next(held + 1));
    // A thousand sessions tell the average.
    let held: Vec<u64> = held.take(1000).collect();
    let (apart, weeks) = match held.as_slice() {
        [first, .., last] => (held.len() - 1, (last - first) as f64 / WEEK as f64),
        few => (few.len(), (net.end - net.zero) as f64 / WEEK as f64),
    };
    apart as f64 / weeks
}

fn release_rates(net: &Network, settings: &Settings, traffic: &Traffic) -> Vec<f64> {
    let mut rates: Vec<f64> = (0..net.kinds.len())
        .map(|kind| demand_rate(net, settings, kind))
        .collect();
    net.hand_over(&mut rates);
    for kind in 0..net.kinds.len() {
        if !net.kinds[kind].is_fed() {
            continue;
        }
        let first = net.legs[net.kinds[kind].first_leg as usize].station as usize;
        let all = net.with_brought(settings, &traffic.flaws, &rates);
        let load = traffic.load(net, settings, &all, first);
        let mut one = vec![0.0; net.kinds.len()];
        one[kind] = 1.0;
        let one = net.with_brought(settings, &traffic.flaws, &one);
        let each = traffic.load(net, settings, &one, first).load;
        if load.capacity.is_finite() && each > 0.0 {
            rates[kind] = ((load.capacity - load.load) / each).max(0.0);
        }
    }
    net.with_brought(settings, &traffic.flaws, &rates)
}

/// Arrivals per tick; 0 for endless kinds.
fn demand_rate(net: &Network, settings: &Settings, kind: usize) -> f64 {
    let of = &net.kinds[kind];
    let arrivals = match &of.source {
        Source::None | Source::Endless | Source::Items(_) => 0.0,
        Source::Poisson { .. } => settings.rate[kind],
        Source::Every => 1.0 / settings.interval[kind].mean,
        Source::Profile {
            pieces,
            repeat: Some(cycle),
            day_factor,
        } => {
            let ends = pieces
                .iter()
                .skip(1)
                .map(|piece| piece.0)
                .chain([*cycle + pieces[0].0]);
            let lengths = pieces
                .iter()
                .zip(ends)
                .map(|(piece, end)| (end - piece.0) as f64 * piece.1);
            lengths.sum::<f64>() / *cycle as f64 * day_factor.mean
        }
        // A profile that runs once, and a total, end by themselves.
        Source::Profile { .. } => 0.0,
    };
    let seats = net.seats(kind as u32);
    seats
        + if of.total == u64::MAX {
            arrivals * of.at_once.map_or(1.0, |at_once| at_once.mean)
        } else {
            0.0
        }
}
