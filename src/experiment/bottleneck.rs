//! Where the bottleneck is, by three kinds of evidence that need not agree.
//!
//! The longest active period (Roser) and load against capacity say what limits the throughput: the
//! first moment by moment, seen in the trials that are watched, the second on average. Shares of the
//! flow time say what takes the time. A committee is the case in which they part: it is idle between
//! its sessions, never active, and yet everything may wait for it. What a faster station would bring
//! is none of them; only a what-if tells.

use super::estimates::causes;
use super::fold::{Ratio, VariantFold};
use super::outcome::{CauseTimes, Regime, VariantOutcome};
use super::strain::Strain;
use crate::network::{Network, Source};
use crate::observe::Cause;
use crate::scenario::Variant;
use crate::statistics::{Estimate, Level};
use crate::units::WEEK;

/// Slots this much of which are taken are as good as always taken.
const ALWAYS_TAKEN: f64 = 0.98;
/// Loads this close to each other are alike.
const ALIKE: f64 = 0.01;
/// People of a committee who are busy below this share of their time are idle most of it.
const MOSTLY_IDLE: f64 = 0.5;

/// What was found about the bottleneck of a variant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bottleneck {
    /// Trials in which active periods and shares of the flow time were watched.
    pub trials: u64,
    /// Stations by name, then pools by name.
    pub places: Vec<BottleneckPlace>,
    /// Name of the place with the longest active period most of the time.
    pub by_active: Option<String>,
    /// Name of the place whose people or slots are taken most.
    pub by_load: Option<String>,
    /// Whether those are slots.
    pub by_slots: bool,
    /// What limits the throughput; `None` where the demand does.
    pub throughput: Option<String>,
    /// The station that holds most of the flow time.
    pub flow_time: Option<String>,
}

/// The evidence about a station or pool.
#[derive(Clone, Debug, PartialEq)]
pub struct BottleneckPlace {
    /// Name in the file.
    pub name: String,
    /// Name shown to people.
    pub title: String,
    /// Whether it is a pool; stations whose people are in one have only a share of the flow time.
    pub is_pool: bool,
    /// The longest active period; `None` without people of its own.
    pub active: Option<ActiveEvidence>,
    /// Share of the flow time; `None` of a pool.
    pub inside: Option<FlowEvidence>,
    /// People at work; `None` without people of its own.
    pub people: Option<LoadEvidence>,
    /// Slots taken; `None` without a gate that has slots.
    pub slots: Option<LoadEvidence>,
    /// Whether it is a committee that has nothing to do most of the time.
    pub idle_committee: bool,
}

/// Shares of the time in which anybody is on duty.
#[derive(Clone, Debug, PartialEq)]
pub struct ActiveEvidence {
    /// Its active period is the longest, or the bottleneck is shifting from or to it.
    pub share: Option<Estimate>,
    /// It alone is the bottleneck.
    pub sole: Option<Estimate>,
    /// The bottleneck is shifting.
    pub shifting: Option<Estimate>,
    /// `share` in each interval of the series.
    pub series: Vec<Option<Estimate>>,
}

/// Share of the time from release to delivery that is spent at a station.
#[derive(Clone, Debug, PartialEq)]
pub struct FlowEvidence {
    /// Of all items that count.
    pub share: Option<Estimate>,
    /// The largest of its causes; hours off only where there is no other.
    pub cause: Option<&'static str>,
    /// The share by cause; adds up to `share`.
    pub by_cause: CauseTimes,
}

/// What is asked of people or slots, and what they can do.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadEvidence {
    /// Taken, as a share of what there is.
    pub measured: Option<Estimate>,
    /// People needed, or admissions asked for per week, as the window begins; `None` where that
    /// follows from what else is done.
    pub asked: Option<f64>,
    /// People there, or admissions possible per week.
    pub able: Option<f64>,
}

impl Bottleneck {
    /// The place of this name: a station rather than a pool.
    pub fn place(&self, name: &str) -> Option<&BottleneckPlace> {
        self.places.iter().find(|place| place.name == name)
    }
}

