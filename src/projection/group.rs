//! This file holds one group of customers alike in segment, plan, contract and price version, by age.

use crate::number::Number;

use super::flows::Cell;
use super::table::Table;

/// Customers of one kind. A cohort acquired in month `c` stands at position `months − 1 − c`, so that in any month
/// ages are contiguous.
pub(super) struct Group<N> {
    heads: Vec<N>,
    first: usize,
    last: usize,
    /// Whether nothing changes between anniversaries, so that stocks are kept by month of the year.
    pub yearly: bool,
    stocks: [Stock<N>; 12],
    units: Vec<[N; 12]>,
    /// Units they have cut, in heads: as if so many had none at all. It passes as the heads do, and what it would have been
    /// billed is taken off; none where nobody ever cut.
    cut: Option<Box<Group<N>>>,
}

/// Customers of one cohort who act in a month.
#[derive(Clone, Copy, Debug)]
pub(super) struct Taken<N> {
    pub position: usize,
    pub heads: N,
    pub cut: N,
}

/// Stocks at a month's end.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Stock<N> {
    pub customers: N,
    pub mrr: N,
    usage: N,
    mature_mrr: N,
    kept_mrr: N,
}

/// What one month did to a group.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pass<N> {
    pub churned: N,
    pub churned_mrr: N,
    pub expansion_mrr: N,
    pub contraction_mrr: N,
    pub annual_billed: N,
    pub payments: N,
    /// Stocks after it; nothing for a yearly group, which keeps its own.
    pub stock: Stock<N>,
}

impl<N: Number> Stock<N> {
    /// Stocks of `heads`, who have cut `cut`, at `age` on `table`; a year before they were on `before`.
    ///
    /// Convention: units cut are lost to gross retention even where the rise makes up for them.
    pub fn of((heads, cut): (N, N), table: &Table<N>, before: &Table<N>, age: usize) -> Self {
        let mrr = (heads - cut * table.follows.0) * table.recurring[age];
        let usage = (heads - cut * table.follows.1) * table.usage[age];
        let mut stock = Self { customers: heads, mrr, usage, ..Self::default() };
        if age >= 12 {
            stock.mature_mrr = mrr;
            stock.kept_mrr =
                kept((heads, cut), table, before) * table.recurring[age].smaller(before.recurring[age - 12]);
        }
        stock
    }

    /// Takes off what was cut, of which the shares `follows` would have been billed.
    fn less(&mut self, cut: &Self, follows: (N, N)) {
        self.mrr -= cut.mrr * follows.0;
        self.usage -= cut.usage * follows.1;
        self.mature_mrr -= cut.mature_mrr * follows.0;
        self.kept_mrr -= cut.kept_mrr * follows.0;
    }

    fn add(&mut self, other: Self) {
        self.customers += other.customers;
        self.mrr += other.mrr;
        self.usage += other.usage;
        self.mature_mrr += other.mature_mrr;
        self.kept_mrr += other.kept_mrr;
    }

    /// Adds the stocks to a cell.
    pub fn post(&self, cell: &mut Cell<N>, annual: bool) {
        cell.customers += self.customers;
        cell.mrr += self.mrr;
        cell.usage += self.usage;
        cell.mature_mrr += self.mature_mrr;
        cell.kept_mrr += self.kept_mrr;
        if annual {
            cell.annual_customers += self.customers;
            cell.annual_mrr += self.mrr;
        }
    }
}

/// Heads that count for what is kept of their bill of a year ago, on `before`.
pub(super) fn kept<N: Number>((heads, cut): (N, N), table: &Table<N>, before: &Table<N>) -> N {
    heads - cut * table.follows.0.larger(before.follows.0)
}

impl<N: Number> Pass<N> {
    /// Counts a cohort of `heads`, of whom the share `stay` stays, as its bill goes from `before` to `now`; gives what that
    /// adds.
    #[inline(always)]
    fn step(&mut self, heads: &mut N, stay: N, (before, now): (N, N), usage: N) -> N {
        let stayed = *heads * stay;
        let (lost, grown) = (*heads - stayed, stayed * (now - before));
        *heads = stayed;
        self.churned += lost;
        self.churned_mrr += lost * before;
        self.expansion_mrr += grown.larger(N::ZERO);
        self.contraction_mrr += (-grown).larger(N::ZERO);
        self.stock.customers += stayed;
        self.stock.mrr += stayed * now;
        self.stock.usage += stayed * usage;
        grown
    }

