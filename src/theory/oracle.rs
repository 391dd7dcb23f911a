//! From a network to a prediction, or to the reason why there is none.
//!
//! Exact where the network has a product form (open with Poisson demand, or closed by a WIP limit);
//! an approximation where only the spread of hands-on times stands in the way. Everything is the long
//! run: what a finite window, begun empty or loaded, does differently is not in it.

use super::closed::{self, Closed};
use super::jackson::{self, State, Station};
pub use super::prediction::{Inapplicable, Model, Prediction, StationPrediction};
use super::{erlang, little, transient};
use crate::network::{Lasts, Network, Number, Order, Settings, Source, Traffic, When};
use crate::units::{HOUR, WEEK};

/// Items under a WIP limit beyond which the convolution takes too long.
const MOST_ITEMS: u64 = 2_000;
/// A spread below this is none.
const NO_SPREAD: f64 = 1e-12;
/// Loads this close to the capacity are equal to it but for rounding.
const ROUNDING: f64 = 1e-9;

/// What theory says of a network, or why it says nothing.
///
/// # Errors
/// The first assumption that does not hold.
pub fn predict(net: &Network) -> Result<Prediction, Inapplicable> {
    if net.orgs.len() > 1 {
        return refuse("there are several organisations");
    }
    let kind = only_kind(net)?;
    let settings = settings(net)?;
    check_kind(net, &settings, kind)?;
    check_stations(net, &settings, kind)?;
    let traffic = Traffic::new(net, &settings);
    let limited = net.kinds[kind].limited;
    match &net.kinds[kind].source {
        Source::Endless if limited => closed_network(net, &settings, &traffic),
        Source::Endless => refuse("demand is endless and nothing limits what is inside"),
        _ if limited => refuse("arrivals wait for room under the WIP limit"),
        Source::Poisson { .. } => open_network(net, &settings, &traffic, settings.rate[kind]),
        Source::Every => {
            let interval = settings.interval[kind];
            if !is_exponential(net, interval) {
                return refuse("the times between arrivals are not exponential");
            }
            open_network(net, &settings, &traffic, 1.0 / interval.mean)
        }
        Source::Profile { .. } => refuse("the rate of arrivals varies over time"),
        Source::Items(_) => refuse("items come at listed instants"),
        Source::None => refuse("nothing brings items"),
    }
}

fn refuse<T>(reason: impl Into<String>) -> Result<T, Inapplicable> {
    Err(Inapplicable(reason.into()))
}

fn only_kind(net: &Network) -> Result<usize, Inapplicable> {
    let comes = |kind: &usize| {
        let kind = &net.kinds[*kind];
        !matches!(kind.source, Source::None) || kind.initial.iter().any(|initial| initial.1 > 0)
    };
    let kinds: Vec<usize> = (0..net.kinds.len()).filter(comes).collect();
    match kinds.as_slice() {
        [] => refuse("nothing brings items"),
        [kind] if !net.kinds[*kind].counts => refuse("the only kind of work does not count"),
        [kind] => Ok(*kind),
        _ => refuse("there is more than one kind of work"),
    }
}

/// The settings of the whole window, if they do not change in it.
fn settings(net: &Network) -> Result<Settings, Inapplicable> {
    let later = net.changes.iter().find(|change| match change.at {
        When::Fixed(at) => at > net.zero && at < net.end,
        When::Random(_) | When::Each(_) => true,
    });
    let moves = net.changes.iter().find(|change| {
        let stays = matches!(change.course.lasts, Lasts::Always);
        !stays || change.course.moves() || change.course.withheld || !net.is_certain(change)
    });
    match later.or(moves) {
        Some(change) if later.is_none() => refuse(format!(
            "the change {} does not hold from the beginning to the end",
            change.name
        )),
        Some(change) => refuse(format!("the change {} comes during the run", change.name)),
        None => Ok(net.settings_at(net.zero)),
    }
}

