//! desru: a heap of boxed closures; stations and queues are the user's.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use desru::EventScheduler;
use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;

use crate::{Trial, W3};

struct Line {
    random: Xoshiro256PlusPlus,
    busy: Vec<usize>,
    /// When those who wait arrived in the line.
    queues: Vec<VecDeque<f64>>,
    found: Trial,
}

type Shared = Rc<RefCell<Line>>;

pub(crate) fn trial(seed: u64) -> Trial {
    let line = Rc::new(RefCell::new(Line {
        random: Xoshiro256PlusPlus::seed_from_u64(seed),
        busy: vec![0; W3.stations.len()],
        queues: vec![VecDeque::new(); W3.stations.len()],
        found: Trial {
            completions: 0,
            flow_times: Vec::new(),
        },
    }));
    let mut scheduler = EventScheduler::new();
    call_arrival(&line, &mut scheduler);
    let over = |scheduler: &EventScheduler| {
        let next = scheduler.event_queue.peek();
        next.is_none_or(|event| event.time >= W3.hours)
    };
    scheduler.run(Box::new(over), Some(Box::new(|_, _| false)));
    drop(scheduler);
    let line = Rc::into_inner(line).expect("the events are gone");
    line.into_inner().found
}

fn call_arrival(line: &Shared, scheduler: &mut EventScheduler) {
    let interval = W3.interval(&mut line.borrow_mut().random);
    let line = Rc::clone(line);
    let action = move |scheduler: &mut EventScheduler| {
        arrive(&line, scheduler, scheduler.current_time, 0);
        call_arrival(&line, scheduler);
        None
    };
    scheduler.timeout(interval, Some(Box::new(action)), None);
}

fn arrive(line: &Shared, scheduler: &mut EventScheduler, arrived: f64, station: usize) {
    let now = &mut *line.borrow_mut();
    if now.busy[station] == W3.stations[station].staff {
        return now.queues[station].push_back(arrived);
    }
    now.busy[station] += 1;
    let service = W3.service(station, &mut now.random);
    start(line, scheduler, arrived, station, service);
}

fn start(
    line: &Shared,
    scheduler: &mut EventScheduler,
    arrived: f64,
    station: usize,
    service: f64,
) {
    let line = Rc::clone(line);
    let action = move |scheduler: &mut EventScheduler| {
        complete(&line, scheduler, arrived, station);
        None
    };
    scheduler.timeout(service, Some(Box::new(action)), None);
}

fn complete(line: &Shared, scheduler: &mut EventScheduler, arrived: f64, station: usize) {
    let mut now = line.borrow_mut();
    now.found.completions += 1;
    if let Some(next) = now.queues[station].pop_front() {
        let service = W3.service(station, &mut now.random);
        start(line, scheduler, next, station, service);
    } else {
        now.busy[station] -= 1;
    }
    if let Some(next) = W3.next(station, &mut now.random) {
        drop(now);
        arrive(line, scheduler, arrived, next);
    } else {
        let flow_time = scheduler.current_time - arrived;
        now.found.flow_times.push(flow_time);
    }
}
