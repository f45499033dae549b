//! This file tells the time and waits.

pub use gloo::timers::callback::Interval;
pub use gloo::timers::callback::Timeout;

use crate::month::Month;

/// Milliseconds since 1970.
pub fn now_ms() -> f64 {
    js_sys::Date::now()
}

/// This month where the person is; a clock outside the calendar is moved to its nearest year.
pub fn this_month() -> Month {
    let today = js_sys::Date::new_0();
    let year = today.get_full_year().clamp(1970, 2199) as i32;
    Month::new(year, today.get_month() + 1).expect("a month of a clamped year is in the calendar")
}
