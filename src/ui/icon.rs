//! This file holds the icons, one path each on a grid of 16.

use yew::Html;
use yew::Properties;
use yew::classes;
use yew::component;
use yew::html;

/// Every icon: its name and its path.
const ICONS: &[(&str, &str)] = &[
    ("undo", "M4 6h6a3 3 0 0 1 0 6H8M4 6l3-3M4 6l3 3"),
    ("redo", "M12 6H6a3 3 0 0 0 0 6h2M12 6 9 3M12 6 9 9"),
    ("share", "M8 10V2M5 5l3-3 3 3M3 9v4h10V9"),
    ("more", "M3 8h.01M8 8h.01M13 8h.01"),
    ("overview", "M2 13h12M4 11V7M8 11V3M12 11V5"),
    ("pricing", "M8 2v12M11 4.5C10 3.5 6 3 5.5 5.5S11 8 10.8 10.5 6 12.5 4.8 11.2"),
    ("rollout", "M2 12c3 0 3-8 6-8s3 8 6 8M11 9l3 3-3 3"),
    ("evidence", "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.7 10.7 14 14"),
    ("packaging", "M2 5l6-3 6 3-6 3zM2 5v6l6 3 6-3V5M8 8v6"),
    ("customers", "M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.5 14a5.5 5.5 0 0 1 11 0"),
    ("growth", "M2 12l4-4 3 2 5-6M10 4h4v4"),
    ("costs", "M3 2h10v12l-2-1.5L9 14l-2-1.5L5 14l-2-1.5zM6 6h4M6 9h4"),
    ("compare", "M5 2v12M11 2v12M2 5h6M8 11h6"),
    ("table", "M2 3h12v10H2zM2 7h12M7 3v10"),
    ("save", "M8 2v8M5 7l3 3 3-3M3 13h10"),
    ("copy", "M5 5h8v8H5zM3 11V3h8"),
    ("plus", "M8 3v10M3 8h10"),
    ("close", "M4 4l8 8M12 4l-8 8"),
    ("reset", "M4 4v3h3M4.3 7A4.5 4.5 0 1 1 4 10"),
    ("down", "M4 6l4 4 4-4"),
    ("path", "M2 11l4-4 3 2 5-5"),
    ("bin", "M3 4h10M6 4V2h4v2M4 4l1 10h6l1-10"),
    ("edit", "M3 13l1-3 7-7 2 2-7 7z"),
    ("open", "M2 13V3h4l2 2h6v8z"),
    ("help", "M6 6a2 2 0 1 1 2.5 2c-.5.2-.5.8-.5 1.5M8 12.5v.01"),
    ("left", "M10 4l-4 4 4 4"),
    ("right", "M6 4l4 4-4 4"),
    ("tick", "M3.5 8.5l3 3 6-7"),
    ("series", "M2 4h2M2 8h2M2 12h2M7 4h7M7 8h7M7 12h7"),
    ("theme", "M8 2a6 6 0 1 0 0 12zM8 2a6 6 0 0 1 0 12"),
];

/// What an icon needs.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Its name in the list.
    pub name: &'static str,
}

/// One icon, hidden from screen readers: the control around it carries the words.
#[component]
pub fn Icon(props: &Props) -> Html {
    let path = ICONS.iter().find(|(name, _)| *name == props.name).map_or("", |(_, path)| *path);
    html! { <svg class={classes!("icon", format!("icon-{}", props.name))} viewBox="0 0 16 16" aria-hidden="true"><path d={path} /></svg> }
}