    /// Takes off what was cut, of which the shares `follows` would have been billed.
    fn less(&mut self, cut: &Self, follows: (N, N)) {
        self.churned_mrr -= cut.churned_mrr * follows.0;
        self.expansion_mrr -= cut.expansion_mrr * follows.0;
        self.contraction_mrr -= cut.contraction_mrr * follows.0;
        self.annual_billed -= cut.annual_billed * follows.0;
        self.stock.less(&cut.stock, follows);
    }

    /// Posts what happened to those who were there.
    pub fn post(&self, cell: &mut Cell<N>, annual: bool) {
        cell.churned += self.churned;
        cell.churned_mrr += self.churned_mrr;
        cell.expansion_mrr += self.expansion_mrr;
        cell.contraction_mrr += self.contraction_mrr;
        cell.annual_billed += self.annual_billed;
        if annual {
            cell.payments += self.payments;
        }
        self.stock.post(cell, annual);
    }
}

impl<N: Number> Group<N> {
    /// Nobody yet; room for `length` cohorts.
    pub fn new(length: usize, meters: usize, yearly: bool) -> Self {
        let units = vec![[N::ZERO; 12]; meters];
        Self {
            heads: vec![N::ZERO; length],
            first: length,
            last: 0,
            yearly,
            stocks: Default::default(),
            units,
            cut: None,
        }
    }

    /// Whether nobody ever was here, or all have been taken out.
    pub fn is_empty(&self) -> bool {
        self.first >= self.last
    }

    /// Adds customers of one cohort, who have cut `cut`.
    pub fn put(&mut self, position: usize, (heads, cut): (N, N)) {
        self.add(position, heads);
        if cut != N::ZERO {
            let empty = || Box::new(Self::new(self.heads.len(), 0, self.yearly));
            self.cut.get_or_insert_with(empty).add(position, cut);
        }
    }

    /// Adds customers of one cohort.
    pub fn add(&mut self, position: usize, heads: N) {
        self.heads[position] += heads;
        self.first = self.first.min(position);
        self.last = self.last.max(position + 1);
    }

    /// Adds to the stocks of one month of the year.
    pub fn keep(&mut self, class: usize, stock: Stock<N>) {
        self.stocks[class].add(stock);
    }

    /// Adds to the units of one month of the year.
    pub fn keep_units(&mut self, class: usize, of: impl Fn(usize) -> N) {
        for (meter, units) in self.units.iter_mut().enumerate() {
            units[class] += of(meter);
        }
    }

    /// The stocks of a yearly group.
    pub fn stock(&self) -> Stock<N> {
        let mut sum = Stock::default();
        self.stocks.iter().for_each(|stock| sum.add(*stock));
        sum
    }

    /// Units of a meter in use; `by_age` are those of one customer.
    pub fn units(&self, meter: usize, shift: usize, by_age: &[N]) -> N {
        let mut sum = N::ZERO;
        if self.yearly {
            self.units[meter].iter().for_each(|units| sum += *units);
        } else {
            self.each(shift, |position, heads| sum += heads * by_age[position - shift]);
            if let Some(cut) = &self.cut {
                sum -= cut.units(meter, shift, by_age);
            }
        }
        sum
    }

    /// MRR of all, billed as `table` says.
    pub fn mrr(&self, shift: usize, table: &Table<N>) -> N {
        let mut sum = N::ZERO;
        self.each(shift, |position, heads| sum += heads * table.recurring[position - shift]);
        if let Some(cut) = &self.cut {
            sum -= cut.mrr(shift, table) * table.follows.0;
        }
        sum
    }

    /// Calls `of` with the position and heads of each cohort.
    pub fn each(&self, shift: usize, mut of: impl FnMut(usize, N)) {
        for position in self.first.max(shift)..self.last {
            of(position, self.heads[position]);
        }
    }

    /// Takes out the cohorts that act this month, into `taken`: all of a monthly contract, those at an anniversary of an
    /// annual one, of the ages that `acts` says.
    pub fn take(&mut self, shift: usize, interval: usize, taken: &mut Vec<Taken<N>>, acts: impl Fn(usize) -> bool) {
        taken.clear();
        let step = if interval == 0 { 1 } else { 12 };
        let mut position = shift + step;
        while position < self.last {
            if self.heads[position] != N::ZERO && acts(position - shift) {
                let heads = std::mem::take(&mut self.heads[position]);
                let cut = self.cut.as_mut().map_or(N::ZERO, |cut| std::mem::take(&mut cut.heads[position]));
                taken.push(Taken { position, heads, cut });
            }
            position += step;
        }
        if !taken.is_empty() && self.heads[self.first..self.last].iter().all(|heads| *heads == N::ZERO) {
            (self.first, self.last) = (self.heads.len(), 0);
        }
    }

