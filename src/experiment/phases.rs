//! Gates that keep step: an item that one lets through always waits the same at the next.
//!
//! Two gates on one clock are not independent of each other. Where nothing of varying length lies
//! between them, every session of the first has its session of the second, and half a cadence is
//! the wrong guess for the wait in between.

use crate::network::{NEVER, Network, Number, Settings};

/// Sessions of the first gate that are followed to the second.
const FOLLOWED: usize = 500;
/// Fewer sessions than this show no pattern.
const FEW: usize = 4;
/// More different waits than this are as good as chance.
const MOST_WAITS: usize = 3;
/// Waits that are rarer come from holidays.
const RARE: f64 = 0.05;
/// Several different waits matter if their mean is this far from that of independent gates.
const SMALL: f64 = 0.1;

/// Two gates that keep step.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Locked {
    /// Position of the station whose gate lets items through.
    pub(super) first: usize,
    /// Position of the station whose gate they come to.
    pub(super) second: usize,
    /// What they wait there, from the shortest to the longest [ticks].
    pub(super) waits: Vec<u64>,
    /// Mean of that [ticks].
    pub(super) mean: f64,
    /// What items that come at any time would wait on average [ticks].
    pub(super) independent: f64,
}

/// All pairs of gates that keep step as the window begins.
pub(super) fn locked(net: &Network) -> Vec<Locked> {
    let settings = net.settings_at(net.zero);
    let mut found: Vec<Locked> = Vec::new();
    for kind in &net.kinds {
        for leg in kind.first_leg as usize..(kind.first_leg + kind.legs) as usize {
            let Some((next, between)) = next_gate(net, &settings, leg) else {
                continue;
            };
            let pair = (net.legs[leg].station as usize, next);
            let known = found.iter().any(|of| (of.first, of.second) == pair);
            if !known && pair.0 != pair.1 {
                found.extend(held_together(net, &settings, pair, between));
            }
        }
    }
    found
}

/// The gate that an item let through by the one at `leg` comes to, and what lies between them
/// [ticks], if that is always the same.
fn next_gate(net: &Network, settings: &Settings, leg: usize) -> Option<(usize, u64)> {
    net.stations[net.legs[leg].station as usize].gate.as_ref()?;
    let mut between = fixed_time(net, settings, leg)?;
    for (at, next) in net.legs.iter().enumerate().skip(leg + 1) {
        if next.kind != net.legs[leg].kind {
            return None;
        }
        if net.stations[next.station as usize].gate.is_some() {
            return Some((next.station as usize, between));
        }
        let here = fixed_time(net, settings, at)?;
        if here > 0 && settings.step_chance[at] < 1.0 {
            return None;
        }
        between += here;
    }
    None
}

/// Time from admission at a leg to leaving it, if that is always the same [ticks].
fn fixed_time(net: &Network, settings: &Settings, leg: usize) -> Option<u64> {
    let station = net.legs[leg].station as usize;
    let constant = |number: Number| {
        let shape = &net.shapes[number.sampler as usize];
        number.mean == 0.0 || shape.cv() == 0.0
    };
    let (touch, delay) = (settings.touch[leg], settings.delay[station]);
    // People may be busy with something else, and calendars may be closed.
    let alone = net.stations[station].crew.is_none();
    let always = net.calendar_of(station as u32).is_always();
    let sized = net.shapes[net.kinds[net.legs[leg].kind as usize].size.sampler as usize].cv() > 0.0;
    let touched = touch.mean == 0.0 || (alone && always && !sized && constant(touch));
    let size = net.kinds[net.legs[leg].kind as usize].size.mean;
    let effort = touch.mean * size / (settings.pace[station] * settings.focus[station]);
    (touched && constant(delay)).then_some((effort + delay.mean) as u64)
}

fn held_together(
    net: &Network,
    settings: &Settings,
    (first, second): (usize, usize),
    between: u64,
) -> Option<Locked> {
    let mut waits: Vec<u64> = sessions(net, settings, first)
        .take(FOLLOWED)
        .filter_map(|session| wait(net, settings, (first, second), session + between))
        .collect();
    if waits.len() < FEW {
        return None;
    }
    let all = waits.len() as f64;
    let mean = waits.iter().sum::<u64>() as f64 / all;
    waits.sort_unstable();
    let mut different = waits.clone();
    different.dedup();
    let share = |wait: &u64| waits.iter().filter(|other| *other == wait).count() as f64 / all;
    different.retain(|wait| share(wait) >= RARE);
    let usual: f64 = different.iter().map(share).sum();
    let independent = half_gap(net, settings, second)?;
    let odd = (mean - independent).abs() > SMALL * independent;
    let tells = different.len() == 1 || (different.len() <= MOST_WAITS && odd);
    (tells && usual > 1.0 - RARE).then_some(Locked {
        first,
        second,
        waits: different,
        mean,
        independent,
    })
}

fn sessions<'n>(
    net: &'n Network,
    settings: &Settings,
    station: usize,
) -> impl Iterator<Item = u64> + 'n {
    let every = settings.cadence[station];
    let calendar = net.calendar_of(station as u32);
    let gate = net.stations[station].gate.as_ref();
    let next = move |from: u64| {
        let held = gate?.sessions.next(every, calendar, from);
        (held != NEVER && held < net.end).then_some(held)
    };
    std::iter::successors(next(net.zero), move |held| next(held + 1))
}

/// What an item waits that comes to the second gate at `arrival`; `None` beyond the window.
fn wait(
    net: &Network,
    settings: &Settings,
    (first, second): (usize, usize),
    arrival: u64,
) -> Option<u64> {
    let place = |station: usize| (net.stations[station].place, station);
    let gate = net.stations[second].gate.as_ref()?;
    let calendar = net.calendar_of(second as u32);
    let every = settings.cadence[second];
    // At one instant gates decide upstream first.
    let missed = u64::from(place(second) < place(first));
    let mut session = gate.sessions.next(every, calendar, arrival + missed);
    while session < net.end {
        let due = gate.papers_due.deadline(calendar, session);
        if due.is_some_and(|due| due >= arrival) {
            return Some(session - arrival);
        }
        session = gate.sessions.next(every, calendar, session + 1);
    }
    None
}

/// Mean time to the next session from any instant [ticks].
fn half_gap(net: &Network, settings: &Settings, station: usize) -> Option<f64> {
    let held: Vec<u64> = sessions(net, settings, station).take(FOLLOWED).collect();
    let gaps = held.windows(2).map(|pair| (pair[1] - pair[0]) as f64);
    let (total, squares) = gaps.fold((0.0, 0.0), |(total, squares), gap| {
        (total + gap, squares + gap * gap)
    });
    (total > 0.0).then(|| squares / total / 2.0)
}
