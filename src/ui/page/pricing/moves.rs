//! This file shows who comes from where: the buyers a price or a package moves, between plans and from or to none.

use yew::AttrValue;
use yew::Html;
use yew::Properties;
use yew::component;
use yew::html;

use crate::number::Locale;
use crate::number::plain;

/// Flows below this share of prospects are not shown.
const SMALLEST: f64 = 5e-6;
/// The most rows.
const MOST: usize = 8;

/// What the table needs.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Names of the plans.
    pub plans: Vec<AttrValue>,
    /// Shares of prospects, `[from][to]`; the last option is taking none.
    pub flows: Vec<Vec<f64>>,
    /// What the change is: `from $6 to $8`.
    pub caption: AttrValue,
    /// How numbers are written.
    pub locale: Locale,
}

/// The largest flows, a row each.
#[component]
pub fn Moves(props: &Props) -> Html {
    let rows = largest(&props.flows);
    let name = |at: usize| props.plans.get(at).cloned().unwrap_or_else(|| "no plan".into());
    let row = |(from, to, share): &(usize, usize, f64)| {
        html! {
            <tr><th scope="row">{ name(*from) }</th><td class="words">{ "→ " }{ name(*to) }</td>
                <td class="num">{ plain(crate::ui::words::from_f64(share * 1000.0), 1, props.locale) }</td></tr>
        }
    };
    if rows.is_empty() {
        return html! { <p class="muted">{ "Nobody changes plan." }</p> };
    }
    html! {
        <table class="moves">
            <caption class="unseen">{ props.caption.clone() }</caption>
            <thead><tr><th scope="col">{ "From" }</th><th scope="col" class="words">{ "To" }</th><th scope="col">{ "of 1,000 prospects" }</th></tr></thead>
            <tbody>{ for rows.iter().map(row) }</tbody>
        </table>
    }
}

/// The largest flows: from, to, share of prospects.
pub fn largest(flows: &[Vec<f64>]) -> Vec<(usize, usize, f64)> {
    let mut all = Vec::new();
    for (from, row) in flows.iter().enumerate() {
        all.extend(
            row.iter().enumerate().filter(|(_, share)| **share > SMALLEST).map(|(to, share)| (from, to, *share)),
        );
    }
    all.sort_by(|a, b| b.2.total_cmp(&a.2));
    all.truncate(MOST);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_flow_stands_first_and_dust_is_left_out() {
        let flows = vec![vec![0.0, 0.01, 0.04], vec![0.0, 0.0, 1e-7], vec![0.0, 0.0, 0.0]];
        assert_eq!(largest(&flows), [(0, 2, 0.04), (0, 1, 0.01)]);
    }
}
