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
use crate::ui::outlook::Same;
use crate::ui::page::pricing::retold::settled;
use crate::ui::page::pricing::who;
use crate::ui::words::from_f64;
use crate::workspace::Model;

/// Who moves from the observed list and packages to now.
#[derive(Debug, PartialEq)]
struct Moves {
    /// Shares of all prospects, `[from][to]`; the last option is taking none.
    heads: Vec<Vec<f64>>,
    /// What it changes of the money of a month's prospects, a month.
    money: Vec<Vec<f64>>,
    /// How many of the options are plans; behind them come competitors, then none.
    plans: usize,
}

impl Moves {
    /// Money lost where buyers go from a dearer plan to a cheaper one, won where they go up, won from and lost to whoever
    /// takes none, or a competitor.
    fn sums(&self) -> [f64; 4] {
        let mut sums = [0.0; 4];
        for (from, row) in self.money.iter().enumerate() {
            for (to, money) in row.iter().enumerate() {
                let at = match (from >= self.plans, to >= self.plans) {
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

fn moves(projection: &Projection, base: &Model) -> Moves {
    let t = settled(&projection.case);
    let (before, after) = (who::observed_options(projection, base, t), who::options(projection, t));
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
    Moves { heads, money, plans: bills.len() }
}

/// Where today's buyers of each plan would have gone at the observed list and packaging.
#[component]
pub fn Source() -> Html {
    let frame = use_frame();
    let in_money = use_state(|| false);
    let workspace = frame.workspace().clone();
    let moved = use_memo((frame.front.clone(), Same(workspace)), |(front, workspace)| {
        moves(&front.projection, &workspace.0.base)
    });
    let currency = frame.workspace().currency;
    let on_pick = {
        let in_money = in_money.clone();
        Callback::from(move |key: AttrValue| in_money.set(key == "money"))
    };
    let measures =
        vec![("heads".into(), "buyers, of 1,000 prospects".into()), ("money".into(), "money a month".into())];
    let all = ["plans", "competitors"].into_iter().flat_map(|of| frame.front.named(of));
    let mut names: Vec<AttrValue> = all.map(|(_, name)| name).collect();
    let rivals = names.len() > moved.plans;
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
                    { format!("Of one month's prospects, a month: {} cannibalised by cheaper plans, {} from moves up, {} from new buyers, {} from buyers lost{}.",
                        money(down), money(up), money(won), money(lost), if rivals { ", competitors' among both" } else { "" }) }
                </p>
            }
        </section>
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::projection::project;
    use crate::workspace::check_value;
    use crate::workspace::template;

    #[test]
    fn what_a_rise_loses_to_a_competitor_stands_in_its_column() {
        let mut document = serde_json::to_value(template("starter").unwrap().open()).unwrap();
        let values: serde_json::Map<_, _> =
            document["base"]["segments"].as_object().unwrap().keys().map(|id| (id.clone(), json!(60))).collect();
        document["base"]["competitors"] = json!({"rival": {"name": "Rival", "price": 40, "values": values}});
        let lever = json!({"name": "Rival", "on": true, "overrides": {"/competitors/rival/price": 20}});
        document["scenarios"] =
            json!({"cheaper": {"name": "Cheaper", "colour": "s1", "note": "", "levers": {"it": lever}}});
        let workspace = check_value(&document).unwrap();
        let still = moves(&project(&workspace, None), &workspace.base);
        assert!(still.heads.iter().flatten().all(|share| *share < 1e-9), "{still:?}");
        let moved = moves(&project(&workspace, Some("cheaper")), &workspace.base);
        let (plans, rival) = (moved.plans, moved.plans);
        assert_eq!(moved.heads.len(), plans + 2);
        assert!((0..plans).all(|plan| moved.heads[plan][rival] > 0.0 && moved.money[plan][rival] < 0.0), "{moved:?}");
        let [.., won, lost] = moved.sums();
        assert!(won.abs() < 1e-9 && lost < 0.0);
    }
}
