//! The standard observer: sums of everything a report needs.
//!
//! Nothing here looks at the window while the trial runs: sums grow from the start, a copy is taken
//! when the window begins, and the difference is what happened in it. An area under a level is the
//! sum of the stretches that are over plus the ages of those under way at the mark, which the
//! engine supplies; so areas cost nothing per event and are exact.

use super::Cause;
use super::border::{Border, wip_areas};
use super::changes::ChangeRecord;
use super::kind_sums::{KindSums, NO_ITEMS};
use super::orgs::OrgsSeen;
use super::record::{CrewRecord, StationRecord, TrialRecord};
use super::series::SeriesPlan;
use super::snapshot::{Beside, Snapshot, Sums};
use super::watch::Watch;
use crate::engine::{Item, Level, Loss, Mark, Phase, Probe, TrialEnd, TrialSummary, Turn, Visits};
use crate::network::{Crew, Network};
use crate::statistics::LogBins;

/// The standard observer of one trial after the other; with `WATCHES` it also sees who is active when,
/// which takes all events and changes nothing else in the record.
pub struct Tally<'n, const WATCHES: bool = false> {
    pub(super) net: &'n Network,
    plan: SeriesPlan,
    pub(super) sums: Vec<Sums>,
    pub(super) beside: Vec<Beside>,
    zero: Vec<Snapshot>,
    end: Vec<Snapshot>,
    kinds: Vec<KindSums>,
    /// Items of kinds that count, as they come in and go out: delivered, or lost before.
    entered: Border,
    left: Border,
    lost: Border,
    /// Deliveries of the window that were undone, as of their delivery.
    undone: Border,
    /// The same of organisations, where there are several.
    orgs: OrgsSeen,
    changes: Vec<ChangeRecord>,
    inside: u64,
    /// When the window began, once it has [ticks].
    window: Option<u64>,
    /// Area under WIP up to time 0 [item ticks].
    wip_at_zero: u128,
    /// Time spent inside the window by items [ticks]: the other side of Little's law.
    sojourn: u128,
    ledger_gap: u64,
    /// Room to sort flow times into bins: count, least and greatest.
    bins: Vec<(u32, u64, u64)>,
    /// What is seen of bottlenecks, with `WATCHES`.
    watch: Option<Watch>,
    /// WIP area, then queue areas, at half and three quarters of the burn-in, at time 0 and at a
    /// quarter of the window.
    pub(super) settling: [Vec<u128>; 4],
}

impl<'n> Tally<'n> {
    /// An observer for trials of a network.
    pub fn new(net: &'n Network) -> Self {
        Self::for_trials(net)
    }
}

impl<'n> Tally<'n, true> {
    /// One that also sees where the bottleneck is at each moment.
    pub fn watching(net: &'n Network) -> Self {
        Self::for_trials(net)
    }
}

impl<'n, const WATCHES: bool> Tally<'n, WATCHES> {
    fn for_trials(net: &'n Network) -> Self {
        let plan = SeriesPlan::new(net.end - net.zero);
        Self {
            net,
            plan,
            sums: vec![Sums::default(); net.stations.len()],
            beside: vec![Beside::default(); net.stations.len()],
            zero: vec![Snapshot::default(); net.stations.len()],
            end: vec![Snapshot::default(); net.stations.len()],
            kinds: net
                .kinds
                .iter()
                .map(|kind| KindSums::new(kind.counts))
                .collect(),
            bins: vec![NO_ITEMS; LogBins::COUNT],
            entered: Border::default(),
            left: Border::default(),
            lost: Border::default(),
            undone: Border::default(),
            orgs: OrgsSeen::new(net),
            changes: vec![ChangeRecord::default(); net.changes.len()],
            inside: 0,
            window: None,
            wip_at_zero: 0,
            sojourn: 0,
            ledger_gap: 0,
            watch: WATCHES.then(|| Watch::new(net, &plan)),
            settling: Default::default(),
        }
    }

