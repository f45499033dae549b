//! This file is survival as a table: a share for each month, the last month's hazard repeated after its end.

use std::fmt;

/// What is wrong with a table; months are numbered from 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TableError {
    /// The share at month 0 is not 1.
    Start { share: f64 },
    /// A share above the one of the month before.
    Rises { month: usize, share: f64, before: f64 },
    /// A share outside 0..=1.
    NotAShare { month: usize, share: f64 },
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start { share } => write!(f, "survival at month 0 is {share}, not 1"),
            Self::Rises { month, share, before } => {
                write!(f, "survival rises from {before} to {share} at month {month}")
            }
            Self::NotAShare { month, share } => write!(f, "survival at month {month} is {share}, outside 0 to 1"),
        }
    }
}

impl std::error::Error for TableError {}

/// The first fault of a table, if any. An empty table is sound: nobody leaves.
pub fn verify(shares: &[f64]) -> Result<(), TableError> {
    for (month, share) in shares.iter().copied().enumerate() {
        if !(0.0..=1.0).contains(&share) {
            return Err(TableError::NotAShare { month, share });
        }
        if month == 0 && share != 1.0 {
            return Err(TableError::Start { share });
        }
        if month > 0 && share > shares[month - 1] {
            return Err(TableError::Rises { month, share, before: shares[month - 1] });
        }
    }
    Ok(())
}

/// Writes S(t) for t = 0, 1, …. S(0) is 1; a table that [`verify`] refuses is read through its running minimum.
pub fn survival_into(shares: &[f64], out: &mut [f64]) {
    let (mut alive, mut retention) = (1.0_f64, 1.0);
    for (age, value) in out.iter_mut().enumerate() {
        let before = alive;
        match shares.get(age) {
            _ if age == 0 => {}
            Some(share) => {
                alive = share.clamp(0.0, alive);
                retention = if before > 0.0 { alive / before } else { 0.0 };
            }
            None => alive *= retention,
        }
        *value = alive;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_hazard_is_repeated() {
        let mut out = [0.0; 6];
        for (table, expected) in [
            (&[1.0, 0.8, 0.4][..], [1.0, 0.8, 0.4, 0.2, 0.1, 0.05]),
            (&[], [1.0; 6]),
            (&[1.0], [1.0; 6]),
            (&[1.0, 0.0], [1.0, 0.0, 0.0, 0.0, 0.0, 0.0]),
            (&[1.0, 0.5, 0.0, 0.0], [1.0, 0.5, 0.0, 0.0, 0.0, 0.0]),
        ] {
            survival_into(table, &mut out);
            assert!(
                out.iter().zip(expected).all(|(value, expected)| (value - expected).abs() < 1e-15),
                "{table:?} {out:?}"
            );
            assert_eq!(verify(table), Ok(()));
        }
    }

    #[test]
    fn faults_name_the_month() {
        assert_eq!(verify(&[0.9]), Err(TableError::Start { share: 0.9 }));
        assert_eq!(verify(&[1.0, 0.5, 0.6]), Err(TableError::Rises { month: 2, share: 0.6, before: 0.5 }));
        assert!(matches!(verify(&[1.0, f64::NAN]), Err(TableError::NotAShare { month: 1, .. })));
    }
}
