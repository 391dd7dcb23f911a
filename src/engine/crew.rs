//! A crew at work: its queue, and who of its people is where.

use std::collections::{BinaryHeap, VecDeque};

use super::sharing::Shared;
use super::shifts::Comes;
use super::usage::Usage;
use crate::network::{NEVER, Network, Order};

/// A crew at work.
#[derive(Default)]
pub(super) struct CrewNow {
    /// Items admitted and waiting, in order.
    pub queue: VecDeque<u32>,
    /// When the last to join the queue arrived: others may have arrived at the same instant [ticks].
    pub last_joined: u64,
    /// Timers of people on the payroll without work, the one free longest in front; of those who
    /// share all work, of whoever is there.
    pub free: VecDeque<u32>,
    /// Timers of people who are not there.
    pub vacant: Vec<u32>,
    /// Position of their calendar.
    pub calendar: u32,
    /// Whether a kind is released whenever one of them is free (language T5).
    pub fed: bool,
    /// Whether they are on duty at all times.
    pub always: bool,
    /// Whether it is in `State::ready` already.
    pub ready: bool,
    /// Whether it neither starves nor is blocked; kept only where somebody is told.
    pub active: bool,
    /// People of this crew.
    pub staff: u32,
    /// Whether the queue is in another order than that of arrival.
    pub ordered: bool,
    /// People who have left for good.
    pub gone: u32,
    /// People of this crew who are absent, and those who are there and hold what is finished.
    pub absent_now: u32,
    pub held_up_now: u32,
    /// What is to come for this crew.
    pub coming: BinaryHeap<Comes>,
    /// Work side by side.
    pub shared: Shared,
    /// How busy they were of late.
    pub usage: Usage,
    /// Person-time employed up to `counted_at`, elapsed [ticks].
    pub employed: u128,
    /// The same in working time [ticks].
    pub scheduled: u128,
    /// Working time of those absent, and of those who hold what is finished [ticks].
    pub absent: u128,
    pub held_up: u128,
    /// When the two were brought up to date [ticks].
    pub counted_at: u64,
}

/// Room for all crews of a network.
pub(super) fn crews(net: &Network) -> Vec<CrewNow> {
    let crews = fed_crews(net).into_iter().map(|fed| CrewNow {
        fed,
        ..CrewNow::default()
    });
    crews.collect()
}

fn fed_crews(net: &Network) -> Vec<bool> {
    let mut fed = vec![false; net.crews.len()];
    for kind in net.kinds.iter().filter(|kind| kind.is_fed()) {
        let station = net.legs[kind.first_leg as usize].station;
        if let Some(crew) = net.stations[station as usize].crew {
            fed[crew as usize] = true;
        }
    }
    fed
}

impl CrewNow {
    pub(super) fn reset(&mut self, net: &Network, position: usize, staff: u32) {
        let crew = &net.crews[position];
        self.staff = staff;
        self.queue.clear();
        self.last_joined = NEVER;
        self.free.clear();
        self.vacant.clear();
        let (first, last) = (crew.first_timer, crew.first_timer + crew.most);
        self.free.extend(first..first + staff);
        self.vacant.extend((first + staff..last).rev());
        self.calendar = crew.calendar;
        self.always = net.calendars[crew.calendar as usize].is_always();
        self.ready = false;
        self.active = false;
        self.ordered = crew.stations.first().is_some_and(|&station| {
            let order = net.settings.order[station as usize];
            !matches!(order, Order::Fifo | Order::Sharing)
        });
        self.absent_now = 0;
        self.held_up_now = 0;
        self.coming.clear();
        self.shared
            .reset(net.calendars[crew.calendar as usize].worked(net.start));
        if crew.keeps_use {
            self.usage = Usage::default();
        }
        (self.employed, self.scheduled) = (0, 0);
        (self.absent, self.held_up) = (0, 0);
        self.counted_at = net.start;
    }
}
