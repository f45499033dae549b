//! This file writes charges for people: `$9 per seat`, `$49 with 5 seats, then $9 per seat`, `2.9 % of volume`.

use rust_decimal::Decimal;

use super::words::Writer;
use crate::pricing::Adjust;
use crate::pricing::BlockTier;
use crate::pricing::CapacityStep;
use crate::pricing::Charge;
use crate::pricing::PriceModel;
use crate::pricing::RateTier;
use crate::pricing::Tier;
use crate::pricing::Whole;
use crate::shape::Unit;

impl Writer<'_> {
    /// A charge in a few words: `$9 per seat`, `$49 with 5 seats, then $9 per seat`.
    pub fn charge(&self, charge: &Charge) -> String {
        let meter = charge.meter().unwrap_or_default();
        let (many, one) = (self.meter(meter, "name"), self.meter(meter, "unit"));
        let words = match &charge.model {
            PriceModel::Flat { amount } => self.price(*amount),
            PriceModel::PerUnit { price, .. } => format!("{} per {one}", self.price(*price)),
            PriceModel::Graduated { tiers, .. } => format!("per {one} {}", self.tiers(tiers)),
            PriceModel::Volume { tiers, .. } => format!("per {one} by volume {}", self.tiers(tiers)),
            PriceModel::Package { size, price, free, full_only, least, .. } => {
                let full = if *full_only == Some(true) { "full " } else { "" };
                let mut words = format!("{} per {full}{} {many}", self.price(*price), self.count(*size));
                if !free.is_zero() {
                    words += &format!(" beyond {} free", self.count(*free));
                }
                if let Some(least) = least {
                    words += &format!(", at least {}", self.count(*least));
                }
                words
            }
            PriceModel::GraduatedBlocks { blocks, .. } => format!("{many} in blocks {}", self.blocks(blocks)),
            PriceModel::VolumeBlocks { blocks, .. } => format!("{many} in blocks by volume {}", self.blocks(blocks)),
            PriceModel::Stairstep { steps, .. } => {
                let steps = steps.iter().map(|step| match step.up_to {
                    Some(bound) => format!("{} up to {} {many}", self.price(step.price), self.count(bound)),
                    None => format!("{} beyond", self.price(step.price)),
                });
                steps.collect::<Vec<_>>().join(", ")
            }
            PriceModel::Capacity { capacity } => self.capacity(capacity),
            PriceModel::Allowance { fee, included, price, .. } => {
                let (fee, included, price) = (self.price(*fee), self.count(*included), self.price(*price));
                format!("{fee} with {included} {many}, then {price} per {one}")
            }
            PriceModel::Percentage { .. } => self.percentage(&charge.model, &many),
            PriceModel::GraduatedPercentage { rates, .. } => format!("of {many} {}", self.rates(rates)),
            PriceModel::CostPlus { multiplier, .. } => format!("{many} × {}", self.count(*multiplier)),
            PriceModel::Credits { .. } => self.credits(&charge.model, &many),
        };
        let by_end = if charge.model.by_end() { ", the tier by the period's end" } else { "" };
        words + by_end + &self.adjusted(&charge.adjust)
    }

    fn percentage(&self, model: &PriceModel, many: &str) -> String {
        let PriceModel::Percentage {
            rate,
            free_volume,
            events,
            fee,
            free_events,
            transaction_minimum,
            transaction_maximum,
            ..
        } = model
        else {
            return String::new();
        };
        let mut words = format!("{} of {many}", self.share(*rate));
        if let Some(free) = free_volume {
            words += &format!(" beyond {}", self.price(*free));
        }
        if let (Some(fee), Some(events)) = (fee, events) {
            words += &format!(" + {} per {}", self.price(*fee), self.meter(events, "unit"));
        }
        if let Some(free) = free_events {
            words += &format!(", {} free", self.count(*free));
        }
        if let Some(least) = transaction_minimum {
            words += &format!(", at least {} each", self.price(*least));
        }
        if let Some(most) = transaction_maximum {
            words += &format!(", at most {} each", self.price(*most));
        }
        words
    }

    fn credits(&self, model: &PriceModel, many: &str) -> String {
        let PriceModel::Credits { included, size, price, expiry, rollover, stop_after, .. } = model else {
            return String::new();
        };
        let mut words = format!("{} per pack of {} {many}", self.price(*price), self.count(*size));
        if !included.is_zero() {
            words += &format!(" beyond {} included", self.count(*included));
        }
        if let Some(months) = expiry {
            words += &format!(", lapsing after {}", self.float(f64::from(*months), Unit::Months));
        }
        if let Some(most) = rollover {
            words += &format!(", at most {} rolled over", self.count(*most));
        }
        if let Some(most) = stop_after {
            words += &format!(", stopping after {} packs a month", self.count(*most));
        }
        words
    }

    /// What surrounds the price, each part after a comma.
    fn adjusted(&self, adjust: &Adjust) -> String {
        let mut words = String::new();
        if let Some(by) = adjust.divide_by {
            words += &format!(", counted by {}", self.count(by));
        }
        words += match adjust.round {
            Some(Whole::Up) => ", rounded up",
            Some(Whole::Down) => ", rounded down",
            Some(Whole::Nearest) => ", rounded",
            Some(Whole::No) | None => "",
        };
        if let Some(free) = adjust.free_units {
            words += &format!(", {} units off", self.count(free));
        }
        if adjust.free_at_zero == Some(true) {
            words += ", free without use";
        }
        if let Some(share) = adjust.discount_share {
            words += &format!(", less {}", self.share(share));
        }
        if let Some(amount) = adjust.discount_amount {
            words += &format!(", less {}", self.price(amount));
        }
        if let Some(most) = adjust.maximum {
            words += &format!(", at most {}", self.price(most));
        }
        if let Some(least) = adjust.minimum {
            words += &format!(", at least {}", self.price(least));
        }
        words
    }

    pub(super) fn tiers(&self, tiers: &[Tier]) -> String {
        let row = |tier: &Tier| self.bounded(self.price(tier.unit) + &self.plus(tier.flat), tier.up_to);
        tiers.iter().map(row).collect::<Vec<_>>().join(", ")
    }

    fn rates(&self, rates: &[RateTier]) -> String {
        let row = |tier: &RateTier| self.bounded(self.share(tier.rate) + &self.plus(tier.flat), tier.up_to);
        rates.iter().map(row).collect::<Vec<_>>().join(", ")
    }

    fn blocks(&self, blocks: &[BlockTier]) -> String {
        let row = |tier: &BlockTier| {
            self.bounded(format!("{} per {}", self.price(tier.price), self.count(tier.size)), tier.up_to)
        };
        blocks.iter().map(row).collect::<Vec<_>>().join(", ")
    }

    fn capacity(&self, steps: &[CapacityStep]) -> String {
        let row = |step: &CapacityStep| {
            let limit =
                |(meter, limit): (&String, &Decimal)| format!("{} {}", self.count(*limit), self.meter(meter, "name"));
            let limits = step.limits.iter().map(limit).collect::<Vec<_>>();
            match limits.is_empty() {
                true => format!("{} beyond", self.price(step.price)),
                false => format!("{} up to {}", self.price(step.price), limits.join(" and ")),
            }
        };
        steps.iter().map(row).collect::<Vec<_>>().join(", ")
    }

    fn plus(&self, flat: Decimal) -> String {
        if flat.is_zero() { String::new() } else { format!(" plus {}", self.price(flat)) }
    }

    fn bounded(&self, price: String, up_to: Option<Decimal>) -> String {
        match up_to {
            Some(bound) => format!("{price} up to {}", self.count(bound)),
            None => format!("{price} beyond"),
        }
    }

    fn price(&self, value: Decimal) -> String {
        self.decimal(value, Unit::Money)
    }

    fn share(&self, value: Decimal) -> String {
        self.decimal(value, Unit::Share)
    }

    fn count(&self, value: Decimal) -> String {
        self.decimal(value, Unit::Count)
    }

    fn meter(&self, id: &str, key: &str) -> String {
        self.model["meters"].get(id).and_then(|meter| meter.get(key)?.as_str()).unwrap_or(id).to_owned()
    }
}
