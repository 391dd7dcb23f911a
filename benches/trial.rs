//! One trial of each reference workload, from its scenario file, with the standard observer on.

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use throughline::engine::Engine;
use throughline::network::compile;
use throughline::observe::Tally;
use throughline::scenario::Document;

/// File and edit: W1 is a million customers, which is more than one sample needs.
const WORKLOADS: [(&str, Option<&str>); 4] = [
    ("w1", Some("clock.horizon=20000h")),
    ("w2", None),
    ("w3", None),
    ("w4", None),
];

fn trials(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("trial");
    for (name, edit) in WORKLOADS {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("benches/{name}.toml"));
        let edits: Vec<String> = edit.into_iter().map(str::to_owned).collect();
        let document = Document::open(&file.to_string_lossy(), &edits).expect("it is a scenario");
        let net = compile(&document.variants()[0].scenario);
        let mut engine = Engine::new(&net);
        let mut tally = Tally::new(&net);
        let mut one = || {
            tally.reset();
            let summary = engine.run(1984, 0, &mut tally);
            tally.record(summary)
        };
        group.throughput(Throughput::Elements(one().completions));
        group.bench_function(name, |bencher| bencher.iter(|| black_box(one())));
    }
    group.finish();
}

criterion_group!(benches, trials);
criterion_main!(benches);
