//! This file holds what writes a finding into the model: buttons, and a status that says what the model has from it.

use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::MouseEvent;
use yew::UseStateHandle;
use yew::html;

use super::opened::Told;
use super::opened::written;
use super::using;
use super::using::Used;
use crate::demand::finding::Figure;
use crate::demand::finding::Measure;
use crate::ui::control::Select;
use crate::ui::frame::Frame;
use crate::ui::icon::Icon;
use crate::ui::outlook::Same;
use crate::workspace::Edit;
use crate::workspace::model::Evidence;

/// A finding whose figures may be used.
struct Offer<'a> {
    frame: &'a Frame,
    id: &'a str,
    found: &'a Evidence,
    told: &'a Told,
    /// The document in which one was used last.
    begun: &'a UseStateHandle<Option<Same>>,
}

/// The buttons, and what is in use; `begun` is the document in which one was pressed last.
pub fn use_it(frame: &Frame, id: &str, found: &Evidence, told: &Told, begun: &UseStateHandle<Option<Same>>) -> Html {
    let offer = Offer { frame, id, found, told, begun };
    let elasticity = told.figures.last().filter(|figure| figure.measure == Measure::Elasticity);
    let elasticity = elasticity.and_then(|figure| offer.used(figure));
    let worths =
        told.figures.iter().filter(|figure| matches!(found, Evidence::Conjoint(_)) && figure.measure == Measure::Money);
    let worths: Vec<_> = worths.filter_map(|figure| Some((figure.label.as_str(), offer.used(figure)?))).collect();
    let valued = !using::worths(frame.front.projection.case.last(), found).is_empty();
    let explained = using::explained(frame, found).filter(|_| !worths.is_empty());
    let mut said: Vec<String> = elasticity.iter().filter_map(|used| offer.elasticity_said(used)).collect();
    said.extend(worths.iter().flat_map(|(_, used)| offer.worth_said(used)));
    html! {
        <>
            <div class="fit-tools">
                { offer.elasticity(elasticity.as_ref()) }
                if valued { { for worths.iter().map(|(label, used)| offer.worth(label, used)) } }
                if let Some(words) = explained { <p class="help">{ words }</p> }
            </div>
            <p class="help" role="status">{ said.join(" ") }{ if !said.is_empty() && offer.just() { " Undo takes it back." } else { "" } }</p>
        </>
    }
}

impl Offer<'_> {
    fn used(&self, figure: &Figure) -> Option<Used<'_>> {
        let sample = self.told.sample.clone();
        Some(Used { found: self.found, id: self.id, sample, value: figure.value?, interval: figure.interval })
    }

    fn run(&self) -> Callback<Edit> {
        let (frame, begun) = (self.frame.clone(), self.begun.clone());
        Callback::from(move |edit: Edit| {
            begun.set(Some(Same(frame.workspace().clone())));
            frame.edit(edit);
        })
    }

    /// Whether the last step was one of these buttons.
    fn just(&self) -> bool {
        let before = self.frame.session.history.before().map(|before| Same(before.clone()));
        self.begun.is_some() && **self.begun == before
    }

    /// The segments it speaks for, by name.
    fn segments(&self) -> String {
        let model = self.frame.front.projection.case.last();
        let named = using::segments(model, self.found);
        let names: Vec<_> = named.iter().map(|segment| self.frame.front.name_of("segments", segment)).collect();
        match names.as_slice() {
            [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
            few => few.concat(),
        }
    }

    /// Where it was written, and from what.
    fn place(&self) -> String {
        let front = &self.frame.front;
        let scenario = front.scenario.as_ref().map(|_| format!(" in {}", front.name)).unwrap_or_default();
        format!("{scenario}, from this {}.", using::kind(self.found))
    }

    fn is(&self) -> &'static str {
        if self.just() { "is now" } else { "is" }
    }

    fn elasticity_said(&self, used: &Used<'_>) -> Option<String> {
        using::elasticity_in_use(self.frame, used).then(|| {
            let words = written(self.frame, Measure::Elasticity, used.value);
            format!("Elasticity of {} {} {words}{}", self.segments(), self.is(), self.place())
        })
    }

    fn worth_said(&self, used: &Used<'_>) -> Vec<String> {
        let features = self.frame.front.named("features").into_iter();
        let given = features.filter(|(feature, _)| using::worth_in_use(self.frame, feature, used));
        let words = written(self.frame, Measure::Money, used.value);
        let sentence = |(_, name): (AttrValue, AttrValue)| {
            let each = using::unit(self.frame, self.found).map(|unit| format!(" for each {unit}")).unwrap_or_default();
            format!("{name} {} worth {words} a month{each} to {}{}", self.is(), self.segments(), self.place())
        };
        given.map(sentence).collect()
    }

    fn elasticity(&self, used: Option<&Used<'_>>) -> Html {
        let Some(used) = used else { return html! { <p class="help">{ "There is no elasticity to use." }</p> } };
        if using::is_example(self.found) {
            return html! { <p class="help">{ "These figures are an example: put in those of your experiment to use what it says." }</p> };
        }
        if used.value > 0.0 {
            return html! { <p class="help">{ "More bought at the higher price: that is no elasticity a segment can have." }</p> };
        }
        let words = written(self.frame, Measure::Elasticity, used.value);
        let in_use = using::elasticity_in_use(self.frame, used);
        let edit = using::elasticity(self.frame, used);
        let run = self.run();
        let onclick = Callback::from(move |_: MouseEvent| {
            if !in_use {
                run.emit(edit.clone());
            }
        });
        html! {
            <>
                // Not disabled: it would lose the focus by being pressed.
                <button type="button" class="btn main" aria-disabled={in_use.then_some("true")} {onclick}>
                    if in_use { <Icon name="tick" />{ format!("In use: elasticity {words}") } } else { { format!("Use this: elasticity {words}") } }
                </button>
                <p class="help">{ format!("For {}, measured at {}.", self.segments(), self.told.at) }</p>
            </>
        }
    }

    /// A choice of the feature that is worth what a level was.
    fn worth(&self, label: &str, used: &Used<'_>) -> Html {
        let features = self.frame.front.named("features");
        let edits: Vec<(AttrValue, Edit)> =
            features.iter().map(|(id, _)| (id.clone(), using::worth(self.frame, id, used))).collect();
        let mut options = vec![(AttrValue::default(), AttrValue::from("choose a feature"))];
        options.extend(features);
        let run = self.run();
        let on_pick = Callback::from(move |feature: AttrValue| {
            if let Some((_, edit)) = edits.iter().find(|(id, _)| *id == feature) {
                run.emit(edit.clone());
            }
        });
        let id = format!("worth-{label}");
        html! {
            <div class="row which" key={id.clone()}><label for={id.clone()}>{ format!("Use {label} as the value of") }</label>
                <Select {id} label={format!("Use {label} as the value of")} {options} value={AttrValue::default()} {on_pick} /></div>
        }
    }
}
