//! Days and times in the words of four languages, and those that only look like them.

mod moves;

mod styles;
mod ways;

use jiff::tz::TimeZone;

use super::*;

fn horizon(sent: &str, language: Language) -> Horizon {
    let sent: jiff::Timestamp = sent.parse().unwrap();
    let zone = TimeZone::get("Europe/London").unwrap();
    Horizon { sent: sent.to_zoned(zone.clone()), mine: zone, theirs: None, language }
}

fn show(moment: &Moment) -> String {
    let date = moment.date.to_string();
    let start = moment.start.as_ref();
    let start = start.map(|start| start.strftime(" %H:%M%:z").to_string()).unwrap_or_default();
    let end = moment.end.as_ref();
    let end = end.map(|end| end.strftime("-%H:%M").to_string()).unwrap_or_default();
    let sure = if moment.certain { "" } else { " ?" };
    let arrival = if moment.arrival { " arrival" } else { "" };
    format!("{date}{start}{end}{arrival}{sure}")
}

fn check(language: Language, cases: &[(&str, &str)]) {
    // A Thursday.
    let horizon = horizon("2026-10-01T08:00:00Z", language);
    let mut wrong = Vec::new();
    for (text, expected) in cases {
        let found: Vec<String> = find(text, &horizon).iter().map(show).collect();
        let found = found.join("; ");
        if found != *expected {
            wrong.push(format!("{text}\n    expected {expected}\n    found    {found}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn english_mails_name_days_and_times() {
    check(
        Language::En,
        &[
            ("Tue 6 Oct", "2026-10-06"),
            ("October 6th", "2026-10-06"),
            ("6 October 2026", "2026-10-06"),
            ("Oct 6, 2026", "2026-10-06"),
            ("on the 6th at 3pm", "2026-10-06 15:00+01:00"),
            ("2026-10-06 15:00", "2026-10-06 15:00+01:00"),
            ("Tuesday the 6th of October, 9 am", "2026-10-06 09:00+01:00"),
            ("this Friday (the 2nd) from 11 to 12", "2026-10-02 11:00+01:00-12:00"),
            ("next Tuesday at 10", "2026-10-06 10:00+01:00"),
            ("Monday at quarter past four", "2026-10-05 16:15+01:00"),
            ("tomorrow at 3", "2026-10-02 15:00+01:00"),
            ("tomorrow, half past two", "2026-10-02 14:30+01:00"),
            ("noon on Friday", "2026-10-02 12:00+01:00"),
            ("between 3 and 4 on Wednesday", "2026-10-07 15:00+01:00-16:00"),
            ("Tuesday 6 October, 9:00 – 9:45 am", "2026-10-06 09:00+01:00-09:45"),
            ("Tuesday 6 October, 11:30 - 1:00 pm", "2026-10-06 11:30+01:00-13:00"),
            ("10:30-11:15 on 6 October", "2026-10-06 10:30+01:00-11:15"),
            ("6 October at 10:00 for 45 minutes", "2026-10-06 10:00+01:00-10:45"),
            ("a 90-minute session on 6 October at 10:00", "2026-10-06 10:00+01:00-11:30"),
            ("Wednesday 28th October, 10-11am London time", "2026-10-28 10:00+00:00-11:00"),
            (
                "5:30pm - 6:00pm (UK, Ireland, Lisbon Time) on Tuesday, October 6, 2026",
                "2026-10-06 17:30+01:00-18:00",
            ),
            ("14 October, 13:00-14:00 (Stockholm)", "2026-10-14 13:00+02:00-14:00"),
            ("Tuesday 13 October at 9.00 Danish time", "2026-10-13 09:00+02:00"),
            ("Oct 27, 2026 03:30 PM London", "2026-10-27 15:30+00:00"),
            (
                "Tuesday the 13th of October, 8:00am to 11:30am Pacific",
                "2026-10-13 08:00-07:00-11:30",
            ),
            ("tomorrow, Friday October 2, at 10:00 AM EDT (3:00 PM BST)", "2026-10-02 10:00-04:00"),
            ("Oct 6, 3pm CT / 4pm ET", "2026-10-06 15:00-05:00"),
            ("6 Oct 15:00 UTC+2", "2026-10-06 15:00+02:00"),
            ("6 Oct 15:00 Europe/Paris", "2026-10-06 15:00+02:00"),
            ("6 Oct at 3pm CST", "2026-10-06 15:00-05:00 ?"),
            ("6 Oct at 3pm IST / 10:30am BST", "2026-10-06 15:00+05:30"),
            ("Tuesday it is: 09:30 your time with Tomasz", "2026-10-06 09:30+01:00"),
            (
                "Date:      Tuesday 6 October 2026\nTime:      1.40 pm (please arrive at 1.30 pm)\n\
              Duration:  approximately 60 minutes",
                "2026-10-06 13:40+01:00-14:40; 2026-10-06 13:30+01:00-14:30 arrival",
            ),
            ("Tuesday 07/10", "2026-10-07 ?"),
            ("Tuesday 06/10", "2026-10-06"),
            ("on 10/13 at 2pm", "2026-10-13 14:00+01:00"),
            ("Monday 6 October", "2026-10-06 ?"),
            ("Which mornings work between the 5th and the 9th?", "2026-10-05; 2026-10-09"),
            (
                "All times US Eastern. Thursday, October 22.\n10:00 - 10:45 A\n12:45 - 1:30 B",
                "2026-10-22 10:00-04:00-10:45; 2026-10-22 12:45-04:00-13:30",
            ),
        ],
    );
}

#[test]
fn english_mails_put_times_in_many_places() {
    check(
        Language::En,
        &[
            ("Wed Oct 7, 11a-12p ET", "2026-10-07 11:00-04:00-12:00"),
            ("Date: Mon 12 Oct\nTime (CET): 10am", "2026-10-12 10:00+02:00"),
            ("Monday 12 October, New York time: 3pm", "2026-10-12 15:00-04:00"),
            ("2pm tomorrow Berlin time", "2026-10-02 14:00+02:00"),
            (
                "Start: 8 Oct 2026 10:00\nEnd: 11:00\nTimezone: Europe/Madrid",
                "2026-10-08 10:00+02:00-11:00",
            ),
            (
                "Starts: Mon Oct 12 2026 3:00 PM EDT\nEnds: Mon Oct 12 2026 4:00 PM EDT",
                "2026-10-12 15:00-04:00-16:00",
            ),
            ("2026-10-08T10:00:00Z", "2026-10-08 10:00+00:00"),
            ("2026-10-08T10:00:00+02:00", "2026-10-08 10:00+02:00"),
            ("9am PT / 12pm ET / 5pm BST on 8 October", "2026-10-08 09:00-07:00"),
            ("8 October at twelve thirty", "2026-10-08 12:30+01:00"),
            ("with Mark on Mar 3 at 10am", "2027-03-03 10:00+00:00"),
            ("October 8 (Thursday), 4 PM - 5 PM", "2026-10-08 16:00+01:00-17:00"),
            ("October 8 (Friday), 4 PM", "2026-10-08 16:00+01:00 ?"),
            ("Thursday 15:00 (3pm)", "2026-10-01 15:00+01:00; 2026-10-01 15:00+01:00"),
            ("Your slot: 12th October, 09.30 – 10.15", "2026-10-12 09:30+01:00-10:15"),
            ("Time: 10.30\nDate: 12 October", "2026-10-12 10:30+01:00"),
            ("Could you do the 12th instead, at 14:00?", "2026-10-12 14:00+01:00"),
            (
                "9:00-9:45 with A\n10:00-10:45 with B\nall on Monday 12 October",
                "2026-10-12 09:00+01:00-09:45; 2026-10-12 10:00+01:00-10:45",
            ),
            ("8th Oct at 1600 hours", "2026-10-08 16:00+01:00"),
            (
                "Please be there at 9:45. It starts at 10:00 on 8 October.",
                "2026-10-08 09:45+01:00 arrival; 2026-10-08 10:00+01:00",
            ),
            ("I was born on 5 May 1980, 9/11 and 10/10 are no days", ""),
            ("last Tuesday, every Monday, Mon to Fri", ""),
        ],
    );
}

#[test]
fn german_mails_name_days_and_times() {
    check(
        Language::De,
        &[
            ("am 6.10. um 15.30 Uhr", "2026-10-06 15:30+01:00"),
            ("Dienstag, der 6. Oktober um 10:30 Uhr (deutsche Zeit)", "2026-10-06 10:30+02:00"),
            ("Di., 06.10.2026, 14 Uhr", "2026-10-06 14:00+01:00"),
            ("übermorgen um 9 Uhr", "2026-10-03 09:00+01:00"),
            ("morgen, halb drei", "2026-10-02 14:30+01:00"),
            ("am Freitag von 10 bis 11 Uhr", "2026-10-02 10:00+01:00-11:00"),
            ("nächsten Dienstag um 10 Uhr 30", "2026-10-06 10:30+01:00"),
            ("am 20. um 10 Uhr", "2026-10-20 10:00+01:00"),
            ("06.10.2026 10:00-10:45", "2026-10-06 10:00+01:00-10:45"),
            (
                "Montag um 15 Uhr MEZ, das Gespräch dauert eine Stunde",
                "2026-10-05 15:00+02:00-16:00",
            ),
            ("03.04.2027", "2027-04-03"),
            ("10:30 Uhr am Montag", "2026-10-05 10:30+01:00"),
            ("Guten Morgen, danke", ""),
        ],
    );
}

#[test]
fn french_mails_name_days_and_times() {
    check(
        Language::Fr,
        &[
            ("mardi 6 octobre à 15h30", "2026-10-06 15:30+01:00"),
            ("le 6 octobre 2026 à 15 h", "2026-10-06 15:00+01:00"),
            ("demain à 10h", "2026-10-02 10:00+01:00"),
            ("après-demain à midi", "2026-10-03 12:00+01:00"),
            ("vendredi de 10h à 11h30 (heure de Paris)", "2026-10-02 10:00+02:00-11:30"),
            ("mar. 06/10/2026 14:00 - 15:00", "2026-10-06 14:00+01:00-15:00"),
            (
                "mardi prochain à 9h, l'entretien dure une heure et demie",
                "2026-10-06 09:00+01:00-10:30",
            ),
            ("le 20 à 16h", "2026-10-20 16:00+01:00"),
            ("le 1er novembre", "2026-11-01"),
        ],
    );
}

#[test]
fn spanish_mails_name_days_and_times() {
    check(
        Language::Es,
        &[
            ("el martes 6 de octubre a las 15:30", "2026-10-06 15:30+01:00"),
            ("el 6 de octubre de 2026 a las 10 h", "2026-10-06 10:00+01:00"),
            ("mañana a las tres y media", "2026-10-02 15:30+01:00"),
            ("pasado mañana a las 9", "2026-10-03 09:00+01:00"),
            ("el viernes de 10:00 a 11:00 (hora de Madrid)", "2026-10-02 10:00+02:00-11:00"),
            ("el lunes a las 4 de la tarde, media hora", "2026-10-05 16:00+01:00-16:30"),
            ("mar 06/10/2026, 14:00", "2026-10-06 14:00+01:00"),
        ],
    );
}

#[test]
fn other_numbers_are_no_times() {
    let texts = [
        "Call 07700 900461 or +1 617 555 0136",
        "GBP 118,000, 12% bonus, £95k-£105k",
        "Version 1.10 of the app, Java 17, release 10.2.3",
        "Meeting ID: 331 204 918 77, passcode 558130",
        "24/7 support, 9-5 culture, 3-4 rounds",
        "Bristol BS1 6QA, room 10.30",
        "https://app.example/2026-10-06/10:30 and host mail.example[203.0.113.80]",
        "We are 4 people, two days a week, 5 to 10 years of experience",
        "the 2nd half, the 4th floor, the 1st round",
        "I may need 3 of them; March on!",
    ];
    for text in texts {
        let found = find(text, &horizon("2026-10-01T08:00:00Z", Language::En));
        assert!(found.is_empty(), "{text}: {found:?}");
    }
}

#[test]
fn lengths_are_read_in_four_languages() {
    let cases = [
        ("45 minutes", 45),
        ("Please allow an hour.", 60),
        ("an hour and a half", 90),
        ("90-minute", 90),
        ("three and a half hours", 210),
        ("1.5 hours", 90),
        ("half an hour", 30),
        ("eine Stunde", 60),
        ("rund 45 Minuten", 45),
        ("anderthalb Stunden", 90),
        ("une heure", 60),
        ("une demi-heure", 30),
        ("media hora", 30),
        ("durée : 1h", 60),
        ("1h30", 90),
        ("30min", 30),
        ("45-60 minutes", 60),
        ("1 hr 15 min", 75),
    ];
    for (text, minutes) in cases {
        let found = duration(text, Language::En);
        assert_eq!(found, Some(SignedDuration::from_mins(minutes)), "{text}");
    }
    for text in ["arrive 10 minutes early", "within 48 hours", "24 hours ahead", "at 1h"] {
        assert_eq!(duration(text, Language::En), None, "{text}");
    }
}

#[test]
fn a_clock_change_between_mail_and_interview_is_seen() {
    let cases = [
        // British summer time ends on 25 October 2026.
        ("2026-10-20T09:00:00+01:00", "Wednesday 28 October at 10:00", "10:00+00:00"),
        // The Date's offset is America's, whose clocks change on 1 November.
        ("2026-10-20T09:00:00-04:00", "Wednesday November 4 at 10:00", "10:00-05:00"),
        ("2026-10-20T09:00:00+02:00", "Wednesday 28 October at 10:00", "10:00+01:00"),
        // Asia has no clock change; nor has a server's +0000.
        ("2026-10-20T09:00:00+05:30", "Wednesday 28 October at 10:00", "10:00+05:30"),
        ("2026-10-20T09:00:00+00:00", "Wednesday 28 October at 10:00", "10:00+00:00"),
    ];
    for (sent, text, expected) in cases {
        let mut horizon = horizon("2026-10-20T08:00:00Z", Language::En);
        let parsed = jiff::fmt::strtime::parse("%Y-%m-%dT%H:%M:%S%:z", sent).unwrap();
        horizon.sent = parsed.to_zoned().unwrap();
        let found = find(text, &horizon);
        let start = found.first().and_then(|moment| moment.start.clone()).unwrap();
        assert_eq!(start.strftime("%H:%M%:z").to_string(), expected, "{sent} {text}");
    }
}
