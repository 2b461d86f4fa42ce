//! Sigma rules and correlations as detectors.

mod bucket;
mod compile;
mod correlate;
mod detector;
mod encode;
mod explain;
mod expr;
mod facts;
mod fields;
mod interest;
mod load;
mod logsource;
mod meta;
mod shipped;
mod test;
mod text;
mod witness;

pub use bucket::Matching;
pub use compile::Placeholders;
pub use detector::SigmaDetector;
pub use explain::{Explained, Explanation};
pub use load::{CacheError, RuleSet, Unusable, Why, count_by_reason};
pub use meta::{Level, RuleInfo};
pub use shipped::SHIPPED;
