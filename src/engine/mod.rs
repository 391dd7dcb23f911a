//! One trial: the only code that moves the clock.
//!
//! # Order of one instant
//! What happens at one instant happens in this order (language S1): calendars and shifts; changes;
//! services and delays end and items move on; demand, then intake; gates, upstream first, each
//! session deciding once; free people start; who has waited too long gives up. The ranks of the
//! timers are laid out in that order, so the event list itself keeps it. What takes no time is
//! finished at once: an item that passes a station without effort has reached the next place before
//! a gate there decides. Ends that fall together go by station name, kind, item number.
//!
//! # The short way
//! At the end of a route that nothing comes back from and nothing else disturbs, and for an observer
//! that is content with sums, visits are worked out without events (`tail`). The records of a trial
//! are the same to the last bit; a test holds them to it.
//!
//! # The longer way
//! What deliveries bring (`leads`) comes up beside what comes by itself. Other orders than that of
//! arrival (`queueing`), finite rooms (`rooms`), giving up (`patience`), coming and going (`shifts`),
//! whatever else befalls people (`workers`), work side by side (`sharing`) and batches (`batching`)
//! are mechanisms of their own, and so are a pace that depends on who and what else is there
//! (`crowding`, `hurry`), what people keep from others (`withheld`) and chances that depend on it (`chances`, `usage`), what visits leave behind
//! and find (`flaws`), what is decided without people (`auto`) and what it costs that work changes
//! hands (`handoff`; what an item has with it for these is `carried` beside it). Only crews and legs
//! that have them go there.
//!
//! # Invariants
//! Every item's touch and waits add up to its time since release. A person has at most one item in
//! hand, and an item in hand has exactly one timer unless its person is absent. WIP is released
//! minus delivered and lost. Nothing here fails; a bound that is hit ends the trial with a reason.

mod activity;
mod acts;
mod arrivals;
mod auto;
mod batching;
mod carried;
mod chances;
mod changes;
mod crew;
mod crowding;
mod duty;
mod flaws;
mod forking;
mod gates;
mod handoff;
mod held;
mod hurry;
mod intake;
mod invariants;
mod item;
mod leads;
mod levels;
mod moves;
mod newcomers;
mod orgs;
mod pace;
mod patience;
mod place;
mod probe;
mod queueing;
mod rooms;
mod routing;
mod seats;
mod sent;
mod service;
mod sharing;
mod shifts;
mod sources;
mod state;
mod tail;
mod timers;
mod trial;
mod usage;
mod withheld;
mod workers;

pub use item::{Item, Phase};
pub use probe::{CAUSES, Cause, Level, Loss, Mark, Probe, Turn};
pub use state::{MOST_ITEMS, TrialEnd};
pub use tail::Visits;
pub use trial::{Engine, TrialSummary};
