//! This module is the page Packaging: what goes in which plan, what that is worth to whom, and whom it moves.

mod add_ons;

mod bundle;

mod details;

mod edits;

mod finder;

mod matrix;

mod preview;

mod row;

mod source;

mod steps;

mod values;

mod worth;

use std::rc::Rc;

use yew::Callback;
use yew::Html;
use yew::component;
use yew::hook;
use yew::html;
use yew::use_memo;
use yew::use_state;

use self::edits::Moved;
use crate::number;
use crate::number::Currency;
use crate::number::Locale;
use crate::ui::control::ChartFrame;
use crate::ui::control::Sections;
use crate::ui::control::Shown;
use crate::ui::frame::Frame;
use crate::ui::frame::use_frame;
use crate::ui::outlook::Outlook;
use crate::ui::outlook::Same;
use crate::ui::page::pricing::moves;
use crate::ui::page::pricing::retold::Retold;
use crate::ui::page::pricing::retold::settled;
use crate::ui::page::pricing::who;
use crate::ui::page::pricing::words::Sentence;
use crate::ui::page::pricing::words::far;
use crate::ui::words::from_f64;
use crate::workspace::Model;

/// The sections, with the paths of the inputs in them: only the one shown is computed.
const SECTIONS: [(&str, &str); 4] =
    [("Features", "/features /plans /segments"), ("Add-ons", "/add_ons"), ("Plans", ""), ("Price page", "")];

/// The page.
#[component]
pub fn Packaging() -> Html {
    let frame = use_frame();
    let section = use_state(|| 0_usize);
    let finding = use_finding(&frame);
    let on_choose = {
        let section = section.clone();
        Callback::from(move |at: usize| section.set(at))
    };
    let body = match *section {
        0 => columns(html! { <matrix::Matrix /> }, html! { <><MixChart /><source::Source /><worth::WorthTable /></> }),
        1 => columns(
            html! { <><add_ons::AddOns /><finder::Finder /></> },
            html! { <><bundle::BundleView /><bundle::Takers /></> },
        ),
        2 => columns(html! { <steps::Steps /> }, html! { <><MixChart /><source::Source /><steps::Surplus /></> }),
        _ => html! { <preview::Preview /> },
    };
    html! {
        <>
            { finding.finding() }
            <Sections label="Packaging" names={&SECTIONS[..]} chosen={*section} {on_choose} />
            <div role="tabpanel" id="section" aria-labelledby={format!("tab-{}", *section)}>{ body }</div>
        </>
    }
}

fn columns(left: Html, right: Html) -> Html {
    html! { <div class="cols packaging"><div class="stack">{ left }</div><div class="stack">{ right }</div></div> }
}

/// From when on a what-if holds.
const SINCE: &str = "What plans contain holds for new customers from the first month; what they cost, from the month of the price change.";

/// The plan mix by segment.
#[component]
fn MixChart() -> Html {
    let frame = use_frame();
    let mix = use_memo((frame.front.clone(), frame.compared.clone()), |(front, compared)| {
        Shown::from(who::mix(front, compared.as_deref()))
    });
    html! { <ChartFrame figures={(*mix).clone()} height_px={mix.height_px().min(280.0)} /> }
}

/// What the changes of packages do, told again only when document or scenario are others.
#[hook]
fn use_finding(frame: &Frame) -> Rc<Sentence> {
    let workspace = frame.workspace().clone();
    let (currency, locale) = (workspace.currency, frame.locale);
    let retold = use_memo((), |()| Retold::default());
    let of = (frame.front.clone(), frame.compared.clone(), Same(workspace), locale);
    use_memo(of, move |(front, compared, workspace, locale)| match compared {
        Some(compared) => told(front, compared, &workspace.0.base, currency, *locale, &retold),
        None => standing(front, *locale),
    })
}

/// Who moves because of the packages alone: the scenario is told once more with the other's packages.
fn told(
    front: &Outlook,
    compared: &Outlook,
    base: &Model,
    currency: Currency,
    locale: Locale,
    retold: &Retold,
) -> Sentence {
    let moved = edits::moved(front, compared);
    if moved.is_empty() {
        let text = format!("The plans contain the same as in {}. ", compared.name);
        return Sentence::default().say(text).then(standing(front, locale));
    }
    let other = compared.projection.case.last();
    let then = retold.told(&front.projection, base, currency, |model| {
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
    let (subject, several) = what(&moved, front.projection.case.last());
    let sentence = Sentence::default().say(subject);
    match moves::largest(&flows).first() {
        Some((from, to, share)) if buyers > 0.0 && share / buyers >= 0.0005 => {
            // Whoever took no plan was no buyer: more can come from there than there are buyers.
            let (share, whole) = if *from < plans.len() { (share / buyers, "buyers") } else { (*share, "prospects") };
            let share = number::share(from_f64(share), u32::from(share < 0.0995), locale);
            sentence
                .say(if several { " move most: " } else { " moves " })
                .figure(format!("{share} of {whole}"))
                .say(" from ")
                .figure(name(*from))
                .say(" to ")
                .figure(name(*to))
                .say(".")
                .then(far(buyers, who::together(&after, &weights).iter().sum(), locale))
        }
        _ if several => sentence.say(" move nobody: say below what they are worth to each segment."),
        _ => sentence.say(" moves nobody: say below what it is worth to each segment."),
    }
}

/// The change in words, as the subject of the sentence, and whether it is several.
fn what(moved: &[Moved], model: &Model) -> (String, bool) {
    let feature = |id: &str| model.features.get(id).map_or_else(|| id.to_owned(), |feature| feature.name.clone());
    let plan = |id: &str| model.plans.get(id).map_or_else(|| id.to_owned(), |plan| plan.name.clone());
    let one = match moved {
        [one] if one.came => format!("Putting {} into {}", feature(&one.feature), plan(&one.plan)),
        [one] => format!("Taking {} out of {}", feature(&one.feature), plan(&one.plan)),
        [a, b] if a.feature == b.feature && a.came != b.came => {
            let (to, from) = if a.came { (a, b) } else { (b, a) };
            format!("Moving {} from {} to {}", feature(&a.feature), plan(&from.plan), plan(&to.plan))
        }
        _ => return (format!("All {} changes of features together, prices apart,", moved.len()), true),
    };
    (one, false)
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
