//! This file turns what a price change reaches into charts and tables.

use yew::AttrValue;

use crate::chart::Table;
use crate::chart::axis::Unit;
use crate::chart::overlay::Overlay;
use crate::chart::paint::Paint;
use crate::chart::rollout as chart;
use crate::chart::timeline::Series;
use crate::chart::winners::Winners;
use crate::number::UNDEFINED;
use crate::number::counted;
use crate::number::money;
use crate::number::money_short;
use crate::number::share;
use crate::pricing::Interval;
use crate::projection::Held;
use crate::projection::Projection;
use crate::projection::Rollout;
use crate::projection::Winner;
use crate::ui::frame::Frame;
use crate::ui::page::parts::timeline;
use crate::ui::page::pricing::covered;
use crate::ui::page::pricing::list::headline;
use crate::ui::page::pricing::list::prices;
use crate::ui::words::from_f64;
use crate::workspace::model::Vintage;

/// A rise above this is large: what is known of small ones says little about it.
const LARGE: f64 = 0.25;

/// ARR by how customers came to their price, and what was lost.
pub fn parts(told: &Rollout, projection: &Projection, unit: &Unit) -> chart::Rollout {
    let of = |name: &str, paint: Paint, held: Held| Series::new(name, paint, told.held[held as usize].iter().copied());
    let gone = |name: &str, paint: Paint, sum: &[f64]| Series::new(name, paint, sum.iter().map(|sum| -sum));
    let parts = [
        of("Not changed", Paint::P1, Held::Unchanged),
        of("Old price", Paint::P2, Held::Kept),
        of("Repriced", Paint::P3, Held::Repriced),
        of("Took another plan", Paint::P5, Held::Switched),
        of("Won at the new price", Paint::P4, Held::Won),
    ];
    let gone = [gone("Lost", Paint::Bad, &told.lost), gone("Seats cut", Paint::P6, &told.cut)];
    let seen = |part: &Series| part.present().any(|value| value != 0.0);
    chart::Rollout {
        timeline: timeline(projection),
        unit: unit.clone(),
        parts: parts.into_iter().filter(seen).collect(),
        gone: gone.into_iter().filter(seen).collect(),
        reached: told.reached.clone(),
    }
}

/// Customers by change of bill.
pub fn winners(told: &Rollout) -> Winners {
    let change = |before: f64, after: f64| (before > 0.0).then(|| after / before - 1.0);
    let customers = told.winners.iter().map(|winner| (change(winner.before, winner.paid()), winner.customers));
    Winners { customers: customers.collect() }
}

/// Gross profit since the start beyond that without the change.
pub fn gain(told: &Rollout, projection: &Projection, unit: &Unit) -> Overlay {
    Overlay {
        timeline: timeline(projection),
        unit: unit.clone(),
        metric: "Gain so far".to_owned(),
        less_is_better: false,
        scenarios: vec![Series::new("Gain so far", Paint::S1, told.gain.iter().copied())],
    }
}

/// The month in which the gain turns positive, and what it comes to.
pub fn gain_words(told: &Rollout, frame: &Frame) -> AttrValue {
    let last = told.gain.last().copied().unwrap_or(0.0);
    let sum = money_short(from_f64(last.abs()), frame.workspace().currency, frame.locale);
    let words = match told.pays_from() {
        Some(0) => format!("Ahead of doing nothing from the start, by {sum} of gross profit in the end"),
        Some(from) => {
            format!("Ahead of doing nothing from {}, by {sum} of gross profit in the end", month(frame, from))
        }
        None => format!("Behind doing nothing, by {sum} of gross profit in the end"),
    };
    words.into()
}

/// What to think of the loss where customers who pay by the month meet a large rise that no evidence covers.
pub fn caution(told: &Rollout, frame: &Frame) -> Option<String> {
    if told.met.due() <= 0.0 {
        return None;
    }
    let mut model = frame.front.projection.case.last().clone();
    for change in std::mem::take(&mut model.price_changes).into_values() {
        for (id, charges) in change.plans {
            model.plans.get_mut(&id).into_iter().for_each(|plan| plan.charges = charges.clone());
        }
    }
    let known = prices(&model);
    let tested = |plan: usize| {
        let price = model.plans.get_index(plan).and_then(|(id, _)| headline(&known, id));
        let range = price.and_then(|price| Some((covered(&model, price)?, price.float())));
        range.is_some_and(|((low, high), price)| price >= low && price <= high)
    };
    let monthly = |winner: &Winner| {
        let (segment, plan) = (model.segments.get_index(winner.segment), model.plans.get_index(winner.plan));
        segment.zip(plan).is_some_and(|((id, segment), (plan, _))| {
            let held = |vintage: &&Vintage| vintage.segment == *id && vintage.plan == *plan;
            let old = model.opening.values().filter(held).any(|vintage| vintage.interval == Interval::Monthly);
            old || segment.annual_share.at(0, frame.workspace().start) < 1.0
        })
    };
    let risen = told.winners.iter().filter(|winner| winner.before > 0.0 && winner.customers > 0.0);
    let risen = risen.filter(|winner| monthly(winner) && !tested(winner.plan));
    let rise = risen.map(|winner| winner.after / winner.before - 1.0).fold(0.0, f64::max);
    (rise > LARGE).then(|| {
        format!(
            "Bills of customers who pay by the month rise by up to {}, and no evidence covers a price so far from today's. The reaction scales the churn of one month alone, that in which they are repriced, so that few are seen to leave: take the loss shown as the least to expect.",
            percent(frame, rise)
        )
    })
}

