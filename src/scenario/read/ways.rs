//! Where items may go next, and circles in which people wait for each other for ever.
//!
//! Who finishes an item for a waiting room that is full keeps it until there is room. Where people
//! of one team wait for room with a second, and those in the end for room with the first, all of
//! them do so for good. A station out of a delay, with people without limit, with room for any number
//! or that turns away breaks such a circle, for nobody there or for nobody before it has to wait.

use crate::scenario::model::{Kind, Station, WhenFull};

/// A way from one station to another on which an item may have to wait for room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Narrow {
    pub(super) from: usize,
    pub(super) to: usize,
}

/// Steps at which an item that enters a route may be first.
pub(super) fn first_steps(kind: &Kind) -> Vec<usize> {
    let mut found = Vec::new();
    enter(kind, 0, 0, &mut found);
    found
}

/// Steps that may come right after one, send-backs left aside.
pub(super) fn steps_after(kind: &Kind, step: usize) -> Vec<usize> {
    let mut found = Vec::new();
    leave(kind, step, &mut found);
    found
}

/// Goes into a step, or into the forks from `level` on that begin with it.
fn enter(kind: &Kind, step: usize, level: usize, found: &mut Vec<usize>) {
    let begins = |at: &usize| kind.forks[*at].steps().start == step;
    if let Some(fork) = (level..kind.forks.len()).find(begins) {
        for branch in &kind.forks[fork].branches {
            enter(kind, branch.start, fork + 1, found);
        }
        return;
    }
    let Some(at) = kind.route.get(step) else {
        return;
    };
    if at.chance > 0.0 && !found.contains(&step) {
        found.push(step);
    }
    if at.chance < 1.0 {
        leave(kind, step, found);
    }
}

/// Goes on behind a step, and behind the forks that end with it.
fn leave(kind: &Kind, step: usize, found: &mut Vec<usize>) {
    let mut next = step + 1;
    let around = kind.forks.iter().rev();
    for fork in around.filter(|fork| fork.steps().contains(&step)) {
        if !fork.branches.iter().any(|branch| branch.end == next) {
            break;
        }
        next = fork.steps().end;
    }
    enter(kind, next, 0, found);
}

/// All narrow ways of some kinds, each once.
fn narrow(kinds: &[&Kind], positions: &[usize], stations: &[&Station]) -> Vec<Narrow> {
    let holds = |at: usize| stations[at].team.is_some() && stations[at].delay.is_none();
    let fills = |at: usize| {
        let station = stations[at];
        let blocks = station.waiting_room.is_some() && station.when_full == WhenFull::Block;
        blocks && station.team.is_some()
    };
    let mut found = Vec::new();
    for (kind, position) in kinds.iter().zip(positions) {
        for (step, at) in kind.route.iter().enumerate() {
            let concerns = |only: &Option<Vec<usize>>| {
                only.as_ref().is_none_or(|only| only.contains(position))
            };
            let entries = stations[at.station].rework.iter();
            let entries = entries.filter(|entry| {
                let taken = entry.chance > 0.0 || entry.grows.is_some();
                taken && concerns(&entry.only)
            });
            let back = entries.filter_map(|entry| kind.place_before(step, entry.to));
            let caught = caught(kind, (step, *position), stations);
            let next = steps_after(kind, step)
                .into_iter()
                .chain(back)
                .chain(caught);
            for to in next.map(|to| kind.route[to].station) {
                let way = Narrow {
                    from: at.station,
                    to,
                };
                if at.chance > 0.0 && holds(way.from) && fills(to) && !found.contains(&way) {
                    found.push(way);
                }
            }
        }
    }
    found.sort_by_key(|way| (way.from, way.to));
    found
}

/// Steps that what is found at one of a kind may go back to.
fn caught(kind: &Kind, (step, position): (usize, usize), stations: &[&Station]) -> Vec<usize> {
    let here = stations[kind.route[step].station];
    let of_people = here.catches.as_ref();
    let of_people = of_people.filter(|of| of.chance > 0.0 && of.concerns(position));
    let mut auto = here.auto.iter();
    let by_policy = auto.any(|auto| auto.catches > 0.0 && auto.concerns(position));
    if of_people.is_none() && !by_policy {
        return Vec::new();
    }
    if let Some(to) = here.catches.as_ref().and_then(|of| of.to) {
        return kind.place_before(step, to).into_iter().collect();
    }
    let makers = (0..=step).filter(|&at| stations[kind.route[at].station].flaws > 0.0);
    makers
        .filter_map(|at| kind.place_before(step, kind.route[at].station))
        .collect()
}

/// Circles of narrow ways between teams, the shortest through each team; none has a team of another.
pub(super) fn circles(
    kinds: &[&Kind],
    positions: &[usize],
    stations: &[&Station],
) -> Vec<Vec<Narrow>> {
    let ways = narrow(kinds, positions, stations);
    let team = |station: usize| stations[station].team;
    let mut known = Vec::new();
    let mut found = Vec::new();
    for way in &ways {
        let start = team(way.from);
        if known.contains(&start) {
            continue;
        }
        if let Some(circle) = shortest(&ways, start, team) {
            let teams: Vec<_> = circle.iter().map(|way| team(way.from)).collect();
            if !teams.iter().any(|team| known.contains(team)) {
                found.push(circle);
            }
            known.extend(teams);
        }
    }
    found
}

/// The shortest circle through a team, breadth first.
fn shortest(
    ways: &[Narrow],
    start: Option<usize>,
    team: impl Fn(usize) -> Option<usize>,
) -> Option<Vec<Narrow>> {
    let mut paths: Vec<Vec<Narrow>> = vec![Vec::new()];
    let mut reached = Vec::new();
    while !paths.is_empty() {
        let mut longer = Vec::new();
        for path in paths {
            let at = path.last().map_or(start, |way| team(way.to));
            for way in ways.iter().filter(|way| team(way.from) == at) {
                let mut path = path.clone();
                path.push(*way);
                let to = team(way.to);
                if to == start {
                    return Some(path);
                }
                if !reached.contains(&to) {
                    reached.push(to);
                    longer.push(path);
                }
            }
        }
        paths = longer;
    }
    None
}
