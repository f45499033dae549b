//! This module is the customer list: read from a stream, billed customer by customer, summed up, and learnt from.

mod age;

mod cell;

mod column;

mod fault;

mod learn;

mod learned;

mod opens;

mod read;

mod records;

mod rating;

mod kept;

mod repeats;

mod size;

mod tariff;

mod unsaid;

mod tally;

mod write;

pub use column::Chosen;
pub use column::Columns;
pub use column::ListField;
pub use column::fields;
pub use fault::Fault;
pub use fault::HeadError;
pub use kept::Kept;
pub use kept::Line;
pub use kept::Order;
pub use kept::Window;
pub use learn::Learner;
pub use learned::Learned;
pub use opens::Opens;
pub use rating::Later;
pub use rating::Rating;
pub use rating::When;
pub use rating::cases;
pub use rating::name;
pub use read::Customer;
pub use read::List;
pub use read::Row;
pub use repeats::REMEMBERED;
pub use repeats::Repeats;
pub use tally::Affected;
pub use tally::CHANGES;
pub use tally::Cap;
pub use tally::Effect;
pub use tally::Group;
pub use tally::Tally;
pub use unsaid::blank;
pub use unsaid::unsaid;
pub use write::amount;
pub use write::cell;
pub use write::share as change;
