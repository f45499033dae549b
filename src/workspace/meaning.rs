//! This file finds what is wrong with a model whose shape is right: sums, order, things that exclude each other.

use std::cell::RefCell;
use std::collections::VecDeque;

use rust_decimal::Decimal;

use super::Map;
use super::contents::contents;
use super::model::Charges;
use super::model::Coupon;
use super::model::Evidence;
use super::model::Interval;
use super::model::MeterKind;
use super::model::Model;
use super::model::Negotiated;
use super::model::Plan;
use super::model::Segment;
use super::tables;
use crate::demand::answers;
use crate::demand::reading::Fault;
use crate::month::Month;
use crate::pricing::widest_discount;
use crate::retention::Curve;
use crate::retention::table;
use crate::shape::Problem;

/// How far a sum of shares may be from 1.
const TOLERANCE: f64 = 1e-6;

/// Every way in which `model` means nothing, by path into the model. References are compared elsewhere.
pub(super) fn meaning(model: &Model) -> Vec<Problem> {
    let mut found = Found(Vec::new());
    plans(model, &mut found);
    for (id, segment) in &model.segments {
        found.sum(&format!("/segments/{id}/mix"), "the plan mix", &segment.mix);
        survival(&format!("/segments/{id}"), segment, &mut found);
    }
    for (id, channel) in &model.channels {
        found.sum(&format!("/channels/{id}/split"), "prospects by segment", &channel.split);
    }
    for (id, add_on) in &model.add_ons {
        found.charges(&format!("/add_ons/{id}/charges"), &add_on.charges);
        if let Some(observed) = &add_on.observed {
            found.charges(&format!("/add_ons/{id}/observed/charges"), &observed.charges);
        }
    }
    for (id, finding) in &model.evidence {
        evidence(&format!("/evidence/{id}"), finding, &mut found);
    }
    coupons(model, &mut found);
    books(model, &mut found);
    opening(model, &mut found);
    found.0.extend(contents(model));
    found.0
}

/// Problems as they are found.
pub(super) struct Found(pub Vec<Problem>);

impl Found {
    /// One more problem.
    pub fn wrong(&mut self, path: impl Into<String>, found: impl Into<String>, allowed: impl Into<String>) {
        self.0.push(Problem { path: path.into(), found: found.into(), allowed: allowed.into() });
    }

    fn sum(&mut self, path: &str, what: &str, shares: &Map<f64>) {
        let sum: f64 = shares.values().sum();
        // A hair is added, so that the sum of shares written to six places is never refused for float's own error.
        if (sum - 1.0).abs() > TOLERANCE + 1e-12 {
            self.wrong(path, format!("{what} sums to {}", (sum * 1e9).round() / 1e9), "shares that sum to 1");
        }
    }

    fn charges(&mut self, path: &str, charges: &Charges) {
        tables::charges(path, charges, &mut self.0);
    }

    /// A least number of units is of what is licensed; of usage it would be a minimum spend.
    fn least(&mut self, path: &str, least: &Map<Decimal>, model: &Model) {
        for meter in least.keys() {
            if model.meters.get(meter).is_some_and(|meter| meter.kind != MeterKind::Licence) {
                let allowed = "a meter that is licensed; for usage, a minimum spend";
                self.wrong(format!("{path}/minimum_units/{meter}"), "a minimum of what is billed as used", allowed);
            }
        }
    }

    /// Where plans are named at all, one is.
    fn named(&mut self, path: &str, plans: Option<&Map<bool>>) {
        if plans.is_some_and(|plans| plans.values().all(|named| !named)) {
            self.wrong(format!("{path}/plans"), "no plan", "at least one plan, or nothing for every paid plan");
        }
    }

    /// New prices name plans that are paid for.
    pub fn prices(&mut self, path: &str, plans: &Map<Charges>, model: &Model) {
        if plans.is_empty() {
            self.wrong(path, "no plan", "new prices for at least one plan");
        }
        for (id, charges) in plans {
            let path = format!("{path}/{id}");
            if model.plans.get(id).is_some_and(|plan| plan.free) {
                self.wrong(&path, "prices for a free plan", "prices for plans that are not free");
            } else if charges.is_empty() {
                self.wrong(&path, "no charge", "at least one charge");
            }
            self.charges(&path, charges);
        }
    }
}

