//! This file is the one table of metrics: id, name, unit, direction, definition, formula and value of each.

use crate::number::Decimal;
use crate::shape::Unit;

use super::Line;
use super::Projection;
use super::Scope;
use super::View;
use super::formulas;
use super::named;

/// Which way a metric should move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// Neither by itself.
    Neither,
}

/// One metric.
pub struct Metric {
    /// Stable id: in files, links, tables and on the command line.
    pub id: &'static str,
    /// What people call it.
    pub name: &'static str,
    /// What it counts.
    pub unit: Unit,
    /// Which way it should move.
    pub better: Better,
    /// What it means, with the convention followed.
    pub definition: &'static str,
    /// Formula in words.
    pub formula: &'static str,
    /// Ids of the metrics and other figures ([`super::named`]) the formula names, to be shown with it.
    pub inputs: &'static [&'static str],
    /// Whether plans and segments add up to the whole.
    pub splits: bool,
    /// The value in a month for a part of the business; `None` where undefined.
    pub value: fn(&View<'_>, usize) -> Option<Decimal>,
}

/// The metric with this id.
pub fn metric(id: &str) -> Option<&'static Metric> {
    METRICS.iter().find(|metric| metric.id == id)
}

/// The metrics in the strip where a workspace names none.
pub const DEFAULT_KPIS: &[&str] = &["arr", "mrr", "nrr", "gross_margin", "cac_payback", "lowest_cash"];

macro_rules! metrics {
    ($($id:ident $name:literal $unit:ident $better:ident $splits:literal $definition:literal $formula:literal [$($input:ident)*] $value:expr;)*) => {
        /// Every metric, in the order a person is offered them.
        pub const METRICS: &[Metric] = &[$(Metric {
            id: stringify!($id),
            name: $name,
            unit: Unit::$unit,
            better: Better::$better,
            definition: $definition,
            formula: $formula,
            inputs: &[$(stringify!($input)),*],
            splits: $splits,
            value: $value,
        }),*];
    };
}

