//! This file writes the price list of the scenario in front for other programs, and says what their formats cannot hold.

use js_sys::Uint8Array;
use yew::Callback;
use yew::Html;
use yew::MouseEvent;
use yew::Properties;
use yew::component;
use yew::html;
use yew::use_mut_ref;
use yew::use_state;

use super::control::Dialog;
use super::frame::use_frame;
use super::icon::Icon;
use crate::browser::clock;
use crate::browser::files;
use crate::exchange::export::FORMATS;
use crate::exchange::export::Format;
use crate::exchange::file;
use crate::worker::Exported;
use crate::worker::News;
use crate::worker::PriceList;
use crate::worker::Wanted;
use crate::worker::ask;

/// What the dialog needs.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Stop showing it.
    pub on_close: Callback<()>,
}

/// The dialog.
#[component]
pub fn PriceListDialog(props: &Props) -> Html {
    let frame = use_frame();
    let said = use_state(|| None::<(String, Vec<String>)>);
    let work = use_mut_ref(|| None);
    let scenario = frame.session.scenario.clone();
    let called = scenario.as_ref().and_then(|id| frame.workspace().scenarios.get(id));
    let called = called.map_or("Base", |scenario| scenario.name.as_str()).to_owned();
    let write = |format: &'static Format| {
        let (workspace, scenario, said, work) =
            (frame.workspace().clone(), scenario.clone(), said.setter(), work.clone());
        Callback::from(move |_: MouseEvent| {
            let wanted = Wanted { format: format.id.into(), scenario: scenario.clone(), today: clock::this_month() };
            let bytes = Uint8Array::from(file::write(&workspace).as_bytes()).buffer();
            let name = file::stem(&workspace.name) + format.ending;
            let said = said.clone();
            let heard = move |news: News<Exported>| match news {
                News::Progress(_) => {}
                News::Done(Ok((text, left_out)), _) => said.set(Some(match files::save(&name, format.kind, &text) {
                    Ok(()) => (format!("{name} was saved."), left_out),
                    Err(error) => (format!("{name} was not saved: {error}"), Vec::new()),
                })),
                News::Done(Err(why), _) => said.set(Some((why, Vec::new()))),
                News::Failed(trouble) => said.set(Some((trouble.to_string(), Vec::new()))),
            };
            work.replace(Some(ask::<PriceList>(&wanted, Some(&bytes), heard)));
        })
    };
    let line = |format: &'static Format| {
        html! {
            <li>
                <button type="button" class="btn line" onclick={write(format)}><Icon name="save" />{ format!("Export as {}", format.label) }</button>
                <span class="help">{ format.about }</span>
            </li>
        }
    };
    html! {
        <Dialog title="Export the price list" on_close={props.on_close.clone()}>
            <p>{ format!("Plans, prices, features and add-ons of {called}, for other programs. What their formats cannot hold is named.") }</p>
            <ul class="formats">{ for FORMATS.iter().map(line) }</ul>
            <div role="status">
                if let Some((words, left_out)) = &*said {
                    <p>{ words.clone() }</p>
                    if !left_out.is_empty() {
                        <h3>{ "Left out" }</h3>
                        <ul class="report-notes">{ for left_out.iter().map(|words| html! { <li>{ words.clone() }</li> }) }</ul>
                    }
                }
            </div>
        </Dialog>
    }
}