fn check_kind(net: &Network, settings: &Settings, kind: usize) -> Result<(), Inapplicable> {
    let of = &net.kinds[kind];
    let legs = of.first_leg as usize..(of.first_leg + of.legs) as usize;
    let endless = matches!(of.source, Source::Endless);
    if of.calendar.is_some() {
        return refuse(format!("{} is released by a calendar", of.name));
    }
    if !endless && (of.at_once.is_some()) {
        return refuse("several items arrive at once");
    }
    if !endless && of.total != u64::MAX {
        return refuse("the demand ends after a number of items");
    }
    if settings
        .quality
        .handoff_effort
        .iter()
        .any(|of| of.mean > 0.0)
    {
        return refuse("it takes time when work changes hands");
    }
    if net.forks.iter().any(|fork| fork.kind as usize == kind) {
        return refuse("steps run side by side");
    }
    if spread(net, of.size) > NO_SPREAD {
        return refuse("sizes vary and travel with the item");
    }
    let brings = |lead: &u32| settings.lead_chance[*lead as usize] > 0.0;
    if (of.leads.0..of.leads.1).any(|lead| brings(&lead)) {
        return refuse("deliveries bring other items");
    }
    if !net.legs[legs.end - 1].delivers {
        return refuse("items go on after they are delivered");
    }
    for leg in legs {
        let station = &net.stations[net.legs[leg].station as usize].name;
        if !net.legs[leg].autos.is_empty() {
            return refuse(format!("{station} decides some of it without people"));
        }
        if net.legs[leg].looks {
            return refuse(format!("{station} sends back what it finds flaws in"));
        }
        let (from, to) = net.legs[leg].ways_back;
        for way in &net.ways_back[from as usize..to as usize] {
            let entry = way.entry as usize;
            if settings.rework_chance[entry] == 0.0 {
                continue;
            }
            if way.max != u32::MAX {
                return refuse(format!("{station} sends an item back only so many times"));
            }
            if settings.rework_effort[entry] != 1.0 {
                return refuse(format!("what {station} sends back takes another time"));
            }
        }
    }
    Ok(())
}

fn check_stations(net: &Network, settings: &Settings, kind: usize) -> Result<(), Inapplicable> {
    let of = &net.kinds[kind];
    let mut means = vec![None; net.stations.len()];
    for leg in of.first_leg..of.first_leg + of.legs {
        let station = net.legs[leg as usize].station as usize;
        let here = &net.stations[station];
        let touch = settings.touch[leg as usize];
        if here.gate.is_some() {
            return refuse(format!("there is a gate at {}", here.name));
        }
        if touch.mean > 0.0 && !net.calendar_of(station as u32).is_always() {
            return refuse(format!("{} works by a calendar", here.name));
        }
        let crowded = here
            .crew
            .is_some_and(|crew| net.crews[crew as usize].stations.len() > 1);
        if crowded {
            return refuse(format!(
                "the people of {} serve other stations too",
                here.name
            ));
        }
        if let Some(reason) = net.under_load(leg) {
            return refuse(format!("{} {reason}", here.name));
        }
        if let Some(reason) = beyond(net, settings, station) {
            return refuse(reason);
        }
        if here.crew.is_some() && means[station].is_some_and(|known| known != touch) {
            return refuse(format!("{} takes another time at another visit", here.name));
        }
        means[station] = Some(touch);
    }
    Ok(())
}

/// What befalls people or items of a station that no formula here knows.
fn beyond(net: &Network, settings: &Settings, station: usize) -> Option<String> {
    let here = &net.stations[station];
    if net.comes_in_batches(station) {
        return Some(format!("{} has items go through as one", here.name));
    }
    let crew = &net.crews[here.crew? as usize];
    let reason = if settings.order[station] != Order::Fifo {
        "does not work in the order of arrival"
    } else if here.room.is_some() {
        "lets only so many wait"
    } else if here.patience.is_some() {
        "loses what waits too long"
    } else if here.setup.is_some() {
        "takes time to change over"
    } else if crew.shifts.is_some() {
        "has other people at other times"
    } else if crew.away.is_some() {
        "has people who are absent at times"
    } else if crew.attrition.is_some() {
        "has people who leave for good"
    } else if crew.looks_every.is_some() {
        "looks for work only now and then"
    } else {
        return None;
    };
    Some(format!("{} {reason}", here.name))
}

/// Squared coefficient of variation.
fn spread(net: &Network, number: Number) -> f64 {
    match number.mean {
        0.0 => 0.0,
        _ => {
            let cv = net.shapes[number.sampler as usize].cv();
            cv * cv
        }
    }
}

