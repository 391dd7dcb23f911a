//! What theory says of a network, or why it says nothing.

/// What a prediction rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// Poisson arrivals and exponential services: exact.
    Open,
    /// The same under a WIP limit: exact.
    Closed,
    /// Other services, station by station: an approximation.
    Approximate,
}

impl Model {
    /// What it is called in the literature.
    pub fn name(self) -> &'static str {
        match self {
            Model::Open => "open network of M/M/c stations (Jackson), exact",
            Model::Closed => "closed network of M/M/c stations (Gordon and Newell), exact",
            Model::Approximate => "G/G/c station by station (Allen and Cunneen), an approximation",
        }
    }
}

/// What theory says of a network in the long run.
#[derive(Clone, Debug, PartialEq)]
pub struct Prediction {
    /// What it rests on.
    pub model: Model,
    /// Items delivered [1/week].
    pub throughput: f64,
    /// Release to delivery, mean [h].
    pub flow_time: f64,
    /// Items released and not delivered, mean.
    pub wip: f64,
    /// Stations, in the order of the network.
    pub stations: Vec<StationPrediction>,
}

/// What theory says of a station.
#[derive(Clone, Debug, PartialEq)]
pub struct StationPrediction {
    /// Name in the file.
    pub name: String,
    /// Share of their time that its people are busy; `None` where they are unlimited.
    pub utilisation: Option<f64>,
    /// Mean wait per visit [h].
    pub wait: f64,
}

/// Why theory has nothing to say, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inapplicable(pub String);
