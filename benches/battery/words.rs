//! The generator's output as a stream, for batteries of tests.
//!
//! `cargo bench --bench words -- ORDER WHAT` writes to standard output without end: words of 64 bits,
//! or uniform variates as doubles, little endian. Counters and keys are those of draws as the engine
//! makes them: item number, step, round and index of the word; a key per trial, station and purpose.
//! `benches/battery/run` feeds it to `TestU01`.

use std::io::{self, BufWriter, StdoutLock, Write};
use std::process::ExitCode;

use throughline::random::{Draw, Purpose, StreamKey, name_hash, stream_keys};

const SEED: u64 = 1984;
const STATIONS: [&str; 8] = [
    "product", "coding", "review", "qa", "legal", "security", "launch", "sales",
];
const PURPOSES: [Purpose; 2] = [Purpose::Effort, Purpose::Rework];
/// Items of a trial.
const ITEMS: u32 = 20_000;
/// Trials at once, where they alternate.
const TRIALS: u64 = 4096;
/// Times an item comes to a place of its route, and places of the same station.
const REPEATS: u16 = 2;

type Keys = [StreamKey; Purpose::COUNT];

/// The streams of one trial, station by station.
fn keys(trial: u64) -> Vec<Keys> {
    let source = name_hash("feature");
    let of = |station: &&str| stream_keys(SEED, trial, source, name_hash(station));
    STATIONS.iter().map(of).collect()
}

/// Writes draws; fails when the reader has had enough.
struct Sink {
    out: BufWriter<StdoutLock<'static>>,
    units: bool,
}

impl Sink {
    fn put(&mut self, draw: Draw, index: u32) -> io::Result<()> {
        let bits = match self.units {
            true => draw.unit_at(index).to_bits(),
            false => draw.word(index),
        };
        self.out.write_all(&bits.to_le_bytes())
    }

    /// All that an item draws, then the next item.
    fn item_major(&mut self) -> io::Result<()> {
        for trial in 0.. {
            let stations = keys(trial);
            for item in 0..ITEMS {
                for keys in &stations {
                    self.visits(keys, item)?;
                }
            }
        }
        Ok(())
    }

    /// All that an item draws at a station: two words each.
    fn visits(&mut self, keys: &Keys, item: u32) -> io::Result<()> {
        for (step, round) in repeats() {
            for purpose in PURPOSES {
                let draw = Draw::new(keys[purpose as usize], item, step, round);
                self.put(draw, 0)?;
                self.put(draw, 1)?;
            }
        }
        Ok(())
    }

    /// The same draw of all items at a station, then the next draw; then the next station.
    fn station_major(&mut self) -> io::Result<()> {
        for trial in 0.. {
            for keys in keys(trial) {
                for purpose in PURPOSES {
                    for (step, round) in repeats() {
                        for item in 0..ITEMS {
                            self.put(Draw::new(keys[purpose as usize], item, step, round), 0)?;
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// The same draw in all trials, then the next draw.
    fn trial_major(&mut self) -> io::Result<()> {
        let trials: Vec<Vec<Keys>> = (0..TRIALS).map(keys).collect();
        for item in 0.. {
            for station in 0..STATIONS.len() {
                for (step, round) in repeats() {
                    for purpose in PURPOSES {
                        for stations in &trials {
                            let key = stations[station][purpose as usize];
                            self.put(Draw::new(key, item, step, round), 0)?;
                        }
                    }
                }
            }
        }
        Ok(())
    }
}

fn repeats() -> impl Iterator<Item = (u16, u16)> {
    (0..REPEATS).flat_map(|step| (0..REPEATS).map(move |round| (step, round)))
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (order, units): (fn(&mut Sink) -> io::Result<()>, bool) = match words[..] {
        ["item-major", what, ..] => (Sink::item_major, what == "units"),
        ["station-major", what, ..] => (Sink::station_major, what == "units"),
        ["trial-major", what, ..] => (Sink::trial_major, what == "units"),
        _ => {
            let _ = writeln!(
                io::stderr(),
                "words: item-major|station-major|trial-major words|units"
            );
            return ExitCode::SUCCESS;
        }
    };
    let out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    match order(&mut Sink { out, units }) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => ExitCode::FAILURE,
        _ => ExitCode::SUCCESS,
    }
}
