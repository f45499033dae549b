//! This file imports real price pages without editing, and anything else without falling over.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use planwright::exchange::export::export;
use planwright::exchange::import::Report;
use planwright::exchange::import::import;
use planwright::month::Month;
use planwright::number::Number;
use planwright::projection::Scope;
use planwright::projection::metric;
use planwright::projection::project;
use planwright::workspace::Workspace;
use planwright::workspace::check_value;
use proptest::prelude::*;
use serde_json::json;

fn today() -> Month {
    Month::new(2027, 1).expect("a month")
}

/// The price pages in a folder, by name.
fn pages(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.unwrap().path();
        match path.extension().and_then(|ending| ending.to_str()) {
            _ if path.is_dir() => found.extend(pages(&path)),
            Some("yml" | "yaml") => found.push((path.clone(), fs::read(&path).unwrap())),
            _ => {}
        }
    }
    found.sort();
    found
}

/// The page as a workspace that stands by itself and can be projected.
fn opened(path: &Path, bytes: &[u8]) -> (Workspace, Report) {
    let (workspace, report) = import(bytes, today()).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let again = check_value(&serde_json::to_value(&workspace).unwrap()).unwrap();
    assert_eq!(again, workspace, "{}", path.display());
    assert!(!report.understood.is_empty() && !report.assumed.is_empty());
    let projection = project(&workspace, None);
    assert_eq!(projection.months, 36, "{}", path.display());
    (workspace, report)
}

#[test]
fn the_gallery_imports_without_editing() {
    let gallery = pages(&Path::new(env!("CARGO_MANIFEST_DIR")).join("gallery"));
    assert!(gallery.len() >= 5);
    for (path, bytes) in &gallery {
        let (workspace, _) = opened(path, bytes);
        assert!(workspace.base.plans.len() >= 3 && workspace.base.features.len() > 40, "{}", path.display());
    }
}

/// One feature more in the plan below is a small thing of a page with dozens: no plan empties, and ARR moves by less than a
/// sixth, whichever feature it is. Worth what buyers pay for it today on average, it cannot bring more than its price.
#[test]
fn a_feature_ticked_into_the_plan_below_moves_arr_by_a_little() {
    for (path, bytes) in pages(&Path::new(env!("CARGO_MANIFEST_DIR")).join("gallery")) {
        let (workspace, _) = opened(&path, &bytes);
        let arr = |workspace: &Workspace, scenario: Option<&str>| {
            let projection = project(workspace, scenario);
            projection.value(metric("arr").unwrap(), projection.months - 1, Scope::All).unwrap().to_f64()
        };
        let before = arr(&workspace, None);
        let base = &workspace.base;
        let mut seen = 0;
        for (below, above) in base.plans.values().zip(base.plans.values().skip(1)).filter(|(below, _)| !below.free) {
            let worth = |id: &str| base.segments.values().filter_map(|segment| segment.values.get(id)).sum::<f64>();
            let added = above.features.keys().filter(|id| !below.features.contains_key(*id));
            let Some(dearest) = added.max_by(|a, b| worth(a).total_cmp(&worth(b))) else { continue };
            let plan = base.plans.iter().find(|(_, plan)| *plan == below).unwrap().0;
            let lever = json!({"t": {"name": "Tick", "on": true, "overrides": {format!("/plans/{plan}/features/{dearest}"): true}}});
            let mut document = serde_json::to_value(&workspace).unwrap();
            document["scenarios"] = json!({"t": {"name": "Tick", "colour": "s1", "note": "", "levers": lever}});
            let after = arr(&check_value(&document).unwrap(), Some("t"));
            let (moved, place) = (after / before - 1.0, format!("{} {dearest} into {plan}", path.display()));
            println!("{place}: {:+.2} %", moved * 100.0);
            assert!(moved != 0.0 && moved.abs() < 1.0 / 6.0, "{place}: {moved}");
            seen += 1;
        }
        assert!(seen > 0, "{}", path.display());
    }
}

/// What a page sells.
fn sold(workspace: &Workspace) -> serde_json::Value {
    let model = serde_json::to_value(&*workspace.base).unwrap();
    serde_json::json!({"plans": model["plans"], "add_ons": model["add_ons"], "features": model["features"]})
}

/// The page as it comes back from an export to Pricing2Yaml.
fn exported_and_imported(workspace: &Workspace) -> Workspace {
    let (text, _) = export("pricing2yaml", workspace, None, today()).unwrap();
    import(text.as_bytes(), today()).unwrap_or_else(|error| panic!("{error}\n{text}")).0
}

