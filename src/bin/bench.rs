//! This program times single projections by the same code natively and as WebAssembly: one line of JSON for each work.
//!
//! A work begins at the document, as an edit on the page does. `f64` ends at expected customers and money,
//! `ledger` at the exact books.

use std::hint::black_box;

#[cfg(target_arch = "wasm32")]
use host::now;
#[cfg(target_arch = "wasm32")]
use host::say;
use planwright::projection::Bills;
use planwright::projection::Flows;
use planwright::projection::project;
use planwright::projection::rates;
use planwright::projection::run;
use planwright::workspace::Workspace;
use planwright::workspace::case;
use planwright::workspace::check;
use planwright::workspace::template::template;

/// Milliseconds of running before anything counts: browsers compile what runs often anew, and better.
const WARMING: f64 = 400.0;

/// Milliseconds a sample takes at least: the clock of a page ticks only every tenth of one.
const SAMPLE: f64 = 25.0;

/// Samples of each work in a round.
const SAMPLES: usize = 12;

/// Rounds.
const ROUNDS: usize = 3;

fn main() {
    let gitlab = template("gitlab").expect("a template of this name").json;
    for (name, json) in [("GitLab template", gitlab), ("workload", include_str!("../../benches/workload.json"))] {
        let workspace = check(json.as_bytes()).expect("a document that passes the check");
        // In turns, so that a slow moment of the machine does not fall on one work alone.
        let mut times = [Vec::new(), Vec::new()];
        for _ in 0..ROUNDS {
            times[0].extend(samples(|| smooth(&workspace)));
            times[1].extend(samples(|| project(&workspace, None)));
        }
        for (kind, times) in ["f64", "ledger"].into_iter().zip(&mut times) {
            times.sort_by(f64::total_cmp);
            let (least, median) = (times[0], times[times.len() / 2]);
            let months = workspace.months;
            say(&format!(
                r#"{{"name":"{name}","months":{months},"kind":"{kind}","least":{least:.3},"median":{median:.3}}}"#
            ));
        }
    }
}

/// Expected customers and money of a document's base.
fn smooth(workspace: &Workspace) -> Flows<f64> {
    let case = case(workspace, None);
    let rates = rates::<f64>(&case, &workspace.base, workspace.currency, Bills::Smooth);
    run(case.last(), &rates, false)
}

/// Microseconds one run of `work` takes, sample by sample.
fn samples<T>(mut work: impl FnMut() -> T) -> Vec<f64> {
    let begun = now();
    let mut runs = 0_u32;
    while now() - begun < WARMING {
        black_box(work());
        runs += 1;
    }
    let batch = (f64::from(runs) * SAMPLE / WARMING).ceil().max(1.0);
    let sample = |_| {
        let begun = now();
        for _ in 0..batch as u32 {
            black_box(work());
        }
        (now() - begun) * 1e3 / batch
    };
    (0..SAMPLES).map(sample).collect()
}

/// Milliseconds since a moment that stays the same.
#[cfg(not(target_arch = "wasm32"))]
fn now() -> f64 {
    use std::sync::LazyLock;
    use std::time::Instant;

    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed().as_secs_f64() * 1e3
}

#[cfg(not(target_arch = "wasm32"))]
fn say(line: &str) {
    println!("{line}");
}

/// What the browser lends.
#[cfg(target_arch = "wasm32")]
mod host {
    use wasm_bindgen::prelude::wasm_bindgen;

    #[wasm_bindgen]
    extern "C" {
        /// Milliseconds since the page was opened.
        #[wasm_bindgen(js_namespace = performance)]
        pub fn now() -> f64;

        /// Prints a line on the console.
        #[wasm_bindgen(js_namespace = console, js_name = log)]
        pub fn say(line: &str);
    }
}