metrics! {
    mrr "MRR" Money Higher true
        "Monthly recurring revenue at the month's end: what customers pay a month under contract, after annual and negotiated discounts and coupons that recur, without usage, discounts given once, and tax."
        "MRR at the start of the month + new + expansion + price + reactivation − contraction − churn"
        [mrr_before new_mrr expansion_mrr price_mrr reactivation_mrr contraction_mrr churned_mrr]
        |view, t| Some(view.line(t).mrr);
    arr "ARR" Money Higher true
        "Annual recurring revenue at the month's end." "12 × MRR" [mrr]
        |view, t| Some(formulas::arr(view.line(t).mrr));
    new_mrr "New MRR" Money Higher true
        "MRR won with customers who were not there before." "new customers × their bill a month" [new_customers]
        |view, t| Some(view.line(t).new);
    expansion_mrr "Expansion MRR" Money Higher true
        "MRR won as customers add seats or move to a dearer plan, or as a coupon or a year of a ramp ends." "sum of rises other than price changes" []
        |view, t| Some(view.line(t).expansion);
    price_mrr "Price MRR" Money Higher true
        "MRR won, or lost if negative, because customers who stayed were moved to another price list, or because exchange rates of price books moved."
        "customers repriced × change of their bill" []
        |view, t| Some(view.line(t).price);
    reactivation_mrr "Reactivation MRR" Money Higher true
        "MRR won with customers lost in the last 12 months who came back." "customers who returned × their bill a month" [reactivated_customers]
        |view, t| Some(view.line(t).reactivation);
    contraction_mrr "Contraction MRR" Money Lower true
        "MRR lost as customers cut seats or move to a cheaper plan." "sum of falls other than price changes" []
        |view, t| Some(view.line(t).contraction);
    churned_mrr "Churned MRR" Money Lower true
        "MRR lost with customers who left." "customers lost × their bill a month" [churned_customers]
        |view, t| Some(view.line(t).churn);
    customers "Customers" Count Higher true
        "Accounts that pay, at the month's end. Expected numbers, so they have fractions." "customers at the start + new + returned − lost" [customers_before new_customers reactivated_customers churned_customers]
        |view, t| view.heads(t, |cell| cell.customers);
    new_customers "New customers" Count Higher true
        "Accounts that started to pay in the month." "prospects × conversion × share of the plan, and free accounts that start to pay" [prospects conversion]
        |view, t| view.heads(t, |cell| cell.new);
    churned_customers "Customers lost" Count Lower true
        "Accounts that stopped paying in the month." "customers due to renew × churn at their age" []
        |view, t| view.heads(t, |cell| cell.churned);
    reactivated_customers "Customers returned" Count Higher true
        "Accounts lost in the last 12 months that pay again." "customers lost in 12 months × share who return" []
        |view, t| view.heads(t, |cell| cell.reactivated);
    free_accounts "Free accounts" Count Neither true
        "Accounts on a free plan at the month's end; never counted as customers." "free accounts at the start + new − left − started to pay" []
        |view, t| view.heads(t, |cell| cell.free_accounts);
    trials "Trials in progress" Count Neither true
        "Trials under way at the month's end; not customers, though each costs what a customer does where costs are per customer." "trials begun − trials ended, however they ended" []
        |view, t| view.heads(t, |cell| cell.trials);
    prospects "Prospects" Count Higher false
        "Accounts about to decide in the month, from all channels." "sum over channels" []
        |view, t| view.prospects(t);
    conversion "Conversion" Share Higher false
        "Share of prospects who choose a plan at this month's prices." "prospects who choose a plan ÷ prospects" [buyers prospects]
        |view, t| view.conversion(t);
    arpa "ARPA" Money Higher false
        "Average MRR of a customer at the month's end." "MRR ÷ customers" [mrr customers]
        |view, t| formulas::arpa(view.line(t).mrr, view.heads(t, |cell| cell.customers)?);
    logo_churn "Logo churn" Share Lower false
        "Share of the customers at the start of the month who left in it." "customers lost ÷ customers at the start of the month" [churned_customers customers_before]
        |view, t| formulas::churn(view.heads(t, |cell| cell.churned)?, view.customers_before(t));
    grr "Gross revenue retention" Share Higher false
        "MRR kept from the customers of twelve months ago, none counted above what it paid then (closed cohort). Undefined in the first year."
        "MRR today of customers of 12 months ago, each at most its MRR then ÷ MRR 12 months ago" [kept_mrr mrr_year_ago]
        |view, t| view.retained(t, |cell| cell.kept_mrr);
    nrr "Net revenue retention" Share Higher false
        "MRR today of the customers of twelve months ago, with their expansion and price changes (closed cohort). Undefined in the first year."
        "MRR today of customers of 12 months ago ÷ MRR 12 months ago" [mature_mrr mrr_year_ago]
        |view, t| view.retained(t, |cell| cell.mature_mrr);
    grr_monthly "Gross revenue retention, month" Share Higher false
        "Share of the MRR at the start of the month that neither contracted nor left in it." "(MRR at the start − contraction − price cuts − churn) ÷ MRR at the start" [mrr_before contraction_mrr price_mrr churned_mrr]
        |view, t| formulas::grr(view.mrr_before(t), view.line(t).contraction - view.line(t).price.min(Decimal::ZERO), view.line(t).churn);
    nrr_monthly "Net revenue retention, month" Share Higher false
        "The same with expansion and price changes." "(MRR at the start + expansion + price − contraction − churn) ÷ MRR at the start" [mrr_before expansion_mrr price_mrr contraction_mrr churned_mrr]
        |view, t| formulas::nrr(view.mrr_before(t), view.line(t).expansion + view.line(t).price, view.line(t).contraction, view.line(t).churn);
    quick_ratio "Quick ratio" Plain Higher false
        "MRR gained for each unit of MRR lost in the month." "(new + expansion + reactivation + price rises) ÷ (contraction + churn + price cuts)" [new_mrr expansion_mrr reactivation_mrr price_mrr contraction_mrr churned_mrr]
        |view, t| {
            let line = view.line(t);
            let (up, down) = (line.price.max(Decimal::ZERO), -line.price.min(Decimal::ZERO));
            formulas::quick_ratio(line.new + line.expansion + line.reactivation + up, line.contraction + line.churn + down)
        };
    revenue "Revenue" Money Higher true
        "Recurring revenue in force and usage of the month, less discounts given once, as earned." "MRR + usage − discounts given once" [mrr usage_revenue once_discounts]
        |view, t| Some(view.line(t).revenue());
    usage_revenue "Usage revenue" Money Higher true
        "Revenue from meters billed as used; never part of MRR." "sum of usage charges" []
        |view, t| Some(view.line(t).usage);
    once_discounts "Discounts given once" Money Lower true
        "What coupons take off the first bill of monthly contracts; less revenue, and no part of MRR." "new and returning customers × what is off their first bill" []
        |view, t| Some(view.line(t).once);
    cogs "Cost of revenue" Money Lower true
        "Hosting, support, payment fees and whatever else grows with sales." "sum of lines" []
        |view, t| Some(view.line(t).cogs);
    gross_profit "Gross profit" Money Higher true
        "Revenue less cost of revenue." "revenue − cost of revenue" [revenue cogs]
        |view, t| Some(view.line(t).revenue() - view.line(t).cogs);
    gross_margin "Gross margin" Share Higher false
        "Share of revenue left after the cost of revenue." "(revenue − cost of revenue) ÷ revenue" [revenue cogs]
        |view, t| formulas::gross_margin(view.line(t).revenue(), view.line(t).cogs);
    channel_spend "Channel spend" Money Lower false
        "Spend on paid channels." "sum over channels" []
        |view, t| Some(view.totals(t)?.spend);
    sales_marketing "Sales and marketing" Money Lower false
        "Channels and the department's fixed costs." "channel spend + sales and marketing costs" [channel_spend]
        |view, t| view.totals(t).map(|totals| totals.spend + totals.sales);
    research "Research and development" Money Lower false
        "Fixed costs of the department." "sum of lines" []
        |view, t| Some(view.totals(t)?.research);
    general "General and administrative" Money Lower false
        "Fixed costs of the department." "sum of lines" []
        |view, t| Some(view.totals(t)?.general);
    operating_profit "Operating profit" Money Higher false
        "What is left of revenue after all costs; before interest and tax." "gross profit − sales and marketing − research and development − general" [gross_profit sales_marketing research general]
        |view, t| Some(view.totals(t)?.operating_profit());
    cac "CAC" Money Lower false
        "What it cost to win a customer: sales and marketing of the month, blended over all channels, no lag." "sales and marketing ÷ new customers" [sales_marketing new_customers]
        |view, t| formulas::ratio(view.totals(t)?.spend + view.totals(t)?.sales, view.heads(t, |cell| cell.new)?);
    cac_payback "CAC payback" Months Lower false
        "Months until the gross margin of a new customer has paid for winning it." "CAC ÷ (MRR of a new customer × gross margin)" [cac new_arpa gross_margin]
        |view, t| formulas::cac_payback(view.of("cac", t)?, named::new_arpa(view, t)?, view.of("gross_margin", t)?);
    ltv "LTV" Money Higher false
        "Gross margin expected from one of the month's new customers over 10 years: survival by age × bill, discounted at the workspace's rate."
        "sum over 120 months of survival × bill × gross margin, discounted" [gross_margin]
        |view, t| view.lifetime(t)?.checked_mul(view.of("gross_margin", t)?);
    ltv_cac "LTV to CAC" Plain Higher false
        "How many times a customer's lifetime value covers the cost of winning it." "LTV ÷ CAC" [ltv cac]
        |view, t| formulas::ratio(view.of("ltv", t)?, view.of("cac", t)?);
    billings "Billings" Money Higher true
        "Invoiced in the month: monthly contracts and usage, and a year up front where a contract starts or renews." "revenue + rise of deferred revenue" [revenue deferred_revenue deferred_before]
        |view, t| Some(view.line(t).billings());
    deferred_revenue "Deferred revenue" Money Neither false
        "Invoiced and not yet earned, at the month's end." "deferred revenue before + billings − revenue" [deferred_before billings revenue]
        |view, t| Some(view.totals(t)?.deferred);
    collections "Collections" Money Higher false
        "Received from customers; annual invoices after their payment time." "billings − rise of receivables" [billings receivables receivables_before]
        |view, t| Some(view.totals(t)?.collections);
    receivables "Receivables" Money Neither false
        "Invoiced and not yet received, at the month's end." "receivables before + billings − collections" [receivables_before billings collections]
        |view, t| Some(view.totals(t)?.receivables);
    cash "Cash" Money Higher false
        "Cash at the month's end; costs are paid in their month." "cash before + collections − cost of revenue − operating costs" [cash_before collections cogs sales_marketing research general]
        |view, t| Some(view.totals(t)?.cash);
    lowest_cash "Lowest cash" Money Higher false
        "The least cash at any month's end so far." "least of cash up to the month" [cash]
        |view, t| (0..=t).filter_map(|t| Some(view.totals(t)?.cash)).min();
    runway "Runway" Months Higher false
        "Months the cash lasts at the average burn of the last three months. Undefined while cash does not fall." "cash ÷ average monthly burn over 3 months" [cash burn_quarter]
        |view, t| {
            let burn = view.burn(t, 3)?;
            if burn <= Decimal::ZERO || view.totals(t)?.cash < Decimal::ZERO { return None; }
            formulas::ratio(view.totals(t)?.cash * Decimal::from(3), burn)
        };
    rule_of_40 "Rule of 40" Share Higher false
        "Growth of revenue against the same month a year before, plus operating margin of the month. Undefined in the first year." "growth of revenue over 12 months + operating profit ÷ revenue" [revenue revenue_year_ago operating_profit]
        |view, t| {
            let before = view.line(t.checked_sub(12)?).revenue();
            let growth = formulas::ratio(view.line(t).revenue() - before, before)?;
            Some(formulas::rule_of_40(growth, formulas::ratio(view.totals(t)?.operating_profit(), view.line(t).revenue())?))
        };
    burn_multiple "Burn multiple" Plain Lower false
        "Cash burnt for each unit of net new ARR, over three months. Undefined unless cash falls and ARR rises." "net burn over 3 months ÷ rise of ARR over 3 months" [burn_quarter arr_rise_quarter]
        |view, t| formulas::burn_multiple(view.burn(t, 3)?, named::arr_rise_quarter(view, t)?);
    magic_number "Magic number" Plain Higher false
        "Growth of quarterly revenue, annualised, for the sales and marketing of the quarter before (Scale VP)." "4 × (revenue of 3 months − of the 3 before) ÷ sales and marketing of the 3 before" [revenue_quarter revenue_quarter_before marketing_quarter_before]
        |view, t| {
            let revenue = |back| named::over(view, t, back, Line::revenue);
            formulas::magic_number(revenue(0)?, revenue(3)?, named::marketing_before(view, t)?)
        };
}

impl Projection {
    /// A metric by month; `None` where it is undefined.
    pub fn series(&self, metric: &Metric, scope: Scope) -> Vec<Option<Decimal>> {
        let view = self.view(scope);
        (0..self.months).map(|t| (metric.value)(&view, t)).collect()
    }

    /// A metric in a month.
    pub fn value(&self, metric: &Metric, t: usize, scope: Scope) -> Option<Decimal> {
        (metric.value)(&self.view(scope), t)
    }
}
