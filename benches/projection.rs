//! This program times projections: the templates' own, the workload others can be timed on, and how cost grows.
//!
//! Each figure is the least and the median of many runs of the same work in this process; ratios travel between
//! machines, absolute times do not. `cargo bench` with a name measures only the figures whose line contains it.

use std::hint::black_box;
use std::time::Duration;
use std::time::Instant;

use planwright::number::Decimal;
use planwright::projection::Bills;
use planwright::projection::Memo;
use planwright::projection::ledger;
use planwright::projection::project;
use planwright::projection::project_case;
use planwright::projection::rates;
use planwright::projection::run;
use planwright::workspace::Case;
use planwright::workspace::Workspace;
use planwright::workspace::case;
use planwright::workspace::check_value;
use planwright::workspace::template::template;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

/// Time given to each figure.
const TIME: Duration = Duration::from_millis(400);

fn main() {
    let filter = std::env::args().skip(1).find(|word| !word.starts_with("--")).unwrap_or_default();
    let bench = Bench { filter };
    println!("{:<58} {:>10} {:>10}", "", "least", "median");
    let gitlab = template("gitlab").expect("a template of this name").open();
    let workload = read(include_str!("workload.json"));
    for (name, workspace) in [("GitLab template", &gitlab), ("workload 3 x 4", &workload)] {
        bench.one(&format!("{name}, {} months", workspace.months), workspace);
    }
    bench.growth(&workload);
}

fn read(text: &str) -> Workspace {
    let value: Value = serde_json::from_str(text).expect("JSON");
    check_value(&value).expect("a document that passes the check")
}

struct Bench {
    filter: String,
}

impl Bench {
    /// The least and the median time of `work`; none where it was not asked for.
    fn time<T>(&self, label: &str, mut work: impl FnMut() -> T) -> Option<f64> {
        if !label.contains(&self.filter) {
            return None;
        }
        let mut times = Vec::new();
        let start = Instant::now();
        while times.len() < 5 || start.elapsed() < TIME {
            let begun = Instant::now();
            black_box(work());
            times.push(begun.elapsed().as_secs_f64() * 1e6);
        }
        times.sort_by(f64::total_cmp);
        println!("{label:<58} {:>7.1} us {:>7.1} us", times[0], times[times.len() / 2]);
        Some(times[0])
    }

    /// Everything about one workspace.
    fn one(&self, name: &str, workspace: &Workspace) {
        let case = case(workspace, None);
        let smooth = || smooth(workspace, &case);
        let float = self.time(&format!("{name}: f64 rates and cohorts"), smooth);
        self.time(&format!("{name}: f64 rates alone"), || rates_of(workspace, &case, Bills::Smooth));
        let known = rates_of(workspace, &case, Bills::Smooth);
        self.time(&format!("{name}: f64 cohorts alone"), || run(case.last(), &known, false));
        self.time(&format!("{name}: rates with exact bills"), || rates_of(workspace, &case, Bills::Exact));
        let flows = run(case.last(), &known, false);
        let places = workspace.currency.minor_digits();
        self.time(&format!("{name}: ledger alone"), || ledger(&case, &known, &flows, places));
        let whole = self.time(&format!("{name}: project, ledger in Decimal"), || project(workspace, None));
        let mut memo = Memo::default();
        self.time(&format!("{name}: the same again, bills kept"), || project_case(workspace, case.clone(), &mut memo));
        let exact = self.time(&format!("{name}: all in Decimal"), || {
            let rates = rates::<Decimal>(&case, &workspace.base, workspace.currency, Bills::Exact);
            ledger(&case, &rates, &run(case.last(), &rates, false), places)
        });
        if let (Some(float), Some(whole), Some(exact)) = (float, whole, exact) {
            println!(
                "{name}: Decimal ledger {:.1} times f64, all in Decimal {:.0} times\n",
                whole / float,
                exact / float
            );
        }
    }

    /// Cost against months, plans, segments and price versions: twice as many should cost at most twice as much.
    fn growth(&self, workload: &Workspace) {
        let whole = serde_json::to_value(workload).expect("a workspace is JSON");
        let shapes = [
            ("months", [12, 36, 60, 120].map(|months| (months, [months, 4, 3, 1])).to_vec()),
            ("plans", [2, 4, 8].map(|plans| (plans, [60, plans, 3, 1])).to_vec()),
            ("segments", [2, 6, 12].map(|segments| (segments, [60, 4, segments, 1])).to_vec()),
            ("price versions", [1, 2, 4].map(|versions| (versions, [60, 4, 3, versions])).to_vec()),
        ];
        for (what, sizes) in shapes {
            for (size, shape) in sizes {
                let workspace = shaped(&whole, shape);
                let case = case(&workspace, None);
                let float = self.time(&format!("{size} {what}: f64"), || smooth(&workspace, &case));
                let whole = self.time(&format!("{size} {what}: project"), || project(&workspace, None));
                if let (Some(float), Some(whole)) = (float, whole) {
                    println!("{:<58} {:>7.2} us {:>7.2} us", "  each", float / size as f64, whole / size as f64);
                }
            }
        }
    }
}

fn rates_of(workspace: &Workspace, case: &Case, bills: Bills) -> planwright::projection::Rates<f64> {
    rates::<f64>(case, &workspace.base, workspace.currency, bills)
}

fn smooth(workspace: &Workspace, case: &Case) -> planwright::projection::Flows<f64> {
    run(case.last(), &rates_of(workspace, case, Bills::Smooth), false)
}

/// The workload with other numbers of months, plans, segments and price versions.
fn shaped(workload: &Value, [months, plans, segments, versions]: [usize; 4]) -> Workspace {
    let mut made = workload.clone();
    made["months"] = months.into();
    let base = &mut made["base"];
    let names: Vec<String> = (0..plans).map(|at| format!("p{at}")).collect();
    base["plans"] = repeated(&base["plans"], plans, 'p');
    base["segments"] = repeated(&base["segments"], segments, 's');
    for segment in base["segments"].as_object_mut().expect("segments").values_mut() {
        segment["mix"] = equal(plans, 'p');
    }
    for channel in base["channels"].as_object_mut().expect("channels").values_mut() {
        channel["split"] = equal(segments, 's');
    }
    base["opening"] = json!({});
    let changes = (1..versions).map(|version| {
        let priced: Map<String, Value> =
            names.iter().map(|id| (id.clone(), base["plans"][id]["charges"].clone())).collect();
        let from = format!("20{}-06", 27 + version);
        let change = json!({"name": "Change", "from": from, "plans": priced, "existing": "renewal", "attention": 0.5});
        (format!("x{version}"), change)
    });
    base["price_changes"] = changes.collect::<Map<String, Value>>().into();
    check_value(&made).expect("a document that passes the check")
}

fn repeated(all: &Value, count: usize, letter: char) -> Value {
    let all: Vec<&Value> = all.as_object().expect("an object").values().collect();
    (0..count).map(|at| (format!("{letter}{at}"), all[at % all.len()].clone())).collect::<Map<String, Value>>().into()
}

fn equal(count: usize, letter: char) -> Value {
    (0..count).map(|at| (format!("{letter}{at}"), json!(1.0 / count as f64))).collect::<Map<String, Value>>().into()
}
