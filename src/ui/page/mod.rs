//! This module lists the pages, each a file or folder that answers one question.

mod compare;

mod costs;

mod customers;

mod growth;

mod overview;

mod packaging;

mod pricing;

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
    /// Paths of the inputs it edits; changes inside them are counted in the rail.
    pub inputs: &'static [&'static str],
    /// A line above it in the rail.
    pub ruled: bool,
    /// Everything below the heading: a finding (`<p class="finding">`), inputs and charts.
    pub body: fn() -> Html,
}

/// Every page, in the order of the rail.
pub const PAGES: &[Page] = &[
    Page {
        id: "overview",
        name: "Overview",
        icon: "overview",
        question: "How are we doing?",
        inputs: &[],
        ruled: false,
        body: || html! { <overview::Overview /> },
    },
    Page {
        id: "pricing",
        name: "Pricing",
        icon: "pricing",
        question: "What do we charge, and what would another price do?",
        inputs: &["/plans", "/rollout", "/price_changes", "/meters"],
        ruled: false,
        body: || html! { <pricing::Pricing /> },
    },
    Page {
        id: "packaging",
        name: "Packaging",
        icon: "packaging",
        question: "What goes in which plan?",
        inputs: &["/features"],
        ruled: false,
        body: || html! { <packaging::Packaging /> },
    },
    Page {
        id: "customers",
        name: "Customers",
        icon: "customers",
        question: "Who buys, and how big are they?",
        inputs: &["/segments", "/opening"],
        ruled: false,
        body: || html! { <customers::Customers /> },
    },
    Page {
        id: "growth",
        name: "Growth",
        icon: "growth",
        question: "Where do new customers come from?",
        inputs: &["/channels"],
        ruled: false,
        body: || html! { <growth::Growth /> },
    },
    Page {
        id: "costs",
        name: "Costs",
        icon: "costs",
        question: "What does it cost, and when do we run out?",
        inputs: &["/costs", "/finance"],
        ruled: false,
        body: || html! { <costs::Costs /> },
    },
    Page {
        id: "compare",
        name: "Compare",
        icon: "compare",
        question: "Which case wins, and why?",
        inputs: &[],
        ruled: true,
        body: || html! { <compare::Compare /> },
    },
];
