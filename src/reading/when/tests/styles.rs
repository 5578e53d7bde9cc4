//! Properties over invented texts: what is written is read back, and nothing panics.

use super::*;

/// How a day and a range may be written; `%` codes are jiff's, `{}` are names in the language.
const STYLES: &[(Language, &str, &str)] = &[
    (Language::En, "{wd} {d} {m}, {h}:{mm}-{h2}:{mm2}", "en"),
    (Language::En, "{wd}, {m} {d}, {y}, {h12}:{mm}{ap} – {h12b}:{mm2}{apb}", "en"),
    (Language::En, "{h12}:{mm} {ap} to {h12b}:{mm2} {apb} on {wd} {d} {m} {y}", "en"),
    (Language::En, "{wd3} {d} {m3} {y} from {h}:{mm} to {h2}:{mm2}", "en"),
    (Language::En, "{y}-{mo}-{dd} {h}:{mm} - {h2}:{mm2}", "en"),
    (Language::En, "Date: {wd} {d} {m} {y}\nTime: {h}:{mm} - {h2}:{mm2}", "en"),
    (Language::De, "{wd}, {d}. {m} {y}, von {h}:{mm} bis {h2}:{mm2} Uhr", "de"),
    (Language::De, "am {wd}, den {dd}.{mo}.{y}, {h}.{mm} - {h2}.{mm2} Uhr", "de"),
    (Language::De, "{dd}.{mo}.{y} {h}:{mm} – {h2}:{mm2}", "de"),
    (Language::Fr, "{wd} {d} {m} {y} de {h}h{mm} à {h2}h{mm2}", "fr"),
    (Language::Fr, "le {dd}/{mo}/{y}, {h}:{mm} - {h2}:{mm2}", "fr"),
    (Language::Es, "el {wd} {d} de {m} de {y}, de {h}:{mm} a {h2}:{mm2}", "es"),
    (Language::Es, "{wd}, {d} de {m} · {h}:{mm} – {h2}:{mm2}", "es"),
];

/// Long names from the grammar's own table: the first is English, one more for each language.
fn names(language: &str) -> ([&'static str; 7], [&'static str; 12]) {
    match language {
        "de" => (
            ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
            [
                "Januar",
                "Februar",
                "März",
                "April",
                "Mai",
                "Juni",
                "Juli",
                "August",
                "September",
                "Oktober",
                "November",
                "Dezember",
            ],
        ),
        "fr" => (
            ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
            [
                "janvier",
                "février",
                "mars",
                "avril",
                "mai",
                "juin",
                "juillet",
                "août",
                "septembre",
                "octobre",
                "novembre",
                "décembre",
            ],
        ),
        "es" => (
            ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
            [
                "enero",
                "febrero",
                "marzo",
                "abril",
                "mayo",
                "junio",
                "julio",
                "agosto",
                "septiembre",
                "octubre",
                "noviembre",
                "diciembre",
            ],
        ),
        _ => (
            ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
            [
                "January",
                "February",
                "March",
                "April",
                "May",
                "June",
                "July",
                "August",
                "September",
                "October",
                "November",
                "December",
            ],
        ),
    }
}

fn write(style: &str, language: &str, start: &Zoned, end: &Zoned) -> String {
    let (days, months) = names(language);
    let day = days[start.weekday().to_monday_zero_offset() as usize];
    let month = months[start.month() as usize - 1];
    let short = |name: &str| name.chars().take(3).collect::<String>();
    let half = |at: &Zoned| if at.hour() < 12 { "am" } else { "pm" };
    let twelve = |at: &Zoned| (at.hour() + 11) % 12 + 1;
    let parts = [
        ("{wd3}", short(day)),
        ("{m3}", short(month)),
        ("{wd}", day.to_owned()),
        ("{mm}", format!("{:02}", start.minute())),
        ("{mm2}", format!("{:02}", end.minute())),
        ("{mo}", format!("{:02}", start.month())),
        ("{m}", month.to_owned()),
        ("{dd}", format!("{:02}", start.day())),
        ("{d}", start.day().to_string()),
        ("{y}", start.year().to_string()),
        ("{h12}", twelve(start).to_string()),
        ("{h12b}", twelve(end).to_string()),
        ("{h}", start.hour().to_string()),
        ("{h2}", end.hour().to_string()),
        ("{ap}", half(start).to_owned()),
        ("{apb}", half(end).to_owned()),
    ];
    parts.iter().fold(style.to_owned(), |text, (code, value)| text.replace(code, value))
}

#[test]
fn what_people_write_in_many_styles_is_read_back() {
    let mut seed: u64 = 7;
    let mut next = |below: u64| {
        seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        i64::try_from((seed >> 33) % below).unwrap()
    };
    for _ in 0..600 {
        let (language, style, names) = STYLES[next(STYLES.len() as u64) as usize];
        let horizon = horizon("2026-10-01T08:00:00Z", language);
        // Office hours of the next 300 days, from seven so that no hour needs am or pm.
        let midnight = horizon.sent.start_of_day().unwrap();
        let days = jiff::Span::new().days(1 + next(300));
        let minutes = jiff::Span::new().hours(7 + next(10)).minutes(5 * next(12));
        let day = midnight.checked_add(days).unwrap();
        let at = day.datetime().checked_add(minutes).unwrap();
        let start = at.to_zoned(horizon.mine.clone()).unwrap();
        let end = start.checked_add(SignedDuration::from_mins(15 + 15 * next(6))).unwrap();
        let text = write(style, names, &start, &end);
        let found = find(&text, &horizon);
        let [moment] = found.as_slice() else {
            panic!("{text}: {found:?}");
        };
        assert_eq!(moment.start.as_ref(), Some(&start), "{text}");
        assert_eq!(moment.end.as_ref(), Some(&end), "{text}");
        assert!(moment.certain, "{text}");
    }
}

#[test]
fn odd_texts_never_panic() {
    let pieces = [
        "12",
        "6",
        ":",
        ".",
        "/",
        "-",
        "–",
        "Tue",
        "am",
        "pm",
        "Uhr",
        "h",
        "Oct",
        "the",
        "à",
        "las",
        "half",
        "past",
        "UTC",
        "+",
        "0",
        "99999999999",
        "(",
        ")",
        "é",
        "’",
        "\n",
        " ",
        "z",
        "T",
        "quarter",
        "to",
        "between",
        "and",
        "next",
        "week",
        "32",
        "4000000000",
        "weeks",
        "by",
        "within",
        "we decide",
        "24",
        "60",
        "🙂",
    ];
    let mut seed: u64 = 1;
    for _ in 0..600 {
        let mut text = String::new();
        for _ in 0..12 {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            text.push_str(pieces[(seed >> 33) as usize % pieces.len()]);
            if seed >> 62 == 0 {
                text.push(' ');
            }
        }
        for language in [Language::En, Language::De, Language::Fr, Language::Es] {
            find(&text, &horizon("2026-10-01T08:00:00Z", language));
            duration(&text, language);
        }
        crate::reading::deadline::find(&text, &horizon("2026-10-01T08:00:00Z", Language::En));
    }
}
