//! Days told by other days, limits nobody is named for, and patience asked for.

use super::*;

#[test]
fn a_day_is_told_by_the_one_named_last() {
    check(
        Language::En,
        &[
            (
                "The interview is on Tuesday 6 October. You will hear from us within a week of it.",
                "theirs 10-13",
            ),
            (
                "We meet on Tuesday 6 October. You'll hear our verdict within a week of the interview.",
                "theirs 10-13",
            ),
            ("You will hear from us within three working days of the interview.", ""),
            (
                "Your panel is on Friday the 9th. We let all candidates know by the following Tuesday.",
                "theirs 10-13",
            ),
            (
                "The board sits on Monday the 5th and I'll call you the day after that.",
                "theirs 10-06",
            ),
            (
                "Our last chat is on Thursday; expect an answer that week or the Monday after at the \
                 very latest.",
                "theirs 10-05",
            ),
            ("We meet again next week. You will get an answer the following week.", "theirs 10-16"),
            ("I'll get back to you on Monday after lunch.", "theirs 10-05"),
        ],
    );
    check(
        Language::De,
        &[
            (
                "Nächste Woche sprechen wir noch mit zwei Leuten, Ende der Woche darauf gebe ich dir \
                 Bescheid.",
                "theirs 10-16",
            ),
            (
                "Das Gespräch ist am 6. Oktober. Innerhalb einer Woche nach dem Gespräch hören Sie \
                 von uns.",
                "theirs 10-13",
            ),
        ],
    );
    check(
        Language::Fr,
        &[
            (
                "L'entretien a lieu le 6 octobre. Vous aurez une réponse dans les dix jours suivant \
                 l'entretien.",
                "theirs 10-16",
            ),
            ("On revient vers toi en janvier, soit dans la semaine du 11.", "theirs 10-16"),
        ],
    );
    check(
        Language::Es,
        &[
            (
                "Retomamos el tema el 5 de octubre y le haremos saber el resultado dentro de los tres \
                 días hábiles siguientes a esa fecha.",
                "theirs 10-08",
            ),
            ("Tendrás una respuesta antes del día 9.", "theirs 10-09"),
            ("El martes que viene te llamo con una respuesta.", "theirs 10-06"),
        ],
    );
}

#[test]
fn patience_asked_for_is_a_promise() {
    check(
        Language::En,
        &[
            ("Nothing is signed yet. Give me ten days.", "theirs 10-10"),
            ("Give us a fortnight and the picture will be clear.", "theirs 10-14"),
            ("Give us 48 hours notice if you need to move it.", ""),
        ],
    );
    check(
        Language::De,
        &[
            ("Geben Sie uns noch eine Woche.", "theirs 10-07"),
            ("Gib mir zwei Wochen.", "theirs 10-14"),
        ],
    );
    check(Language::Fr, &[("Laissez-nous dix jours.", "theirs 10-10")]);
    check(Language::Es, &[("Danos dos semanas.", "theirs 10-14")]);
}

#[test]
fn what_the_company_will_send_is_promised() {
    check(
        Language::En,
        &[
            ("I'll send a few dates tomorrow.", "theirs 10-01"),
            (
                "I am waiting for a calendar and shall confirm the slot by Friday EOD.",
                "theirs 10-02",
            ),
            ("Please send the forms by Friday.", "ours 10-02"),
            ("Can you confirm by Friday? We'll send the forms.", "ours 10-02"),
            ("More on Monday.", "theirs 10-05"),
            ("If we want to go on you will hear from us within three weeks.", ""),
            ("The check may take up to three weeks.", ""),
        ],
    );
}

/// The limit that no word gives to anybody.
fn open(language: Language, text: &str) -> Option<String> {
    let sent: jiff::Timestamp = "2026-09-30T10:00:00Z".parse().unwrap();
    let zone = TimeZone::get("Europe/London").unwrap();
    let horizon = Horizon { sent: sent.to_zoned(zone.clone()), mine: zone, theirs: None, language };
    find(text, &horizon).open.map(|due| due.date.strftime("%m-%d").to_string())
}

#[test]
fn a_lone_limit_is_open_to_the_kind_of_mail() {
    let cases = [
        (Language::En, "The last one comes by on Friday, so Tuesday at the latest.", Some("10-06")),
        (
            Language::En,
            "Two of us read each one, which takes up to ten working days.",
            Some("10-14"),
        ),
        (Language::En, "It should all be settled by the 14th.", Some("10-14")),
        (Language::De, "Bis Monatsende.", Some("09-30")),
        (Language::De, "Wir prüfen alles innerhalb von zwei Wochen.", Some("10-14")),
        (Language::Fr, "Au plus tard vendredi.", Some("10-02")),
        (Language::Es, "A más tardar el viernes.", Some("10-02")),
        (Language::En, "The panel sits on Monday.", None),
        (Language::En, "Settled by Friday? Or by Monday?", None),
        (Language::En, "One part by Friday. The other by Monday.", None),
        (Language::En, "Your references by Friday would do.", None),
        (Language::En, "The advertisement closes by 14 October.", None),
        (Language::En, "The job starts by 1 December.", None),
        (Language::En, "Normally it is settled by Friday.", None),
        (Language::De, "Bewerbungsschluss: bis 14. Oktober.", None),
    ];
    for (language, text, expected) in cases {
        assert_eq!(open(language, text).as_deref(), expected, "{text}");
    }
}