impl BottleneckPlace {
    fn pressure(&self) -> Option<(f64, bool)> {
        let people = self.people.as_ref().and_then(LoadEvidence::pressure);
        let slots = self.slots.as_ref().and_then(LoadEvidence::pressure);
        match (people, slots) {
            (people, Some(slots)) if people.is_none_or(|people| slots > people) => {
                Some((slots, true))
            }
            (people, _) => people.map(|people| (people, false)),
        }
    }
}

impl LoadEvidence {
    /// How much is taken, or more if more is asked for than there is.
    fn pressure(&self) -> Option<f64> {
        let asked = self.asked.zip(self.able).map(|(asked, able)| asked / able);
        let asked = asked.filter(|share| *share > 1.0);
        asked.or(self.measured.as_ref().map(|share| share.mean))
    }
}

/// What was found about the bottleneck of a variant.
pub(super) fn find(
    of: &Variant,
    net: &Network,
    fold: &VariantFold,
    outcome: &VariantOutcome,
    level: &Level,
) -> Bottleneck {
    let evidence = Evidence {
        net,
        fold,
        level,
        strain: Strain::new(net, net.settings_at(net.zero)),
    };
    let stations = of.scenario.stations.iter().enumerate();
    let stations = stations.map(|(at, written)| evidence.station(at, &written.title));
    let pools = net.crews.iter().zip(&of.scenario.teams).enumerate();
    let pools = pools.filter(|(_, (crew, _))| crew.is_pool);
    let pools = pools.map(|(at, (_, team))| evidence.pool(at, &team.title));
    let places: Vec<BottleneckPlace> = stations.chain(pools).collect();
    let demand = outcome.regime == Regime::DemandLimited && !outcome.loses();
    judged(places, demand, fold.watch.trials)
}

/// Which place each kind of evidence names, and what follows.
fn judged(places: Vec<BottleneckPlace>, demand: bool, trials: u64) -> Bottleneck {
    let share = |share: &Option<Estimate>| share.as_ref().map(|share| share.mean);
    let by_active = greatest(&places, |place| share(&place.active.as_ref()?.share));
    let by_load = greatest(&places, |place| place.pressure().map(|found| found.0));
    // Whoever is as loaded as any is no other place.
    let pressure = |at: usize| places[at].pressure().map_or(0.0, |found| found.0);
    let alike = |one: usize, other: usize| pressure(one) >= pressure(other) - ALIKE;
    let by_load = match (by_active, by_load) {
        (Some(active), Some(load)) if alike(active, load) => Some(active),
        _ => by_load,
    };
    let flow_time = greatest(&places, |place| share(&place.inside.as_ref()?.share));
    let pressure = by_load.and_then(|at| places[at].pressure());
    let by_slots = pressure.is_some_and(|found| found.1);
    // A gate is never active: where its slots are always taken, the people elsewhere say nothing.
    let slots_full = by_slots && pressure.is_some_and(|found| found.0 >= ALWAYS_TAKEN);
    let throughput = match demand {
        true => None,
        false if slots_full => by_load,
        false => by_active.or(by_load),
    };
    let name = |at: Option<usize>| at.map(|at| places[at].name.clone());
    Bottleneck {
        trials,
        by_active: name(by_active),
        by_load: name(by_load),
        by_slots,
        throughput: name(throughput),
        flow_time: name(flow_time),
        places,
    }
}

/// The first place with the greatest value above 0.
fn greatest(
    places: &[BottleneckPlace],
    of: impl Fn(&BottleneckPlace) -> Option<f64>,
) -> Option<usize> {
    let known = places.iter().enumerate().rev();
    let known = known.filter_map(|(at, place)| Some((at, of(place)?)));
    let known = known.filter(|(_, value)| *value > 0.0);
    known
        .max_by(|one, other| one.1.total_cmp(&other.1))
        .map(|(at, _)| at)
}

struct Evidence<'a> {
    net: &'a Network,
    fold: &'a VariantFold,
    level: &'a Level,
    strain: Strain<'a>,
}