fn is_exponential(net: &Network, number: Number) -> bool {
    net.shapes[number.sampler as usize].is_exponential()
}

/// The first staffed station whose hands-on time is not exponential.
fn not_exponential<'n>(net: &'n Network, settings: &Settings) -> Option<&'n str> {
    let odd = net.stations.iter().find(|station| {
        station.crew.is_some()
            && station.legs.iter().any(|&leg| {
                let touch = settings.touch[leg as usize];
                touch.mean > 0.0 && !is_exponential(net, touch)
            })
    });
    odd.map(|station| station.name.as_str())
}

/// Visits per item, by station.
fn visits(net: &Network, traffic: &Traffic) -> Vec<f64> {
    let of = |station: &crate::network::Station| {
        let legs = station.legs.iter();
        legs.map(|&leg| traffic.visits[leg as usize]).sum()
    };
    net.stations.iter().map(of).collect()
}

/// Mean time of an item in touch at a station, and its squared coefficient of variation per visit.
fn service(net: &Network, settings: &Settings, traffic: &Traffic, station: usize) -> (f64, f64) {
    let effort: f64 = traffic.effort.iter().map(|of| of[station]).sum();
    let spread = net.stations[station]
        .legs
        .first()
        .map_or(0.0, |&leg| spread(net, settings.touch[leg as usize]));
    (effort / settings.focus[station], spread)
}

fn open_network(
    net: &Network,
    settings: &Settings,
    traffic: &Traffic,
    rate: f64,
) -> Result<Prediction, Inapplicable> {
    if rate == 0.0 {
        return refuse("nothing brings items");
    }
    let visits = visits(net, traffic);
    let stations: Vec<Station> = (0..net.stations.len())
        .map(|at| {
            let (effort, cs2) = service(net, settings, traffic, at);
            Station {
                people: people(net, settings, at),
                service: if visits[at] > 0.0 {
                    effort / visits[at]
                } else {
                    0.0
                },
                cs2,
                rate: rate * visits[at],
            }
        })
        .collect();
    if let Some(full) = stations.iter().position(is_full) {
        return refuse(format!(
            "{} is at or above its capacity, so there is no long run",
            net.stations[full].name
        ));
    }
    let (model, states) = match not_exponential(net, settings) {
        None => (Model::Open, jackson::exact(&stations)),
        Some(_) => {
            let flows = flows(net, settings, traffic, rate);
            (Model::Approximate, jackson::decomposed(&stations, &flows))
        }
    };
    let delays: Vec<f64> = visits
        .iter()
        .zip(&settings.delay)
        .map(|(visits, delay)| visits * delay.mean)
        .collect();
    let outside: f64 = delays.iter().sum();
    let inside: f64 = states.iter().map(|state| state.present).sum();
    let wip = inside + little::present(rate, outside);
    Ok(prediction(net, model, (rate, wip), &states))
}

fn is_full(station: &Station) -> bool {
    let offered = station.rate * station.service;
    station
        .people
        .is_some_and(|people| offered >= f64::from(people) * (1.0 - 1e-9))
}

fn people(net: &Network, settings: &Settings, station: usize) -> Option<u32> {
    Some(settings.staff[net.stations[station].crew? as usize])
}

/// Items that go on from one station to another per tick.
fn flows(net: &Network, settings: &Settings, traffic: &Traffic, rate: f64) -> Vec<Vec<f64>> {
    let mut flows = vec![vec![0.0; net.stations.len()]; net.stations.len()];
    for (at, leg) in net.legs.iter().enumerate() {
        let from = leg.station as usize;
        let mut left = rate * traffic.visits[at];
        let leaving = left;
        for way in &net.ways_back[leg.ways_back.0 as usize..leg.ways_back.1 as usize] {
            let sent = leaving * settings.rework_chance[way.entry as usize];
            flows[from][net.legs[way.to as usize].station as usize] += sent;
            left -= sent;
        }
        let behind = net.legs.iter().enumerate().skip(at + 1);
        for (next, to) in behind.take_while(|(_, to)| to.kind == leg.kind) {
            let taken = left * settings.step_chance[next];
            flows[from][to.station as usize] += taken;
            left -= taken;
        }
    }
    flows
}

