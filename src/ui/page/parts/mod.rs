//! This module holds what the input pages share: charts kept while their figures stay, and objects that come and go.

mod draw;
mod in_view;
mod named;
mod objects;

pub use draw::float;
pub use draw::money;
pub use draw::paint;
pub use draw::timeline;
pub use draw::use_kept;
pub use in_view::ROWS;
pub use in_view::use_in_view;
pub use named::named_plans;
pub use objects::Objects;
pub use objects::bin;
pub use objects::objects;
