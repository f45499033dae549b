//! This module is the invoice of one customer: parts of periods, what was billed before, coupons, tax.

mod change;
mod commitment;
mod coupon;
mod cycle;
mod included;
mod invoice;
mod proration;
mod recognition;
mod schedule;
mod tax;
#[cfg(test)]
mod tests;

pub use change::Change;
pub use change::change;
pub use commitment::true_up;
pub use coupon::Coupon;
pub use coupon::exact_discounts;
pub use coupon::minor_discounts;
pub use cycle::Cycle;
pub use cycle::Stretch;
pub use cycle::stretches;
pub use included::INCLUDED;
pub use included::Included;
pub use invoice::Immense;
pub use invoice::Invoice;
pub use invoice::Order;
pub use invoice::Replaced;
pub use invoice::Statement;
pub use invoice::cost_a_month;
pub use invoice::invoice;
pub use proration::CONVENTIONS;
pub use proration::Convention;
pub use proration::Portion;
pub use proration::Span;
pub use recognition::deferred_after;
pub use recognition::recognised;
pub use schedule::Earned;
pub use schedule::Term;
pub use schedule::schedule;
pub use tax::Taxed;
pub use tax::taxed;
