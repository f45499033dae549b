//! This file is the P&L and the cash statement over months, quarters or years, exact: sums of the ledger's own lines.

use rust_decimal::Decimal;

use crate::month::Month;
use crate::projection::Cost;
use crate::projection::Projection;
use crate::projection::Totals;
use crate::workspace::model::DEPARTMENTS;
use crate::workspace::model::Department;

/// How many months make one column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Every {
    /// One.
    Month,
    /// A calendar quarter.
    Quarter,
    /// A calendar year.
    Year,
}

/// One column: months `from..to` of the projection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// What it is called; one cut short by the horizon says so.
    pub label: String,
    /// First month.
    pub from: usize,
    /// First month after it.
    pub to: usize,
}

/// How a row is summed up.
#[derive(Clone, Debug, PartialEq)]
pub enum Figures {
    /// What happens in a month: months add up.
    Flow(Vec<Decimal>),
    /// A level at a month's end: the last counts.
    Level(Vec<Decimal>),
    /// One flow over another.
    Share(Vec<Decimal>, Vec<Decimal>),
}

/// What a row is to the eye.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rank {
    /// A part.
    Part,
    /// The sum of the parts above.
    Sum,
    /// A result.
    Result,
    /// Beside a result.
    Aside,
}

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What it is called.
    pub label: String,
    /// Its place among the others.
    pub rank: Rank,
    /// Its figures by month.
    pub figures: Figures,
}

impl Every {
    fn months(self) -> i32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        }
    }

    fn label(self, month: Month) -> String {
        match self {
            Self::Month => month.label(),
            Self::Quarter => format!("Q{} {}", month.of_year().div_ceil(3), month.year()),
            Self::Year => month.year().to_string(),
        }
    }
}

impl Figures {
    /// The figure of a period; `None` where undefined.
    pub fn over(&self, period: &Period) -> Option<Decimal> {
        let sum = |months: &[Decimal]| months[period.from..period.to].iter().sum::<Decimal>();
        match self {
            Self::Flow(months) => Some(sum(months)),
            Self::Level(months) => months.get(period.to - 1).copied(),
            Self::Share(part, whole) => {
                let whole = sum(whole);
                if whole.is_zero() { None } else { sum(part).checked_div(whole) }
            }
        }
    }
}

/// The columns of `months` months from `start`, by calendar.
pub fn periods(start: Month, months: usize, every: Every) -> Vec<Period> {
    let mut periods: Vec<Period> = Vec::new();
    for t in 0..months {
        let month = start.plus(t as i32);
        if t == 0 || (month.of_year() as i32 - 1) % every.months() == 0 {
            periods.push(Period { label: every.label(month), from: t, to: t + 1 });
        } else if let Some(last) = periods.last_mut() {
            last.to = t + 1;
        }
    }
    for period in &mut periods {
        let months = period.to - period.from;
        if months < every.months() as usize {
            period.label += &format!(" ({months} mo)");
        }
    }
    periods
}

