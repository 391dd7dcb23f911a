//! What only shows once kinds and stations are known together: ways back, endless demand.
//!
//! A rule looks at a kind or station only if that was read without errors, so that one mistake
//! does not bring forth others.

use std::ops::Range;

use super::Reader;
use super::quality::shares;
use crate::scenario::diagnostic::Place;
use crate::scenario::log::Trouble;
use crate::scenario::model::{Demand, Driver, Fork, Growth, Kind, Org, Rework, Station};
use crate::scenario::nearest::listed;
use crate::scenario::node::{Node, Value};
use crate::scenario::quantity::{self, Unit, show};

/// Something read, and whether it was free of errors.
type Read<T> = (Option<T>, bool);

/// Checks all rules that need more than one table.
pub(super) fn check(
    reader: &mut Reader<'_>,
    kinds: &[Read<Kind>],
    stations: &[Read<Station>],
    orgs: &[Org],
) {
    let sound = |position: usize| match stations.get(position) {
        Some((Some(station), true)) => Some(station),
        _ => None,
    };
    for kind in kinds
        .iter()
        .filter(|(_, fine)| *fine)
        .filter_map(|(kind, _)| kind.as_ref())
    {
        let route: Option<Vec<&Station>> =
            kind.route.iter().map(|step| sound(step.station)).collect();
        if let (Some(route), Demand::Endless) = (route, &kind.demand) {
            let limited = orgs[kind.org].wip_limit.is_some() && kind.counts;
            check_endless(reader, kind, &route, limited);
        }
    }
    let kinds: Vec<(usize, &Kind)> = kinds
        .iter()
        .enumerate()
        .filter_map(|(at, (kind, _))| Some((at, kind.as_ref()?)))
        .collect();
    let all: Vec<Option<&Station>> = (0..stations.len()).map(sound).collect();
    for (position, station) in all.iter().enumerate() {
        if let Some(station) = *station {
            check_rework(reader, (position, station), &kinds);
            reader.check_catches((position, station), &kinds, &all);
        }
    }
}

/// Whether a kind has items that no other brings.
pub(super) fn gets_items(kind: &Kind) -> bool {
    let comes = match &kind.demand {
        Demand::None => false,
        // A rate of zero may be raised by a change.
        Demand::Items(items) => !items.is_empty(),
        _ => true,
    };
    comes || kind.sent || kind.initial.iter().any(|initial| initial.count > 0)
}

/// Whether a visit of a kind passes through in no time.
pub(super) fn takes_no_time(station: &Station, kind: usize) -> bool {
    let idle = |spread: &crate::random::Distribution| spread.mean() == 0.0;
    let people = station.gate.is_none() && station.touch.get(kind).is_none_or(idle);
    let mut auto = station.auto.iter().filter(|auto| auto.concerns(kind));
    let policy = auto.all(|auto| idle(&auto.touch)) && is_automatic(station, kind);
    (people || policy) && station.delay.as_ref().is_none_or(idle)
}

/// Whether no visit of a kind is ever decided by people.
fn is_automatic(station: &Station, kind: usize) -> bool {
    shares(&station.auto, kind).sum::<f64>() > 1.0 - 1e-9
}

/// Whether the people of a station are free again the moment they start.
fn frees_at_once(station: &Station, kind: usize) -> bool {
    station.gate.is_none()
        && station
            .touch
            .get(kind)
            .is_none_or(|touch| touch.mean() == 0.0)
}

fn check_endless(reader: &mut Reader<'_>, kind: &Kind, route: &[&Station], limited: bool) {
    let place = reader
        .root
        .place_of(&["work", &kind.name, "demand", "endless"]);
    let position = reader
        .kinds
        .iter()
        .position(|name| *name == kind.name)
        .unwrap_or(0);
    let idle = |step: usize| kind.route[step].chance == 0.0 || takes_no_time(route[step], position);
    let all_idle = done_at_once(kind, 0..kind.route.len(), &idle);
    let (Some(first), Some(step)) = (route.first(), kind.route.first()) else {
        return;
    };
    let trouble = if all_idle {
        Trouble::new(
            "endless",
            "endless demand on a route that takes no time would never end",
        )
        .hint("give a station of the route touch, a delay or a gate")
    } else if limited {
        return;
    } else if kind.in_branch(0) {
        let message = "endless demand in front of steps side by side needs a limit";
        let hint = "set [intake] wip_limit, or begin the route with one station";
        Trouble::new("endless", message).hint(hint)
    } else if is_automatic(first, position) {
        let why = "whose visits are all decided without people";
        endless_in_front_of(first, "the station", why, "lower the share of `auto`")
    } else if first.gate.as_ref().is_some_and(|gate| gate.slots.is_none()) {
        endless_in_front_of(first, "the gate", "without slots", "give the gate slots")
    } else if first.team.is_none() && first.gate.is_none() {
        endless_in_front_of(
            first,
            "the station",
            "without a limit of people",
            "give it staff",
        )
    } else if step.chance == 0.0 || frees_at_once(first, position) {
        endless_in_front_of(first, "the station", "without touch", "give it touch")
    } else {
        return;
    };
    reader.error(&place, trouble);
}

