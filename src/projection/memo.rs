//! This file keeps exact bills from one projection to the next, so that only those that an edit has changed are computed
//! again.

use std::rc::Rc;

use crate::number::Decimal;
use crate::number::Number;

use super::bills::Bill;
use super::sizes::Loads;
use super::sizes::Sizes;
use super::table::Table;

/// Tables of exact bills, each beside all that it was made from.
///
/// Invariant: a table is handed out only to who brings what equals all it was made from, so that a projection with a memo
/// of whatever went before is the same as one with an empty memo. It belongs to whoever makes the projections.
pub struct Memo<N> {
    known: Vec<Known<N>>,
    /// Where the next to be asked for is likely to stand: projections ask in the same order.
    next: usize,
}

/// A table and what it was made from.
struct Known<N> {
    bill: Rc<Bill<Decimal>>,
    sizes: Sizes,
    point: Option<usize>,
    grows: bool,
    table: Table<N>,
    /// Whether the projection under way has asked for it.
    used: bool,
}

impl<N> Default for Memo<N> {
    fn default() -> Self {
        Self { known: Vec::new(), next: 0 }
    }
}

impl<N: Number> Memo<N> {
    /// The table of a bill as [`Bill::at`] makes it.
    pub(super) fn table(
        &mut self,
        bill: &Rc<Bill<Decimal>>,
        loads: &Loads<'_, Decimal>,
        point: Option<usize>,
        grows: bool,
    ) -> Table<N> {
        let same = |known: &Known<N>| {
            (known.point, known.grows) == (point, grows) && known.bill == *bill && known.sizes == *loads.sizes
        };
        let count = self.known.len();
        let in_turn = (0..count).map(|at| (self.next + at) % count);
        let at = in_turn.into_iter().find(|at| same(&self.known[*at])).unwrap_or(count);
        if at == count {
            let table = bill.at(loads, point, grows, N::from_decimal);
            let (bill, sizes) = (bill.clone(), loads.sizes.clone());
            self.known.push(Known { bill, sizes, point, grows, table, used: false });
        }
        self.next = at + 1;
        self.known[at].used = true;
        self.known[at].table.clone()
    }

    /// The projection is made: what it has not asked for is forgotten.
    pub(super) fn forget(&mut self) {
        self.known.retain_mut(|known| std::mem::take(&mut known.used));
        self.next = 0;
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::projection::project_case;
    use crate::workspace::Edit;
    use crate::workspace::apply;
    use crate::workspace::case;
    use crate::workspace::template;

    /// A price of one plan leaves the bills of the others where they are, and those of its old price are forgotten.
    #[test]
    fn only_what_an_edit_changes_is_computed_again() {
        let before = template("starter").unwrap().open();
        let edit = Edit::Set { scenario: None, path: "/plans/pro/charges/platform/amount".into(), value: json!("61") };
        let after = apply(&before, &edit).unwrap();
        let mut memo = Memo::default();
        let mut bills = |workspace| {
            project_case(workspace, case(workspace, None), &mut memo);
            memo.known.iter().map(|known| Rc::as_ptr(&known.bill)).collect::<Vec<_>>()
        };
        let (first, again, moved) = (bills(&before), bills(&before), bills(&after));
        assert_eq!(first, again);
        let kept = first.iter().filter(|bill| moved.contains(bill)).count();
        assert!(kept >= first.len() / 2 && kept < moved.len(), "{kept} of {}", first.len());
        assert_eq!(bills(&before).len(), first.len());
    }
}
