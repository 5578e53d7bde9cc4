//! Times that moved, times beside a day, the reader's own times, and zones of places.

use super::*;

#[test]
fn a_bare_dotted_time_beside_a_day_is_a_time() {
    check(
        Language::En,
        &[
            ("It has been set for 10.30 on Thursday 8 October.", "2026-10-08 10:30+01:00"),
            ("2.30 today is off.", "2026-10-01 14:30+01:00"),
            ("They have pulled this afternoon's 2.30 interview.", "2026-10-01 14:30+01:00"),
            ("Tuesday 6 October, 10 to 10.40.", "2026-10-06 10:00+01:00-10:40"),
            ("Tuesday at ten to three", "2026-10-06 14:50+01:00"),
            ("On Tuesday we raised 2.30 per cent.", "2026-10-06"),
            ("I talked to them this morning.", ""),
        ],
    );
    check(
        Language::Es,
        &[
            ("la charla del lunes 5 a las 11 no se hace", "2026-10-05 11:00+01:00"),
            ("el jueves 8 a las 5 de la tarde", "2026-10-08 17:00+01:00"),
            ("jueves 8 de octubre, 2:00 p. m. a 3:00 p. m.", "2026-10-08 14:00+01:00-15:00"),
        ],
    );
}

#[test]
fn a_moved_time_is_the_second_one() {
    check(
        Language::En,
        &[
            ("Can we move today's from 10am to 1pm?", "2026-10-01 13:00+01:00"),
            ("Tuesday from 10am to 1pm", "2026-10-06 10:00+01:00-13:00"),
        ],
    );
    check(Language::Fr, &[("Il faut décaler mardi de 10h à 11h30.", "2026-10-06 11:30+01:00")]);
}

#[test]
fn the_readers_own_time_is_a_twin() {
    check(
        Language::En,
        &[
            (
                "Monday 5th, 5.30pm Brisbane time which I make 8.30 in the morning for you.",
                "2026-10-05 17:30+10:00",
            ),
            ("Monday 5 October, 9am Denver time, so 4pm for you", "2026-10-05 09:00-06:00"),
            ("Monday 5 October, 3pm Lagos time", "2026-10-05 15:00+01:00"),
            ("Monday 5 October, 3pm (Kampala)", "2026-10-05 15:00+03:00"),
            ("Monday 5 October at 3pm Charlotte Byrne", "2026-10-05 15:00+01:00"),
        ],
    );
    check(
        Language::Es,
        &[("lunes 5 de octubre, 15:00 (hora colombiana)", "2026-10-05 15:00-05:00")],
    );
}

#[test]
fn a_length_may_be_rounded() {
    check(
        Language::En,
        &[("6 October at 13:00. It will last one hour.", "2026-10-06 13:00+01:00-14:00")],
    );
    check(
        Language::Fr,
        &[("mardi 6 octobre à 14h15, prévoyez une petite heure", "2026-10-06 14:15+01:00-15:15")],
    );
    check(
        Language::De,
        &[("Dienstag, 6. Oktober, 14 Uhr, eine gute Stunde", "2026-10-06 14:00+01:00-15:00")],
    );
}

#[test]
fn the_senders_country_settles_an_abbreviation() {
    let mut horizon = horizon("2026-10-01T08:00:00Z", Language::En);
    horizon.theirs = zone::of_address("anna@dhow.ie");
    let found = find("6 October at 3pm IST", &horizon);
    assert_eq!(found.iter().map(show).collect::<Vec<_>>(), ["2026-10-06 15:00+01:00"]);
    assert!(zone::of_address("anna@dhow.io").is_none());
}

#[test]
fn what_an_appointment_is_moved_to_is_a_time() {
    check(
        Language::En,
        &[
            ("Thursday 8 October is brought forward to 9.30.", "2026-10-08 09:30+01:00"),
            ("Your Friday chat has been pushed back to 11.", "2026-10-02 11:00+01:00"),
            ("On Friday we walked to 11 doors.", "2026-10-02"),
        ],
    );
    check(Language::De, &[("Freitag wird auf 11 verlegt.", "2026-10-02 11:00+01:00")]);
}

#[test]
fn a_week_between_is_counted() {
    check(
        Language::En,
        &[
            ("Come in a week today, half nine sharp.", "2026-10-08 09:30+01:00"),
            ("a week on Tuesday at 10am", "2026-10-13 10:00+01:00"),
            ("Tuesday week at 10am", "2026-10-13 10:00+01:00"),
        ],
    );
    check(
        Language::De,
        &[
            ("heute in einer Woche um zehn Uhr", "2026-10-08 10:00+01:00"),
            ("am Dienstag in acht Tagen um 10 Uhr", "2026-10-13 10:00+01:00"),
        ],
    );
    check(Language::Fr, &[("mardi en huit à 10h", "2026-10-13 10:00+01:00")]);
}

#[test]
fn a_bracket_may_say_more_of_its_zone() {
    check(
        Language::En,
        &[(
            "Old: 2:30pm (Pacific Time - US & Canada) on Monday, October 5, 2026\n\n\
             New: 9:00am (Pacific Time - US & Canada) on Tuesday, October 6, 2026",
            "2026-10-05 14:30-07:00; 2026-10-06 09:00-07:00",
        )],
    );
}

#[test]
fn an_article_is_no_hour_and_a_whole_hour_is_a_length() {
    check(
        Language::Es,
        &[
            ("la provisión de una beca, el martes 6 a las 16:00 h", "2026-10-06 16:00+01:00"),
            ("el martes 6 a la una", "2026-10-06 13:00+01:00"),
            ("el martes 6 a las diez, la hora entera", "2026-10-06 10:00+01:00-11:00"),
        ],
    );
    check(
        Language::De,
        &[("Dienstag um 10 Uhr, die volle Stunde", "2026-10-06 10:00+01:00-11:00")],
    );
}

#[test]
fn registration_is_no_beginning_and_a_release_is_an_end() {
    check(
        Language::En,
        &[(
            "On Tuesday registration is at 8.30am, we begin at 9am and release you by 3pm.",
            "2026-10-06 08:30+01:00 arrival; 2026-10-06 09:00+01:00-15:00",
        )],
    );
}
