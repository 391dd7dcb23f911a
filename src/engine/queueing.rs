//! Who is next: the queue of a crew, and of a gate, in the order in force.
//!
//! A queue is kept sorted: by the order, then by arrival at the station, then by kind, item number
//! and branch. What was laid down is in front, under orders by priority in front of its own
//! priority. What decides is fixed while an item waits, so a place is found by bisection.
//! Rung: items move on.

use std::cmp::{Ordering, Reverse};

use super::item::Item;
use super::state::State;
use super::timers::Key;
use crate::network::{Kind, Order};

impl<K: Key> State<'_, K> {
    /// At the back of the queue, or where the order in force says.
    #[inline(always)]
    pub(super) fn enqueue(&mut self, id: u32, crew: u32) {
        let Self { crews, items, .. } = self;
        let crew_now = &mut crews[crew as usize];
        let at = items[id].at;
        if crew_now.ordered {
            return self.enqueue_in_order(id, crew);
        }
        let queue = &mut crew_now.queue;
        if at != crew_now.last_joined {
            crew_now.last_joined = at;
            return queue.push_back(id);
        }
        let mut position = queue.len();
        while position > 0 && goes_before(&items[id], &items[queue[position - 1]]) {
            position -= 1;
        }
        if position == queue.len() {
            queue.push_back(id);
        } else {
            queue.insert(position, id);
        }
    }

    #[inline(never)]
    fn enqueue_in_order(&mut self, id: u32, crew: u32) {
        let order = self.order_of(crew);
        if order == Order::Shortest {
            self.items[id].left = self.effort(id);
        }
        let (net, items) = (self.net, &self.items);
        let queue = &mut self.crews[crew as usize].queue;
        let new = &items[id];
        let goes_first = |&other: &u32| {
            let other = &items[other];
            if other.laid_down {
                // In front, unless it is of a lower class.
                return class(order, &net.kinds, other) <= class(order, &net.kinds, new);
            }
            precedence(order, &net.kinds, other, new) == Ordering::Less
        };
        // Most go to the back.
        if queue.back().is_none_or(goes_first) {
            return queue.push_back(id);
        }
        let position = queue.partition_point(goes_first);
        queue.insert(position, id);
    }

    /// Puts what was laid down in front of what waits.
    pub(super) fn put_in_front(&mut self, id: u32, crew: u32) {
        let order = self.order_of(crew);
        let (net, items) = (self.net, &self.items);
        let queue = &mut self.crews[crew as usize].queue;
        let own = class(order, &net.kinds, &items[id]);
        let position =
            queue.partition_point(|&other| class(order, &net.kinds, &items[other]) < own);
        queue.insert(position, id);
    }

    /// Sorts a queue anew after its order has changed.
    pub(super) fn reorder(&mut self, crew: u32) {
        let order = self.order_of(crew);
        self.crews[crew as usize].ordered = order != Order::Fifo;
        self.crews[crew as usize].last_joined = self.now;
        let waiting: Vec<u32> = self.crews[crew as usize].queue.drain(..).collect();
        let (first, rest): (Vec<u32>, Vec<u32>) = waiting
            .into_iter()
            .partition(|&id| self.items[id].laid_down);
        for id in rest {
            self.enqueue_in_order(id, crew);
        }
        for id in first.into_iter().rev() {
            self.put_in_front(id, crew);
        }
        self.make_ready(crew);
    }

    /// The order in force among what waits for a crew: that of any of its stations.
    #[inline]
    pub(super) fn order_of(&self, crew: u32) -> Order {
        let stations = &self.net.crews[crew as usize].stations;
        stations.first().map_or(Order::Fifo, |&station| {
            self.settings.order[station as usize]
        })
    }

    /// Sorts items in front of a gate by the order of its station.
    pub(super) fn sort_at_gate(&mut self, station: u32, waiting: &mut [u32]) {
        let order = self.settings.order[station as usize];
        if order == Order::Shortest {
            for &id in waiting.iter() {
                self.items[id].left = self.effort(id);
            }
        }
        let (net, items) = (self.net, &self.items);
        waiting.sort_by(|&a, &b| precedence(order, &net.kinds, &items[a], &items[b]));
    }
}

/// Items of a lower class go first whatever else; laid-down work stays within its class.
fn class(order: Order, kinds: &[Kind], item: &Item) -> Reverse<i64> {
    match order {
        Order::Priority | Order::Preempt => Reverse(kinds[item.kind as usize].priority),
        _ => Reverse(0),
    }
}

/// Which of two that wait goes first.
fn precedence(order: Order, kinds: &[Kind], a: &Item, b: &Item) -> Ordering {
    let by_order = match order {
        Order::Fifo | Order::Sharing => Ordering::Equal,
        Order::Lifo => b.at.cmp(&a.at),
        Order::Oldest => a.released.cmp(&b.released),
        Order::Priority | Order::Preempt => class(order, kinds, a).cmp(&class(order, kinds, b)),
        Order::Shortest => a.left.total_cmp(&b.left),
    };
    let tie = |item: &Item| (item.at, item.kind, item.number, item.leg);
    by_order.then_with(|| tie(a).cmp(&tie(b)))
}

fn goes_before(new: &Item, old: &Item) -> bool {
    // Branches of one item go in the order of the file.
    let order = |item: &Item| (item.kind, item.number, item.leg);
    new.at == old.at && !old.laid_down && order(new) < order(old)
}
