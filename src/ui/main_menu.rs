//! This file holds the menu of the whole page: workspaces, files, theme, help.

use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::Callback;
use yew::Event;
use yew::Html;
use yew::TargetCast;
use yew::component;
use yew::html;
use yew::use_context;

use super::actions;
use super::control::Item;
use super::control::Menu;
use super::focus;
use super::frame::Frame;
use super::frame::use_frame;
use super::icon::Icon;
use super::keeper::Keeper;
use super::keys::FIND;
use super::session::Action;
use super::session::Panel;
use crate::browser::files;
use crate::browser::storage::Preference;
use crate::browser::theme;
use crate::browser::theme::THEMES;
use crate::browser::theme::Theme;

/// Id of the hidden field that lets a file be chosen.
const FILE: &str = "import-file";

/// The menu, with the hidden field that lets a file be chosen.
#[component]
pub fn MainMenu() -> Html {
    let frame = use_frame();
    let keeper = use_context::<Keeper>().expect("the menu is rendered beside the keeper");
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
            <Menu label="Menu" face={html! { <Icon name="more" /> }} items={items(&frame, &keeper)} />
            <input id={FILE} type="file" accept=".json,application/json" hidden=true aria-label="Import a workspace file" {onchange} />
        </>
    }
}

/// The lines of the menu.
pub fn items(frame: &Frame, keeper: &Keeper) -> Vec<Item> {
    let show = |panel: Panel| {
        let session = frame.session.clone();
        Callback::from(move |()| session.dispatch(Action::Show(Some(panel.clone()))))
    };
    let with = |work: fn(&Frame, &Keeper)| {
        let (frame, keeper) = (frame.clone(), keeper.clone());
        Callback::from(move |()| work(&frame, &keeper))
    };
    let rename = Callback::from(|()| focus::give("workspace-name"));
    let mut items = vec![
        Item::new("Open or start a workspace…", "open", show(Panel::Library)),
        Item::new("Rename", "edit", rename).of("Workspace"),
        Item::new("Duplicate", "copy", with(actions::duplicate)).of("Workspace"),
        Item::new("Delete", "bin", with(actions::delete)).of("Workspace"),
        Item::new("Start, horizon, currency…", "edit", show(Panel::Settings)).ruled(),
        Item::new("Import a file…", "open", Callback::from(|()| focus::press(FILE))).ruled(),
        Item::new("Import a price page…", "open", show(Panel::PricePage(None))),
        Item::new("Export as a file", "save", with(|frame, _| actions::export(frame))),
        Item::new("Export the price list…", "save", show(Panel::PriceList)),
    ];
    items.extend(themes(frame, keeper));
    items.push(Item::new(FIND, "evidence", show(Panel::Palette)).keys("Ctrl+K").ruled());
    items.push(Item::new("Keyboard shortcuts", "help", show(Panel::Shortcuts)).keys("?"));
    items.push(Item::new("About Planwright", "help", show(Panel::About)));
    items
}

/// One line for each theme.
fn themes(frame: &Frame, keeper: &Keeper) -> Vec<Item> {
    let line = |(place, (choice, _, words)): (usize, &(Theme, &str, &str))| {
        let (session, keeper, choice) = (frame.session.clone(), keeper.clone(), *choice);
        let now = theme::applied() == choice;
        let action = Callback::from(move |()| {
            choice.apply();
            if let Ok(store) = keeper.store() {
                // A theme that is not remembered still shows now.
                let _ = store.prefer(Preference::Theme, choice.key());
            }
            // The menu is told which it is.
            session.dispatch(Action::Show(None));
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
