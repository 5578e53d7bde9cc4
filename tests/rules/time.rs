//! Time: holidays of several files, zones, clock changes, quiet hours, weeks offline, and a clock
//! that is set back.

use afterword::{
    edge::load,
    etiquette::{Policy, calendar_days::Mornings, preset::Distance},
    settings::Settings,
};
use jiff::{SignedDuration, Timestamp, civil::Date, civil::time, tz::TimeZone};

use crate::{after_thanks, desk, script::check};

const PRESETS: [&str; 5] = ["recruiter", "four-touch", "engineer", "concise", "weekly"];

fn policy(preset: &str, zone: &str) -> Policy {
    Policy { zone: TimeZone::get(zone).unwrap(), ..desk::policy(preset) }
}

fn local(policy: &Policy, at: Timestamp) -> String {
    at.to_zoned(policy.zone.clone()).strftime("%a %-d %b %H:%M").to_string()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn the_holidays_of_several_files_are_all_kept() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, date: &str| {
        let path = folder.path().join(name);
        let event = format!("BEGIN:VEVENT\nDTSTART;VALUE=DATE:{date}\nSUMMARY:Off\nEND:VEVENT");
        std::fs::write(&path, format!("BEGIN:VCALENDAR\n{event}\nEND:VCALENDAR\n")).unwrap();
        path
    };
    let mut settings = Settings::bare();
    settings.etiquette.holidays = vec![file("uk.ics", "20261225"), file("own.ics", "20261013")];
    let policy = load::policy(&settings).unwrap();
    assert!(!policy.is_business_day(day("2026-12-25")));
    assert!(!policy.is_business_day(day("2026-10-13")));
    // Five business days after Thursday 8: 9, 12, 14, 15, 16.
    assert_eq!(policy.business_days(day("2026-10-08"), 5), day("2026-10-16"));
}

#[test]
fn w8_moments_are_in_the_user_s_zone_whatever_the_company_s() {
    // An interview from 16:00 to 17:00 in Berlin on Thursday 8 October.
    let end = at("2026-10-08T17:00:00+02:00");
    for (zone, thanks, chaser) in [
        ("Europe/London", "Thu 8 Oct 19:00", "Thu 15 Oct 08:30"),
        ("America/Los_Angeles", "Thu 8 Oct 11:00", "Thu 15 Oct 08:30"),
        // It ends at four on Friday morning there, at half past eight in Kolkata.
        ("Pacific/Auckland", "Fri 9 Oct 07:00", "Fri 16 Oct 08:30"),
        ("Asia/Kolkata", "Fri 9 Oct 07:30", "Thu 15 Oct 08:30"),
        ("Asia/Tokyo", "Fri 9 Oct 07:00", "Fri 16 Oct 08:30"),
    ] {
        let policy = policy("recruiter", zone);
        assert_eq!(local(&policy, policy.thanks_due(end)), thanks, "{zone}");
        let due = policy.after(policy.date(end), Distance::BusinessDays(5));
        assert_eq!(local(&policy, policy.morning(due).unwrap()), chaser, "{zone}");
    }
}

#[test]
fn w8_a_thank_you_keeps_quiet_hours_after_every_hour_of_a_year_in_every_zone() {
    let zones = ["Europe/London", "America/St_Johns", "Australia/Lord_Howe", "Africa/Cairo", "UTC"];
    let (from, until) = (time(7, 0, 0, 0), time(21, 0, 0, 0));
    for (preset, zone) in PRESETS.into_iter().flat_map(|p| zones.map(|z| (p, z))) {
        let policy = policy(preset, zone);
        let mut end = at("2026-01-01T00:10:00Z");
        while end < at("2027-01-01T00:00:00Z") {
            let due = policy.thanks_due(end);
            let hour = due.to_zoned(policy.zone.clone()).time();
            let shown = format!("{preset} {zone} {} {}", local(&policy, end), local(&policy, due));
            assert!((from..=until).contains(&hour), "{shown}");
            assert!(
                due > end && end.duration_until(due) <= SignedDuration::from_hours(34),
                "{shown}"
            );
            assert_eq!(policy.thanks_hour(due), Ok(()), "{shown}");
            end += SignedDuration::from_mins(50);
        }
    }
}

#[test]
fn w8_a_chaser_keeps_business_mornings_whenever_the_machine_wakes() {
    let policy = policy("recruiter", "Europe/London");
    let due = day("2026-10-15");
    let mut now = at("2026-10-14T00:10:00Z");
    while now < at("2026-11-10T00:00:00Z") {
        let appears = policy.appears(due, now).unwrap();
        let zoned = appears.to_zoned(policy.zone.clone());
        assert!(appears >= now && zoned.date() >= due, "{zoned}");
        assert!(policy.is_business_day(zoned.date()), "{zoned}");
        assert!((time(8, 30, 0, 0)..time(18, 0, 0, 0)).contains(&zoned.time()), "{zoned}");
        now += SignedDuration::from_mins(50);
    }
}

