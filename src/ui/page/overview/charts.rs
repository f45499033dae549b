//! This file draws ARR by plan, what moved MRR in a period, and cash.

use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::component;
use yew::html;
use yew::use_memo;
use yew::use_state;

use crate::chart::arr_by_plan::ArrByPlan;
use crate::chart::axis::Unit;
use crate::chart::cash::Cash;
use crate::chart::movements::Movements;
use crate::chart::paint::Paint;
use crate::chart::timeline::Series;
use crate::number::Decimal;
use crate::projection::Line;
use crate::projection::Projection;
use crate::projection::Scope;
use crate::ui::control::ChartFrame;
use crate::ui::control::Select;
use crate::ui::figures::known;
use crate::ui::frame::use_frame;
use crate::ui::outlook::Outlook;
use crate::ui::page::parts::float;
use crate::ui::page::parts::money;
use crate::ui::page::parts::paint;
use crate::ui::page::parts::timeline;
use crate::ui::page::parts::use_kept;

/// The three charts.
#[component]
pub fn Charts() -> Html {
    let frame = use_frame();
    let unit = money(&frame);
    let key = (frame.front.clone(), frame.compared.clone(), unit.clone());
    let arr = use_memo(key.clone(), |(front, compared, unit)| arr_by_plan(front, compared.as_deref(), unit));
    let cash = use_memo(key, |(front, compared, unit)| cash(front, compared.as_deref(), unit));
    let periods = periods(&frame.front.projection);
    let chosen = use_state(|| 0_usize);
    let period = (*chosen).min(periods.len() - 1);
    let moved = use_memo((frame.front.clone(), period, unit), |(front, period, unit)| {
        movements(&front.projection, &self::periods(&front.projection)[*period], unit)
    });
    let options = periods.iter().enumerate().map(|(at, period)| (at.to_string().into(), period.name.clone().into()));
    let on_pick = {
        let chosen = chosen.clone();
        Callback::from(move |at: AttrValue| chosen.set(at.parse().unwrap_or_default()))
    };
    let (arr, cash, moved) = (use_kept(arr), use_kept(cash), use_kept(moved));
    html! {
        <>
            <ChartFrame figures={arr} height_px={300.0} />
            <div class="two">
                <div>
                    <ChartFrame figures={moved} height_px={250.0} />
                    <div class="row which"><label for="movements-period">{ "Period" }</label>
                        <Select id="movements-period" label="Period of the movements" options={options.collect::<Vec<_>>()} value={period.to_string()} {on_pick} /></div>
                </div>
                <ChartFrame figures={cash} height_px={250.0} />
            </div>
        </>
    }
}

fn arr_by_plan(front: &Outlook, compared: Option<&Outlook>, unit: &Unit) -> ArrByPlan {
    let projection = &front.projection;
    let plans = &projection.case.last().plans;
    let sold = plans.values().enumerate().filter(|(_, plan)| !plan.free);
    let of = |projection: &Projection, scope| {
        projection.series(known("arr"), scope).into_iter().map(|arr| arr.map(float)).collect::<Vec<_>>()
    };
    let plan = |(at, plan): (usize, &crate::workspace::model::Plan)| {
        Series::new(plan.name.clone(), Paint::plan(at, plans.len()), of(projection, Scope::Plan(at)))
    };
    ArrByPlan {
        timeline: timeline(projection),
        unit: unit.clone(),
        plans: sold.map(plan).collect(),
        compared: compared
            .map(|other| Series::new(other.name.clone(), paint(&other.colour), of(&other.projection, Scope::All))),
    }
}

fn cash(front: &Outlook, compared: Option<&Outlook>, unit: &Unit) -> Cash {
    let of = |outlook: &Outlook| {
        let cash = outlook.projection.ledger.totals.iter().map(|totals| float(totals.cash));
        Series::new(outlook.name.clone(), paint(&outlook.colour), cash)
    };
    Cash { timeline: timeline(&front.projection), unit: unit.clone(), cash: of(front), compared: compared.map(of) }
}

/// Months summed up as one.
struct Period {
    name: String,
    from: usize,
    to: usize,
}

/// The years of the horizon, a first and last one cut short, and the whole.
fn periods(projection: &Projection) -> Vec<Period> {
    let mut periods: Vec<Period> = Vec::new();
    for t in 0..projection.months {
        let name = projection.start.plus(t as i32).year().to_string();
        match periods.last_mut() {
            Some(last) if last.name == name => last.to = t,
            _ => periods.push(Period { name, from: t, to: t }),
        }
    }
    let (first, last) = (projection.start, projection.start.plus(projection.months as i32 - 1));
    let name = format!("{} to {}", first.label(), last.label());
    periods.push(Period { name, from: 0, to: projection.months - 1 });
    periods
}

fn movements(projection: &Projection, period: &Period, unit: &Unit) -> Movements {
    let mut sum = Line::default();
    projection.ledger.totals[period.from..=period.to].iter().for_each(|totals| sum.add(&totals.line));
    let opening: Decimal = projection.view(Scope::All).mrr_before(period.from);
    let month = |t: i32| projection.start.plus(t).label();
    Movements {
        unit: unit.clone(),
        period: period.name.clone(),
        from: month(period.from as i32 - 1),
        to: month(period.to as i32),
        opening: float(opening),
        new: float(sum.new),
        expansion: float(sum.expansion),
        price: float(sum.price),
        reactivation: float(sum.reactivation),
        contraction: float(sum.contraction),
        churned: float(sum.churn),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::projection::project;
    use crate::workspace::TEMPLATES;

    #[test]
    fn the_waterfall_of_the_whole_horizon_closes_at_the_last_mrr() {
        for template in TEMPLATES {
            let projection = project(&template.open(), None);
            let periods = periods(&projection);
            let whole = movements(&projection, &periods[periods.len() - 1], &Unit::money(crate::number::Currency::USD));
            let last = projection.value(known("mrr"), projection.months - 1, Scope::All).map(float).unwrap();
            assert!((whole.closing() - last).abs() < 0.01, "{}: {} {last}", template.name, whole.closing());
        }
    }
}
