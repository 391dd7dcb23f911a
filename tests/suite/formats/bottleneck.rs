//! Evidence about the bottleneck of the loyal factory as no run produced it.

use throughline::experiment::{
    ActiveEvidence, Bottleneck, BottleneckPlace, CauseTimes, FlowEvidence, LoadEvidence,
};
use throughline::observe::Cause;

use super::estimate;

fn share(mean: f64, half_width: f64) -> Option<throughline::statistics::Estimate> {
    estimate(mean, half_width, "1")
}

/// Station, title, longest at work, busy, share of the flow time and its largest cause.
type Row = (&'static str, &'static str, f64, f64, f64, Cause);

const BEFORE: [Row; 4] = [
    ("code", "Coding", 0.62, 0.93, 0.38, Cause::Contention),
    ("finance", "Finance board", 0.0, 0.40, 0.17, Cause::Cadence),
    ("launch", "Launch", 0.0, 0.0, 0.21, Cause::Cadence),
    ("legal", "Legal", 0.31, 0.90, 0.24, Cause::Contention),
];
const AFTER: [Row; 4] = [
    ("code", "Coding", 0.04, 0.75, 0.15, Cause::Touch),
    ("finance", "Finance board", 0.0, 0.42, 0.24, Cause::Cadence),
    ("launch", "Launch", 0.0, 0.0, 0.36, Cause::Cadence),
    ("legal", "Legal", 0.83, 0.945, 0.25, Cause::Contention),
];

fn place((name, title, active, busy, inside, cause): Row) -> BottleneckPlace {
    let by_cause = Cause::ALL.iter().map(|other| {
        let part = if *other == cause {
            0.6 * inside
        } else {
            0.04 * inside
        };
        (other.name(), share(part, 0.01))
    });
    let has_people = name != "launch";
    BottleneckPlace {
        name: name.to_owned(),
        title: title.to_owned(),
        is_pool: false,
        active: has_people.then(|| ActiveEvidence {
            share: share(active, 0.04),
            sole: share(active * 0.8, 0.03),
            shifting: share(active * 0.2, 0.01),
            series: vec![share(active, 0.1), None],
        }),
        inside: Some(FlowEvidence {
            share: share(inside, 0.02),
            cause: Some(cause.name()),
            by_cause: CauseTimes::from_iter(by_cause),
        }),
        people: has_people.then(|| LoadEvidence {
            measured: share(busy, 0.011),
            asked: None,
            able: Some(3.0),
        }),
        slots: None,
        idle_committee: matches!(name, "launch" | "finance"),
    }
}

/// What holds up the loyal factory, before and after.
pub(super) fn bottleneck(faster: bool) -> Bottleneck {
    let (rows, limit, most) = match faster {
        false => (BEFORE, "code", "code"),
        true => (AFTER, "legal", "launch"),
    };
    Bottleneck {
        trials: 23,
        places: rows.into_iter().map(place).collect(),
        by_active: Some(limit.to_owned()),
        by_load: Some(limit.to_owned()),
        by_slots: false,
        throughput: Some(limit.to_owned()),
        flow_time: Some(most.to_owned()),
    }
}
