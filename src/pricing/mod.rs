//! This module is what one customer is billed.

mod charge;

pub use charge::Charge;
pub use charge::HIGHEST_PRICE;
pub use charge::HIGHEST_QUANTITY;
pub use charge::Step;
pub use charge::Tier;