/// Every row, from revenue to cash.
pub fn rows(projection: &Projection) -> Vec<Row> {
    let ledger = &projection.ledger;
    let flow = |of: fn(&Totals) -> Decimal| ledger.totals.iter().map(of).collect::<Vec<Decimal>>();
    let (revenue, gross) = (flow(|t| t.line.revenue()), flow(Totals::gross_profit));
    let profit = flow(Totals::operating_profit);
    let mut rows = Rows(Vec::new());
    rows.part("Recurring revenue", flow(|t| t.line.mrr));
    rows.part("Usage revenue", flow(|t| t.line.usage));
    let once = flow(|t| -t.line.once);
    if once.iter().any(|off| !off.is_zero()) {
        rows.part("Discounts given once", once);
    }
    rows.put("Revenue", Rank::Sum, Figures::Flow(revenue.clone()));
    rows.costs(ledger.cogs.iter());
    rows.put("Cost of revenue", Rank::Sum, Figures::Flow(flow(|t| t.line.cogs)));
    rows.put("Gross profit", Rank::Result, Figures::Flow(gross.clone()));
    rows.put("Gross margin", Rank::Aside, Figures::Share(gross, revenue.clone()));
    let fixed = projection.case.last().costs.fixed.values().map(|cost| cost.department).zip(&ledger.fixed);
    let [sales, research, general] = DEPARTMENTS.map(|(_, name)| name);
    let of = |wanted: Department| fixed.clone().filter(move |(own, _)| *own == wanted).map(|(_, cost)| cost);
    rows.costs(ledger.spend.iter());
    rows.costs(of(Department::Sales));
    rows.put(sales, Rank::Sum, Figures::Flow(flow(|t| t.spend + t.sales)));
    rows.costs(of(Department::Research));
    rows.put(research, Rank::Sum, Figures::Flow(flow(|t| t.research)));
    rows.costs(of(Department::General));
    rows.put(general, Rank::Sum, Figures::Flow(flow(|t| t.general)));
    rows.put("Operating costs", Rank::Sum, Figures::Flow(flow(Totals::operating_costs)));
    rows.put("Operating profit", Rank::Result, Figures::Flow(profit.clone()));
    rows.put("Operating margin", Rank::Aside, Figures::Share(profit, revenue));
    rows.part("Billings", flow(|t| t.line.billings()));
    rows.part("Collections", flow(|t| t.collections));
    rows.part("Costs paid", flow(|t| t.line.cogs + t.operating_costs()));
    rows.put("Change in cash", Rank::Sum, Figures::Flow(flow(|t| t.collections - t.line.cogs - t.operating_costs())));
    rows.put("Cash at the end", Rank::Result, Figures::Level(flow(|t| t.cash)));
    rows.0
}

struct Rows(Vec<Row>);

impl Rows {
    fn put(&mut self, label: &str, rank: Rank, figures: Figures) {
        self.0.push(Row { label: label.to_owned(), rank, figures });
    }

    fn part(&mut self, label: &str, months: Vec<Decimal>) {
        self.put(label, Rank::Part, Figures::Flow(months));
    }

    /// Lines that cost something in some month.
    fn costs<'a>(&mut self, costs: impl Iterator<Item = &'a Cost>) {
        for cost in costs.filter(|cost| cost.amounts.iter().any(|amount| !amount.is_zero())) {
            self.part(&cost.name, cost.amounts.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::projection::project;
    use crate::workspace::TEMPLATES;

    #[test]
    fn columns_follow_the_calendar() {
        let labels = |start: &str, months, every| {
            let periods = periods(start.parse().unwrap(), months, every);
            periods.into_iter().map(|period| period.label).collect::<Vec<_>>().join(", ")
        };
        for (start, months, every, expected) in [
            ("2027-01", 24, Every::Year, "2027, 2028"),
            ("2027-11", 15, Every::Year, "2027 (2 mo), 2028, 2029 (1 mo)"),
            ("2027-02", 6, Every::Quarter, "Q1 2027 (2 mo), Q2 2027, Q3 2027 (1 mo)"),
            ("2027-02", 2, Every::Month, "Feb 2027, Mar 2027"),
        ] {
            assert_eq!(labels(start, months, every), expected);
        }
    }

    #[test]
    fn every_sum_is_the_sum_of_its_parts_to_the_cent() {
        for template in TEMPLATES {
            let workspace = template.open();
            let projection = project(&workspace, None);
            let rows = rows(&projection);
            for every in [Every::Month, Every::Quarter, Every::Year] {
                let mut cash = projection.ledger.opening_cash;
                for period in periods(projection.start, projection.months, every) {
                    let at = |label: &str| {
                        rows.iter().find(|row| row.label == label).unwrap().figures.over(&period).unwrap()
                    };
                    let mut parts = Decimal::ZERO;
                    for row in rows.iter().take_while(|row| row.label != "Operating costs") {
                        match row.rank {
                            Rank::Part => parts += row.figures.over(&period).unwrap(),
                            Rank::Sum => {
                                assert_eq!(parts, row.figures.over(&period).unwrap(), "{}", row.label);
                                parts = Decimal::ZERO;
                            }
                            _ => {}
                        }
                    }
                    assert_eq!(at("Revenue") - at("Cost of revenue"), at("Gross profit"));
                    assert_eq!(at("Gross profit") - at("Operating costs"), at("Operating profit"));
                    assert_eq!(at("Collections") - at("Costs paid"), at("Change in cash"));
                    cash += at("Change in cash");
                    assert_eq!(cash, at("Cash at the end"), "{}", period.label);
                }
            }
        }
    }
}