/// Whether some steps of a route can be over at once: all that are in order, and of those side by
/// side so many branches as are enough.
fn done_at_once(kind: &Kind, steps: Range<usize>, idle: &dyn Fn(usize) -> bool) -> bool {
    let mut at = steps.start;
    while at < steps.end {
        let within = |fork: &&Fork| fork.steps().start == at && fork.steps().end <= steps.end;
        let Some(fork) = kind.forks.iter().find(within) else {
            if !idle(at) {
                return false;
            }
            at += 1;
            continue;
        };
        let branches = fork.branches.iter();
        let done = branches.filter(|branch| done_at_once(kind, (*branch).clone(), idle));
        if done.count() < fork.quorum {
            return false;
        }
        at = fork.steps().end;
    }
    true
}

fn endless_in_front_of(station: &Station, what: &str, why: &str, or: &str) -> Trouble {
    let message = format!(
        "endless demand in front of {what} `{}` {why} would never end",
        station.name
    );
    Trouble::new("endless", message).hint(format!("set [intake] wip_limit, or {or}"))
}

fn check_rework(reader: &mut Reader<'_>, here: (usize, &Station), kinds: &[(usize, &Kind)]) {
    let (position, station) = here;
    let visits = |kind: &&(usize, &Kind)| kind.1.route.iter().any(|step| step.station == position);
    for (number, rework) in station.rework.iter().enumerate() {
        let node = entry(reader.root, &station.name, number);
        for (_, kind) in kinds
            .iter()
            .filter(visits)
            .filter(|(at, _)| concerns(rework, *at))
        {
            check_way_back(reader, (position, rework.to), kind, node);
        }
    }
    for (at, kind) in kinds.iter().filter(visits) {
        let entries = station.rework.iter().enumerate();
        let entries = entries.filter(|(_, rework)| concerns(rework, *at));
        let entries: Vec<Entry<'_>> = entries
            .map(|(number, rework)| Entry {
                rework,
                most: most(reader, &station.name, number).unwrap_or(rework.chance),
            })
            .collect();
        let place = place_of_sum(reader.root, &station.name);
        check_sum(reader, &entries, &kind.name, &place);
    }
}

fn concerns(rework: &Rework, kind: usize) -> bool {
    rework.only.as_ref().is_none_or(|only| only.contains(&kind))
}

/// The value an entry of `rework` was read from.
pub(super) fn entry<'n>(root: &'n Node, station: &str, number: usize) -> Option<&'n Node> {
    root.at(&["station", station, "rework"])?.each().get(number)
}

/// Where the chances of a station are best shown: at one that an edit has brought in, if any.
fn place_of_sum(root: &Node, station: &str) -> Place {
    let whole = root.place_of(&["station", station, "rework"]);
    let Some(node) = root.at(&["station", station, "rework"]) else {
        return whole;
    };
    let inside = |place: &Place| {
        place.source == node.place.source
            && node.place.span.start <= place.span.start
            && place.span.end <= node.place.span.end
    };
    let mut chances = node.each().iter().map(|entry| entry.place_of(&["chance"]));
    chances.find(|place| !inside(place)).unwrap_or(whole)
}

/// The way back leads to a place that every visit has passed, or to the visit itself.
pub(super) fn check_way_back(
    reader: &mut Reader<'_>,
    (from, to): (usize, usize),
    kind: &Kind,
    node: Option<&Node>,
) {
    let places = (0..kind.route.len()).filter(|&step| kind.route[step].station == from);
    let mut astray = places.filter(|&step| kind.place_before(step, to).is_none());
    let (Some(step), Some(node)) = (astray.next(), node) else {
        return;
    };
    let (target, name) = (&reader.stations[to], &kind.name);
    let beside = |at: usize| kind.route[at].station == to && kind.side_by_side(at, step);
    let message = if (0..kind.route.len()).any(beside) {
        let from = &reader.stations[from];
        format!("`{target}` is beside `{from}` on the way of `{name}`, not before it")
    } else {
        format!("`{name}` has not been at `{target}` when it is sent back there")
    };
    let hint = "send it to an earlier station of its route, or limit the entry to other kinds \
                with `only`";
    let place = node.place_of(&["to"]);
    reader.error(&place, Trouble::new("bad-rework", message).hint(hint));
}

