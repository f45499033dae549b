//! This file holds the menu of the whole page: workspaces, files, theme, help.

use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::Callback;
use yew::Event;
use yew::Html;
use yew::TargetCast;
use yew::UseStateHandle;
use yew::component;
use yew::html;
use yew::use_context;
use yew::use_node_ref;
use yew::use_state;

use super::actions;
use super::control::Item;
use super::control::Menu;
use super::focus;
use super::frame::use_frame;
use super::icon::Icon;
use super::keeper::Keeper;
use super::session::Action;
use super::session::Panel;
use crate::browser::files;
use crate::browser::storage::Preference;
use crate::browser::theme::THEMES;
use crate::browser::theme::Theme;

/// The menu, with the hidden field that lets a file be chosen.
#[component]
pub fn MainMenu() -> Html {
    let frame = use_frame();
    let keeper = use_context::<Keeper>().expect("the menu is rendered beside the keeper");
    let field = use_node_ref();
    let theme = use_state(|| stored_theme(&keeper));
    let show = |panel: Panel| {
        let session = frame.session.clone();
        Callback::from(move |()| session.dispatch(Action::Show(Some(panel.clone()))))
    };
    let with = |work: fn(&super::frame::Frame, &Keeper)| {
        let (frame, keeper) = (frame.clone(), keeper.clone());
        Callback::from(move |()| work(&frame, &keeper))
    };
    let choose = {
        let field = field.clone();
        Callback::from(move |()| {
            if let Some(field) = field.cast::<HtmlInputElement>() {
                field.click()
            }
        })
    };
    let rename = Callback::from(|()| focus::give("workspace-name"));
    let mut items = vec![
        Item::new("Open or start a workspace…", "open", show(Panel::Library)),
        Item::new("Rename", "edit", rename),
        Item::new("Duplicate", "copy", with(actions::duplicate)),
        Item::new("Delete", "bin", with(actions::delete)),
        Item::new("Start, horizon, currency…", "edit", show(Panel::Settings)).ruled(),
        Item::new("Import a file…", "open", choose).ruled(),
        Item::new("Import a price page…", "open", show(Panel::PricePage(None))),
        Item::new("Export as a file", "save", with(|frame, _| actions::export(frame))),
        Item::new("Export the price list…", "save", show(Panel::PriceList)),
    ];
    items.extend(themes(&theme, &keeper));
    items.push(Item::new("Keyboard shortcuts", "help", show(Panel::Shortcuts)).keys("?").ruled());
    items.push(Item::new("About Planwright", "help", show(Panel::About)));
    let onchange = {
        let (frame, keeper) = (frame.clone(), keeper.clone());
        Callback::from(move |event: Event| {
            let Some(file) = event.target_dyn_into::<HtmlInputElement>().and_then(|field| files::chosen(&field)) else {
                return;
            };
            let (frame, keeper) = (frame.clone(), keeper.clone());
            spawn_local(async move { actions::import(&frame, &keeper, file).await });
        })
    };
    html! {
        <>
            <Menu label="Menu" face={html! { <Icon name="more" /> }} {items} />
            <input ref={field} type="file" accept=".json,application/json" hidden=true aria-label="Import a workspace file" {onchange} />
        </>
    }
}

/// One line for each theme.
fn themes(theme: &UseStateHandle<Theme>, keeper: &Keeper) -> Vec<Item> {
    let line = |(place, (choice, _, words)): (usize, &(Theme, &str, &str))| {
        let (theme, keeper, choice) = (theme.clone(), keeper.clone(), *choice);
        let now = *theme == choice;
        let action = Callback::from(move |()| {
            choice.apply();
            theme.set(choice);
            if let Ok(store) = keeper.store() {
                // A theme that is not remembered still shows now.
                let _ = store.prefer(Preference::Theme, choice.key());
            }
        });
        let item = Item::new(format!("Theme: {}", words.to_lowercase()), "theme", action).checked(now);
        if place == 0 { item.ruled() } else { item }
    };
    THEMES.iter().enumerate().map(line).collect()
}

/// The theme a person chose for this browser.
pub fn stored_theme(keeper: &Keeper) -> Theme {
    let stored = keeper.store().ok().and_then(|store| store.preference(Preference::Theme));
    stored.map_or_else(Theme::default, |key| Theme::of(&key))
}
