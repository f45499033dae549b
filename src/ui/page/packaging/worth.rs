//! This file sets what a plan's features are worth to a segment against what the segment pays for it.

use yew::Html;
use yew::component;
use yew::html;
use yew::use_memo;

use crate::number::Currency;
use crate::number::Locale;
use crate::number::money_short;
use crate::projection::Projection;
use crate::ui::frame::use_frame;
use crate::ui::page::pricing::who;
use crate::ui::words::from_f64;

/// One plan as one segment sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Worth {
    /// Segment, by name.
    pub segment: String,
    /// Plan, by name.
    pub plan: String,
    /// Worth of its features, money a month.
    pub value: f64,
    /// Expected bill a month for the plan itself.
    pub price: f64,
    /// Share of the segment's buyers who take it.
    pub share: f64,
}

/// Every plan as every segment sees it in month `t`.
pub fn worths(projection: &Projection, t: usize) -> Vec<Worth> {
    let model = projection.case.at(t);
    let (bills, shares) = (who::prices(projection, t), who::shares(projection, t));
    let mut found = Vec::new();
    for (at, segment) in model.segments.values().enumerate() {
        let buyers: f64 = shares[at].iter().sum();
        for (plan, content) in model.plans.values().enumerate() {
            let contained = segment.values.iter().filter(|(id, _)| content.features.get(*id) == Some(&true));
            found.push(Worth {
                segment: segment.name.clone(),
                plan: content.name.clone(),
                value: contained.map(|(_, value)| value).sum(),
                price: bills[at][plan],
                share: if buyers > 0.0 { shares[at][plan] / buyers } else { 0.0 },
            });
        }
    }
    found
}

/// The table.
#[component]
pub fn WorthTable() -> Html {
    let frame = use_frame();
    let (currency, locale) = (frame.workspace().currency, frame.locale);
    let worths = use_memo(frame.front.clone(), |front| {
        worths(&front.projection, crate::ui::page::pricing::retold::settled(&front.projection.case))
    });
    let row = |(at, worth): (usize, &Worth)| {
        let first = at == 0 || worths[at - 1].segment != worth.segment;
        let surplus = worth.value - worth.price;
        html! {
            <tr class={(!first).then_some("same")}>
                <th scope="row">{ if first { worth.segment.as_str() } else { "" } }
                    if !first { <span class="unseen">{ &worth.segment }</span> }
                </th>
                <td class="words">{ &worth.plan }</td>
                <td>{ money(worth.value, currency, locale) }</td>
                <td>{ money(worth.price, currency, locale) }</td>
                <td class={if surplus < 0.0 { "num short" } else { "num" }}>{ money(surplus, currency, locale) }</td>
                <td>{ crate::number::share(from_f64(worth.share), 0, locale) }</td>
            </tr>
        }
    };
    html! {
        <section class="section" aria-label="Value against price">
            <h2>{ "Value against price" }<small>{ "a month, expected bill; what else draws buyers is in the observed mix" }</small></h2>
            <div class="wide" tabindex="0" role="region" aria-label="Value against price by segment and plan">
                <table>
                    <caption class="unseen">{ "Value against price by segment and plan" }</caption>
                    <thead><tr>
                        <th scope="col">{ "Segment" }</th><th scope="col" class="words">{ "Plan" }</th><th scope="col">{ "Features worth" }</th>
                        <th scope="col">{ "Price" }</th><th scope="col">{ "Surplus" }</th><th scope="col">{ "Buyers" }</th>
                    </tr></thead>
                    <tbody>{ for worths.iter().enumerate().map(row) }</tbody>
                </table>
            </div>
        </section>
    }
}

fn money(value: f64, currency: Currency, locale: Locale) -> String {
    money_short(from_f64(value).round_dp(2), currency, locale)
}
