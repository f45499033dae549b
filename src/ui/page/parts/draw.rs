//! This file turns what a page knows into what charts ask for, and keeps a chart as long as its figures stay the same.

use std::rc::Rc;

use rust_decimal::Decimal;
use yew::hook;
use yew::use_mut_ref;

use crate::chart::Figures;
use crate::chart::axis::Unit;
use crate::chart::paint::Paint;
use crate::chart::timeline::Timeline;
use crate::number::Number;
use crate::projection::Projection;
use crate::ui::control::Shown;
use crate::ui::frame::Frame;

/// Money in the workspace's currency on an axis.
pub fn money(frame: &Frame) -> Unit {
    Unit::money(frame.workspace().currency)
}

/// The months of a projection.
pub fn timeline(projection: &Projection) -> Timeline {
    Timeline { start: projection.start, months: projection.months }
}

/// The paint of a scenario's colour.
pub fn paint(colour: &str) -> Paint {
    match colour {
        "s1" => Paint::S1,
        "s2" => Paint::S2,
        "s3" => Paint::S3,
        "s4" | "s5" | "s6" => Paint::S4,
        _ => Paint::Base,
    }
}

/// An exact figure as a chart draws it.
pub fn float(value: Decimal) -> f64 {
    value.to_f64()
}

/// The figures of a chart; while new ones are equal to the last, the chart stays and is not drawn again.
#[hook]
pub fn use_kept<F>(figures: Rc<F>) -> Shown
where
    F: Figures + PartialEq + 'static,
{
    let first = figures.clone();
    let kept = use_mut_ref(move || first);
    let mut kept = kept.borrow_mut();
    if **kept != *figures {
        *kept = figures;
    }
    Shown::from(kept.clone())
}