#[test]
fn clock_changes_neither_lose_nor_double_a_moment() {
    // The night of 25 October has two half past ones: three hours are three hours, then seven.
    let london = policy("recruiter", "Europe/London");
    let end = at("2026-10-25T01:30:00+01:00");
    assert_eq!(local(&london, london.thanks_due(end)), "Sun 25 Oct 07:00");
    // Across the longer night: half past seven, and 24 h after a quarter past eight is earlier.
    let touch = policy("four-touch", "Europe/London");
    let due = |end: &str| local(&touch, touch.thanks_due(at(end)));
    assert_eq!(due("2026-10-24T15:00:00+01:00"), "Sun 25 Oct 07:30");
    assert_eq!(due("2026-10-24T08:15:00+01:00"), "Sun 25 Oct 07:15");
    // Midnight of Friday 24 April is skipped in Cairo: the day begins at one.
    let cairo = policy("recruiter", "Africa/Cairo");
    assert_eq!(local(&cairo, cairo.day_after(day("2026-04-23"))), "Fri 24 Apr 01:00");
    // A morning in the gap comes right after it; one that comes twice comes first.
    let early = |zone: &str| Policy {
        mornings: Mornings::parse("30 0 * * *").unwrap(),
        ..policy("recruiter", zone)
    };
    let cairo = early("Africa/Cairo");
    assert_eq!(local(&cairo, cairo.morning(day("2026-04-24")).unwrap()), "Fri 24 Apr 01:30");
}

#[test]
fn w9_weeks_offline_leave_no_thank_you_and_no_answer() {
    check(
        "recruiter",
        "Mon 5 Oct 09:00 | priya | invite | at Thu 8 Oct 14:00-15:00 | with Marcus <marcus>
         Thu 8 Oct 12:00 | machine | sleeps
         Mon 12 Oct 09:00 | marcus | update | by Fri 30 Oct
         Wed 28 Oct 11:00 | machine | wakes
         Wed 28 Oct 12:00 | end",
        "",
    );
    // On the next business day the thank-you is still in time, on the one after it is not.
    for (wakes, wanted) in [
        ("Mon 12 Oct 16:00", "Mon 12 Oct 16:00 draft thank-you to marcus (T1)"),
        ("Tue 13 Oct 08:00", ""),
    ] {
        check(
            "recruiter",
            &format!(
                "Mon 5 Oct 09:00 | priya | invite | at Fri 9 Oct 14:00-15:00 | with Marcus <marcus>
                 Fri 9 Oct 12:00 | machine | sleeps
                 {wakes} | machine | wakes
                 Tue 13 Oct 12:00 | end"
            ),
            wanted,
        );
    }
    // An answer is made for three business days.
    for (wakes, wanted) in [
        ("Wed 14 Oct 23:00", "Wed 14 Oct 23:00 draft acknowledgement to priya (C2)"),
        ("Thu 15 Oct 00:30", ""),
    ] {
        after_thanks(
            "recruiter",
            &format!(
                "Fri 9 Oct 08:00 | machine | sleeps
                 Fri 9 Oct 10:00 | priya | update | by Fri 30 Oct
                 {wakes} | machine | wakes
                 Thu 15 Oct 12:00 | end"
            ),
            wanted,
        );
    }
}

#[test]
fn a_clock_that_is_set_back_takes_nothing_away_and_makes_nothing_twice() {
    check(
        "recruiter",
        "with notes forms
         Mon 5 Oct 09:00 | priya | invite | at Thu 8 Oct 14:00-15:00 | with Marcus <marcus>
         Thu 8 Oct 18:30 | end
         Thu 8 Oct 14:30 | end
         Thu 8 Oct 17:00 | end
         Thu 8 Oct 19:00 | end",
        "Thu 8 Oct 15:00 draft notes-form to robin.vale@mailbox (Notes)
         Thu 8 Oct 18:00 draft thank-you to marcus (T1)",
    );
    after_thanks(
        "recruiter",
        "Fri 9 Oct 10:00 | priya | update | by Fri 16 Oct
         Fri 9 Oct 09:00 | end
         Fri 9 Oct 11:00 | me | to priya
         Tue 20 Oct 09:00 | end
         Mon 19 Oct 09:00 | end
         Tue 20 Oct 09:30 | end",
        "Fri 9 Oct 10:00 draft acknowledgement to priya (C2)
         Fri 9 Oct 11:00 withdrawn: acknowledgement to priya
         Tue 20 Oct 08:30 draft check-in to priya (W1)",
    );
}
