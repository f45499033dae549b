//! This module is packaging: which subscriptions there are, what they contain and cost, and what to make of them.

mod advice;

mod apart;

mod bundle;

mod content;

mod ladder;

mod need;

mod rules;

mod search;

mod what_if;

pub use advice::Advice;
pub use advice::advice;
pub use apart::apart_price;
pub use bundle::Bundle;
pub use content::Amount;
pub use content::contents;
pub use content::limit;
pub use content::order;
pub use ladder::Rung;
pub use ladder::ladder;
pub use need::Need;
pub use need::Subscription;
pub use need::cheapest;
pub use need::cost;
pub use need::lifted;
pub use need::mean_quantities;
pub use need::needs_of;
pub use rules::Rules;
pub use what_if::add_between;
pub use what_if::bundle_into;
pub use what_if::contain;
pub use what_if::move_feature;
pub use what_if::retire;
pub use what_if::scaled;
pub use what_if::sell_apart;
pub use what_if::take_out;
