//! This file holds who stays: the survival curve with its parameters, and what else makes customers leave or return.

use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::Properties;
use yew::component;
use yew::html;

use crate::json::FromJson;
use crate::json::ToJson;
use crate::number::share;
use crate::retention::Curve;
use crate::ui::control::FieldRow;
use crate::ui::control::Reset;
use crate::ui::control::Select;
use crate::ui::control::options;
use crate::ui::frame::id_of;
use crate::ui::frame::next_gesture;
use crate::ui::frame::use_frame;
use crate::ui::refused::group;

/// Months of a table made of another curve.
const TABLED: usize = 36;

/// What a segment's inputs need.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The segment.
    pub id: AttrValue,
}

/// Who stays in a segment.
#[component]
pub fn Churn(props: &Props) -> Html {
    let frame = use_frame();
    let at = format!("/segments/{}", props.id);
    let path = format!("{at}/retention");
    let Some(input) = frame.input(&path) else { return html! {} };
    let Ok(curve) = Curve::from_json(&input.value) else { return html! {} };
    let on_pick = {
        let (frame, path, curve) = (frame.clone(), path.clone(), curve.clone());
        Callback::from(move |kind: AttrValue| {
            let value = turned(&curve, &kind).to_json();
            frame.set(&path, value, group(&path, next_gesture()));
        })
    };
    let on_reset = {
        let (frame, path) = (frame.clone(), path.clone());
        Callback::from(move |()| frame.reset(&path))
    };
    let (options, _) = options(&frame.front, &input.field.shape, &input.value);
    let row = |key: &str| html! { <FieldRow path={format!("{at}/{key}")} /> };
    let stay = |age: usize| share(curve.survival(age), 1, frame.locale);
    html! {
        <section class="section">
            <h2>{ "Who stays" }<small>{ "by months since a customer started" }</small></h2>
            <div class="row">
                <label for={id_of(&path)}>{ "Retention" }
                    <span class="help">{ format!("{} stay 1 month, {} 12 months, {} 36 months", stay(1), stay(12), stay(36)) }</span>
                </label>
                <span class="held-field">
                    <Select id={id_of(&path)} label="Retention curve" {options} value={kind(&curve)} changed={input.changed} {on_pick} />
                    if input.changed { <Reset label={input.title.clone()} onclick={on_reset} /> }
                </span>
            </div>
            if kind(&curve) == "constant" { { row("retention/churn_monthly") } }
            if kind(&curve) == "sbg" {
                { row("retention/alpha") }
                { row("retention/beta") }
            }
            if kind(&curve) == "table" {
                <p class="help">{ "Paste shares below and choose “Use as counted” to replace the table." }</p>
            }
            for key in ["churn_level", "failed_payments", "unrecovered", "reactivation", "switching"] { { row(key) } }
        </section>
    }
}

fn kind(curve: &Curve) -> &'static str {
    match curve {
        Curve::Constant { .. } => "constant",
        Curve::Sbg { .. } => "sbg",
        Curve::Table { .. } => "table",
    }
}

/// The curve as another kind: constant churn that keeps as many for a year, falling churn that begins alike.
fn turned(curve: &Curve, to: &str) -> Curve {
    let rounded = |value: f64| libm::round(value * 1e6) / 1e6;
    match to {
        "constant" => {
            let year = libm::pow(curve.survival(12), 1.0 / 12.0);
            Curve::Constant { churn_monthly: rounded(1.0 - year) }
        }
        "sbg" => {
            let first = curve.hazard(1).clamp(0.001, 0.9);
            Curve::Sbg { alpha: 1.0, beta: rounded((1.0 - first) / first) }
        }
        _ => Curve::Table { survival: curve.survival_table(TABLED).into_iter().map(rounded).collect() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_kind_of_curve_says_much_the_same() {
        let constant = Curve::Constant { churn_monthly: 0.03 };
        let falling = turned(&constant, "sbg");
        assert!((falling.hazard(1) - 0.03).abs() < 1e-6);
        let back = turned(&falling, "constant");
        assert!((back.survival(12) - falling.survival(12)).abs() < 1e-4);
        let table = turned(&falling, "table");
        for age in 0..=TABLED {
            assert!((table.survival(age) - falling.survival(age)).abs() < 1e-6, "{age}");
        }
    }
}
