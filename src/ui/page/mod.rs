//! This module lists the pages, each a file or folder that answers one question.

mod compare;

mod costs;

mod customers;

mod evidence;

mod growth;

mod list;

mod overview;

mod packaging;

mod parts;

mod pricing;

mod rollout;

use yew::Html;
use yew::html;

/// One page.
#[derive(Debug)]
pub struct Page {
    /// Its name in the address.
    pub id: &'static str,
    /// What the rail calls it.
    pub name: &'static str,
    /// Its icon.
    pub icon: &'static str,
    /// What it answers, its heading.
    pub question: &'static str,
    /// Paths of the inputs it edits, `*` for any one step; changes inside them are counted in the rail, each on the page
    /// whose path says most.
    pub inputs: &'static [&'static str],
    /// A line above it in the rail.
    pub ruled: bool,
}

/// Lists the pages once: what the rail knows of each, and what stands below its heading, a finding (`<p class="finding">`),
/// inputs and charts.
macro_rules! pages {
    ($($id:ident $component:ident { $($known:tt)* })*) => {
        /// Every page, in the order of the rail.
        pub const PAGES: &[Page] = &[$(Page { id: stringify!($id), $($known)* }),*];

        /// What stands below the heading of the page `id`. Only [`crate::ui::later`] calls it: whatever else did would bring
        /// the code of all pages into the first file.
        pub fn body(id: &str) -> Html {
            match id {
                $(stringify!($id) => html! { <$id::$component /> },)*
                _ => Html::default(),
            }
        }
    };
}

pages! {
    overview Overview {
        name: "Overview",
        icon: "overview",
        question: "How are we doing?",
        inputs: &[],
        ruled: false,
    }
    pricing Pricing {
        name: "Pricing",
        icon: "pricing",
        question: "What do we charge, and what would another price do?",
        inputs: &["/plans", "/meters", "/coupons", "/books"],
        ruled: false,
    }
    evidence EvidencePage {
        name: "Evidence",
        icon: "evidence",
        question: "What do we know about willingness to pay?",
        inputs: &["/evidence", "/competitors"],
        ruled: false,
    }
    rollout Rollout {
        name: "Rollout",
        icon: "rollout",
        question: "What does a price change really reach?",
        inputs: &["/rollout", "/price_changes", "/segments/*/attention", "/segments/*/loyalty", "/segments/*/cutting", "/segments/*/switching"],
        ruled: false,
    }
    packaging Packaging {
        name: "Packaging",
        icon: "packaging",
        question: "What goes in which plan?",
        inputs: &["/features", "/add_ons", "/plans/*/features", "/plans/*/limits", "/segments/*/values"],
        ruled: false,
    }
    customers Customers {
        name: "Customers",
        icon: "customers",
        question: "Who buys, and how big are they?",
        inputs: &["/segments", "/opening"],
        ruled: false,
    }
    growth Growth {
        name: "Growth",
        icon: "growth",
        question: "Where do new customers come from?",
        inputs: &["/channels"],
        ruled: false,
    }
    costs Costs {
        name: "Costs",
        icon: "costs",
        question: "What does it cost, and when do we run out?",
        inputs: &["/costs", "/finance"],
        ruled: false,
    }
    compare Compare {
        name: "Compare",
        icon: "compare",
        question: "Which case wins, and why?",
        inputs: &[],
        ruled: true,
    }
    list CustomerList {
        name: "Customer list",
        icon: "table",
        question: "What would each customer pay?",
        inputs: &[],
        ruled: true,
    }
}

/// The page on which what stands at `path` is changed, if any.
pub fn editing(path: &str) -> Option<&'static Page> {
    let page = |page: &'static Page| {
        let inputs = page.inputs.iter().filter(|input| inside(path, input));
        Some((inputs.map(|input| input.split('/').count()).max()?, page))
    };
    PAGES.iter().filter_map(page).max_by_key(|(steps, _)| *steps).map(|(_, page)| page)
}

/// Whether `path` is `input`, in which `*` is any one step, or lies inside it.
pub fn inside(path: &str, input: &str) -> bool {
    let mut steps = path.split('/');
    input.split('/').all(|wanted| steps.next().is_some_and(|step| wanted == "*" || wanted == step))
}

/// What stands below the heading of the first page, whose code is there from the start.
pub fn first() -> Html {
    html! { <overview::Overview /> }
}
