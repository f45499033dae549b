//! This file holds the unit words of real price pages, and one and several of what they count.

use rust_decimal::Decimal;

use crate::exchange::import::unit::MONTHLY;
use crate::exchange::import::unit::Period;
use crate::exchange::import::unit::Priced;
use crate::exchange::import::unit::plural;
use crate::exchange::import::unit::singular;

#[test]
fn the_unit_words_of_real_pages_are_read() {
    let rows: &[(&str, Option<&str>, Option<i64>, Period)] = &[
        ("", None, None, MONTHLY),
        ("/month", None, None, MONTHLY),
        ("month", None, None, MONTHLY),
        ("user/month", Some("user"), None, MONTHLY),
        ("site/month", Some("site"), None, MONTHLY),
        ("member/month", Some("member"), None, MONTHLY),
        ("editor/month", Some("editor"), None, MONTHLY),
        ("host/month", Some("host"), None, MONTHLY),
        ("connection/month", Some("connection"), None, MONTHLY),
        ("person/month", Some("person"), None, MONTHLY),
        ("people/month", Some("person"), None, MONTHLY),
        ("seat/month", Some("seat"), None, MONTHLY),
        ("account/month", Some("account"), None, MONTHLY),
        ("channel/month", Some("channel"), None, MONTHLY),
        ("workspace/month", Some("workspace"), None, MONTHLY),
        ("phoneNumber/month", Some("phone number"), None, MONTHLY),
        ("activeHour", Some("active hour"), None, Period::Use),
        ("message", Some("message"), None, Period::Use),
        ("GB/month", Some("GB"), None, MONTHLY),
        ("500 users/month", Some("user"), Some(500), MONTHLY),
        ("1000 emails/month", Some("email"), Some(1000), MONTHLY),
        ("user/year", Some("user"), None, Period::Yearly(1)),
        ("per user per month", Some("user"), None, MONTHLY),
        ("per year", None, None, Period::Yearly(1)),
        ("/year", None, None, Period::Yearly(1)),
        ("forever", None, None, Period::Once),
        ("one-time payment", None, None, Period::Once),
        ("USD/user", Some("user"), None, MONTHLY),
        ("month/user", Some("user"), None, MONTHLY),
        ("one time payment", None, None, Period::Once),
        ("one time purchase", None, None, Period::Once),
        ("lifetime access", None, None, Period::Once),
        ("per kiosk user/month", Some("kiosk user"), None, MONTHLY),
        ("1000min/month", Some("minute"), Some(1000), MONTHLY),
        ("min/month", Some("minute"), None, MONTHLY),
        ("5GB", Some("GB"), Some(5), Period::Use),
        ("1,000 emails / month", Some("email"), Some(1000), MONTHLY),
        ("10k emails/month", Some("email"), Some(10_000), MONTHLY),
        ("1M requests", Some("request"), Some(1_000_000), Period::Use),
        ("3d model/month", Some("3d model"), None, MONTHLY),
        ("DNS request", Some("DNS request"), None, Period::Use),
        ("attendee", Some("attendee"), None, Period::Use),
        ("user/3 months", Some("user"), None, Period::Yearly(4)),
        ("30 days", None, None, MONTHLY),
        ("user per month, billed annually", Some("user"), None, MONTHLY),
        ("monthly active users/month", Some("monthly active user"), None, MONTHLY),
        ("billed yearly", None, None, Period::Yearly(1)),
        ("a user a month", Some("user"), None, MONTHLY),
        ("per seat (GBP)", Some("seat"), None, MONTHLY),
        ("USD each", None, None, MONTHLY),
        ("user", Some("user"), None, MONTHLY),
        ("€ / company / month", Some("company"), None, MONTHLY),
    ];
    for (words, noun, block, period) in rows {
        let found = Priced::read(words);
        assert_eq!(
            (found.noun.as_deref(), found.block, found.period),
            (*noun, block.map(Decimal::from), *period),
            "{words}"
        );
    }
    assert!(Priced::read("seat/month").people() && !Priced::read("site/month").people());
    assert!(Priced::read("GB/month").usage() && !Priced::read("site/month").usage());
}

#[test]
fn one_and_several() {
    for (one, several) in [
        ("user", "users"),
        ("company", "companies"),
        ("person", "people"),
        ("box", "boxes"),
        ("day", "days"),
        ("GB", "GB"),
    ] {
        assert_eq!((plural(one).as_str(), singular(several).as_str()), (several, one));
    }
    for word in ["business", "status", "sms"] {
        assert_eq!(singular(word), word);
    }
}