    /// Forgets the last trial.
    pub fn reset(&mut self) {
        self.sums.fill(Sums::default());
        self.beside.fill(Beside::default());
        self.zero.fill(Snapshot::default());
        self.end.fill(Snapshot::default());
        self.kinds.iter_mut().for_each(KindSums::reset);
        self.entered.reset(&self.plan, self.net.zero);
        self.left.reset(&self.plan, self.net.zero);
        self.lost.reset(&self.plan, self.net.zero);
        self.undone.reset(&self.plan, self.net.zero);
        self.orgs.reset(&self.plan, self.net.zero);
        self.changes.fill(ChangeRecord::default());
        self.inside = 0;
        self.window = None;
        self.wip_at_zero = 0;
        self.sojourn = 0;
        self.ledger_gap = 0;
        self.watch.iter_mut().for_each(Watch::reset);
        self.settling.iter_mut().for_each(Vec::clear);
    }

    /// The record of the trial that just ended.
    pub fn record(&mut self, summary: TrialSummary) -> TrialRecord {
        self.kinds.iter_mut().for_each(KindSums::carry_over);
        let area = self.wip_area(self.net.end) - self.wip_at_zero;
        let content = |at: usize| self.kinds.iter().map(|kind| kind.content[at] as f64).sum();
        let wip = self.entered.count() - self.left.count() - self.lost.count();
        let snapshots = self.zero.iter().zip(&self.end);
        let stations: Vec<_> = snapshots.map(|(zero, end)| end.since(zero)).collect();
        let crews = self.net.crews.iter();
        TrialRecord {
            end: summary.end,
            completions: summary.completions,
            deadlock: summary
                .deadlock
                .map(|(at, station)| (at - self.net.start, station)),
            mass_balance: if summary.end == TrialEnd::Horizon {
                wip as i64 - self.inside as i64
            } else {
                0
            },
            ledger_gap: self.ledger_gap,
            little: (area.abs_diff(self.sojourn), area),
            wip_area: area as f64,
            content_at_zero: content(0),
            content_at_end: content(1),
            inside_at_end: wip as f64,
            crews: crews.map(|crew| self.crew(crew, &stations)).collect(),
            stations,
            series_staying: self
                .left
                .by_interval()
                .zip(self.undone.by_interval())
                .map(|(delivered, undone)| delivered - undone)
                .collect(),
            orgs: self.orgs.record(),
            changes: self.changes.clone(),
            series_wip: wip_areas(
                &self.entered,
                [&self.left, &self.lost],
                &self.plan,
                self.net.end - self.net.zero,
            ),
            settling: self.settling_means(),
            watched: self.watch.as_ref().map(Watch::record),
            kinds: self
                .kinds
                .iter()
                .map(|kind| kind.record(&mut self.bins))
                .collect(),
        }
    }

    /// What the people of a crew did in the window, given what happened at the stations.
    fn crew(&self, crew: &Crew, stations: &[StationRecord]) -> CrewRecord {
        let sum = |of: fn(&StationRecord) -> f64| {
            let theirs = crew.stations.iter();
            theirs.map(|&station| of(&stations[station as usize])).sum()
        };
        // Person-time is told alike at each of their stations.
        let time = |of: fn(&Level) -> u128| {
            let station = crew.stations.first().map(|&station| station as usize);
            let at = |snapshots: &[Snapshot]| station.map_or(0, |at| of(&snapshots[at].level));
            (at(&self.end) - at(&self.zero)) as f64
        };
        CrewRecord {
            queue_area: sum(|station| station.queue_area),
            busy: sum(|station| station.busy),
            scheduled: time(|level| level.scheduled),
            employed: time(|level| level.employed),
            absent: time(|level| level.absent),
            held_up: time(|level| level.held_up),
        }
    }

    /// Area under WIP since the run began [item ticks].
    pub(super) fn wip_area(&self, now: u64) -> u128 {
        self.entered.area(now) - self.left.area(now) - self.lost.area(now)
    }

    fn snapshot(&mut self, levels: &[Level], backlog: &[u64], at_end: bool) {
        let target = if at_end {
            &mut self.end
        } else {
            &mut self.zero
        };
        let now = self.sums.iter().zip(&self.beside).zip(levels);
        for (target, ((sums, beside), level)) in target.iter_mut().zip(now) {
            *target = Snapshot {
                sums: *sums,
                beside: *beside,
                level: *level,
            };
        }
        for (kind, backlog) in self.kinds.iter_mut().zip(backlog) {
            kind.content[usize::from(at_end)] = kind.inside + backlog;
        }
    }

    #[inline]
    fn sums(&mut self, station: u32) -> &mut Sums {
        &mut self.sums[station as usize]
    }
}

