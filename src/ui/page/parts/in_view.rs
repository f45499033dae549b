//! This file keeps only those rows of a long table that are in view: which they are, and the room the others take.

use std::ops::Range;

use wasm_bindgen::JsCast;
use web_sys::Element;
use web_sys::HtmlElement;
use yew::Callback;
use yew::Event;
use yew::Html;
use yew::NodeRef;
use yew::hook;
use yew::html;
use yew::use_effect_with;
use yew::use_node_ref;
use yew::use_state_eq;

use crate::ui::focus::let_go;

/// Rows that exist at once, and how far scrolling goes before others do.
pub const ROWS: usize = 40;
const STRIDE: usize = 10;

/// Height of a row in pixels until one can be measured.
const ROW_PX: i32 = 36;

/// Where a table stands.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Place {
    from: usize,
    row_px: i32,
    /// Height of the row that is open below another.
    open_px: i32,
}

/// The part of a table that is in view. Rows are as high as each other and say their place with `aria-rowindex`.
#[derive(Clone, Debug, PartialEq)]
pub struct InView {
    /// For the element that scrolls, of the class `in-view`.
    pub holder: NodeRef,
    /// For the same element.
    pub onscroll: Callback<Event>,
    place: Place,
    open: Option<usize>,
}

/// Follows a table as it is scrolled. Below the row `open` there may be one of another height, of the class `details`.
#[hook]
pub fn use_in_view(open: Option<usize>) -> InView {
    let holder = use_node_ref();
    let place = use_state_eq(|| Place { from: 0, row_px: ROW_PX, open_px: 0 });
    use_effect_with((holder.clone(), open.is_some()), {
        let place = place.clone();
        move |(holder, _)| holder.cast::<HtmlElement>().iter().for_each(|holder| place.set(measured(holder, *place)))
    });
    let onscroll = {
        let (holder, place) = (holder.clone(), place.clone());
        Callback::from(move |_: Event| {
            let Some(holder) = holder.cast::<HtmlElement>() else { return };
            let now = scrolled(&holder, measured(&holder, *place), open);
            if now.from != place.from {
                leave(&holder);
            }
            place.set(now);
        })
    };
    InView { holder, onscroll, place: *place, open }
}

impl InView {
    /// The first row to show.
    pub fn from(&self) -> usize {
        self.place.from
    }

    /// Rows to show of so many.
    pub fn rows(&self, count: usize) -> Range<usize> {
        let from = if count > ROWS { self.place.from.min(count) } else { 0 };
        from..count.min(from + ROWS)
    }

    /// The room of rows that are not there.
    pub fn gap(&self, rows: Range<usize>) -> Html {
        let open = self.open.filter(|open| rows.contains(open)).map_or(0, |_| self.place.open_px);
        let height = rows.len() as i64 * i64::from(self.place.row_px) + i64::from(open);
        if height == 0 {
            return html! {};
        }
        html! { <tr class="gap" aria-hidden="true" height={height.to_string()}><td colspan="99"></td></tr> }
    }
}

/// Heights as they are on screen, where they are on screen.
fn measured(holder: &HtmlElement, before: Place) -> Place {
    let height = |of: &str| {
        let found = holder.query_selector(of).ok().flatten()?.dyn_into::<HtmlElement>().ok()?;
        Some(found.offset_height()).filter(|height| *height > 0)
    };
    Place {
        row_px: height("tbody tr[aria-rowindex]").unwrap_or(before.row_px),
        open_px: height("tr.details").unwrap_or(before.open_px),
        ..before
    }
}

fn scrolled(holder: &HtmlElement, place: Place, open: Option<usize>) -> Place {
    let top = holder.scroll_top().max(0);
    let below = open.map_or(i32::MAX, |open| (open as i32 + 1).saturating_mul(place.row_px));
    let top = if top > below { (top - place.open_px).max(below) } else { top };
    let first = (top / place.row_px) as usize;
    Place { from: (first / STRIDE * STRIDE).saturating_sub(STRIDE), ..place }
}

/// Lets go of a field that was scrolled out of sight, so that what was typed into it is kept before its row goes.
fn leave(holder: &HtmlElement) {
    let Some(focused) = gloo::utils::document().active_element().and_then(|found| found.dyn_into::<HtmlElement>().ok())
    else {
        return;
    };
    let (room, own): (_, &Element) = (holder.get_bounding_client_rect(), &focused);
    let at = own.get_bounding_client_rect();
    if holder.contains(Some(own)) && (at.bottom() < room.top() || at.top() > room.bottom()) {
        // A field without focus cannot lose it: nothing is to be said.
        let _ = focused.blur();
        let_go();
    }
}
