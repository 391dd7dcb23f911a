//! How much of the variance of an answer is Monte Carlo, and how much is not knowing the inputs.
//!
//! By the law of total variance, the variance of an answer from `r` trials whose inputs are drawn is
//! that of its expectation over draws of the inputs (ignorance: more trials do not help), and the mean
//! of its variance given the inputs (Monte Carlo: falls as 1/r). Where every draw has luck of its own,
//! the estimate is that of one-way random effects: Ankenman and Nelson, "A quick assessment of input
//! uncertainty", Winter Simulation Conference 2012; Sun, Apley and Staum, "Efficient nested simulation
//! for estimating the variance of a conditional expectation", Operations Research 59, 2011.
//!
//! Here trial j has the same luck in every draw i: `y_ij = m + draw_i + luck_j + rest_ij`. The luck does
//! not tell draws apart, so one-way estimates would take too much off. The layout is crossed, with one
//! number in each cell (Searle, Casella and `McCulloch`, "Variance Components", 1992, chapter 4), and
//! with a draws and r trials
//!
//! - ignorance is estimated by `S2 - MS / r`, S2 being the variance of the answers over draws (divisor
//!   a - 1) and MS the mean square of what neither draw nor luck explains (divisor (a - 1)(r - 1));
//! - Monte Carlo by the mean over draws of the variance of their trials (divisor r - 1), over r.
//!
//! Both are unbiased for means of independent draws; of a ratio, trials stand for their linearisation.
//! An estimate of ignorance below 0 is shown as 0, and that is told.

use super::moments::Moments;

/// Answers of several draws, and what the trials behind them leave to luck.
#[derive(Clone, Debug, Default)]
pub struct Crossed {
    answers: Moments<1>,
    /// The trials of the first draw: those of others count from here, so that no digit is lost where
    /// draws hardly differ.
    first: Vec<f64>,
    /// Sum over draws, by trial.
    columns: Vec<f64>,
    /// Squares of trials around the mean of their draw, counted from the first draw.
    moved: f64,
    /// Sum over draws of the variance of the trials.
    within: f64,
}

/// Estimates of the two parts of the variance of an answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parts {
    /// Of the answer of one draw around its expectation \[square of the unit\].
    pub monte_carlo: f64,
    /// Of that expectation over draws, at least 0 \[square of the unit\].
    pub ignorance: f64,
    /// Whether the estimate of ignorance was below 0.
    pub clipped: bool,
}

impl Parts {
    /// Ignorance as a share of both; `None` where nothing varies.
    pub fn share(&self) -> Option<f64> {
        let total = self.monte_carlo + self.ignorance;
        (total > 0.0).then(|| self.ignorance / total)
    }
}

impl Crossed {
    /// Adds a draw: its answer, and for each trial a number of which the answer is the mean. Trials are
    /// those of every other draw, in their order.
    pub fn push(&mut self, answer: f64, trials: &[f64]) {
        if self.first.is_empty() {
            self.first = trials.to_vec();
            self.columns = vec![0.0; trials.len()];
        }
        debug_assert_eq!(self.first.len(), trials.len(), "draws have the same trials");
        let (mut own, mut moved) = (Moments::<1>::default(), Moments::<1>::default());
        let columns = self.columns.iter_mut().zip(&self.first);
        for (value, (column, first)) in trials.iter().zip(columns) {
            own.push([*value]);
            moved.push([value - first]);
            *column += value - first;
        }
        self.answers.push([answer]);
        self.within += own.covariance(0, 0);
        self.moved += moved.covariance(0, 0) * (trials.len() as f64 - 1.0);
    }

    /// Draws so far.
    pub fn draws(&self) -> u64 {
        self.answers.count()
    }

    /// Mean of the answers.
    pub fn mean(&self) -> f64 {
        self.answers.mean(0)
    }

