//! Closed formulas: what theory says before any run, to check the engine by and to teach with.
//!
//! | formula | in | holds for |
//! |---|---|---|
//! | Erlang B, Erlang C, M/M/c | [`erlang`] | one station, Poisson arrivals, exponential services |
//! | open networks | [`jackson`] | any stations and ways back, Poisson demand, exponential services |
//! | closed networks | [`closed`] | the same under a WIP limit that is always reached |
//! | G/G/c, decomposition | [`kingman`], [`jackson`] | any services: an approximation |
//! | Little's law | [`little`] | everything, in the long run |
//! | filling up | [`transient`] | a queue begun empty, near its capacity: an approximation |
//!
//! Every formula names its assumptions. [`oracle`] holds a network against them and predicts, or says
//! what stands in the way. Letters are those of the literature: lambda, mu, c, rho.
//!
//! Nothing here knows the engine: an oracle that shared code with it would be none.

pub mod closed;
pub mod erlang;
pub mod jackson;
pub mod kingman;
pub mod little;
pub mod oracle;
mod prediction;
pub mod transient;

#[cfg(test)]
mod tests {
    use super::jackson::Station;

    /// Holds a value against one printed with six decimals.
    pub(super) fn close(found: f64, truth: f64) {
        assert!(
            (found - truth).abs() < 6e-7 + 1e-9 * truth.abs(),
            "{found} is not {truth}"
        );
    }

    /// Product, coding, review, QA, integration, security, legal, sales, with rework to coding and
    /// half an item a day; mean touch of coding, chance that review sends back.
    pub(super) fn eight_stations(coding: f64, review: f64) -> Vec<Station> {
        let security = 1.0 / 0.95;
        let integration = security / 0.95;
        let qa = integration / 0.85;
        let code = qa / (1.0 - review);
        let rows = [
            (2, 3.2, 1.0),
            (8, coding, code),
            (2, 2.0, code),
            (2, 2.6, qa),
            (1, 1.4, integration),
            (2, 3.2, security),
            (3, 5.0, 1.0),
            (1, 1.8, 1.0),
        ];
        let station = |(people, service, visits)| Station {
            people: Some(people),
            service,
            cs2: 1.0,
            rate: 0.5 * visits,
        };
        rows.map(station).to_vec()
    }
}