/// A way back, and the most its chance may be.
struct Entry<'r> {
    rework: &'r Rework,
    most: f64,
}

impl Entry<'_> {
    /// Its chance when all is learnt.
    fn in_the_end(&self) -> f64 {
        self.rework.chance * self.rework.remains()
    }

    /// What its chance may come close to as it grows.
    fn at_most(&self) -> f64 {
        let chance = self.rework.chance;
        let grown = match self.rework.grows {
            None => chance,
            Some(Growth { by: 0.0, .. }) => chance,
            Some(Growth {
                with: Driver::Utilisation,
                per,
                by,
                above,
            }) => 1.0 - (1.0 - chance) * libm::pow(1.0 - by, (1.0 - above) / per),
            Some(_) => 1.0,
        };
        grown * self.rework.remains()
    }
}

impl Rework {
    /// The share of the chance that learning leaves for good.
    fn remains(&self) -> f64 {
        self.learning.map_or(1.0, |learning| learning.floor)
    }
}

/// That a chance without `max` comes as close to certainty as one likes. With each attempt of its own
/// it may do so for good.
fn say_growth(reader: &mut Reader<'_>, entries: &[Entry<'_>], kind: &str, place: &Place) {
    let growths = entries.iter().filter(|entry| entry.rework.max.is_none());
    let growths = growths.filter_map(|entry| entry.rework.grows);
    let mut with: Vec<Driver> = growths.map(|growth| growth.with).collect();
    with.dedup();
    let names: Vec<&str> = with.iter().map(|with| with.name()).collect();
    let s = if names.len() == 1 { "s" } else { "" };
    let approach = format!("the chance approaches 100% as {} grow{s}", listed(&names));
    if with.contains(&Driver::Attempts) {
        let message = format!("`{kind}` might be sent back for ever: {approach}");
        let trouble = Trouble::new("certain-rework", message);
        let hint = "each send-back makes the next one likelier; add `max`";
        return reader.log.warning(place, trouble.hint(hint));
    }
    let message = format!("`{kind}` may be sent back almost every time: {approach}");
    let trouble = Trouble::new("certain-rework", message);
    let hint = "that is a way to get stuck in one's own work; `max` bounds it";
    reader.log.note(place, trouble.hint(hint));
}

/// The upper end of a chance that nobody is sure of.
fn most(reader: &Reader<'_>, station: &str, number: usize) -> Option<f64> {
    let chance = entry(reader.root, station, number)?.at(&["chance"])?;
    let ends: [&[&str]; 3] = [&["to"], &["triangular", "max"], &["pert", "max"]];
    let uncertain = chance.at(&["uncertain"])?;
    match &ends.iter().find_map(|end| uncertain.at(end))?.value {
        Value::Integer(most) => Some(*most as f64),
        Value::Float(most) => Some(*most),
        Value::Text(text) => quantity::read(Unit::Share, text).ok(),
        _ => None,
    }
}

fn check_sum(reader: &mut Reader<'_>, entries: &[Entry<'_>], kind: &str, place: &Place) {
    let total: f64 = entries.iter().map(|entry| entry.rework.chance).sum();
    let endless = || entries.iter().filter(|entry| entry.rework.max.is_none());
    let forever: f64 = endless().map(|entry| entry.in_the_end()).sum();
    let most: f64 = endless()
        .map(|entry| entry.most.max(entry.rework.chance) * entry.rework.remains())
        .sum();
    if total > 1.0 + 1e-9 {
        let total = show(Unit::Share, total);
        let message = format!("the chances of rework add up to {total} for `{kind}`");
        let trouble = Trouble::new("bad-sum", message);
        reader.error(
            place,
            trouble.hint("they share one draw: together at most 100%"),
        );
    } else if forever > 1.0 - 1e-9 {
        let message = format!("`{kind}` would be sent back for ever");
        let trouble = Trouble::new("bad-rework", message);
        reader.error(place, trouble.hint("lower the chance, or add `max`"));
    } else if total > 1.0 - 1e-9 {
        let message = format!("`{kind}` is sent back every time, until `max` is used up");
        let trouble = Trouble::new("certain-rework", message);
        let hint = "the chance reaches 100%; lower it if some are right at once";
        reader.log.warning(place, trouble.hint(hint));
    } else if most > 1.0 - 1e-9 {
        let message = format!("`{kind}` might be sent back for ever: the chance can reach 100%");
        let trouble = Trouble::new("certain-rework", message);
        let hint = "`uncertain` goes up to there; end it lower, or add `max`";
        reader.log.warning(place, trouble.hint(hint));
    } else if endless().map(Entry::at_most).sum::<f64>() > 1.0 - 1e-9 {
        say_growth(reader, entries, kind, place);
    }
}