    /// The two parts of the variance; `None` below two draws or two trials.
    pub fn parts(&self) -> Option<Parts> {
        let (draws, trials) = (self.draws() as f64, self.first.len() as f64);
        if draws < 2.0 || trials < 2.0 {
            return None;
        }
        let mut columns = Moments::<1>::default();
        for column in &self.columns {
            columns.push([column / draws]);
        }
        let by_luck = draws * columns.covariance(0, 0) * (trials - 1.0);
        let rest = (self.moved - by_luck) / ((draws - 1.0) * (trials - 1.0));
        let ignorance = self.answers.covariance(0, 0) - rest / trials;
        Some(Parts {
            monte_carlo: self.within / draws / trials,
            ignorance: ignorance.max(0.0),
            clipped: ignorance < 0.0,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: &[Vec<f64>]) -> Parts {
        let mut crossed = Crossed::default();
        for row in rows {
            crossed.push(row.iter().sum::<f64>() / row.len() as f64, row);
        }
        crossed.parts().unwrap()
    }

    #[test]
    fn by_hand() {
        // Rows 1 3 | 2 8 | 6 4: means 2, 5, 5; columns 3 and 5. What neither explains is
        // 0 0 | -2 2 | 2 -2, so MS = 16 / 2; S2 = 3; variances within are 2, 18, 2.
        let parts = of(&[vec![1.0, 3.0], vec![2.0, 8.0], vec![6.0, 4.0]]);
        assert!((parts.monte_carlo - 22.0 / 3.0 / 2.0).abs() < 1e-12);
        // 3 - 8 / 2 is below 0.
        assert!(parts.clipped && parts.ignorance == 0.0 && parts.share() == Some(0.0));
    }

    #[test]
    fn luck_that_is_the_same_everywhere_is_no_ignorance() {
        let luck = [0.3, -0.1, 0.7, 0.2];
        let row = |of: f64| luck.iter().map(|luck| of + luck).collect::<Vec<_>>();
        let parts = of(&[row(1.0), row(2.0), row(6.0)]);
        assert!((parts.ignorance - 7.0).abs() < 1e-12 && !parts.clipped);
        // Squares of the luck around its mean add up to 0.3275, whatever the draws.
        assert!((parts.monte_carlo - 0.327_5 / 3.0 / 4.0).abs() < 1e-12);
        let same = of(&[row(0.1), row(0.1), row(0.1)]);
        assert_eq!((same.ignorance, same.clipped), (0.0, false));
        assert_eq!(same.share(), Some(0.0));
    }

    #[test]
    fn nothing_varies_has_no_share() {
        let parts = of(&[vec![4.0; 3], vec![4.0; 3]]);
        assert_eq!(parts.share(), None);
        let mut one = Crossed::default();
        one.push(1.0, &[1.0, 1.0]);
        assert_eq!(one.parts(), None);
    }

    /// Uniform numbers with mean 0 and variance 1/12 from a fixed generator.
    fn uniform(state: &mut u64) -> f64 {
        *state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (*state >> 11) as f64 / (1u64 << 53) as f64 - 0.5
    }

    #[test]
    fn both_parts_are_unbiased() {
        let mut state = 7;
        let (mut ignorance, mut monte_carlo) = (0.0, 0.0);
        let runs = 4000;
        for _ in 0..runs {
            let luck: Vec<f64> = (0..6).map(|_| 4.0 * uniform(&mut state)).collect();
            let rows: Vec<Vec<f64>> = (0..5)
                .map(|_| {
                    let draw = 6.0 * uniform(&mut state);
                    let cell = |luck: &f64| draw + luck + uniform(&mut state);
                    luck.iter().map(cell).collect()
                })
                .collect();
            let parts = of(&rows);
            ignorance += parts.ignorance;
            monte_carlo += parts.monte_carlo;
        }
        // 36 / 12 of the draws; (16 + 1) / 12 over six trials of luck and rest.
        let [ignorance, monte_carlo] = [ignorance, monte_carlo].map(|sum| sum / f64::from(runs));
        assert!((ignorance / 3.0 - 1.0).abs() < 0.03, "{ignorance}");
        assert!(
            (monte_carlo / (17.0 / 72.0) - 1.0).abs() < 0.03,
            "{monte_carlo}"
        );
    }
}
