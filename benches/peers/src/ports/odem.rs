//! odem-rs: a job per person, who serves from the queue of the station and sleeps when it is empty,
//! as in the example of M/M/1 that comes with it.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::task::Waker;

use odem_rs::core::ops::waker;
use odem_rs::prelude::*;
use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;

use crate::{Trial, W3};

#[derive(Config)]
#[time(f64)]
struct Line {
    random: RefCell<Xoshiro256PlusPlus>,
    stations: Vec<Station>,
    completions: Cell<u64>,
    flow_times: RefCell<Vec<f64>>,
}

#[derive(Default)]
struct Station {
    /// When those who wait arrived in the line.
    queue: RefCell<VecDeque<f64>>,
    idle: RefCell<Vec<Waker>>,
}

impl Station {
    fn arrive(&self, arrived: f64) {
        self.queue.borrow_mut().push_back(arrived);
        if let Some(person) = self.idle.borrow_mut().pop() {
            person.wake();
        }
    }

    fn next(&self) -> Option<f64> {
        self.queue.borrow_mut().pop_front()
    }
}

pub(crate) fn trial(seed: u64) -> Trial {
    run(Line {
        random: RefCell::new(Xoshiro256PlusPlus::seed_from_u64(seed)),
        stations: W3.stations.iter().map(|_| Station::default()).collect(),
        completions: Cell::new(0),
        flow_times: RefCell::new(Vec::new()),
    })
}

#[odem_rs::main(line)]
async fn run(sim: &Sim<Line>, line: Line) -> Trial {
    let stations = W3.stations.iter().enumerate();
    let mut people: Vec<_> = stations
        .flat_map(|(station, of)| (0..of.staff).map(move |_| station))
        .map(|station| Box::pin(Job::new(person(sim, station))))
        .collect();
    for person in &mut people {
        sim.activate(person.as_mut());
    }
    let mut arrivals = Box::pin(Job::new(arrivals(sim)));
    sim.activate(arrivals.as_mut());
    sim.advance(W3.hours).await;

    let line = sim.global();
    for station in &line.stations {
        // Who wakes must not outlive who is woken.
        station.idle.borrow_mut().clear();
    }
    Trial {
        completions: line.completions.get(),
        flow_times: line.flow_times.take(),
    }
}

async fn arrivals(sim: &Sim<Line>) {
    let line = sim.global();
    loop {
        let interval = W3.interval(&mut line.random.borrow_mut());
        sim.advance(interval).await;
        line.stations[0].arrive(sim.now());
    }
}

async fn person(sim: &Sim<Line>, station: usize) {
    let line = sim.global();
    let own = &line.stations[station];
    loop {
        while let Some(arrived) = own.next() {
            let service = W3.service(station, &mut line.random.borrow_mut());
            sim.advance(service).await;
            line.completions.update(|count| count + 1);
            let next = W3.next(station, &mut line.random.borrow_mut());
            match next {
                Some(next) => line.stations[next].arrive(arrived),
                None => line.flow_times.borrow_mut().push(sim.now() - arrived),
            }
        }
        let woken = waker().await;
        own.idle.borrow_mut().push(woken);
        sleep().await;
    }
}
