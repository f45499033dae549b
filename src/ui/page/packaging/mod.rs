//! This module is the page Packaging: what goes in which plan, what that is worth to whom, and whom it moves.

mod edits;

mod matrix;

mod values;

mod worth;

use std::rc::Rc;

use yew::AttrValue;
use yew::Html;
use yew::component;
use yew::hook;
use yew::html;
use yew::use_memo;

use self::edits::Moved;
use crate::number;
use crate::number::Currency;
use crate::number::Locale;
use crate::ui::control::ChartFrame;
use crate::ui::control::Shown;
use crate::ui::frame::Frame;
use crate::ui::frame::use_frame;
use crate::ui::outlook::Outlook;
use crate::ui::outlook::Same;
use crate::ui::page::pricing::moves;
use crate::ui::page::pricing::retold::retold;
use crate::ui::page::pricing::retold::settled;
use crate::ui::page::pricing::who;
use crate::ui::page::pricing::words::Sentence;
use crate::ui::words::from_f64;
use crate::workspace::Model;

/// The page.
#[component]
pub fn Packaging() -> Html {
    let frame = use_frame();
    let mix = use_memo((frame.front.clone(), frame.compared.clone()), |(front, compared)| {
        Shown::from(who::mix(front, compared.as_deref()))
    });
    let finding = use_finding(&frame);
    html! {
        <>
            { finding.finding() }
            <div class="cols packaging">
                <div class="stack">
                    <matrix::Matrix />
                    <values::Values />
                </div>
                <div class="stack">
                    <ChartFrame figures={(*mix).clone()} height_px=280.0 />
                    <Source />
                    <worth::WorthTable />
                </div>
            </div>
        </>
    }
}

/// What the changes of packages do, told again only when document or scenario are others.
#[hook]
fn use_finding(frame: &Frame) -> Rc<Sentence> {
    let workspace = frame.workspace().clone();
    let (currency, locale) = (workspace.currency, frame.locale);
    use_memo(
        (frame.front.clone(), frame.compared.clone(), Same(workspace), locale),
        |(front, compared, workspace, locale)| match compared {
            Some(compared) => told(front, compared, &workspace.0.base, currency, *locale),
            None => standing(front, *locale),
        },
    )
}

/// Who moves because of the packages alone: the scenario is told once more with the other's packages.
fn told(front: &Outlook, compared: &Outlook, base: &Model, currency: Currency, locale: Locale) -> Sentence {
    let moved = edits::moved(front, compared);
    if moved.is_empty() {
        let text = format!("The plans contain the same as in {}. ", compared.name);
        return Sentence::default().say(text).then(standing(front, locale));
    }
    let other = compared.projection.case.last();
    let then = retold(&front.projection, base, currency, |model| {
        for (id, plan) in &mut model.plans {
            if let Some(before) = other.plans.get(id) {
                plan.features = before.features.clone();
            }
        }
    });
    let t = settled(&front.projection.case);
    let (before, after) = (who::shares(&then, t), who::shares(&front.projection, t));
    let weights = who::weights(&front.projection, t);
    let flows = who::moves(&before, &after, &weights);
    let buyers: f64 = who::together(&before, &weights).iter().sum();
    let plans = front.named("plans");
    let name = |at: usize| plans.get(at).map_or("no plan", |(_, name)| name.as_str());
    let sentence = Sentence::default().say(what(&moved, front.projection.case.last()));
    match moves::largest(&flows).first() {
        Some((from, to, share)) if buyers > 0.0 && share / buyers >= 0.0005 => {
            let share = number::share(from_f64(share / buyers), u32::from(share / buyers < 0.0995), locale);
            sentence
                .say(" moves ")
                .figure(format!("{share} of buyers"))
                .say(" from ")
                .figure(name(*from))
                .say(" to ")
                .figure(name(*to))
                .say(".")
        }
        _ => sentence.say(" moves nobody: say below what it is worth to each segment."),
    }
}

/// The change in words, as the subject of the sentence.
fn what(moved: &[Moved], model: &Model) -> String {
    let feature = |id: &str| model.features.get(id).map_or_else(|| id.to_owned(), |feature| feature.name.clone());
    let plan = |id: &str| model.plans.get(id).map_or_else(|| id.to_owned(), |plan| plan.name.clone());
    match moved {
        [one] if one.came => format!("Putting {} into {}", feature(&one.feature), plan(&one.plan)),
        [one] => format!("Taking {} out of {}", feature(&one.feature), plan(&one.plan)),
        [a, b] if a.feature == b.feature && a.came != b.came => {
            let (to, from) = if a.came { (a, b) } else { (b, a) };
            format!("Moving {} from {} to {}", feature(&a.feature), plan(&from.plan), plan(&to.plan))
        }
        _ => format!("All {} changes together: the largest of them", moved.len()),
    }
}

/// Which plan most buyers take.
fn standing(front: &Outlook, locale: Locale) -> Sentence {
    let t = settled(&front.projection.case);
    let shares = who::together(&who::shares(&front.projection, t), &who::weights(&front.projection, t));
    let buyers: f64 = shares.iter().sum();
    let most = shares.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
    match most.zip(most.and_then(|(at, _)| front.named("plans").into_iter().nth(at))) {
        Some(((_, share), (_, name))) if buyers > 0.0 => {
            let share = number::share(from_f64(share / buyers), 0, locale);
            Sentence::default()
                .figure(share)
                .say(" of buyers take ")
                .figure(name.to_string())
                .say(". Tick a feature to see whom it moves.")
        }
        _ => Sentence::default().say("Nobody buys yet: say on Customers how many prospects do."),
    }
}

/// Where today's buyers of each plan would have gone at the observed list and packaging.
#[component]
fn Source() -> Html {
    let frame = use_frame();
    let flows = use_memo(frame.front.clone(), |front| {
        let projection = &front.projection;
        let t = settled(&projection.case);
        who::moves(&who::observed(projection, t), &who::shares(projection, t), &who::weights(projection, t))
    });
    let mut names: Vec<AttrValue> = frame.front.named("plans").into_iter().map(|(_, name)| name).collect();
    names.push("No plan".into());
    let cell = |share: f64| {
        let text =
            if share < 5e-6 { "–".to_owned() } else { number::plain(from_f64(share * 1000.0), 1, frame.locale) };
        html! { <td class={(share < 5e-6).then_some("muted")}>{ text }</td> }
    };
    let still = flows.iter().flatten().all(|share| *share < 5e-6);
    html! {
        <section class="section" aria-label="Source of business">
            <h2>{ "Who comes from where" }<small>{ "observed list and packages → now, of 1,000 prospects" }</small></h2>
            if still {
                <p class="muted">{ "Prices and packages are those observed: everybody is where they were." }</p>
            } else {
                <div class="wide" tabindex="0" role="region" aria-label="Source of business, of 1,000 prospects">
                    <table>
                        <caption class="unseen">{ "Source of business, of 1,000 prospects" }</caption>
                        <thead><tr><th scope="col">{ "From ↓ to →" }</th>{ for names.iter().map(|name| html! { <th scope="col">{ name.clone() }</th> }) }</tr></thead>
                        <tbody>
                            for (at, row) in flows.iter().enumerate() {
                                <tr><th scope="row">{ names.get(at).cloned().unwrap_or_default() }</th>{ for row.iter().map(|share| cell(*share)) }</tr>
                            }
                        </tbody>
                    </table>
                </div>
            }
        </section>
    }
}
