//! This file holds a small document for the tests of this module.

use serde_json::Value;
use serde_json::json;

use super::Workspace;
use super::check_value;

/// A business with two plans, two segments, two channels and two scenarios, the second starting from the first.
pub(super) fn value() -> Value {
    json!({
        "schema": 2, "id": "sample", "name": "Sample", "currency": "USD", "start": "2027-01", "months": 24,
        "kpis": ["arr", "customers"],
        "base": model(),
        "scenarios": {
            "dearer": {
                "name": "Dearer Pro", "colour": "s1", "note": "",
                "levers": {
                    "changes": {"name": "Changes", "on": true, "overrides": {"/plans/pro/charges/seats/price": "59"}},
                    "later": {"name": "Later", "on": true, "from": "2028-01", "overrides": {
                        "/plans/pro/charges/seats/price": "69",
                    }},
                    "idle": {"name": "Idle", "on": false, "overrides": {"/finance/discount_rate": 0.2}},
                },
            },
            "premium": {
                "name": "With Premium", "parent": "dearer", "colour": "s2", "note": "",
                "levers": {
                    "changes": {"name": "Changes", "on": true, "overrides": {
                        "/plans/premium": {
                            "name": "Premium", "free": false, "charges": {"fee": {"model": "flat", "amount": "99"}},
                            "annual_discount": "0.1", "features": {"sso": true}, "churn_factor": 1, "like": "pro",
                        },
                        "/segments/teams/elasticity": -2,
                    }},
                },
            },
        },
        "assumptions": {
            "/segments/teams/conversion": {"source": "2026 report", "range": [0.02, 0.06]},
            "/plans/premium/charges/fee/amount": {"source": "assumed"},
        },
    })
}

fn model() -> Value {
    json!({
        "meters": {"seats": {"name": "seats", "unit": "seat", "kind": "licence"}},
        "features": {"sso": {"name": "SSO", "group": "Security"}},
        "plans": {
            "free": {"name": "Free", "free": true, "charges": {}, "annual_discount": "0", "features": {}, "churn_factor": 1},
            "basic": {
                "name": "Basic", "free": false, "charges": {"fee": {"model": "flat", "amount": "19.00"}},
                "annual_discount": "0.2", "features": {"sso": false}, "churn_factor": 1.2,
            },
            "pro": {
                "name": "Pro", "free": false,
                "charges": {"seats": {"model": "per_unit", "meter": "seats", "price": "49"}},
                "annual_discount": "0.2", "features": {"sso": true}, "churn_factor": 1,
            },
        },
        "segments": {"solo": segment(0.25), "teams": segment(0.5)},
        "channels": {
            "search": {"name": "Search", "source": {"kind": "organic", "prospects": 1000}, "split": {"solo": 0.5, "teams": 0.5}},
            "ads": {
                "name": "Ads",
                "source": {"kind": "paid", "spend": {"kind": "ramp", "from": 1000, "to": 2000, "start": "2027-01", "end": "2027-12"},
                    "reference_spend": 1000, "reference_prospects": 200, "saturation": 0.5},
                "split": {"solo": 0.2, "teams": 0.8},
            },
        },
        "rollout": {"from": "2027-03", "existing": "renewal", "attention": 0.5},
        "price_changes": {
            "next": {"name": "Next", "from": "2027-09", "existing": "keep", "attention": 0.5,
                "plans": {"pro": {"seats": {"model": "graduated", "meter": "seats", "tiers": [
                    {"up_to": "10", "unit": "55", "flat": "0"}, {"up_to": null, "unit": "50", "flat": "0"}]}}}},
        },
        "costs": {
            "cogs": {"hosting": {"name": "Hosting", "basis": {"per": "unit", "meter": "seats", "amount": 0.5}}},
            "payment_share": 0.029, "payment_fixed": 0.3,
            "fixed": {"rent": {"name": "Rent", "department": "general", "amount": 5000}},
        },
        "finance": {"opening_cash": "100000", "opening_receivables": "0", "collection_months": 1, "discount_rate": 0.1},
        "opening": {
            "old": {"segment": "teams", "plan": "pro", "interval": "annual", "age_from": 0, "age_to": 24, "customers": 120},
            "new": {"segment": "solo", "plan": "basic", "interval": "monthly", "age_from": 0, "age_to": 6, "customers": 80},
        },
    })
}

fn segment(pro: f64) -> Value {
    json!({
        "name": "Segment", "usage": {"seats": {"mean": 6.5, "spread": 0.5, "growth": 0.1, "every": 12}},
        "conversion": 0.045, "mix": {"free": 0.25, "basic": 0.75 - pro, "pro": pro}, "elasticity": -1.5, "nesting": 0.7,
        "annual_share": 0.4, "values": {"sso": 5}, "retention": {"curve": "constant", "churn_monthly": 0.03},
        "churn_level": 1, "failed_payments": 0.05, "unrecovered": 0.3, "reactivation": 0.01, "switching": 0.1,
        "free_conversion": 0.02, "free_churn": 0.05,
    })
}

/// The document as it passes the check.
pub(super) fn workspace() -> Workspace {
    match check_value(&value()) {
        Ok(workspace) => workspace,
        Err(problems) => panic!("{}", problems.iter().map(|problem| format!("{problem}\n")).collect::<String>()),
    }
}
