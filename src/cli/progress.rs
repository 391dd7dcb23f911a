//! Where an experiment stands, on standard error.
//!
//! A terminal gets a bar once the work has lasted a second; anything else gets a line every ten
//! seconds. The library tells of every few trials; how often that is shown is decided here.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use throughline::experiment::{Progress, Standing};
use throughline::report::number;

use crate::terminal;

/// How long the work must last before a bar appears.
const PATIENCE: Duration = Duration::from_secs(1);
/// Between lines where there is no terminal.
const PAUSE: Duration = Duration::from_secs(10);

/// How progress is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Manner {
    Silent,
    Lines,
    Bar,
}

/// Shows progress; told from any thread.
pub(crate) struct Display {
    manner: Manner,
    begun: Instant,
    state: Mutex<State>,
}

struct State {
    bar: Option<ProgressBar>,
    said: Instant,
}

impl Display {
    /// Shows nothing if `quiet`.
    pub(crate) fn new(quiet: bool) -> Self {
        let manner = match terminal::has_bar() {
            _ if quiet => Manner::Silent,
            true => Manner::Bar,
            false => Manner::Lines,
        };
        let begun = now();
        let state = Mutex::new(State {
            bar: None,
            said: begun,
        });
        Self {
            manner,
            begun,
            state,
        }
    }

    /// Takes note of where the experiment stands.
    pub(crate) fn tell(&self, progress: Progress) {
        let elapsed = self.begun.elapsed();
        if self.manner == Manner::Silent || elapsed < PATIENCE {
            return;
        }
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        match self.manner {
            Manner::Bar => {
                let bar = state.bar.get_or_insert_with(|| bar(progress.total));
                bar.set_length(progress.total);
                bar.set_message(message(progress, elapsed));
                bar.set_position(progress.done);
            }
            _ if state.said.elapsed() >= PAUSE => {
                state.said = now();
                terminal::say(&message(progress, elapsed));
            }
            _ => {}
        }
    }

    /// Wall time since the beginning [s].
    pub(crate) fn seconds(&self) -> f64 {
        self.begun.elapsed().as_secs_f64()
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bar) = state.bar.take() {
            bar.finish_and_clear();
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the program shows how long things take; no result depends on it"
)]
fn now() -> Instant {
    Instant::now()
}

fn bar(total: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr());
    // The bar takes what the words leave of the line.
    let style = ProgressStyle::with_template("{msg} {wide_bar}");
    let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
    bar.with_style(match terminal::keeps_to_ascii() {
        true => style.progress_chars("#>-"),
        false => style,
    })
}

/// "1,200 of 5,000 trials, 812 a second, 5 s left, half-width 0.8%".
fn message(progress: Progress, elapsed: Duration) -> String {
    let rate = progress.done as f64 / elapsed.as_secs_f64();
    let mut text = format!(
        "{} of {} trials, {rate:.0} a second",
        number::count(progress.done),
        number::count(progress.total)
    );
    if rate > 0.0 {
        let seconds = progress.total.saturating_sub(progress.done) as f64 / rate;
        let units = [
            (120.0, 1.0, "s"),
            (7200.0, 60.0, "min"),
            (f64::INFINITY, 3600.0, "h"),
        ];
        if let Some((_, unit, name)) = units.iter().find(|(below, ..)| seconds < *below) {
            text.push_str(&format!(", {:.0} {name} left", seconds / unit));
        }
    }
    if let Some(furthest) = &progress.furthest {
        text.push_str(&format!(", {}", against_goal(furthest)));
    } else if let Some(half_width) = progress.half_width.filter(|width| width.is_finite()) {
        text.push_str(&format!(", half-width {:.2}%", 100.0 * half_width));
    }
    text
}

/// "`flow_time` to 1.83% (goal 1%)".
fn against_goal(standing: &Standing) -> String {
    let shown = |width: f64| match standing.unit {
        "1" => format!("{:.3}%", 100.0 * width),
        unit => format!("{width:.3} {unit}"),
    };
    let reached = standing.reached.map_or("?".to_owned(), shown);
    let goal = shown(standing.goal);
    format!("{} to {reached} (goal {goal})", standing.of.name())
}