    /// One month for those still here: renew or leave, grow. `by_age` is the share who stay from the age before.
    pub fn pass(&mut self, shift: usize, annual: bool, by_age: &[N], table: &Table<N>) -> Pass<N> {
        let mut pass = self.passed(shift, annual, by_age, table);
        if let Some(cut) = &mut self.cut {
            pass.less(&cut.passed(shift, annual, by_age, table), table.follows);
        }
        pass
    }

    fn passed(&mut self, shift: usize, annual: bool, by_age: &[N], table: &Table<N>) -> Pass<N> {
        let first = self.first.max(shift + 1);
        if first >= self.last {
            return Pass::default();
        }
        let mut pass = self.step(first, shift, annual, by_age, table);
        let mature = first.max(shift + 12).min(self.last);
        let ages = mature - shift..self.last - shift;
        let year_ago = ages.start.saturating_sub(12);
        let bills = table.recurring[ages].iter().zip(&table.recurring[year_ago..]);
        for (heads, (now, then)) in self.heads[mature..self.last].iter().zip(bills) {
            pass.stock.mature_mrr += *heads * *now;
            pass.stock.kept_mrr += *heads * now.smaller(*then);
        }
        pass
    }

    /// Takes the cohorts from the position `first` on to their next age: one pass over contiguous numbers, because this is
    /// where a projection spends its time.
    fn step(&mut self, first: usize, shift: usize, annual: bool, by_age: &[N], table: &Table<N>) -> Pass<N> {
        let (age, count) = (first - shift, self.last - first);
        let heads = &mut self.heads[first..][..count];
        let (stay, usage) = (&by_age[age..][..count], &table.usage[age..][..count]);
        let (now, before) = (&table.recurring[age..][..count], &table.recurring[age - 1..][..count]);
        let mut pass = Pass::default();
        for at in 0..count {
            let grown = pass.step(&mut heads[at], stay[at], (before[at], now[at]), usage[at]);
            if annual {
                let left = 12 - (age + at) % 12;
                if left == 12 {
                    pass.annual_billed += heads[at] * now[at] * N::from_f64(12.0);
                    pass.payments += heads[at];
                } else {
                    pass.annual_billed += grown * N::from_f64(left as f64);
                }
            }
        }
        pass
    }

    /// One month for a yearly group: only cohorts at an anniversary act, and their stocks are taken anew.
    pub fn anniversary(
        &mut self,
        month: usize,
        shift: usize,
        by_age: &[N],
        table: &Table<N>,
        units: &[Vec<Vec<N>>],
        segment: usize,
    ) -> Pass<N> {
        let (mut pass, mut used) = self.year(shift, by_age, table, units, segment);
        if let Some(cut) = &mut self.cut {
            let (less, unused) = cut.year(shift, by_age, table, units, segment);
            pass.less(&less, table.follows);
            used.iter_mut().zip(unused).for_each(|(used, unused)| *used -= unused);
        }
        self.stocks[month % 12] = std::mem::take(&mut pass.stock);
        for (units, used) in self.units.iter_mut().zip(used) {
            units[month % 12] = used;
        }
        pass
    }

    /// The same for heads alone: what it did, with stocks of those at an anniversary, and units of the meters.
    fn year(
        &mut self,
        shift: usize,
        by_age: &[N],
        table: &Table<N>,
        units: &[Vec<Vec<N>>],
        segment: usize,
    ) -> (Pass<N>, [N; 12]) {
        let (mut pass, mut kept_mrr) = (Pass::default(), N::ZERO);
        let mut used = [N::ZERO; 12];
        for position in (shift + 12..self.last).step_by(12) {
            let (age, heads) = (position - shift, &mut self.heads[position]);
            if *heads != N::ZERO {
                let (before, now) = (table.recurring[age - 1], table.recurring[age]);
                pass.step(heads, by_age[age], (before, now), table.usage[age]);
                kept_mrr += *heads * now.smaller(table.recurring[age - 12]);
                units.iter().zip(&mut used).for_each(|(units, used)| *used += *heads * units[segment][age]);
            }
        }
        // All of them have been here for a year, and all who stay pay for another.
        (pass.stock.mature_mrr, pass.stock.kept_mrr) = (pass.stock.mrr, kept_mrr);
        (pass.annual_billed, pass.payments) = (pass.stock.mrr * N::from_f64(12.0), pass.stock.customers);
        (pass, used)
    }
}
