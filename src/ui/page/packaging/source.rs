//! This file is the source of business: where the buyers of each plan come from, in heads and in money.

use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::component;
use yew::html;
use yew::use_memo;
use yew::use_state;

use crate::number;
use crate::number::money_short;
use crate::projection::Projection;
use crate::ui::control::Select;
use crate::ui::frame::use_frame;
use crate::ui::page::pricing::retold::settled;
use crate::ui::page::pricing::who;
use crate::ui::words::from_f64;

/// Who moves from the observed list and packages to now.
#[derive(Debug, PartialEq)]
struct Moves {
    /// Shares of all prospects, `[from][to]`; the last option is taking none.
    heads: Vec<Vec<f64>>,
    /// What it changes of the money of a month's prospects, a month.
    money: Vec<Vec<f64>>,
}

impl Moves {
    /// Money lost where buyers go from a dearer plan to a cheaper one, won where they go up, won from and lost to none.
    fn sums(&self) -> [f64; 4] {
        let none = self.money.len().saturating_sub(1);
        let mut sums = [0.0; 4];
        for (from, row) in self.money.iter().enumerate() {
            for (to, money) in row.iter().enumerate() {
                let at = match (from == none, to == none) {
                    (true, _) => 2,
                    (_, true) => 3,
                    _ => usize::from(*money > 0.0),
                };
                sums[at] += money;
            }
        }
        sums
    }
}

fn moves(projection: &Projection) -> Moves {
    let t = settled(&projection.case);
    let (before, after) = (who::observed(projection, t), who::shares(projection, t));
    let weights = who::weights(projection, t);
    let heads = who::moves(&before, &after, &weights);
    let bills = who::together(&who::bills(projection, t), &weights);
    let listed = who::together(&who::observed_bills(projection, t), &weights);
    let prospects: f64 = projection.rates.segments.iter().map(|segment| segment.prospects[t]).sum();
    let of = |bills: &[f64], at: usize| bills.get(at).copied().unwrap_or(0.0);
    let money = heads.iter().enumerate().map(|(from, row)| {
        let cell = |(to, share): (usize, &f64)| share * prospects * (of(&bills, to) - of(&listed, from));
        row.iter().enumerate().map(cell).collect()
    });
    let money = money.collect();
    Moves { heads, money }
}

/// Where today's buyers of each plan would have gone at the observed list and packaging.
#[component]
pub fn Source() -> Html {
    let frame = use_frame();
    let in_money = use_state(|| false);
    let moved = use_memo(frame.front.clone(), |front| moves(&front.projection));
    let currency = frame.workspace().currency;
    let on_pick = {
        let in_money = in_money.clone();
        Callback::from(move |key: AttrValue| in_money.set(key == "money"))
    };
    let measures =
        vec![("heads".into(), "buyers, of 1,000 prospects".into()), ("money".into(), "money a month".into())];
    let mut names: Vec<AttrValue> = frame.front.named("plans").into_iter().map(|(_, name)| name).collect();
    names.push("No plan".into());
    let money = |value: f64| money_short(from_f64(value).round_dp(2), currency, frame.locale);
    let cell = |(from, to): (usize, usize), share: f64| {
        let text = match (share < 5e-6, *in_money) {
            (true, _) => "–".to_owned(),
            (_, true) => money(moved.money[from][to]),
            _ => number::plain(from_f64(share * 1000.0), 1, frame.locale),
        };
        html! { <td class={(share < 5e-6).then_some("muted")}>{ text }</td> }
    };
    let flows = &moved.heads;
    let still = flows.iter().flatten().all(|share| *share < 5e-6);
    let [down, up, won, lost] = moved.sums();
    html! {
        <section class="section" aria-label="Source of business">
            <h2>{ "Who comes from where" }<small>{ "observed list and packages → now" }</small></h2>
            if still {
                <p class="muted">{ "Prices and packages are those observed: everybody is where they were." }</p>
            } else {
                <Select id="source-measure" label="Source of business: measure" options={measures} value={if *in_money { "money" } else { "heads" }} {on_pick} />
                <div class="wide" tabindex="0" role="region" aria-label="Source of business, from and to">
                    <table>
                        <caption class="unseen">{ "Source of business" }</caption>
                        <thead><tr><th scope="col">{ "From ↓ to →" }</th>{ for names.iter().map(|name| html! { <th scope="col">{ name.clone() }</th> }) }</tr></thead>
                        <tbody>
                            for (at, row) in flows.iter().enumerate() {
                                <tr><th scope="row">{ names.get(at).cloned().unwrap_or_default() }</th>{ for row.iter().enumerate().map(|(to, share)| cell((at, to), *share)) }</tr>
                            }
                        </tbody>
                    </table>
                </div>
                <p class="help">
                    { format!("Of one month's prospects, a month: {} cannibalised by cheaper plans, {} from moves up, {} from new buyers, {} from buyers lost.",
                        money(down), money(up), money(won), money(lost)) }
                </p>
            }
        </section>
    }
}