impl Evidence<'_> {
    fn station(&self, at: usize, title: &str) -> BottleneckPlace {
        let station = &self.net.stations[at];
        let own = station.crew.map(|crew| crew as usize);
        let own = own.filter(|&crew| !self.net.crews[crew].is_pool);
        let people = own.map(|crew| self.people(crew));
        let busy = people.as_ref().and_then(|people| people.measured.as_ref());
        let busy = busy.map_or(0.0, |busy| busy.mean);
        let in_pool = station.crew.is_some() && own.is_none();
        BottleneckPlace {
            name: station.name.clone(),
            title: title.to_owned(),
            is_pool: false,
            active: own.map(|crew| self.active(crew)),
            inside: Some(self.inside(at)),
            people,
            slots: self.slots(at),
            idle_committee: station.gate.is_some() && !in_pool && busy < MOSTLY_IDLE,
        }
    }

    fn pool(&self, crew: usize, title: &str) -> BottleneckPlace {
        BottleneckPlace {
            name: self.net.crews[crew].name.clone(),
            title: title.to_owned(),
            is_pool: true,
            active: Some(self.active(crew)),
            inside: None,
            people: Some(self.people(crew)),
            slots: None,
            idle_committee: false,
        }
    }

    fn share(&self, fold: &Ratio) -> Option<Estimate> {
        self.level.ratio(fold, 0, 1, "1")
    }

    fn active(&self, crew: usize) -> ActiveEvidence {
        let fold = &self.fold.watch.crews[crew];
        ActiveEvidence {
            share: self.share(&fold.share),
            sole: self.share(&fold.sole),
            shifting: self.share(&fold.shifting),
            series: fold.series.iter().map(|fold| self.share(fold)).collect(),
        }
    }

    fn inside(&self, station: usize) -> FlowEvidence {
        let folds = &self.fold.watch.causes[station];
        let by_cause = causes(folds, self.level);
        let spent = |cause: Cause| folds[cause as usize].mean(0);
        let off = spent(Cause::OffCalendar) > 0.0;
        let others = Cause::ALL.into_iter().rev();
        let others = others.filter(|cause| *cause != Cause::OffCalendar && spent(*cause) > 0.0);
        let largest = others.max_by(|one, other| spent(*one).total_cmp(&spent(*other)));
        let largest = largest.or(off.then_some(Cause::OffCalendar));
        let as_share = |estimate: Option<Estimate>| estimate.map(|found| found.scaled(1.0, "1"));
        FlowEvidence {
            share: self.share(&self.fold.watch.inside[station]),
            cause: largest.map(Cause::name),
            by_cause: by_cause
                .into_iter()
                .map(|(cause, share)| (cause, as_share(share)))
                .collect(),
        }
    }

    /// Whether what comes to a station is known before anything runs.
    fn is_known(&self, station: usize) -> bool {
        let is_limited = |leg: &u32| {
            let kind = &self.net.kinds[self.net.legs[*leg as usize].kind as usize];
            kind.limited && matches!(kind.source, Source::Endless)
        };
        !self.net.stations[station].legs.iter().any(is_limited)
    }

    fn people(&self, crew: usize) -> LoadEvidence {
        let stations = &self.net.crews[crew].stations;
        let known = stations
            .iter()
            .all(|&station| self.is_known(station as usize));
        let load = stations
            .first()
            .map(|&station| self.strain.load(station as usize));
        let load = load.filter(|load| load.capacity.is_finite() && load.capacity > 0.0);
        LoadEvidence {
            measured: self.share(&self.fold.crews[crew].utilisation),
            asked: load.filter(|_| known).map(|load| load.load),
            able: load.map(|load| load.capacity),
        }
    }

    fn slots(&self, station: usize) -> Option<LoadEvidence> {
        let able = self.strain.admissions(station)?;
        let after = Strain::new(self.net, self.net.settings_after_all()).admissions(station);
        // Where a change moves the slots, what was taken is a share of neither number.
        let steady = able > 0.0 && after == Some(able);
        let taken = self
            .level
            .mean(&self.fold.stations[station].throughput, 0, "1");
        Some(LoadEvidence {
            measured: taken
                .filter(|_| steady)
                .map(|taken| taken.scaled(1.0 / able, "1")),
            asked: self
                .is_known(station)
                .then(|| self.strain.visits(station) * WEEK as f64),
            able: Some(able),
        })
    }
}