fn month(frame: &Frame, t: usize) -> String {
    frame.front.projection.start.plus(t as i32).label()
}

/// The month by which `asked` of what old customers pay is at a new price, in words.
pub fn until_words(told: &Rollout, frame: &Frame, asked: f64) -> String {
    let part = share(from_f64(asked), if libm::round(asked * 100.0) == asked * 100.0 { 0 } else { 2 }, frame.locale);
    match (told.until(asked), told.begins()) {
        (Some(t), Some(begins)) => {
            let after = match t - begins {
                0 => "the month of the change".to_owned(),
                months => format!("{} after the change", counted(months, "month", frame.locale)),
            };
            format!("{part} is repriced by {}, {after}.", month(frame, t))
        }
        _ => format!("{part} is not repriced within the horizon."),
    }
}

/// When a quarter, half, … of what old customers pay is at a new price.
pub fn times(told: &Rollout, frame: &Frame) -> Table {
    let begins = told.begins().unwrap_or(0);
    let row = |part: f64| {
        let cells = match told.until(part) {
            Some(t) => [month(frame, t), (t - begins).to_string()],
            None => ["not within the horizon".to_owned(), "–".to_owned()],
        };
        let [when, months] = cells;
        vec![share(from_f64(part), 0, frame.locale), when, months]
    };
    let headers = ["Repriced", "By", "Months after the change"].map(str::to_owned).to_vec();
    Table { headers, rows: [0.25, 0.5, 0.75, 0.9, 0.99].map(row).to_vec() }
}

/// What became of the ARR repriced, and how much loss would undo the rise.
pub fn losses(told: &Rollout, frame: &Frame) -> Table {
    let met = &told.met;
    let money = |value: f64| money(from_f64(value), frame.workspace().currency, frame.locale);
    let part = |value: f64| if met.due() > 0.0 { percent(frame, value / met.due()) } else { UNDEFINED.to_owned() };
    let row = |name: &str, value: f64| vec![name.to_owned(), money(value), part(value)];
    let loss = |name: &str, share: Option<f64>| {
        vec![name.to_owned(), String::new(), share.map_or(UNDEFINED.to_owned(), |share| percent(frame, share))]
    };
    let mut rows = vec![
        row("Repriced", met.repriced),
        row("Took another plan", met.downgraded),
        row("Lost", met.lost),
        row("All that came up", met.due()),
        row("Would have left anyway", met.anyway),
        loss("Loss because of the change", met.lost_share()),
        loss("Loss that would undo the rise", told.break_even()),
    ];
    if met.cut > 0.0 {
        rows.insert(1, row("Seats cut by those who stay", met.cut));
        rows.insert(rows.len() - 1, loss("Loss and seats cut because of the change", met.given_up_share()));
    }
    Table { headers: ["", "ARR", "Share"].map(str::to_owned).to_vec(), rows }
}

/// How bills change by segment, plan and fifth of size: the mean of those who came to different prices.
pub fn sizes(told: &Rollout, frame: &Frame) -> Table {
    let money = |value: f64| money_short(from_f64(value), frame.workspace().currency, frame.locale);
    let (segments, plans) = (frame.front.named("segments"), frame.front.named("plans"));
    let name =
        |all: &[(AttrValue, AttrValue)], at: usize| all.get(at).map(|(_, name)| name.to_string()).unwrap_or_default();
    let cuts = told.winners.iter().any(|winner| winner.cut > 0.0);
    const FIFTHS: [&str; 5] = ["smallest fifth", "second fifth", "middle fifth", "fourth fifth", "largest fifth"];
    let row = |same: &[Winner]| {
        let first = same[0];
        let customers: f64 = same.iter().map(|winner| winner.customers).sum();
        let mean = |of: fn(&Winner) -> f64| {
            let sum: f64 = same.iter().map(|winner| winner.customers * of(winner)).sum();
            if customers > 0.0 { sum / customers } else { of(&first) }
        };
        let paid = mean(Winner::paid);
        let change = match first.before > 0.0 {
            true => percent(frame, paid / first.before - 1.0),
            false => UNDEFINED.to_owned(),
        };
        let who = format!("{}, {}, {}", name(&segments, first.segment), name(&plans, first.plan), FIFTHS[first.fifth]);
        let heads = crate::number::plain(from_f64(libm::round(customers)), 0, frame.locale);
        let mut row = vec![who, heads, money(first.before), money(mean(|winner| winner.after))];
        row.extend(cuts.then(|| money(paid)));
        row.push(change);
        row
    };
    let mut headers = vec!["Who", "Customers", "Before", "After"];
    headers.extend(cuts.then_some("After seats cut"));
    headers.push("Change");
    let alike =
        |one: &Winner, other: &Winner| (one.segment, one.plan, one.fifth) == (other.segment, other.plan, other.fifth);
    let rows = told.winners.chunk_by(alike).map(row).collect();
    Table { headers: headers.into_iter().map(str::to_owned).collect(), rows }
}

fn percent(frame: &Frame, value: f64) -> String {
    share(from_f64(value), 1, frame.locale)
}
