//! `NeXosim`: a model per station; items travel as messages between models, on an executor of one
//! thread. Every model has a generator of its own. An hour is a second there, which counts in
//! nanoseconds.

use std::collections::VecDeque;
use std::time::Duration;

use nexosim::model::{Context, Model, schedulable};
use nexosim::ports::{EventSource, Output, QuerySource};
use nexosim::simulation::{Mailbox, SimInit, SimulationError};
use nexosim::time::MonotonicTime;
use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;
use serde::{Deserialize, Serialize};

use crate::{Trial, W3};

#[derive(Serialize, Deserialize)]
struct Source {
    random: Xoshiro256PlusPlus,
    /// When the item arrived.
    out: Output<MonotonicTime>,
}

#[Model]
impl Source {
    fn call_arrival(&mut self, _: (), context: &Context<Self>) {
        let interval = Duration::from_secs_f64(W3.interval(&mut self.random));
        let called = context.schedule_event(interval, schedulable!(Self::arrive), ());
        called.expect("it is in the future");
    }

    #[nexosim(schedulable)]
    async fn arrive(&mut self, _: (), context: &Context<Self>) {
        self.out.send(context.time()).await;
        self.call_arrival((), context);
    }
}

#[derive(Serialize, Deserialize)]
struct Station {
    number: usize,
    random: Xoshiro256PlusPlus,
    busy: usize,
    /// When those who wait arrived in the line.
    queue: VecDeque<MonotonicTime>,
    first: Output<MonotonicTime>,
    next: Output<MonotonicTime>,
    completions: u64,
    flow_times: Vec<f64>,
}

#[Model]
impl Station {
    fn arrive(&mut self, arrived: MonotonicTime, context: &Context<Self>) {
        if self.busy < W3.stations[self.number].staff {
            self.busy += 1;
            self.start(arrived, context);
        } else {
            self.queue.push_back(arrived);
        }
    }

    fn start(&mut self, arrived: MonotonicTime, context: &Context<Self>) {
        let service = Duration::from_secs_f64(W3.service(self.number, &mut self.random));
        // Nothing may happen at the very instant that schedules it.
        let service = service.max(Duration::from_nanos(1));
        let called = context.schedule_event(service, schedulable!(Self::complete), arrived);
        called.expect("it is in the future");
    }

    #[nexosim(schedulable)]
    async fn complete(&mut self, arrived: MonotonicTime, context: &Context<Self>) {
        self.completions += 1;
        match self.queue.pop_front() {
            Some(next) => self.start(next, context),
            None => self.busy -= 1,
        }
        match W3.next(self.number, &mut self.random) {
            Some(0) => self.first.send(arrived).await,
            Some(_) => self.next.send(arrived).await,
            None => {
                let flow_time = context.time().duration_since(arrived);
                self.flow_times.push(flow_time.as_secs_f64());
            }
        }
    }

    async fn found(&mut self) -> (u64, Vec<f64>) {
        (self.completions, std::mem::take(&mut self.flow_times))
    }
}

pub(crate) fn trial(seed: u64) -> Trial {
    run(seed).expect("the models are connected")
}

fn run(seed: u64) -> Result<Trial, SimulationError> {
    let mut seeds = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mailboxes: Vec<Mailbox<Station>> = W3.stations.iter().map(|_| Mailbox::new()).collect();
    let addresses: Vec<_> = mailboxes.iter().map(Mailbox::address).collect();
    let mut bench = SimInit::with_num_threads(1);

    let mut source = Source {
        random: Xoshiro256PlusPlus::from_rng(&mut seeds),
        out: Output::default(),
    };
    source.out.connect(Station::arrive, &addresses[0]);
    let mailbox = Mailbox::new();
    let begin = EventSource::new().connect(Source::call_arrival, &mailbox);
    let begin = begin.register(&mut bench);
    bench = bench.add_model(source, mailbox, "source");

    let mut ask = Vec::new();
    for (number, mailbox) in mailboxes.into_iter().enumerate() {
        let mut station = Station {
            number,
            random: Xoshiro256PlusPlus::from_rng(&mut seeds),
            busy: 0,
            queue: VecDeque::new(),
            first: Output::default(),
            next: Output::default(),
            completions: 0,
            flow_times: Vec::new(),
        };
        station.first.connect(Station::arrive, &addresses[0]);
        if let Some(next) = addresses.get(number + 1) {
            station.next.connect(Station::arrive, next);
        }
        let found = QuerySource::new().connect(Station::found, &mailbox);
        ask.push(found.register(&mut bench));
        bench = bench.add_model(station, mailbox, &format!("station {number}"));
    }

    let mut simulation = bench.init(MonotonicTime::EPOCH)?;
    simulation.process_event(&begin, ())?;
    simulation.step_until(Duration::from_secs_f64(W3.hours))?;
    let mut all = Trial {
        completions: 0,
        flow_times: Vec::new(),
    };
    for found in &ask {
        let (completions, flow_times) = simulation.process_query(found, ())?;
        all.completions += completions;
        all.flow_times.extend(flow_times);
    }
    Ok(all)
}
