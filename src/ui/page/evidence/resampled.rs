//! This file resamples a finding in slices of a few milliseconds, so that no frame waits for an interval.

use std::cell::RefCell;
use std::rc::Rc;

use yew::hook;
use yew::use_effect_with;
use yew::use_state;

use crate::browser::clock::Interval;
use crate::browser::clock::now_ms;
use crate::demand::Bootstrap;
use crate::demand::finding::Finding;

/// The longest a slice takes, about half a frame.
const SLICE_MS: f64 = 6.0;
/// Resamples between two looks at the clock: one of many answers may take as long as a slice.
const BATCH: usize = 1;

/// A finding with the price its elasticity is measured at, compared by pointer.
#[derive(Clone)]
struct Asked(Rc<Option<(Finding, f64)>>, f64);

impl PartialEq for Asked {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0) && self.1 == other.1
    }
}

/// Every resample of a finding once all are drawn; none before, and for a finding with intervals of its own.
#[hook]
pub fn use_resampled(finding: &Rc<Option<(Finding, f64)>>, price: f64) -> Option<Rc<Bootstrap>> {
    let done = use_state(|| None::<(Asked, Rc<Bootstrap>)>);
    let asked = Asked(finding.clone(), price);
    let known = done.as_ref().filter(|(of, _)| *of == asked).map(|(_, drawn)| drawn.clone());
    use_effect_with((asked, known.is_some()), move |(asked, is_known)| {
        let drawn = asked.0.as_ref().as_ref().map(|(finding, _)| finding.bootstrap());
        let drawn = drawn.filter(|drawn| !*is_known && !drawn.is_done()).map(RefCell::new);
        let asked = asked.clone();
        let ticking = drawn.map(|drawn| {
            Interval::new(0, move || {
                let mut drawn = drawn.borrow_mut();
                let (Some((finding, _)), end) = (asked.0.as_ref(), now_ms() + SLICE_MS) else { return };
                while !drawn.is_done() && now_ms() < end {
                    finding.resample(&mut drawn, BATCH, asked.1);
                }
                if drawn.is_done() {
                    done.set(Some((asked.clone(), Rc::new(drawn.clone()))));
                }
            })
        });
        move || drop(ticking)
    });
    known
}
