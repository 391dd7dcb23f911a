//! Batches: how many items go through as one, how far, and those that would never go.

use super::orgs::limit_of_all;
use super::{Fields, Reader};
use crate::scenario::language::BATCH;
use crate::scenario::log::Trouble;
use crate::scenario::model::{Batch, Fork, Kind, Org, Start, Station};
use crate::scenario::nearest::listed;
use crate::scenario::node::Node;
use crate::units::Span;

/// Something read, and whether it was free of errors.
type Read<T> = (Option<T>, bool);

impl Reader<'_> {
    pub(super) fn batch(&mut self, station: &Fields<'_>) -> Option<Batch> {
        let node = station.get("batch")?;
        let fields = self.open(&BATCH, node, &node.place)?;
        let size = self.number_must(&fields, "size");
        let or_after = self.number_if(&fields, "or_after");
        let until = self.named(&fields, "until");
        if let (Some(entry), true) = (fields.entry("or_after"), station.has("gate")) {
            let message = "`or_after` means nothing at a gate: each session closes the batch";
            let hint = "take `or_after` out; what a session admits goes through together";
            let trouble = Trouble::new("idle-key", message).hint(hint);
            self.error(&entry.key_place, trouble);
        }
        Some(Batch {
            size: u32::try_from(size? as u64).ok()?,
            or_after: or_after.map(|ticks| Span(ticks as u64)),
            until,
        })
    }

    /// A batch that does not fit into the room where it is collected never goes.
    pub(super) fn check_room_for_batch(&mut self, fields: &Fields<'_>, station: &Station) {
        let (Some(batch), Some(room), None) = (station.batch, station.waiting_room, &station.gate)
        else {
            return;
        };
        let needed = batch.or_after.map_or(batch.size, |_| 1);
        if room < needed {
            let name = &station.name;
            let message = match batch.or_after {
                None => format!("a batch of {needed} never fills at `{name}`: {room} may wait"),
                Some(_) => format!("nothing can be collected at `{name}`, where nobody may wait"),
            };
            let hint = format!("those collected wait: waiting_room = {needed} or more");
            let trouble = Trouble::new("standstill", message).hint(hint);
            let entry = fields.entry("waiting_room");
            if let Some(entry) = entry {
                self.error(&entry.node.place, trouble);
            }
        }
    }

    /// Rules about batches that need all stations and kinds, if those are free of errors.
    pub(super) fn check_batches(
        &mut self,
        kinds: &[Read<Kind>],
        stations: &[Read<Station>],
        orgs: &[Org],
    ) {
        let whole = kinds.iter().all(|(kind, fine)| *fine && kind.is_some())
            && stations.iter().all(|(of, fine)| *fine && of.is_some());
        if !whole {
            return;
        }
        let kinds: Vec<&Kind> = kinds.iter().filter_map(|(kind, _)| kind.as_ref()).collect();
        let stations = stations.iter().filter_map(|(station, _)| station.as_ref());
        let stations: Vec<&Station> = stations.collect();
        let before = self.log.errors();
        for (position, station) in stations.iter().enumerate() {
            if let Some(until) = station.batch.and_then(|batch| batch.until) {
                self.check_until((position, until), &kinds, &stations);
            }
        }
        if let (Some(limit), true) = (limit_of_all(orgs), self.log.errors() == before) {
            self.check_standstill(limit, &kinds, &stations);
        }
    }

    fn check_until(&mut self, (at, until): (usize, usize), kinds: &[&Kind], stations: &[&Station]) {
        let (name, end) = (&stations[at].name, &stations[until].name);
        let place = self.root.place_of(&["station", name, "batch", "until"]);
        let mut first: Option<(&str, Vec<usize>)> = None;
        for kind in kinds {
            let steps = kind.route.iter().enumerate();
            for (step, _) in steps.filter(|(_, step)| step.station == at) {
                let trouble = match stretch(kind, step, until) {
                    Err(why) => Trouble::new("bad-batch", format!("{why} of `{}`", kind.name))
                        .hint(format!(
                            "`until` is a later station, at which no batch has forked: every kind \
                             that comes to `{name}` goes on to it"
                        )),
                    Ok(way) => {
                        let nested = way.iter().skip(1);
                        let nested = nested.copied().find(|at| stations[*at].batch.is_some());
                        let other = first.as_ref().filter(|(_, other)| *other != way);
                        if let Some(inner) = nested {
                            let inner = &stations[inner].name;
                            let message = format!(
                                "a batch of `{name}` comes to `{inner}`, which makes batches itself"
                            );
                            let hint =
                                format!("end it before, or take the `batch` of `{inner}` out");
                            Trouble::new("bad-batch", message).hint(hint)
                        } else if let Some((other, _)) = other {
                            let message = format!(
                                "`{other}` and `{}` go different ways from `{name}` to `{end}`",
                                kind.name
                            );
                            let hint = "items of all kinds are in one batch, so up to `until` \
                                        their routes are the same";
                            Trouble::new("bad-batch", message).hint(hint)
                        } else {
                            first.get_or_insert((&kind.name, way));
                            continue;
                        }
                    }
                };
                self.error(&place, trouble);
                return;
            }
        }
    }

    /// Batches that never fill, as too few items can be inside.
    fn check_standstill(&mut self, limit: u64, kinds: &[&Kind], stations: &[&Station]) {
        // Branches are collected one by one, and what does not count is outside the limit.
        let outside = |kind: &&&Kind| {
            let mut initial = kind.initial.iter();
            !kind.counts
                || !kind.forks.is_empty()
                || initial.any(|initial| initial.at != Start::Backlog)
        };
        let collects = |at: &usize| {
            let station = stations[*at];
            let batch = station.batch.filter(|batch| batch.or_after.is_none());
            let fills = batch.is_some() && station.gate.is_none() && station.patience.is_none();
            let visits = |kind: &&&Kind| kind.route.iter().any(|step| step.station == *at);
            let mut come = kinds.iter().filter(visits);
            fills && come.next().is_some() && !kinds.iter().filter(visits).any(|k| outside(&k))
        };
        let names = (0..stations.len()).filter(collects);
        let found: Vec<(&str, u64)> = names
            .filter_map(|at| Some((stations[at].name.as_str(), stations[at].batch?.size.into())))
            .collect();
        for (name, size) in found.iter().filter(|(_, size)| *size > limit) {
            let message = format!(
                "a batch of {size} never fills at `{name}`: at most {limit} are inside (wip_limit)"
            );
            let place = self.root.place_of(&["station", name, "batch", "size"]);
            let hint = "make the batch smaller, raise wip_limit, or let it go `or_after` a while";
            let trouble = Trouble::new("standstill", message).hint(hint);
            match self.may_change() {
                true => self.log.warning(&place, trouble),
                false => self.error(&place, trouble),
            }
        }
        let stuck: u64 = found.iter().map(|(_, size)| size - 1).sum();
        let fits = found.iter().all(|(_, size)| *size <= limit);
        if let (Some((first, _)), true) = (found.first(), fits && stuck >= limit) {
            let names: Vec<&str> = found.iter().map(|(name, _)| *name).collect();
            let message = format!(
                "all {limit} items that may be inside (wip_limit) can wait for batches to fill at \
                 {}, for ever",
                listed(&names)
            );
            let hint = "let one of them go `or_after` a while, or raise wip_limit";
            let place = self.root.place_of(&["station", first, "batch"]);
            let trouble = Trouble::new("standstill", message).hint(hint);
            self.log.warning(&place, trouble);
        }
    }

    /// Whether a change of the file sets what keeps a batch from filling.
    fn may_change(&self) -> bool {
        let changes = self.root.at(&["change"]).and_then(Node::table);
        let sets = changes.into_iter().flat_map(|changes| &changes.entries);
        let sets = sets.filter_map(|change| change.node.at(&["set"])?.table());
        let mut keys = sets.flat_map(|set| &set.entries).map(|edit| &edit.key);
        keys.any(|key| key.contains("wip_limit") || key.contains(".batch."))
    }
}

/// The stations of a kind from a step through the next place of `until`, in one piece.
fn stretch(kind: &Kind, step: usize, until: usize) -> Result<Vec<usize>, String> {
    let ahead = kind.route[step + 1..].iter();
    let far = ahead.map(|step| step.station).position(|at| at == until);
    let Some(far) = far else {
        return Err("a batch does not come to this station on the way".into());
    };
    let steps = step..step + far + 2;
    let cut = |fork: &Fork| {
        let splits = fork.steps().start > step && fork.steps().start < steps.end;
        let ends = |branch: &std::ops::Range<usize>| {
            branch.contains(&step) && !branch.contains(&(steps.end - 1))
        };
        splits || fork.branches.iter().any(ends)
    };
    if kind.forks.iter().any(cut) {
        return Err("a batch cannot go through steps side by side on the way".into());
    }
    let way = kind.route[steps].iter().map(|step| step.station);
    Ok(way.collect())
}