/// With PAGES=folder, every page in it, with its report.
#[test]
fn the_pages_of_a_folder_import() {
    let Some(folder) = std::env::var_os("PAGES") else { return };
    let mut refused = 0;
    let found = pages(Path::new(&folder));
    for (path, bytes) in &found {
        match import(bytes, today()) {
            Ok(_) => {
                let (workspace, report) = opened(path, bytes);
                println!("{}\n{}", path.display(), report.lines().join("\n"));
                let again = exported_and_imported(&workspace);
                for (key, before) in sold(&workspace).as_object().unwrap() {
                    assert_eq!(sold(&again)[key], *before, "{}: {key}", path.display());
                }
            }
            Err(error) => {
                refused += 1;
                println!("{}: refused: {error}", path.display());
            }
        }
    }
    println!("{} pages, {refused} refused", found.len());
    assert_eq!(refused, 0);
}

/// jobs of a price page: three plans with a price (one of them 0), one on request, three add-ons, nothing edited.
#[test]
fn notion_imports_with_its_plans_and_add_ons() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("gallery/notion-2025.yml");
    let (workspace, report) = opened(&path, &fs::read(&path).unwrap());
    let model = &workspace.base;
    let price = |at: &str| serde_json::to_value(&**model).unwrap().pointer(at).cloned();
    assert_eq!(model.plans.keys().collect::<Vec<_>>(), ["free", "plus", "business", "enterprise"]);
    assert!(model.plans["free"].free && model.plans["enterprise"].contact_sales);
    assert_eq!(price("/plans/plus/charges/users/price"), Some("12".into()));
    assert_eq!(price("/plans/business/charges/users/price"), Some("18".into()));
    assert!(workspace.assumptions["/plans/enterprise/charges/users/price"].assumed());
    assert_eq!(model.plans["business"].annual_discount.to_string(), "0.2");
    assert_eq!(model.add_ons.keys().collect::<Vec<_>>(), ["custom-domain", "extra-custom-domain", "notion-ai"]);
    assert_eq!(price("/add_ons/notion-ai/charges/users/price"), Some("10".into()));
    assert_eq!(model.add_ons["extra-custom-domain"].needs().collect::<Vec<_>>(), ["custom-domain"]);
    assert_eq!(model.features.len(), 63 + 8);
    assert_eq!(model.plans["plus"].limits["file-uploads-limit"], "unlimited");
    assert_eq!(model.plans["plus"].limits["page-history-threshold"], "30");
    assert!(report.left_out.iter().any(|note| note.to_string().contains("links to price pages of 3 features")));
}

/// Text that looks like a page as far as chance allows.
fn pagelike() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("plans"),
        Just("addOns"),
        Just("features"),
        Just("usageLimits"),
        Just("price"),
        Just("unit"),
        Just("value"),
        Just("billing"),
        Just("annually"),
        Just("valueType"),
        Just("NUMERIC"),
        Just("TEXT"),
        Just("defaultValue"),
        Just("dependsOn"),
        Just("excludes"),
        Just("availableFor"),
        Just("usageLimitsExtensions"),
        Just("PRO"),
        Just("FREE"),
        Just(".inf"),
        Just("1e28"),
        Just("-3"),
        Just("99999999999999999999"),
        Just("0.0000000000001"),
        Just("user/month"),
        Just("12"),
        Just("0"),
        Just("true"),
        Just("Contact"),
        Just("*a"),
        Just("&a"),
        Just("<<"),
        Just("[PRO, x]"),
        Just("{}"),
        Just("null"),
        Just("Price"),
        Just("\t"),
        Just(","),
        Just("forever"),
        Just("500 users/month"),
        Just("é\u{202e}"),
        Just("!!str"),
    ];
    let line = (0..5_usize, word.clone(), prop_oneof![Just(":"), Just(": "), Just(" "), Just("\t"), Just("- ")], word);
    let line = line.prop_map(|(depth, left, mark, right)| format!("{}{left}{mark}{right}\n", "  ".repeat(depth)));
    prop::collection::vec(line, 0..40).prop_map(|lines| lines.concat())
}

/// A page of the gallery with some of its bytes changed.
fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let page = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("gallery/notion-2025.yml")).unwrap();
    let length = page.len();
    prop::collection::vec((0..length, any::<u8>(), 0..3_usize), 1..8).prop_map(move |changes| {
        let mut page = page.clone();
        for (at, byte, what) in changes {
            let at = at.min(page.len().saturating_sub(1));
            match what {
                0 => page[at] = byte,
                1 => page.truncate(at.max(1)),
                _ => page.insert(at, byte),
            }
        }
        page
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_the_importer_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        drop(import(&bytes, today()));
    }

    #[test]
    fn what_looks_like_a_page_imports_or_is_refused(text in pagelike()) {
        match import(text.as_bytes(), today()) {
            Ok((workspace, _)) => prop_assert!(check_value(&serde_json::to_value(&workspace).unwrap()).is_ok()),
            Err(error) => prop_assert!(!error.to_string().contains("does not fit into a workspace"), "{error}\n{text}"),
        }
    }

    #[test]
    fn a_damaged_page_imports_or_is_refused(bytes in damaged()) {
        if let Err(error) = import(&bytes, today()) {
            prop_assert!(!error.to_string().contains("does not fit into a workspace"), "{error}");
        }
    }
}