fn plans(model: &Model, found: &mut Found) {
    for (id, plan) in &model.plans {
        let path = format!("/plans/{id}");
        match (plan.free, plan.charges.is_empty()) {
            (true, false) => {
                found.wrong(format!("{path}/charges"), "charges on a free plan", "none, or a plan not free")
            }
            (false, true) => found.wrong(format!("{path}/charges"), "no charge", "at least one, or a free plan"),
            _ => {}
        }
        if plan.free && plan.minimum.is_some_and(|least| !least.is_zero()) {
            found.wrong(format!("{path}/minimum"), "a minimum spend on a free plan", "none, or a plan not free");
        }
        if let (Some(least), Some(most)) = (plan.minimum, plan.maximum)
            && least > most
        {
            found.wrong(format!("{path}/maximum"), most.to_string(), format!("{least} (the minimum) or more"));
        }
        found.charges(&format!("{path}/charges"), &plan.charges);
        found.least(&path, &plan.minimum_units, model);
        for (key, there) in [("ramp", !plan.ramp.is_empty()), ("trial", plan.trial.is_some())] {
            if plan.free && there {
                found.wrong(format!("{path}/{key}"), format!("a {key} on a free plan"), "none, or a plan not free");
            }
        }
        if let Some(observed) = &plan.observed {
            found.charges(&format!("{path}/observed/charges"), &observed.charges);
            found.least(&format!("{path}/observed"), &observed.minimum_units, model);
        }
        let heir = plan.successor.as_ref().and_then(|heir| model.plans.get_key_value(heir.as_str()));
        if let Some((heir, next)) = heir
            && (heir == id || plan.free || next.free)
        {
            let allowed = "another paid plan, as successor of a paid one";
            found.wrong(format!("{path}/successor"), format!("{heir:?}"), allowed);
        }
        if circles(id, plan, model) {
            found.wrong(format!("{path}/like"), "a circle of plans most like each other", "a plan that was observed");
        }
    }
}

/// Whether following `like` from a plan leads back to it.
fn circles(id: &str, plan: &Plan, model: &Model) -> bool {
    let mut next = plan.like.as_deref();
    for _ in 0..=model.plans.len() {
        match next {
            Some(like) if like == id => return true,
            Some(like) => next = model.plans.get(like).and_then(|plan| plan.like.as_deref()),
            None => return false,
        }
    }
    false
}

/// Coupons are given at some time, on some plan, and no customer uses two; what is negotiated can be spread so wide.
fn coupons(model: &Model, found: &mut Found) {
    for (id, coupon) in &model.coupons {
        let path = format!("/coupons/{id}");
        found.named(&path, coupon.plans.as_ref());
        if let (Some(from), Some(until)) = (coupon.from, coupon.until)
            && until <= from
        {
            found.wrong(format!("{path}/until"), until.to_string(), format!("later than {from}"));
        }
        // Where a set of coupons is on offer together, it is so in the first month of one of them.
        let month = coupon.from.or(coupon.until.map(|until| until.plus(-1))).or(Month::new(1970, 1));
        let together = |other: &&Coupon| month.is_none_or(|month| other.given(month));
        for (segment, plan) in
            coupon.share.keys().flat_map(|segment| model.plans.keys().map(move |plan| (segment, plan)))
        {
            let others = model.coupons.values().filter(together).filter(|other| other.fits(plan) && coupon.fits(plan));
            let sum: f64 = others.filter_map(|other| other.share.get(segment)).sum();
            if sum > 1.0 + TOLERANCE {
                let sum = (sum * 1e9).round() / 1e9;
                let allowed = "shares of all coupons on a plan that sum to 1 or less: each customer uses one";
                found.wrong(format!("{path}/share/{segment}"), format!("coupons used by {sum} of customers"), allowed);
                break;
            }
        }
    }
    for (id, segment) in &model.segments {
        let Some(Negotiated { mean, spread, plans }) = &segment.negotiated else { continue };
        let path = format!("/segments/{id}/negotiated");
        found.named(&path, plans.as_ref());
        let widest = widest_discount(*mean);
        if *spread > widest + TOLERANCE {
            let most = (widest * 1e4).floor() / 1e4;
            let allowed = format!("at most {most}: no shares between 0 and 1 with a mean of {mean} are spread wider");
            found.wrong(format!("{path}/spread"), spread.to_string(), allowed);
        }
    }
}

/// Surveys that were read without a fault, by kind and text.
const REMEMBERED: usize = 24;

thread_local! {
    static SOUND: RefCell<VecDeque<(u8, String)>> = const { RefCell::new(VecDeque::new()) };
}

/// What reading rows says. Rows that were sound are not read again at the next check, which follows every key.
fn known(kind: u8, rows: &str, read: impl FnOnce(&str) -> Result<(), Vec<Fault>>) -> Result<(), Vec<Fault>> {
    if SOUND.with(|sound| sound.borrow().iter().any(|(of, text)| *of == kind && text == rows)) {
        return Ok(());
    }
    read(rows)?;
    SOUND.with(|sound| {
        let mut sound = sound.borrow_mut();
        sound.truncate(REMEMBERED - 1);
        sound.push_front((kind, rows.to_owned()));
    });
    Ok(())
}

