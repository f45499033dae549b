//! This file draws costs against revenue, and cash.

use std::rc::Rc;

use rust_decimal::Decimal;
use yew::Html;
use yew::component;
use yew::html;
use yew::use_memo;

use crate::chart::cash::Cash;
use crate::chart::costs::Costs;
use crate::chart::paint::Paint;
use crate::chart::timeline::Series;
use crate::projection::Totals;
use crate::ui::control::ChartFrame;
use crate::ui::frame::use_frame;
use crate::ui::outlook::Outlook;
use crate::ui::page::parts::float;
use crate::ui::page::parts::money;
use crate::ui::page::parts::paint;
use crate::ui::page::parts::timeline;
use crate::ui::page::parts::use_kept;

/// Both charts.
#[component]
pub fn Charts() -> Html {
    let frame = use_frame();
    let unit = money(&frame);
    let costs = use_memo((frame.front.clone(), unit.clone()), |(front, unit)| Costs {
        timeline: timeline(&front.projection),
        unit: unit.clone(),
        lines: lines(front),
        revenue: series(front, "Revenue", Paint::Ink, |totals| totals.line.revenue()),
    });
    let cash = use_memo((frame.front.clone(), frame.compared.clone(), unit), |(front, compared, unit)| {
        let of = |outlook: &Rc<Outlook>| series(outlook, &outlook.name, paint(&outlook.colour), |totals| totals.cash);
        Cash {
            timeline: timeline(&front.projection),
            unit: unit.clone(),
            cash: of(front),
            compared: compared.as_ref().map(of),
        }
    });
    let (costs, cash) = (use_kept(costs), use_kept(cash));
    html! {
        <>
            <ChartFrame figures={costs} height_px={300.0} />
            <ChartFrame figures={cash} height_px={260.0} />
        </>
    }
}

/// The parts of all costs, those that cost nothing left out.
fn lines(outlook: &Outlook) -> Vec<Series> {
    let part = |name: &str, paint: Paint, of: fn(&Totals) -> Decimal| series(outlook, name, paint, of);
    let parts = [
        part("Cost of revenue", Paint::P4, |totals| totals.line.cogs),
        part("Channels", Paint::P3, |totals| totals.spend),
        part("Sales and marketing", Paint::P2, |totals| totals.sales),
        part("Research", Paint::P1, |totals| totals.research),
        part("General", Paint::P5, |totals| totals.general),
    ];
    parts.into_iter().filter(|part| part.present().any(|value| value != 0.0)).collect()
}

fn series(outlook: &Outlook, name: &str, paint: Paint, of: fn(&Totals) -> Decimal) -> Series {
    Series::new(name, paint, outlook.projection.ledger.totals.iter().map(|totals| float(of(totals))))
}
