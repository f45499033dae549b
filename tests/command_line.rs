//! This file runs the built program as a shell would, one test for each sub-command.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::io::Write;
use std::process::Command;
use std::process::Stdio;

use planwright::exchange::checksum::crc32;
use planwright::number::Decimal;
use serde_json::Value;

const HEADER: &str = "month,mrr,arr,new_mrr,expansion_mrr,price_mrr,contraction_mrr,churned_mrr,reactivation_mrr,\
customers,new_customers,churned_customers,revenue,gross_profit,operating_profit,cash";

/// What a run of the program left behind.
struct Run {
    out: String,
    err: String,
    status: Option<i32>,
}

fn run(words: &[&str], input: &[u8]) -> Run {
    let mut child = program(words).spawn().expect("the program starts");
    // A program that fails before it reads leaves the pipe closed.
    let _ = child.stdin.take().expect("it was piped").write_all(input);
    let output = child.wait_with_output().expect("the program ends");
    let text = |bytes| String::from_utf8(bytes).expect("the program writes UTF-8");
    Run { out: text(output.stdout), err: text(output.stderr), status: output.status.code() }
}

fn program(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_planwright"));
    command.args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// What is printed by a run that must go well.
fn printed(words: &[&str], input: &str) -> String {
    let run = run(words, input.as_bytes());
    assert_eq!((run.status, run.err.as_str()), (Some(0), ""), "{words:?}");
    run.out
}

/// What is said by a run that must fail.
fn refused(words: &[&str], input: &[u8]) -> String {
    let run = run(words, input);
    assert_eq!((run.status, run.out.as_str()), (Some(1), ""), "{words:?}: {}", run.err);
    assert!(run.err.starts_with("planwright: ") && run.err.ends_with('\n'), "{words:?}: {:?}", run.err);
    run.err
}

/// Each of these words behind `start` is refused, and what is said has the words beside them.
fn refuses(start: &[&str], input: &str, rows: &[(&[&str], &str)]) {
    for (words, says) in rows {
        let said = refused(&[start, words].concat(), input.as_bytes());
        assert!(said.contains(says), "{words:?}: {said}");
    }
}

/// Name and JSON of every template.
fn templates() -> Vec<(String, String)> {
    let listed = printed(&["templates"], "");
    let names = listed.lines().map(|line| line.split_once('\t').expect("a tab").0.to_owned());
    names.map(|name| (name.clone(), printed(&["templates", &name], ""))).collect()
}

fn starter() -> String {
    printed(&["templates", "starter"], "")
}

/// The rows of a CSV as maps from heading to cell.
fn rows(csv: &str) -> Vec<BTreeMap<String, String>> {
    let mut lines = csv.lines();
    let header = lines.next().expect("a header").split(',').collect::<Vec<_>>();
    let row =
        |line: &str| header.iter().map(|name| (*name).to_owned()).zip(line.split(',').map(str::to_owned)).collect();
    lines.map(row).collect()
}

fn number(row: &BTreeMap<String, String>, name: &str) -> Decimal {
    row[name].parse().unwrap_or_else(|_| panic!("{name} of {row:?}"))
}

/// The base and every scenario of a workspace, as `--scenario` names them.
fn cases(json: &str) -> Vec<String> {
    let value: Value = serde_json::from_str(json).expect("a template is JSON");
    let scenarios = value["scenarios"].as_object().expect("scenarios are an object");
    std::iter::once("base".to_owned()).chain(scenarios.keys().cloned()).collect()
}

#[test]
fn templates_are_listed_and_sound() {
    let listed = printed(&["templates"], "");
    assert!(listed.lines().all(|line| line.split('\t').count() == 2 && !line.ends_with('\t')), "{listed}");
    for (name, json) in templates() {
        assert!(printed(&["check", "-"], &json).starts_with("ok: "), "{name}");
    }
    assert!(refused(&["templates", "bogus"], b"").contains("no template \"bogus\"; there are: "));
}

#[test]
fn every_problem_is_one_line() {
    let broken = starter().replacen("\"months\": 36", "\"months\": 7", 1).replacen("\"USD\"", "\"US$\"", 1);
    let lines = refused(&["check", "-"], broken.as_bytes());
    let problems = lines.lines().skip(1).collect::<Vec<_>>();
    assert_eq!(problems.len(), 2, "{lines}");
    for path in ["/months: ", "/currency: "] {
        let line = problems.iter().find(|line| line.starts_with(path)).expect("the path is named");
        assert!(line.contains("; allowed: "), "{line}");
    }
    for bytes in [&b""[..], b"{", b"[]", b"{\"a\\nb\\u001b[2J\":1}", b"\xff\xfe", &[b'['; 100_000]] {
        let lines = refused(&["check", "-"], bytes);
        assert!(lines.lines().skip(1).all(|line| line.contains("; allowed: ")), "{lines}");
        assert!(!lines.contains('\u{1b}'), "{lines:?}");
    }
    assert!(refused(&["check", "/no/such/file"], b"").contains("/no/such/file"));
    refused(&["check", env!("CARGO_MANIFEST_DIR")], b"");
    assert!(refused(&["check", "-"], &vec![b' '; 10_000_001]).contains("10 MB"));
}

#[test]
fn movements_foot_to_the_cent_in_every_template() {
    for (name, json) in templates() {
        for case in cases(&json) {
            let csv = printed(&["project", "-", "--scenario", &case, "--format", "csv"], &json);
            assert_eq!(csv.lines().next(), Some(HEADER));
            let rows = rows(&csv);
            let value: Value = serde_json::from_str(&json).unwrap();
            assert_eq!(
                (rows.len() as u64, &rows[0]["month"]),
                (value["months"].as_u64().unwrap(), &value["start"].as_str().unwrap().to_owned())
            );
            for pair in rows.windows(2) {
                let of = |name: &str| number(&pair[1], name);
                let gained = of("new_mrr") + of("expansion_mrr") + of("price_mrr") + of("reactivation_mrr");
                let moved = gained - of("contraction_mrr") - of("churned_mrr");
                assert_eq!(of("mrr"), number(&pair[0], "mrr") + moved, "{name} {case} {}", pair[1]["month"]);
                assert_eq!(of("arr"), of("mrr") * Decimal::from(12), "{name} {case}");
                assert!(of("churned_mrr") >= Decimal::ZERO && of("contraction_mrr") >= Decimal::ZERO);
            }
        }
    }
}

#[test]
fn plans_and_segments_add_up_to_the_whole() {
    for (name, json) in templates() {
        let words = ["project", "-", "--metric", "mrr,revenue", "churned_mrr", "cash", "--format", "csv"];
        let whole = rows(&printed(&words, &json));
        for by in ["plan", "segment"] {
            let csv = printed(&[&words[..], &["--by", by]].concat(), &json);
            assert_eq!(csv.lines().next(), Some(format!("month,{by},mrr,revenue,churned_mrr,cash").as_str()));
            let parts = rows(&csv);
            assert!(parts.iter().all(|row| row["cash"] == "n/a"), "cash has no parts");
            for row in &whole {
                for metric in ["mrr", "revenue", "churned_mrr"] {
                    let of_month = parts.iter().filter(|part| part["month"] == row["month"]);
                    let sum: Decimal = of_month.map(|part| number(part, metric)).sum();
                    assert_eq!(sum, number(row, metric), "{name} {by} {metric} {}", row["month"]);
                }
            }
        }
    }
}

#[test]
fn formats_hold_the_same_figures() {
    let json = starter();
    let words = ["project", "--metric", "mrr", "nrr", "-", "--format"];
    let csv = rows(&printed(&[&words[..], &["csv"]].concat(), &json));
    let array: Vec<Value> = serde_json::from_str(&printed(&[&words[..], &["json"]].concat(), &json)).unwrap();
    assert_eq!(array.len(), csv.len());
    for (object, row) in array.iter().zip(&csv) {
        assert_eq!(object["month"], row["month"].as_str());
        assert_eq!(object["mrr"], row["mrr"].as_str());
        assert_eq!(object["nrr"].as_str().unwrap_or("n/a"), row["nrr"]);
    }
    assert!(array[0]["nrr"].is_null() && array[20]["nrr"].is_string());
    let table = printed(&["project", "-", "--metric=mrr", "--metric", "nrr"], &json);
    let widths = table.lines().map(|line| line.chars().count()).collect::<Vec<_>>();
    assert!(widths.len() == csv.len() + 1 && widths.iter().all(|width| *width == widths[0]), "{table}");
    let named = printed(&["project", "-", "--scenario", "Pro seats at $25"], &json);
    assert_eq!(named, printed(&["project", "-", "--scenario", "pro-price"], &json));
    assert_ne!(named, printed(&["project", "-"], &json));
}

#[test]
fn what_is_not_there_is_named_with_what_is() {
    let json = starter();
    let rows: [(&[&str], &[&str]); 14] = [
        (&["project", "-", "--scenario", "x"], &["no scenario \"x\"", "base", "pro-price"]),
        (&["project", "-", "--metric", "mrr", "x"], &["no metric \"x\"", "operating_profit"]),
        (&["project", "-", "--by", "x"], &["--by", "plan", "segment"]),
        (&["project", "-", "--format", "x"], &["--format", "table, csv, json"]),
        (&["project", "-", "extra"], &["\"extra\""]),
        (&["project", "-", "--bogus"], &["--bogus"]),
        (&["project"], &["FILE is missing"]),
        (&["bill", "-", "--plan", "x"], &["no plan \"x\"", "team", "pro"]),
        (&["bill", "-"], &["--plan is missing"]),
        (&["bill", "-", "--plan", "pro", "--quantity", "x=1"], &["no meter \"x\"", "seats"]),
        (&["bill", "-", "--plan", "pro", "--quantity", "seats=-1"], &["\"seats=-1\"", "METER=N"]),
        (&["bill", "-", "--plan", "pro", "--quantity", "seats=1e99"], &["\"seats=1e99\""]),
        (&["fit", "x"], &["no command \"fit x\"", "fit retention"]),
        (&["x"], &["no command \"x\"", "templates", "open"]),
    ];
    for (words, parts) in rows {
        let said = refused(words, json.as_bytes());
        assert!(parts.iter().all(|part| said.contains(part)) && said.lines().count() == 1, "{words:?}: {said}");
    }
    refused(&[], b"");
}

#[test]
fn check_names_what_makes_no_sense_of_the_plans() {
    let mut value: Value = serde_json::from_str(&starter()).unwrap();
    let mut twin = value["base"]["plans"]["pro"].clone();
    twin["name"] = "Twin".into();
    twin["minimum"] = "100000".into();
    value["base"]["plans"]["twin"] = twin;
    let odd = printed(&["check", "-", "--advice"], &value.to_string());
    assert!(odd.contains("advice: /plans/twin: Twin: nobody should take it, Pro contains as much for less"), "{odd}");
    assert!(odd.contains("advice: /plans/twin: Twin: hardly anybody takes it"), "{odd}");
}

#[test]
fn bills_say_how_they_came_about() {
    let json = starter();
    let bill = |words: &[&str]| printed(&[&["bill", "-"], words].concat(), &json);
    let pro = bill(&["--plan", "pro", "--quantity", "seats=60"]);
    assert!(pro.contains("first 10 seats × $22.00; next 40 × $19.00; next 10 × $16.00"), "{pro}");
    assert!(pro.lines().last().is_some_and(|line| line.starts_with("Total") && line.ends_with("$1,189.00")), "{pro}");
    assert_eq!(pro, bill(&["--quantity", "seats=60", "--plan", "Pro", "--interval", "monthly", "--scenario", "base"]));
    let dearer = bill(&["--plan", "pro", "--quantity", "seats=60", "--scenario", "pro-price"]);
    assert!(dearer.ends_with("$1,219.00\n"), "{dearer}");
    let annual = bill(&["--plan", "pro", "--quantity", "seats=60", "--interval", "annual", "--format", "json"]);
    let annual: Value = serde_json::from_str(&annual).unwrap();
    assert_eq!((&annual["total"], annual["lines"].as_array().unwrap().len()), (&Value::from("11414.40"), 2));
    let csv = bill(&["--plan", "team", "--quantity", "seats=3", "--format", "csv"]);
    assert_eq!(csv, "billed,line,words,amount\nnow,seats,3 seats × $12.00,36.00\n");
    assert!(bill(&["--plan", "team"]).ends_with("$0.00\n"));
    assert!(bill(&["--plan", "team", "--quantity", "seats=1000000000000"]).ends_with("$12,000,000,000,000.00\n"));
}

/// 1 % and $0.10 an event of which one is free, of $100 and $200: 3.00 + 0.10, whether a bound that never binds is there or
/// not. 122 credits in packs of 28 at $11.97 are 52.155, which rounds up.
#[test]
fn bills_are_what_a_hand_works_out() {
    let mut value: Value = serde_json::from_str(&starter()).unwrap();
    let base = &mut value["base"];
    base["meters"]["paid"] = serde_json::json!({ "name": "Payments", "unit": "dollar", "kind": "usage" });
    base["meters"]["events"] = serde_json::json!({ "name": "Events", "unit": "event", "kind": "usage" });
    let mut take = serde_json::json!({
        "model": "percentage", "meter": "paid", "events": "events", "rate": "0.01", "fee": "0.10", "free_events": "1",
    });
    for bound in [None, Some(("transaction_maximum", "1000000")), Some(("transaction_minimum", "0"))] {
        if let Some((key, amount)) = bound {
            take[key] = amount.into();
        }
        value["base"]["plans"]["team"]["charges"] = serde_json::json!({ "take": take });
        let bill = |words: &[&str]| printed(&[&["bill", "-", "--plan", "team"], words].concat(), &value.to_string());
        for words in [&["--transaction", "100", "200"][..], &["--quantity", "paid=300", "events=2"]] {
            assert!(bill(words).ends_with(" $3.10\n"), "{bound:?}: {}", bill(words));
        }
    }
    value["base"]["plans"]["team"]["charges"] = serde_json::json!({
        "packs": { "model": "credits", "meter": "events", "included": "0", "size": "28", "price": "11.97" },
    });
    let bill = printed(&["bill", "-", "--plan", "team", "--quantity", "events=122"], &value.to_string());
    assert!(bill.contains("4.3571 packs of 28 a month on average at $11.97  $52.16\n"), "{bill}");
}

/// What would have to be passed over is an error, not a result: choices given twice, choices that need another, and those
/// that contradict each other.
#[test]
fn choices_that_do_not_go_together_are_refused() {
    let mut value: Value = serde_json::from_str(&starter()).unwrap();
    let base = &mut value["base"];
    let fee = serde_json::json!({ "fee": { "model": "flat", "amount": "5" } });
    base["add_ons"] = serde_json::json!({
        "core": { "name": "Core", "charges": fee },
        "more": { "name": "More", "charges": fee, "depends_on": { "core": true } },
        "other": { "name": "Other", "charges": fee, "excludes": { "core": true } },
    });
    base["coupons"] = serde_json::json!({
        "launch": { "name": "Launch", "off": { "kind": "share", "share": "0.2" }, "lasts": { "for": "forever" },
            "plans": { "pro": true }, "share": {} },
    });
    base["plans"]["team"]["ramp"] = serde_json::json!(["0.5", "1"]);
    let json = value.to_string();
    let team = ["bill", "-", "--plan", "team"];
    for (words, told) in [
        (&["--plan", "pro"][..], "--plan is given twice"),
        (&["--cheapest"], "--plan is about one plan, and --cheapest compares all of them"),
        (&["--was-quantity", "seats=4"], "--was-quantity says something only beside --was or --was-date"),
        (&["--billing-day", "4"], "--billing-day says something only beside --start"),
        (&["--convention", "seconds"], "--convention says something only beside --start"),
        (&["--quantity", "seats=1", "seats=2"], "--quantity names seats twice"),
        (&["--add-on", "more"], "More needs Core: --add-on must name it too"),
        (&["--add-on", "core", "other"], "Other cannot be had together with Core"),
        (&["--add-on", "core", "core"], "--add-on names Core twice"),
        (&["--coupon", "launch"], "the coupon Launch is not for Team; it is for Pro"),
    ] {
        let error = refused(&[&team[..], words].concat(), json.as_bytes());
        assert!(error.contains(told), "{words:?}: {error}");
    }
    let error = refused(&["bill", "-", "--cheapest", "--recognition"], json.as_bytes());
    assert!(error.contains("--recognition is about one plan"), "{error}");
    let both = printed(&[&team[..], &["--quantity", "seats=2", "--add-on", "more", "core"]].concat(), &json);
    assert!(both.ends_with(" $22.00\n"), "2 × 12 × half in the first year + 5 + 5: {both}");
    let cheapest = printed(&["bill", "-", "--cheapest", "--quantity", "seats=2"], &json);
    assert!(cheapest.starts_with("Plan  A month in year 1 "), "{cheapest}");
    let error = refused(&["project", "-", "--by", "plan", "--by", "segment"], json.as_bytes());
    assert!(error.contains("--by is given twice"), "{error}");
    for page in ["not a url", "example.org", "https://"] {
        let error = refused(&["link", "-", "--page", page], json.as_bytes());
        assert!(error.contains("--page is the address of a page"), "{error}");
    }
    assert!(printed(&["link", "-", "--page", "https://example.org/#old"], &json).starts_with("https://example.org/#"));
}

/// The schema and the check agree on how a decimal is written, and key figures are those there are.
#[test]
fn check_refuses_what_would_be_passed_over() {
    for (path, new, told) in [
        (
            "/base/plans/team/charges/seats/price",
            serde_json::json!("1e3"),
            "/base/plans/team/charges/seats/price: \"1e3\"; allowed: a decimal written as text",
        ),
        ("/base/plans/team/charges/seats/price", serde_json::json!("1_000"), "a decimal written as text"),
        ("/kpis", serde_json::json!(["arr", "bogus"]), "/kpis/1: \"bogus\"; allowed: one of "),
        ("/kpis", serde_json::json!(["arr", "arr"]), "/kpis/1: \"arr\"; allowed: each key figure once"),
    ] {
        let mut value: Value = serde_json::from_str(&starter()).unwrap();
        *value.pointer_mut(path).unwrap() = new;
        let error = refused(&["check", "-"], value.to_string().as_bytes());
        assert!(error.contains(told), "{error}");
    }
    let csv = temporary("nobody.csv", "0\n0\n0\n0\n");
    assert!(refused(&["fit", "retention", &csv], b"").contains("row 1: 0 survivors to begin with"));
}

/// Coupons, price books and prices that are scheduled are in no format, and named.
#[test]
fn an_export_names_what_stands_beside_the_plans() {
    let mut value: Value = serde_json::from_str(&starter()).unwrap();
    let base = &mut value["base"];
    base["coupons"] = serde_json::json!({
        "launch": { "name": "Launch", "off": { "kind": "share", "share": "0.2" }, "lasts": { "for": "forever" }, "share": {} },
    });
    base["books"] = serde_json::json!({
        "eu": { "name": "Europe", "currency": "EUR", "rate": 1.1, "factor": "0.9", "share": {}, "plans": {} },
    });
    base["price_changes"] = serde_json::json!({
        "rise": { "name": "Rise", "from": "2027-07", "existing": "keep", "attention": 1,
            "plans": { "team": { "seats": { "model": "per_unit", "meter": "seats", "price": "14" } } } },
    });
    for format in ["pricing2yaml", "stripe", "lago"] {
        let run = run(&["export", "-", "--format", format], value.to_string().as_bytes());
        assert_eq!(run.status, Some(0), "{}", run.err);
        for name in
            ["Coupons: Launch", "Price books, with their currencies and own prices: Europe", "Rise from 2027-07"]
        {
            assert!(run.err.contains(name), "{format} {name}: {}", run.err);
        }
    }
}

/// Source of the prorated line: 17 of 31 days of 12 seats at $12.00 are 78.967…, of 30-day months 16 of 30 are 76.80.
#[test]
fn invoices_follow_dates_coupons_and_tax() {
    let json = starter();
    let bill =
        |words: &[&str]| printed(&[&["bill", "-", "--plan", "team", "--quantity", "seats=12"], words].concat(), &json);
    let stub = ["--start", "2027-01-15", "--billing-day", "1"];
    let actual = bill(&stub);
    assert!(actual.contains("12 seats × $12.00; 17 of 31 days") && actual.ends_with("$78.97\n"), "{actual}");
    assert!(bill(&[&stub[..], &["--convention", "fixed-30"]].concat()).ends_with("$76.80\n"));
    assert!(
        bill(&["--start", "2027-01-15T12:00", "--until", "2027-01-30T12:00", "--convention", "seconds"])
            .ends_with("$69.68\n")
    );
    assert!(bill(&["--start", "2027-01-31", "--until", "2027-03-31"]).ends_with("$288.00\n"));
    let off = bill(&["--coupon", "WELCOME=25%", "4", "--billed", "100", "--tax", "20", "--format", "json"]);
    let off: Value = serde_json::from_str(&off).unwrap();
    let lines = off["lines"].as_array().unwrap();
    let amounts = lines.iter().map(|line| line["amount"].as_str().unwrap()).collect::<Vec<_>>();
    assert_eq!(amounts, ["144.00", "-100.00", "-11.00", "-4.00", "5.80"]);
    assert_eq!((&off["subtotal"], &off["total"]), (&Value::from("44.00"), &Value::from("34.80")));
    let changed = bill(&["--was", "team", "--was-quantity", "seats=10", "--start", "2027-02-15", "--billing-day", "1"]);
    assert!(
        changed.contains("Team: seats  unused: 10 seats × $12.00; 14 of 28 days") && changed.ends_with("$12.00\n"),
        "{changed}"
    );
    refuses(
        &["bill", "-", "--plan", "team"],
        &json,
        &[
            (&["--start", "2027-02-30"], "--start is a day"),
            (&["--until", "2027-02-03"], "--start is missing"),
            (&["--start", "2027-02-03", "--until", "2027-02-01"], "--until is after the start"),
            (&["--start", "2027-02-03", "--billing-day", "32"], "1 to 31"),
            (&["--tax", "101"], "--tax is a percentage"),
            (&["--tax", "20%%"], "--tax is a percentage"),
            (&["--included", "prorated"], "--included says something only beside --start"),
            (&["--coupon", "x"], "--coupon is AMOUNT or PERCENT%"),
            (&["--billed", "-1"], "--billed is an amount"),
            (&["--start", "2027-02-03", "--convention", "x"], "fixed-30"),
            (&["--date", "1999-01"], "--date is a month of the workspace"),
            (&["--add-on", "x"], "no add-on \"x\""),
        ],
    );
}

#[test]
fn bills_follow_the_price_list_of_a_month_and_find_the_cheapest_plan() {
    let mut value: Value = serde_json::from_str(&starter()).unwrap();
    let start = value["start"].as_str().unwrap().to_owned();
    let later = format!("{}-01", start[..4].parse::<u32>().unwrap() + 1);
    value["base"]["price_changes"]["rise"] = serde_json::json!({
        "name": "Rise", "from": later, "existing": "keep", "attention": 1,
        "plans": { "team": { "seats": { "model": "per_unit", "meter": "seats", "price": "15" } } },
    });
    value["base"]["add_ons"] = serde_json::json!({
        "ai": { "name": "AI", "charges": { "seats": { "model": "per_unit", "meter": "seats", "price": "4" } } },
    });
    value["base"]["coupons"] = serde_json::json!({
        "spring": { "name": "Spring", "off": { "kind": "share", "share": "0.2" }, "lasts": { "for": "once" } },
    });
    let json = value.to_string();
    let bill = |words: &[&str]| printed(&[&["bill", "-", "--quantity", "seats=10"], words].concat(), &json);
    assert!(bill(&["--plan", "team"]).ends_with("$120.00\n"));
    assert!(bill(&["--plan", "team", "--date", &start]).ends_with("$120.00\n"));
    assert!(bill(&["--plan", "team", "--date", &later]).ends_with("$150.00\n"));
    let with = bill(&["--plan", "team", "--add-on", "AI"]);
    assert!(with.contains("AI: seats") && with.ends_with("$160.00\n"), "{with}");
    // A coupon of the workspace is off the plan's own bill, not off add-ons.
    let off = bill(&["--plan", "team", "--add-on", "ai", "--coupon", "Spring"]);
    assert!(off.contains("Spring") && off.ends_with("$136.00\n"), "{off}");
    // Team: 12 a seat. Pro: 49 and 22 a seat up to ten.
    let ranked = rows(&bill(&["--cheapest", "--format", "csv"]));
    let row = |at: usize| [&ranked[at]["plan"], &ranked[at]["a_month"], &ranked[at]["more"]].map(String::as_str);
    assert_eq!([row(0), row(1)], [["team", "120.00", "0.00"], ["pro", "269.00", "149.00"]]);
    assert!(bill(&["--cheapest"]).lines().nth(1).is_some_and(|line| line.starts_with("Team")));
}

#[test]
fn bills_price_single_transactions_years_of_a_ramp_and_books() {
    let mut value: Value = serde_json::from_str(&starter()).unwrap();
    let base = &mut value["base"];
    base["meters"]["paid"] = serde_json::json!({ "name": "Payments", "unit": "dollar", "kind": "usage" });
    base["meters"]["events"] = serde_json::json!({ "name": "Events", "unit": "event", "kind": "usage" });
    base["plans"]["team"]["charges"]["take"] = serde_json::json!({
        "model": "percentage", "meter": "paid", "events": "events", "rate": "0.01",
        "transaction_minimum": "1", "transaction_maximum": "5",
    });
    base["plans"]["team"]["ramp"] = serde_json::json!(["0.5", "0.8", "1"]);
    base["coupons"] = serde_json::json!({
        "ten": { "name": "Ten", "off": { "kind": "amount", "amount": "10" }, "lasts": { "for": "once" } },
    });
    base["books"] = serde_json::json!({
        "eu": { "name": "Europe", "currency": "EUR", "rate": 1.1, "factor": "0.9", "share": {},
            "plans": { "pro": { "fee": { "model": "flat", "amount": "45" } } } },
    });
    let json = value.to_string();
    let bill = |words: &[&str]| printed(&[&["bill", "-", "--plan", "team"], words].concat(), &json);
    // 1 % within $1 and $5 of each: 1 + 2 + 5; of their mean, 370, it would be 3 × 3.70.
    let each = bill(&["--transaction", "10", "200", "900"]);
    assert!(
        each.contains("1\u{a0}% of each, at least $1.00, at most $5.00: $10.00 → $1.00, $200.00 → $2.00"),
        "{each}"
    );
    assert!(each.ends_with("$8.00\n") && bill(&["--quantity", "paid=1110,events=3"]).ends_with("$11.10\n"), "{each}");
    for (year, total) in [("1", "$60.00\n"), ("2", "$96.00\n"), ("3", "$120.00\n"), ("9", "$120.00\n")] {
        let found = bill(&["--quantity", "seats=10", "--year", year]);
        assert!(found.ends_with(total), "{year}: {found}");
    }
    let off = bill(&["--quantity", "seats=10", "--year", "3", "--discount", "25", "--coupon", "Ten"]);
    assert!(off.contains("Negotiated discount  25\u{a0}% off $120.00") && off.ends_with("$80.00\n"), "{off}");
    // Nine tenths of the list in euros, amounts off too; a plan with prices of its own has these.
    let book = bill(&["--quantity", "seats=10", "--year", "3", "--book", "Europe", "--coupon", "Ten"]);
    assert!(book.contains("10 seats × €10.80") && book.ends_with("€99.00\n"), "{book}");
    let own = printed(&["bill", "-", "--plan", "pro", "--book", "eu", "--quantity", "seats=10"], &json);
    assert!(own.ends_with("€45.00\n"), "{own}");
    refuses(
        &["bill", "-"],
        &json,
        &[
            (&["--plan", "pro", "--transaction", "5"], "where a percentage of single transactions is charged"),
            (&["--plan", "team", "--transaction", "x"], "--transaction is an amount"),
            (&["--plan", "team", "--year", "0"], "--year is a year of the contract"),
            (&["--plan", "team", "--discount", "101"], "--discount is a percentage"),
            (&["--plan", "team", "--book", "x"], "no price book \"x\""),
            (&["--plan", "team", "--was-date", "1999-01"], "--was-date is a month"),
        ],
    );
}

#[test]
fn bills_take_transactions_by_meter_units_at_the_end_and_a_part_of_what_is_included() {
    let mut value: Value = serde_json::from_str(&starter()).unwrap();
    let base = &mut value["base"];
    for (id, name) in [("card", "Cards"), ("debit", "Debits"), ("events", "Events"), ("calls", "Calls")] {
        base["meters"][id] = serde_json::json!({ "name": name, "unit": name, "kind": "usage" });
    }
    let take = |meter: &str, rate: &str| {
        serde_json::json!({ "model": "percentage", "meter": meter, "events": "events", "rate": rate,
            "fee": "0", "transaction_maximum": "5" })
    };
    base["plans"]["team"]["charges"] = serde_json::json!({
        "card": take("card", "0.03"), "debit": take("debit", "0.01"),
        "seats": { "model": "volume", "meter": "seats", "by_end": true, "tiers": [
            { "up_to": "10", "unit": "12", "flat": "0" }, { "up_to": null, "unit": "9", "flat": "0" }] },
        "calls": { "model": "allowance", "meter": "calls", "fee": "0", "included": "300", "price": "0.1" },
    });
    let json = value.to_string();
    let bill = |words: &[&str]| printed(&[&["bill", "-", "--plan", "team"], words].concat(), &json);
    // 3 % of 100 and of 400 in cards, at most 5 each; 1 % of 200 in debits.
    let each = bill(&["--transaction", "100", "400", "Debits=200"]);
    assert!(each.contains("$100.00 → $3.00, $400.00 → $5.00") && each.ends_with("$10.00\n"), "{each}");
    assert!(each.contains("1\u{a0}% of each, at most $5.00: $200.00 → $2.00"), "{each}");
    // Ten seats on average and twelve at the end: the tier above ten for all ten.
    let end = bill(&["--quantity", "seats=10/12"]);
    assert!(end.contains("10 seats × $9.00, by 12 seats at the period's end (tier above 10)"), "{end}");
    assert!(end.ends_with("$90.00\n") && bill(&["--quantity", "seats=10"]).ends_with("$120.00\n"), "{end}");
    // Half of April: 150 of 300 calls are included.
    let half = ["--quantity", "calls=400", "--start", "2027-04-01", "--until", "2027-04-16", "--billing-day", "1"];
    assert!(bill(&half).ends_with("$10.00\n"));
    let part = bill(&[&half[..], &["--included", "prorated"]].concat());
    assert!(part.contains("what is included is for 15 of 30 days") && part.ends_with("$25.00\n"), "{part}");
    refuses(
        &["bill", "-", "--plan", "team"],
        &json,
        &[
            (&["--transaction", "seats=5"], "where a percentage of single transactions is charged"),
            (&["--quantity", "seats=1/x"], "METER=N/END"),
            (&["--start", "2027-04-01", "--included", "half"], "whole"),
        ],
    );
}

#[test]
fn the_cheapest_plan_has_the_add_ons_its_limits_need() {
    let mut value: Value = serde_json::from_str(&starter()).unwrap();
    let base = &mut value["base"];
    base["features"]["seats"] = serde_json::json!({ "name": "Most seats", "group": "", "kind": "number" });
    for (plan, most) in [("team", "10"), ("pro", "unlimited")] {
        base["plans"][plan]["features"]["seats"] = true.into();
        base["plans"][plan]["limits"]["seats"] = most.into();
    }
    let fee = |amount: &str| serde_json::json!({ "fee": { "model": "flat", "amount": amount } });
    base["add_ons"] = serde_json::json!({
        "more": { "name": "More seats", "charges": fee("30"), "extends": { "seats": "10" } },
        "most": { "name": "Many seats", "charges": fee("50"), "extends": { "seats": "40" } },
    });
    let json = value.to_string();
    let cheapest = |seats: &str| {
        let ranked = rows(&printed(&["bill", "-", "--cheapest", "--quantity", seats, "--format", "csv"], &json));
        let row = |row: &BTreeMap<String, String>| format!("{} {}", row["name"], row["a_month"]);
        ranked.iter().map(row).collect::<Vec<_>>()
    };
    assert_eq!(cheapest("seats=10"), ["Team 120.00", "Pro 269.00"]);
    assert_eq!(cheapest("seats=15")[0], "Team with More seats 210.00");
    assert_eq!(cheapest("seats=30")[0], "Team with Many seats 410.00");
    // Beyond 60 no add-on lifts the limit far enough, and the plan is left out.
    assert_eq!(cheapest("seats=61").len(), 1);
}

/// Source: by days a year of 1,200 is 1200 ÷ 365 × 31 = 101.92 in January, the share of a day never rounded.
#[test]
fn an_invoice_says_when_it_becomes_revenue() {
    let json = starter();
    let earned = |words: &[&str]| {
        let words = [&["bill", "-", "--plan", "team", "--recognition", "--format", "csv"], words].concat();
        rows(&printed(&words, &json)).into_iter().map(|row| row["revenue"].clone()).collect::<Vec<_>>()
    };
    let year = ["--quantity", "seats=10", "--interval", "annual"];
    let months = earned(&year);
    let days = earned(&[&year[..], &["--start", "2027-01-01"]].concat());
    assert_eq!((months.len(), days.len()), (12, 12));
    let sum = |months: &[String]| months.iter().map(|month| month.parse::<f64>().unwrap()).sum::<f64>();
    assert!((sum(&months) - sum(&days)).abs() < 1e-9);
    let january = (sum(&months) / 365.0 * 31.0 * 100.0).round() / 100.0;
    assert_eq!(days[0].parse::<f64>().unwrap(), january);
    assert_eq!(earned(&["--quantity", "seats=31", "--start", "2027-01-15"]), ["204.00", "168.00"]);
}

/// The former price may be that of another month: what was paid at $12 is credited, what is now $15 charged.
#[test]
fn a_change_of_the_list_within_a_period_is_credited_and_charged() {
    let mut value: Value = serde_json::from_str(&starter()).unwrap();
    value["base"]["price_changes"]["rise"] = serde_json::json!({
        "name": "Rise", "from": "2027-02", "existing": "keep", "attention": 1,
        "plans": { "team": { "seats": { "model": "per_unit", "meter": "seats", "price": "15" } } },
    });
    let words = [
        "bill",
        "-",
        "--plan",
        "team",
        "--quantity",
        "seats=10",
        "--date",
        "2027-02",
        "--was-date",
        "2027-01",
        "--start",
        "2027-02-15",
        "--billing-day",
        "1",
    ];
    let bill = printed(&words, &value.to_string());
    assert!(bill.contains("unused: 10 seats × $12.00; 14 of 28 days") && bill.ends_with("$15.00\n"), "{bill}");
}

#[test]
fn a_bill_beyond_all_bounds_is_refused() {
    let mut value: Value = serde_json::from_str(&starter()).unwrap();
    value["base"]["meters"]["grain"] = serde_json::json!({ "name": "grains", "unit": "grain", "kind": "usage" });
    for at in 0..10 {
        value["base"]["plans"]["team"]["charges"][format!("c{at}")] = serde_json::json!({
            "model": "package", "meter": "grain", "size": "0.000001", "price": "100000", "free": "0"
        });
    }
    let json = value.to_string();
    let bill =
        |units: &str| ["bill", "-", "--plan", "team", "--interval", "annual", "--quantity", units].map(str::to_owned);
    let (few, many) = (bill("grain=1000"), bill("grain=1000000000000"));
    let total = printed(&few.each_ref().map(String::as_str), &json);
    assert!(total.ends_with("$1,000,000,000,000,000.00\n"), "{total}");
    assert!(refused(&many.each_ref().map(String::as_str), json.as_bytes()).contains("too large"));
}

/// Source: Fader & Hardie (2007), How to project customer retention, table 1: α = 0.668, β = 3.806 (High End).
#[test]
fn survival_is_fitted_as_published() {
    let counts = "1000\n869\n743\n653\n593\n551\n517\n491\n";
    let fit = |text: &str| printed(&["fit", "retention", "-", "--format", "json"], text);
    let value: Value = serde_json::from_str(&fit(counts)).unwrap();
    assert!((value["alpha"].as_f64().unwrap() - 0.668).abs() < 1e-3, "{value}");
    assert!((value["beta"].as_f64().unwrap() - 3.806).abs() < 1e-3, "{value}");
    assert!(value["error"].as_f64() < value["constant"]["error"].as_f64() && value["warning"].is_null());
    let table = printed(&["fit", "retention", "-"], counts);
    assert!(table.contains("alpha") && table.contains("0.668") && table.contains("constant"), "{table}");
    let csv = rows(&printed(&["fit", "retention", "-", "--format", "csv"], counts));
    assert_eq!((csv[1]["observed"].as_str(), csv.last().unwrap()["observed"].as_str()), ("0.869", "n/a"));
    // Source: Buffer, shares of new subscriptions after 30, 60, 90 and 120 days (jobs: .814 .728 .674 .636 fitted).
    let value: Value = serde_json::from_str(&fit("81.2%\n72.9%\n67.4%\n63.3%\n")).unwrap();
    let year = value["survival"].as_array().unwrap().iter().find(|row| row["period"] == 12).unwrap();
    assert!((year["fitted"].as_f64().unwrap() - 0.50).abs() < 0.01, "{year}");
    assert!((year["first_period"].as_f64().unwrap() - 0.08).abs() < 0.005, "{year}");
    let constant = "100\n90\n81\n72.9\n65.61\n";
    assert!(printed(&["fit", "retention", "-"], constant).contains("warning: alpha and beta are not to be trusted"));
    assert!(refused(&["fit", "retention", "-"], b"1000\n869\nx\n").contains("row 3"));
    assert!(refused(&["fit", "retention", "-"], b"1000\n869\n").contains("at least 3"));
}

#[test]
fn links_give_back_every_byte() {
    for (name, json) in templates() {
        let value: Value = serde_json::from_str(&json).unwrap();
        let pretty = serde_json::to_string_pretty(&value).unwrap();
        let compact = value.to_string();
        let odd = format!("\u{feff}\r\n\t{}  \n\n", pretty.replace("\": ", "\"  :\t").replace('\n', "\r\n"));
        for text in [&json, &pretty, &compact, &format!("{compact}\n"), &odd] {
            let link = printed(&["link", "-"], text);
            assert!(link.starts_with('#') && link.ends_with('\n') && link.lines().count() == 1);
            let most = if text == &odd { 4_000 } else { 400 };
            assert!(link.len() <= most, "{name}: {}", link.len());
            assert_eq!(&printed(&["open", link.trim()], ""), text, "{name}");
            assert_eq!(&printed(&["open", "-"], &link), text, "{name}");
        }
    }
    let page = printed(&["link", "-", "--page", "https://example.org/app/#old"], &starter());
    assert!(page.starts_with("https://example.org/app/#pw") && !page.contains("old"), "{page}");
    assert_eq!(printed(&["open", page.trim()], ""), starter());
}

#[test]
fn links_that_do_not_arrive_whole_are_named() {
    let link = printed(&["link", "-"], &starter());
    let link = link.trim();
    let damaged = format!("{}{}", &link[..link.len() - 1], if link.ends_with('A') { 'B' } else { 'A' });
    let newer = format!("pw2{:05x}{:08x}abc", 19, crc32(&[b"2", b"abc"]));
    let cases = [
        (newer, "version 2"),
        (link[..link.len() / 2].to_owned(), "cut short"),
        (damaged, "checksum"),
        ("https://example.org/".to_owned(), "not a link"),
        ("#".to_owned(), "not a link"),
        (String::new(), "not a link"),
    ];
    for (link, said) in cases {
        assert!(refused(&["open", &link], b"").contains(said), "{link}");
    }
    assert!(refused(&["link", "-"], b"{}").contains("/schema"));
}

#[test]
fn help_is_there_for_every_command() {
    let all = printed(&["--help"], "");
    assert_eq!(all, printed(&["help"], ""));
    for name in ["templates", "check", "project", "bill", "rerate", "fit retention", "link", "open"] {
        assert!(all.contains(&format!("  {name} ")), "{name}");
        let words = name.split(' ').collect::<Vec<_>>();
        let one = printed(&[&["help"], &words[..]].concat(), "");
        assert!(one.contains(&format!("Usage: planwright {name} ")), "{one}");
        assert_eq!(one, printed(&[&words[..], &["--help"]].concat(), ""));
    }
    assert_eq!(printed(&["--version"], ""), format!("planwright {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_closed_pipe_ends_quietly() {
    for words in [&["project", "-", "--format", "json"][..], &["templates", "starter"]] {
        let mut child = program(words).spawn().unwrap();
        drop(child.stdout.take());
        let _ = child.stdin.take().unwrap().write_all(starter().as_bytes());
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
    }
    let mut child = program(&["check", "-"]).spawn().unwrap();
    drop((child.stdout.take(), child.stderr.take()));
    let _ = child.stdin.take().unwrap().write_all(b"{}");
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn a_price_page_becomes_a_workspace() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/gallery/notion-2025.yml");
    let imported = run(&["import", page, "--start", "2027-01"], b"");
    assert_eq!(imported.status, Some(0), "{}", imported.err);
    assert!(printed(&["check", "-"], &imported.out).starts_with("ok: 36 months from 2027-01, 4 plans, 2 segments"));
    for words in ["Understood:", "Assumed:", "Left out:", "plans/ENTERPRISE (line 560): \"Contact Sales\""] {
        assert!(imported.err.contains(words), "{words}: {}", imported.err);
    }
    let rows = rows(&printed(&["project", "-", "--format", "csv"], &imported.out));
    assert!(number(&rows[35], "mrr") > Decimal::ZERO);
    let table =
        run(&["import", "-"], "Plan\tTeam\tPro\nPrice\t$12/user/month\t$20/user/month\nSSO\tno\tyes\n".as_bytes());
    assert!(printed(&["check", "-"], &table.out).contains("2 plans"), "{}", table.err);
    assert!(
        refused(&["import", "-"], b"saasName: X\nplans: 12\n")
            .contains("standard input: this is not a price page, line 2")
    );
    let prose = b"# Notes\n\nA tool, made for prices.\nThe cost of it, and of others, is unknown.\n";
    let said = refused(&["import", "-"], prose);
    assert!(said.contains("line 4: the row \"The cost of it\" holds \"and of others\""), "{said}");
    assert!(said.contains("an amount such as $12, \"free\", or words such as \"contact us\""), "{said}");
    assert!(refused(&["import", "-", "--start", "soon"], b"").contains("\"soon\" is not a month"));
}

#[test]
fn a_price_list_is_written_for_other_programs() {
    let json = starter();
    let exported = |format: &str| {
        let run = run(&["export", "-", "--format", format, "--scenario", "pro-price"], json.as_bytes());
        assert_eq!(run.status, Some(0), "{}", run.err);
        // All of the starter is a price Stripe has.
        assert_eq!(run.err.starts_with("planwright: Left out:\n"), format != "stripe", "{}", run.err);
        run.out
    };
    let stripe: Value = serde_json::from_str(&exported("stripe")).unwrap();
    let prices = stripe["prices"].as_array().unwrap();
    let seats = prices.iter().find(|price| price["lookup_key"] == "plan_pro_seats_month").unwrap();
    assert_eq!((&seats["tiers_mode"], &seats["tiers"][0]["unit_amount"]), (&"graduated".into(), &2500.into()));
    let lago: Value = serde_json::from_str(&exported("lago")).unwrap();
    assert_eq!(lago["plans"][0]["plan"]["code"], "team");
    let page = exported("pricing2yaml");
    assert!(page.starts_with("syntaxVersion: '2.1'\nsaasName: 'Seat-based SaaS'\n"), "{page}");
    let again = run(&["import", "-"], page.as_bytes());
    assert!(printed(&["check", "-"], &again.out).contains("2 plans"), "{}", again.err);
    assert!(refused(&["export", "-"], json.as_bytes()).contains("--format is missing"));
    assert!(refused(&["export", "-", "--format", "x"], json.as_bytes()).contains("pricing2yaml, stripe, lago"));
    let schema: Value = serde_json::from_str(&printed(&["schema"], "")).unwrap();
    assert_eq!(schema["properties"]["months"]["title"], "Horizon");
    refused(&["schema", "x"], b"");
}

/// Computed by hand from the starter's list, as in the library's own test of it.
#[test]
fn a_list_is_re_rated_row_by_row() {
    let list = "Account,Plan,Seats,Discount,Note\n\"Acme, Inc\",pro,12,10%,x\nBolt,team,3,,\n";
    let starter = temporary("starter.json", &starter());
    let whole = run(&["rerate", &starter, "-"], list.as_bytes());
    assert_eq!(whole.status, Some(0), "{}", whole.err);
    assert_eq!(
        whole.out,
        "customer,plan,base,pro-price,pro-price_change,pro-price_change_share\n\
         \"Acme, Inc\",Pro,276.30,303.30,27.00,0.0977\nBolt,Team,36.00,36.00,0.00,0.0000\n"
    );
    for said in ["columns passed over: Note", "2 customers, $312.30 a month", "$339.30 a month (+8.65", "2 rows in"] {
        assert!(whole.err.contains(said), "{said}: {}", whole.err);
    }
    let capped = run(&["rerate", &starter, "--cap", "5%", "--scenario", "pro-price", "-"], list.as_bytes());
    assert!(capped.out.contains("\"Acme, Inc\",Pro,276.30,290.12,13.82,0.0500\n"), "{}", capped.out);
    assert!(capped.err.contains("1 customer is held to a rise of 5.00"), "{}", capped.err);
    let base = run(&["rerate", &starter, "-", "--scenario", "base", "--column", "seats="], list.as_bytes());
    assert!(
        base.out.starts_with("customer,plan,base,later,") && base.out.contains("Bolt,Team,0.00,0.00,"),
        "{}",
        base.out
    );
}

#[test]
fn rows_that_are_wrong_are_named_and_the_others_billed() {
    let list = "customer,plan,seats\na,team,1\nb,gold,1\nc,team,-1\nd,team,2\n";
    let starter = temporary("starter-rows.json", &starter());
    let run = run(&["rerate", &starter, "-"], list.as_bytes());
    assert_eq!((run.status, run.out.lines().count()), (Some(1), 3));
    assert!(run.err.starts_with("planwright: standard input: 2 rows are wrong and were left out\n"), "{}", run.err);
    assert!(
        run.err.contains("line 3, plan: found \"gold\", allowed: Team, Pro\nline 4, seats: found \"-1\""),
        "{}",
        run.err
    );
    assert!(run.err.contains("2 customers, $36.00 a month under the base"), "{}", run.err);
    refuses(
        &["rerate", &starter],
        "customer,plan\n",
        &[
            (&[], "CUSTOMERS is missing"),
            (&["-", "--cap", "x"], "--cap is a percentage"),
            (&["-", "--cap", "5%%"], "--cap is a percentage"),
            (&["-", "--over", "0.005"], "of two decimals at most, not \"0.005\""),
            (&["-", "--column", "seats"], "is not FIELD=HEADING"),
            (&["-", "--column", "seats=Users"], "no column is called \"Users\""),
            (&["-", "--scenario", "x"], "no scenario \"x\""),
            (&["/nowhere.csv"], "/nowhere.csv: "),
        ],
    );
}

/// A file beside those of other tests and runs.
fn temporary(name: &str, text: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}