/// Prices that rise, no more buyers than users, and rows the method can read.
fn evidence(path: &str, finding: &Evidence, found: &mut Found) {
    let mut faults = |told: Result<(), Vec<Fault>>| {
        for fault in told.err().into_iter().flatten() {
            found.wrong(format!("{path}/rows"), fault.to_string(), "rows as the kind of evidence has them");
        }
    };
    match finding {
        Evidence::VanWestendorp(survey) => {
            faults(known(0, &survey.rows, |rows| answers::van_westendorp(rows).map(drop)))
        }
        Evidence::GaborGranger(survey) => faults(known(1, &survey.rows, |rows| answers::gabor_granger(rows).map(drop))),
        Evidence::Historic(survey) => faults(known(2, &survey.rows, |rows| answers::historic(rows).map(drop))),
        Evidence::Conjoint(survey) => faults(known(3, &survey.rows, |rows| answers::conjoint(rows).map(drop))),
        Evidence::Experiment(seen) => {
            if seen.price_low >= seen.price_high {
                let allowed = format!("more than {} (the lower price)", seen.price_low);
                found.wrong(format!("{path}/price_high"), seen.price_high.to_string(), allowed);
            }
            let arms =
                [("low", seen.conversions_low, seen.users_low), ("high", seen.conversions_high, seen.users_high)];
            for (arm, bought, users) in arms {
                if let Some(bought) = bought.filter(|bought| *bought > users) {
                    let allowed = format!("at most {users}, the users who saw the price");
                    found.wrong(format!("{path}/conversions_{arm}"), bought.to_string(), allowed);
                }
            }
        }
    }
}

/// Own prices are prices, and no customer buys from two books.
fn books(model: &Model, found: &mut Found) {
    for (id, book) in &model.books {
        if !book.plans.is_empty() {
            found.prices(&format!("/books/{id}/plans"), &book.plans, model);
        }
        for segment in book.share.keys() {
            let sum: f64 = model.books.values().filter_map(|book| book.share.get(segment)).sum();
            if sum > 1.0 + TOLERANCE {
                let sum = (sum * 1e9).round() / 1e9;
                let allowed = "shares of all price books that sum to 1 or less";
                found.wrong(
                    format!("/books/{id}/share/{segment}"),
                    format!("books bought from by {sum} of customers"),
                    allowed,
                );
            }
        }
    }
}

/// Shares and counts of those who stay never rise; shares start at all of them.
fn survival(path: &str, segment: &Segment, found: &mut Found) {
    let table = match &segment.retention {
        Curve::Table { survival } => table::verify(survival),
        _ => Ok(()),
    };
    if let Err(error) = table {
        found.wrong(format!("{path}/retention/survival"), error.to_string(), "1 first, then never rising");
    }
    for (month, pair) in segment.survivors.iter().flat_map(|counts| counts.windows(2)).enumerate() {
        if pair[1] > pair[0] {
            let path = format!("{path}/survivors/{}", month + 1);
            found.wrong(path, pair[1].to_string(), format!("at most {}, the count before", pair[0]));
        }
    }
}

fn opening(model: &Model, found: &mut Found) {
    for (id, vintage) in &model.opening {
        let path = format!("/opening/{id}");
        if vintage.age_from > vintage.age_to {
            let allowed = format!("{} (the least age) or more", vintage.age_from);
            found.wrong(format!("{path}/age_to"), vintage.age_to.to_string(), allowed);
        }
        let free = model.plans.get(&vintage.plan).is_some_and(|plan| plan.free);
        if free && vintage.interval == Interval::Annual {
            found.wrong(format!("{path}/interval"), "an annual contract on a free plan", "monthly");
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;
    use serde_json::json;

    use crate::workspace::check_value;
    use crate::workspace::path;
    use crate::workspace::sample;

    fn refused(at: &str, new: Value, place: &str, words: &str) {
        let mut value = sample::value();
        assert!(path::set(&mut value, at, new), "{at} cannot be set");
        let problems = check_value(&value).expect_err(place);
        let hit = problems.iter().any(|problem| problem.path == place && problem.to_string().contains(words));
        assert!(hit, "{at}: {problems:#?}");
    }

    #[test]
    fn coupons_and_books_are_used_by_no_more_than_all() {
        let off = json!({"kind": "share", "share": "0.2"});
        let coupon = |share: f64, extra: Value| {
            let mut coupon = json!({"name": "C", "off": off, "lasts": {"for": "once"}, "share": {"teams": share}});
            coupon.as_object_mut().unwrap().extend(extra.as_object().cloned().unwrap_or_default());
            coupon
        };
        let book =
            |share: f64| json!({"name": "B", "currency": "EUR", "rate": 1.1, "factor": "1", "share": {"teams": share}});
        let none = json!({});
        let dated = json!({"from": "2027-05", "until": "2027-05"});
        let rows = [
            ("/base/coupons", json!({"a": coupon(0.7, none.clone()), "b": coupon(0.7, none)}), "/a/share/teams", "1.4"),
            ("/base/coupons", json!({"a": coupon(0.1, dated)}), "/a/until", "later than 2027-05"),
            ("/base/coupons", json!({"a": coupon(0.1, json!({"plans": {}}))}), "/a/plans", "no plan"),
            ("/base/books", json!({"a": book(0.6), "b": book(0.6)}), "/a/share/teams", "1.2"),
            (
                "/base/books",
                json!({"a": {"name": "B", "currency": "EUR", "rate": 0, "factor": "1"}}),
                "/a/rate",
                "0.000001",
            ),
        ];
        for (path, new, place, words) in rows {
            refused(path, new, &format!("{path}{place}"), words);
        }
        refused(
            "/base/plans/free/trial",
            json!({"days": 14, "conversion": 0.2}),
            "/base/plans/free/trial",
            "free plan",
        );
    }
}