fn closed_network(
    net: &Network,
    settings: &Settings,
    traffic: &Traffic,
) -> Result<Prediction, Inapplicable> {
    if let Some(station) = not_exponential(net, settings) {
        return refuse(format!(
            "there is a WIP limit, and hands-on time at {station} is not exponential"
        ));
    }
    let items = settings.wip_limit[0];
    if items > MOST_ITEMS {
        return refuse(format!("the WIP limit is above {MOST_ITEMS}"));
    }
    let visits = visits(net, traffic);
    let mut stations: Vec<closed::Station> = (0..net.stations.len())
        .map(|at| closed::Station {
            people: people(net, settings, at),
            demand: service(net, settings, traffic, at).0,
        })
        .collect();
    let delays = visits.iter().zip(&settings.delay);
    stations.push(closed::Station {
        people: None,
        demand: delays.map(|(visits, delay)| visits * delay.mean).sum(),
    });
    let Some(Closed {
        throughput,
        present,
    }) = closed::closed(&stations, items as usize)
    else {
        return refuse("no station takes any time");
    };
    let states: Vec<State> = (0..net.stations.len())
        .map(|at| {
            let visited = throughput * visits[at];
            let service = stations[at].demand * throughput;
            State {
                load: stations[at]
                    .people
                    .map(|people| service / f64::from(people)),
                wait: if visited > 0.0 {
                    (present[at] - service) / visited
                } else {
                    0.0
                },
                present: present[at],
            }
        })
        .collect();
    Ok(prediction(
        net,
        Model::Closed,
        (throughput, items as f64),
        &states,
    ))
}

fn prediction(
    net: &Network,
    model: Model,
    (rate, wip): (f64, f64),
    states: &[State],
) -> Prediction {
    let stations = net.stations.iter().zip(states);
    let stations = stations.filter(|(station, _)| !station.legs.is_empty());
    Prediction {
        model,
        throughput: rate * WEEK as f64,
        flow_time: little::stay(wip, rate) / HOUR as f64,
        wip,
        stations: stations
            .map(|(station, state)| StationPrediction {
                name: station.name.clone(),
                utilisation: state.load,
                // Differences of large numbers may miss zero by a hair.
                wait: state.wait.max(0.0) / HOUR as f64,
            })
            .collect(),
    }
}

/// A queue that fills up slowly.
#[derive(Clone, Debug, PartialEq)]
pub struct Filling {
    /// Position of the station.
    pub station: usize,
    /// Load of its people.
    pub load: f64,
    /// Mean number waiting in the long run.
    pub queue: f64,
    /// Share of that which is there when the window begins.
    pub filled: f64,
    /// Burn-in after which `enough` of it is there [ticks].
    pub needed: f64,
}

/// How far the queue of a station has filled up by time 0, begun empty; `None` if that has no
/// meaning or no formula: unlimited people, at or above the capacity, a pool, absence and the like.
///
/// `rate` are its visits per tick, `load` and `capacity` people needed and there.
pub fn filling(
    net: &Network,
    station: usize,
    (rate, load, capacity): (f64, f64, f64),
    enough: f64,
) -> Option<Filling> {
    let people = net.stations[station].crew.map(|_| capacity as u32)?;
    let alone = net.sharing_people(station).count() == 1;
    if !alone || beyond(net, &net.settings, station).is_some() {
        return None;
    }
    if rate <= 0.0 || load <= 0.0 || load >= capacity * (1.0 - ROUNDING) {
        return None;
    }
    // Sizes multiply hands-on times: spreads multiply likewise.
    let cs2 = net.stations[station].legs.iter().map(|&leg| {
        let touch = spread(net, net.settings.touch[leg as usize]);
        let size = spread(net, net.kinds[net.legs[leg as usize].kind as usize].size);
        (1.0 + touch) * (1.0 + size) - 1.0
    });
    let variability = 1.0 + cs2.fold(0.0, f64::max);
    let unit = transient::natural(rate, rate * capacity / load, variability);
    let burn_in = (net.zero - net.start) as f64;
    Some(Filling {
        station,
        load: load / capacity,
        queue: rate * erlang::wait(load, people, load / rate) * variability / 2.0,
        filled: transient::filled(burn_in / unit),
        needed: transient::until_filled(enough) * unit,
    })
}