impl<const WATCHES: bool> Probe for Tally<'_, WATCHES> {
    const SUMS: bool = !WATCHES;
    const CREWS: bool = WATCHES;

    fn active(&mut self, now: u64, crew: u32, active: bool) {
        if let Some(watch) = &mut self.watch {
            watch.turn(now, crew, active);
        }
    }

    #[inline]
    fn books(&mut self, station: u32, item: &Item, cause: Cause, ticks: u64) {
        if WATCHES
            && let Some(watch) = &mut self.watch
            && self.kinds[item.kind as usize].counts
            && !(item.delivered || item.is_batch())
        {
            watch.books(station, cause, ticks);
        }
    }

    fn forget(&mut self) {
        self.reset();
    }

    fn visits(&mut self, station: u32, visits: &Visits) {
        let sums = self.sums(station);
        sums.wait += visits.wait;
        sums.starts += visits.starts;
        sums.spent[Cause::Contention as usize] += visits.wait;
        sums.spent[Cause::Touch as usize] += visits.touch;
    }

    #[inline]
    fn released(&mut self, now: u64, item: &Item) {
        let kind = &mut self.kinds[item.kind as usize];
        kind.inside += 1;
        if kind.counts {
            self.entered.cross(now, self.window, &self.plan);
        }
    }

    #[inline]
    fn starts(&mut self, _now: u64, station: u32, _item: &Item, wait: u64) {
        let sums = self.sums(station);
        sums.wait += u128::from(wait);
        sums.starts += 1;
    }

    #[inline]
    fn spent(&mut self, station: u32, cause: Cause, ticks: u64) {
        self.sums(station).spent[cause as usize] += u128::from(ticks);
    }

    #[inline]
    fn leaves(&mut self, _now: u64, station: u32, _item: &Item, back: bool) {
        if back {
            self.sums(station).sent_back += 1;
        }
    }

    fn automatic(&mut self, _now: u64, station: u32, _item: &Item) {
        self.beside[station as usize].automatic += 1;
    }

    fn flawed(&mut self, _now: u64, station: u32, _item: &Item) {
        self.beside[station as usize].flaws += 1;
    }

    fn caught(&mut self, _now: u64, station: u32, _item: &Item, flaws: u32) {
        self.beside[station as usize].caught += u64::from(flaws);
    }

    fn feedback(&mut self, station: u32, ticks: u64) {
        self.beside[station as usize].feedback += u128::from(ticks);
    }

    fn handed(&mut self, station: u32, ticks: u64) {
        self.beside[station as usize].handed += u128::from(ticks);
    }

    fn escapes(&mut self, _now: u64, item: &Item, flaws: u32) {
        if self.window.is_some() {
            let kind = &mut self.kinds[item.kind as usize];
            kind.escaped += 1;
            kind.flaws += u64::from(flaws);
        }
    }

    fn delivered(&mut self, now: u64, item: &Item) {
        let kind = &mut self.kinds[item.kind as usize];
        if kind.counts {
            self.left.cross(now, self.window, &self.plan);
            let when = (now, self.window, &self.plan);
            self.orgs.delivered((self.net, item), when);
        }
        kind.inside -= 1;
        let flow = now - item.released;
        self.ledger_gap = self
            .ledger_gap
            .max(item.ledger.iter().sum::<u64>().abs_diff(flow));
        if self.window.is_none() {
            return;
        }
        kind.delivered += 1;
        kind.judged += u64::from(item.judged);
        kind.flows.push(flow);
        kind.add(item, flow, now - item.arrived);
        if kind.counts {
            self.sojourn += u128::from(now - item.released.max(self.net.zero));
        }
    }

    fn undone(&mut self, _now: u64, (of, _): (u32, u32), delivered: u64) {
        // What was delivered before the window is none of its deliveries; nor is what waits at the start
        // and passes at once, where the run begins with the window.
        let first = self.net.zero + u64::from(self.net.start == self.net.zero);
        if self.window.is_some() && delivered >= first {
            let kind = &mut self.kinds[of as usize];
            kind.undone += 1;
            if kind.counts {
                self.undone.cross(delivered, self.window, &self.plan);
                let org = self.net.kinds[of as usize].org;
                self.orgs.undone(org, (delivered, self.window, &self.plan));
            }
        }
    }

    fn parallel_touch(&mut self, item: &Item, ticks: u64) {
        if self.window.is_some() {
            self.kinds[item.kind as usize].parallel += u128::from(ticks);
        }
    }

    fn joins(&mut self, _now: u64, station: Option<u32>, _item: &Item, wait: u64) {
        if let Some(station) = station {
            self.beside[station as usize].join += u128::from(wait);
        }
    }

    fn discarded(&mut self, station: u32, ticks: u64) {
        self.beside[station as usize].discarded += u128::from(ticks);
    }

    fn withdrawn(&mut self, now: u64, station: Option<u32>, item: &Item) {
        let Some(station) = station else { return };
        let beside = &mut self.beside[station as usize];
        let waits = item.is_waiting() && !item.laid_down;
        match item.phase {
            _ if waits || item.awaits_touch => {
                beside.unmet += 1;
                beside.unmet_wait += u128::from(now - item.at);
            }
            // Its touch was completed.
            Phase::Delayed | Phase::Blocked => {}
            _ => beside.cut_short += 1,
        }
    }

    fn along(&mut self, station: u32, cause: Cause, ticks: u64) {
        let ticks = u128::from(ticks);
        self.sums(station).spent[cause as usize] += ticks;
        let beside = &mut self.beside[station as usize];
        if matches!(cause, Cause::Touch | Cause::Setup | Cause::OtherDuties) {
            beside.along += ticks;
        }
        if cause == Cause::Touch {
            beside.touch_along += ticks;
        }
    }

    fn repeated(&mut self, station: u32, ticks: u64) {
        self.beside[station as usize].repeated += u128::from(ticks);
    }

    fn withheld(&mut self, station: u32, ticks: u64) {
        self.beside[station as usize].withheld += u128::from(ticks);
    }
    fn paused(&mut self, station: u32, ticks: u64) {
        self.beside[station as usize].paused += u128::from(ticks);
    }

    fn lost(&mut self, now: u64, station: u32, item: &Item, why: Loss) {
        let (beside, kind) = (
            &mut self.beside[station as usize],
            &mut self.kinds[item.kind as usize],
        );
        let (here, of_kind) = match why {
            Loss::Abandoned => (Some(&mut beside.abandoned), &mut kind.abandoned),
            Loss::TurnedAway => (Some(&mut beside.turned_away), &mut kind.turned_away),
            Loss::Withdrawn => (None, &mut kind.withdrawn),
        };
        if let Some(here) = here {
            *here += 1;
        }
        *of_kind += u64::from(self.window.is_some());
        // What was delivered has left WIP already.
        if !item.delivered {
            kind.inside -= 1;
            if kind.counts {
                self.lost.cross(now, self.window, &self.plan);
                if self.window.is_some() {
                    self.sojourn += u128::from(now - item.released.max(self.net.zero));
                }
            }
        }
    }

    fn changes(&mut self, now: u64, change: u32, turn: Turn) {
        self.changes[change as usize].note(turn, now as i64 - self.net.zero as i64);
    }

    fn reviewed(&mut self, _now: u64, org: u32, look: u32) {
        self.orgs.reviewed(org, look);
    }

    fn closed(&mut self, now: u64, org: u32) {
        self.orgs.closed(org, now as i64 - self.net.zero as i64);
    }

    fn earned(&mut self, _now: u64, item: &Item, value: f64) {
        if self.window.is_some() {
            let kind = &mut self.kinds[item.kind as usize];
            kind.earned += 1;
            kind.value += value;
        }
    }

    fn mark(&mut self, now: u64, mark: Mark, levels: &[Level], backlog: &[u64]) {
        match mark {
            Mark::HalfBurnIn => self.note_settling(now, 0, levels),
            Mark::LateBurnIn => self.note_settling(now, 1, levels),
            Mark::Zero => {
                self.note_settling(now, 2, levels);
                self.snapshot(levels, backlog, false);
                self.wip_at_zero = self.wip_area(now);
                self.window = Some(now);
                self.watch.iter_mut().for_each(Watch::opens);
            }
            Mark::QuarterWindow => self.note_settling(now, 3, levels),
            Mark::End => {
                self.snapshot(levels, backlog, true);
                if let Some(watch) = &mut self.watch {
                    watch.closes(now);
                }
            }
        }
    }

    fn inside(&mut self, net: &Network, item: &Item) {
        self.inside += 1;
        self.sojourn += u128::from(net.end - item.released.max(net.zero));
    }
}
