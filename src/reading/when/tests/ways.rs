//! The many ways to name one interview time, in four languages.

use super::*;
#[test]
fn an_interview_time_is_told_in_many_ways() {
    use Language::{De, En, Es, Fr};
    let cases = [
        (
            En,
            "Your interview has been set for 10.30 on Thursday 8 October.",
            "2026-10-08 10:30+01:00",
        ),
        (
            En,
            "The next step is a call with Jo, scheduled for 8 October at 4pm.",
            "2026-10-08 16:00+01:00",
        ),
        (
            En,
            "Please arrive at 9.10 for a 9.30 start on Tuesday 6 October.",
            "2026-10-06 09:10+01:00 arrival; 2026-10-06 09:30+01:00",
        ),
        (En, "Tuesday 6 October, quarter to eleven", "2026-10-06 10:45+01:00"),
        (En, "We've got you down for Wednesday 7th at 2.", "2026-10-07 14:00+01:00"),
        (En, "Can you do 11.15 tomorrow?", "2026-10-02 11:15+01:00"),
        (En, "See you at eleven on Monday", "2026-10-05 11:00+01:00"),
        (En, "Friday's 3pm call is cancelled", "2026-10-02 15:00+01:00"),
        (En, "Weds 7 Oct 1530-1615", "2026-10-07 15:30+01:00-16:15"),
        (En, "Thursday 8 Oct, 3-3.45pm", "2026-10-08 15:00+01:00-15:45"),
        (En, "Tuesday 6 October 2026 from 14.00 until 15.30", "2026-10-06 14:00+01:00-15:30"),
        (En, "Monday 5 October at 10:00 SAST", "2026-10-05 10:00+02:00"),
        (En, "Monday 5 October, 9.30am Auckland time", "2026-10-05 09:30+13:00"),
        (En, "on Monday 5 October at half ten", "2026-10-05 10:30+01:00"),
        (En, "moved to Friday at the same time", "2026-10-02"),
        (En, "Tuesday morning, 9.45", "2026-10-06 09:45+01:00"),
        (En, "Friday 9 October, 10am for an hour", "2026-10-09 10:00+01:00-11:00"),
        (En, "Friday 9 October 10am, allow 90 minutes", "2026-10-09 10:00+01:00-11:30"),
        (De, "am Donnerstag, den 8. Oktober um 9.30 Uhr", "2026-10-08 09:30+01:00"),
        (De, "Dienstag 6.10. von 14 bis 15 Uhr", "2026-10-06 14:00+01:00-15:00"),
        (De, "Mittwoch um halb elf", "2026-10-07 10:30+01:00"),
        (De, "morgen Nachmittag um 3", "2026-10-02 15:00+01:00"),
        (De, "Freitag, 9.10., viertel nach zehn", "2026-10-09 10:15+01:00"),
        (De, "heute 15 Uhr muss ausfallen", "2026-10-01 15:00+01:00"),
        (De, "Montag, 5. Oktober, 14 Uhr c.t.", "2026-10-05 14:00+01:00"),
        (De, "Montag, 5. Oktober, 16 Uhr Wiener Zeit", "2026-10-05 16:00+02:00"),
        (Fr, "jeudi 8 octobre à 14 h 30", "2026-10-08 14:30+01:00"),
        (Fr, "mardi 6 octobre de 9h à 10h15", "2026-10-06 09:00+01:00-10:15"),
        (Fr, "lundi à dix heures", "2026-10-05 10:00+01:00"),
        (Fr, "mercredi 7 octobre, 15h (heure de Montréal)", "2026-10-07 15:00-04:00"),
        (Fr, "vendredi 9 à 16h", "2026-10-09 16:00+01:00"),
        (Fr, "demain matin à 9h30", "2026-10-02 09:30+01:00"),
        (Es, "el martes 6 de octubre a las diez y media", "2026-10-06 10:30+01:00"),
        (Es, "el viernes 9 de 10:00 a 11:00", "2026-10-09 10:00+01:00-11:00"),
        (Es, "lunes 5 de octubre, 11:30 hrs", "2026-10-05 11:30+01:00"),
        (Es, "miércoles 7 a las 16 hs", "2026-10-07 16:00+01:00"),
        (Es, "mañana a las 9 de la mañana", "2026-10-02 09:00+01:00"),
        (Es, "jueves 8 de octubre a las 10 h (hora de Bogotá)", "2026-10-08 10:00-05:00"),
        (Es, "jueves 8 a las 12 del mediodía", "2026-10-08 12:00+01:00"),
    ];
    for (language, text, expected) in cases {
        check(language, &[(text, expected)]);
    }
}

#[test]
fn hours_are_told_in_words() {
    check(
        Language::Fr,
        &[
            ("vendredi 9 octobre, neuf heures et demie", "2026-10-09 09:30+01:00"),
            ("mardi à onze heures moins le quart", "2026-10-06 10:45+01:00"),
            ("lundi 5 octobre à neuf heures et quart", "2026-10-05 09:15+01:00"),
        ],
    );
    check(
        Language::De,
        &[
            ("am Dienstag um zehn nach neun", "2026-10-06 09:10+01:00"),
            ("am Dienstag um fünf vor halb elf", "2026-10-06 10:25+01:00"),
            ("am 13., von vier Uhr früh bis acht", "2026-10-13 04:00+01:00-08:00"),
        ],
    );
    check(
        Language::Es,
        &[
            ("el martes a las once y diez", "2026-10-06 11:10+01:00"),
            ("el martes a las once menos veinte", "2026-10-06 10:40+01:00"),
        ],
    );
}

#[test]
fn a_range_may_end_nearly_and_a_zone_may_hold_for_all_times() {
    check(
        Language::De,
        &[(
            "Dienstag, der 27., um zehn statt heute um elf?",
            "2026-10-27 10:00+00:00; 2026-10-01 11:00+01:00",
        )],
    );
    check(
        Language::De,
        &[(
            "Mittwoch, den 21.10.2026, von 13.15 Uhr bis ca. 14.30 Uhr",
            "2026-10-21 13:15+01:00-14:30",
        )],
    );
    check(
        Language::En,
        &[
            (
                "on Tuesday, October 20 (all Pacific Time):\n10:00 AM - 10:45 AM  Design",
                "2026-10-20 10:00-07:00-10:45",
            ),
            ("2:30pm - Friday, 2 October 2026 (India, Sri Lanka Time)", "2026-10-02 14:30+05:30"),
            ("Wednesday the 25th, quarter past three rather than two", "2026-11-25 15:15+00:00"),
        ],
    );
    check(
        Language::Fr,
        &[(
            "le jeudi 5 novembre 2026 à 8 h 45. L'épreuve dure vingt-cinq minutes.",
            "2026-11-05 08:45+00:00-09:10",
        )],
    );
    check(
        Language::Es,
        &[(
            "El miércoles que viene, 7, a las seis y media de la tarde, por la puerta",
            "2026-10-07 18:30+01:00",
        )],
    );
}
