//! Dates that people write are read back: the same moment in many styles and four languages.
//!
//! The printer below knows nothing of the grammar in src/reading/when; a seeded generator chooses
//! the moments, so that a failure can be seen again.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test")]

#[path = "fuzz/properties.rs"]
mod properties;

use afterword::reading::{
    Language,
    when::{self, Horizon},
};
use jiff::{Span, ToSpan, Zoned, civil::Date, tz::TimeZone};

/// Moments printed in every style.
const MOMENTS: usize = 300;
/// Texts put together from words of dates without any sense.
const SOUPS: usize = 2_000;
const SOUP_WORDS: usize = 30;

/// Deterministic noise (an LCG).
struct Noise(u64);

impl Noise {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

fn days(number: usize) -> Span {
    i64::try_from(number).unwrap().days()
}

/// An appointment, and the mail that tells of it.
struct Told {
    sent: Zoned,
    start: Zoned,
    end: Zoned,
}

impl Told {
    fn random(noise: &mut Noise) -> Told {
        let zone = TimeZone::get(noise.pick(&ZONES)).unwrap();
        let day = Date::new(2024, 1, 1).unwrap() + days(noise.below(3_000));
        let sent = day.at(9, 12, 0, 0).to_zoned(zone).unwrap();
        let ahead = 1 + noise.below(300).min(noise.below(300));
        let (hour, minute) = (10 + noise.below(9), noise.pick(&[0, 5, 15, 30, 45]));
        let start = sent.clone() + days(ahead);
        let start = start.with().hour(hour.try_into().unwrap()).minute(minute).build().unwrap();
        let end = &start + noise.pick(&[25, 30, 45, 60, 90]).minutes();
        Told { sent, start, end }
    }

    /// The mail as sent from where the appointment is, or from the other side of the world.
    fn horizon(&self, style: &Style) -> Horizon {
        let away = TimeZone::get("Australia/Brisbane").unwrap();
        let here = self.sent.time_zone().clone();
        let zone = if style.pattern.contains("{zone}") { away } else { here };
        let sent = self.sent.with_time_zone(zone.clone());
        Horizon { sent, mine: zone.clone(), theirs: Some(zone), language: style.language }
    }

    fn days_ahead(&self) -> i32 {
        self.sent.date().until(self.start.date()).unwrap().get_days()
    }
}

const ZONES: [&str; 5] =
    ["Europe/London", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "America/Mexico_City"];

/// Weekdays from Monday on and months from January on, long and short.
struct Names {
    weekdays: [&'static str; 7],
    short_weekdays: [&'static str; 7],
    months: [&'static str; 12],
    short_months: [&'static str; 12],
}

const EN: Names = Names {
    weekdays: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    short_weekdays: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    months: [
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
    short_months: [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ],
};
const DE: Names = Names {
    weekdays: ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
    short_weekdays: ["Mo.", "Di.", "Mi.", "Do.", "Fr.", "Sa.", "So."],
    months: [
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
    short_months: [
        "Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.",
        "Dez.",
    ],
};
const FR: Names = Names {
    weekdays: ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    short_weekdays: ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."],
    months: [
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
    short_months: [
        "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.",
        "déc.",
    ],
};
const ES: Names = Names {
    weekdays: ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
    short_weekdays: ["lun.", "mar.", "mié.", "jue.", "vie.", "sáb.", "dom."],
    months: [
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
    short_months: [
        "ene.", "feb.", "mar.", "abr.", "may.", "jun.", "jul.", "ago.", "sept.", "oct.", "nov.",
        "dic.",
    ],
};

/// Each style with what must be true of a moment to be told so.
struct Style {
    language: Language,
    names: &'static Names,
    /// `{Weekday} {weekday} {d} {dd} {th} {Month} {month} {mm} {yyyy} {yy} {H} {HH} {h} {M} {ap}`,
    /// `{zone}`, and the same of the end with `>`.
    pattern: &'static str,
    fits: fn(&Told) -> bool,
}

fn always(_: &Told) -> bool {
    true
}

fn tomorrow(told: &Told) -> bool {
    told.days_ahead() == 1
}

fn this_week(told: &Told) -> bool {
    (1..7).contains(&told.days_ahead())
}

fn on_the_hour(told: &Told) -> bool {
    told.start.minute() == 0
}

fn half_past(told: &Told) -> bool {
    told.start.minute() == 30
}

fn same_half(told: &Told) -> bool {
    (told.start.hour() < 12) == (told.end.hour() < 12)
}

fn morning(told: &Told) -> bool {
    told.start.hour() < 12 && told.end.hour() < 12
}

const fn style(
    language: Language,
    names: &'static Names,
    pattern: &'static str,
    fits: fn(&Told) -> bool,
) -> Style {
    Style { language, names, pattern, fits }
}

const fn en(pattern: &'static str) -> Style {
    style(Language::En, &EN, pattern, always)
}

const fn de(pattern: &'static str) -> Style {
    style(Language::De, &DE, pattern, always)
}

const fn fr(pattern: &'static str) -> Style {
    style(Language::Fr, &FR, pattern, always)
}

const fn es(pattern: &'static str) -> Style {
    style(Language::Es, &ES, pattern, always)
}

const STYLES: &[Style] = &[
    en("We will speak on {Weekday}, {d} {Month} {yyyy} at {HH}:{M}."),
    en("We will speak on {Weekday} {d}{th} {Month} at {h}:{M}{ap}."),
    en("We will speak on {Weekday}, {Month} {d}, {yyyy} at {h}:{M} {AP}."),
    en("We will speak on {weekday} {d} {month} {yyyy}, {h}.{M}{ap}."),
    en("Your interview: {weekday}, {month} {d}, {yyyy}, {h}:{M} {AP} - {>h}:{>M} {>AP}"),
    en("Your interview is on {Month} {d}{th} from {h}:{M}{ap} to {>h}:{>M}{>ap}."),
    en("Date: {yyyy}-{mm}-{dd}\nTime: {HH}:{M}–{>HH}:{>M}"),
    en("Date: {Weekday}, {d} {Month} {yyyy}\nStart: {HH}:{M}\nEnd: {>HH}:{>M}"),
    en("When: {weekday} {d} {month} {yyyy} {HH}:{M} – {>HH}:{>M}"),
    en("Could you join us at {h}:{M} {ap} on {Weekday} {d} {Month}?"),
    style(Language::En, &EN, "Let's talk tomorrow at {h}:{M}{ap}.", tomorrow),
    style(Language::En, &EN, "Let's talk on {Weekday} at {h}:{M}{ap}.", this_week),
    style(Language::En, &EN, "On {d} {Month} {yyyy} at {h}:{M} in the morning.", morning),
    en("Your interview is on {Weekday}, {d} {Month} {yyyy} at {HH}:{M} ({zone})."),
    en("When: {weekday} {month} {d}, {yyyy} {h}:{M}{ap} – {>h}:{>M}{>ap} ({zone})"),
    de("Termin: {Weekday}, {dd}.{mm}.{yyyy}, {HH}:{M} Uhr ({zone})"),
    fr("Entretien le {Weekday} {d} {Month} {yyyy} à {HH}h{M} ({zone})"),
    es("Entrevista el {Weekday} {d} de {Month} de {yyyy} a las {HH}:{M} ({zone})"),
    style(Language::En, &EN, "We meet on {Weekday} {d} {Month} at {h}{ap}.", on_the_hour),
    style(Language::En, &EN, "We meet at {h} {AP} on {month} {d}, {yyyy}.", on_the_hour),
    style(Language::En, &EN, "We meet on {Weekday} the {d}{th} at {h}:{M}{ap}.", this_week),
    style(Language::En, &EN, "{Weekday} {d}{th} {Month}, {h}.{M}-{>h}.{>M}{>ap}.", same_half),
    style(Language::En, &EN, "On {Month} {d} at half past {h} in the {part}.", half_past),
    style(Language::De, &DE, "Wir sprechen am {d}. {Month} um {H} Uhr.", on_the_hour),
    style(Language::De, &DE, "Wir sprechen am {d}. {Month} {yyyy} um {H} Uhr {M}.", half_past),
    style(Language::De, &DE, "Termin: {Weekday}, {d}.{m}.{yyyy}, {H}:{M} Uhr", always),
    style(Language::De, &DE, "Am {Weekday}, {dd}.{mm}., um {H} Uhr.", on_the_hour),
    style(Language::Fr, &FR, "Nous parlerons le {d} {Month} à {H}h.", on_the_hour),
    style(Language::Fr, &FR, "Nous parlerons le {d} {Month} {yyyy} à {H} heures.", on_the_hour),
    style(Language::Fr, &FR, "Le {Weekday} {d} {Month} de {H}h{M} à {>H}h{>M}.", always),
    style(Language::Es, &ES, "Hablamos el {d} de {Month} a las {H}h.", on_the_hour),
    style(Language::Es, &ES, "El {Weekday} {d} de {Month} a las {h}:{M} de la mañana.", morning),
    style(Language::Es, &ES, "El {Weekday} {d} de {Month}, de {H}:{M} a {>H}:{>M} h.", always),
    style(Language::Es, &ES, "El {d}/{m}/{yyyy} a las {H}.{M} h.", always),
    de("Wir sprechen am {Weekday}, den {d}. {Month} {yyyy} um {HH}:{M} Uhr."),
    de("Wir sprechen am {Weekday}, {dd}.{mm}.{yyyy}, um {HH}:{M} Uhr."),
    de("Wir sprechen am {d}. {Month} um {HH}.{M} Uhr."),
    de("Termin: {weekday} {dd}.{mm}.{yy}, {HH}:{M} - {>HH}:{>M} Uhr"),
    de("Termin: {Weekday}, {d}. {Month} {yyyy}, {HH}:{M}–{>HH}:{>M} Uhr"),
    de("Das Gespräch findet am {dd}.{mm}.{yyyy} von {HH}:{M} bis {>HH}:{>M} Uhr statt."),
    de("Datum: {dd}.{mm}.{yyyy}\nUhrzeit: {HH}:{M} Uhr"),
    style(Language::De, &DE, "Wir sprechen morgen um {HH}:{M} Uhr.", tomorrow),
    style(Language::De, &DE, "Wir sprechen am {Weekday} um {HH}:{M} Uhr.", this_week),
    fr("Nous parlerons le {Weekday} {d} {Month} {yyyy} à {H}h{M}."),
    fr("Nous parlerons le {Weekday} {d} {Month} à {H} h {M}."),
    fr("L'entretien aura lieu le {dd}/{mm}/{yyyy} de {HH}h{M} à {>HH}h{>M}."),
    fr("Entretien : {weekday} {d} {month} {yyyy}, {HH}:{M} - {>HH}:{>M}"),
    fr("Date : {Weekday} {d} {Month} {yyyy}\nHeure : {HH}h{M}"),
    style(Language::Fr, &FR, "Nous parlerons demain à {H}h{M}.", tomorrow),
    style(Language::Fr, &FR, "Nous parlerons {Weekday} à {H}h{M}.", this_week),
    es("Hablamos el {Weekday} {d} de {Month} de {yyyy} a las {HH}:{M}."),
    es("Hablamos el {Weekday}, {d} de {Month}, a las {HH}:{M} horas."),
    es("La entrevista es el {dd}/{mm}/{yyyy} de {HH}:{M} a {>HH}:{>M}."),
    es("Entrevista: {weekday} {d} {month} {yyyy}, {HH}:{M} - {>HH}:{>M} h"),
    es("Fecha: {d} de {Month} de {yyyy}\nHora: {HH}:{M} h"),
    style(Language::Es, &ES, "Hablamos mañana a las {HH}:{M}.", tomorrow),
    style(Language::Es, &ES, "Hablamos el {Weekday} a las {HH}:{M}.", this_week),
    en("{Weekday} {d} {Month}, {H}:{M}-{>H}:{>M}"),
    en("{Weekday}, {Month} {d}, {yyyy}, {h}:{M}{ap} – {>h}:{>M}{>ap}"),
    en("{h}:{M} {ap} to {>h}:{>M} {>ap} on {Weekday} {d} {Month} {yyyy}"),
    en("{weekday} {d} {month} {yyyy} from {H}:{M} to {>H}:{>M}"),
    en("{yyyy}-{mm}-{dd} {H}:{M} - {>H}:{>M}"),
    en("Date: {Weekday} {d} {Month} {yyyy}\nTime: {H}:{M} - {>H}:{>M}"),
    de("{Weekday}, {d}. {Month} {yyyy}, von {H}:{M} bis {>H}:{>M} Uhr"),
    de("am {Weekday}, den {dd}.{mm}.{yyyy}, {H}.{M} - {>H}.{>M} Uhr"),
    de("{dd}.{mm}.{yyyy} {H}:{M} – {>H}:{>M}"),
    fr("{Weekday} {d} {Month} {yyyy} de {H}h{M} à {>H}h{>M}"),
    fr("le {dd}/{mm}/{yyyy}, {H}:{M} - {>H}:{>M}"),
    es("el {Weekday} {d} de {Month} de {yyyy}, de {H}:{M} a {>H}:{>M}"),
    es("{Weekday}, {d} de {Month} · {H}:{M} – {>H}:{>M}"),
];

impl Style {
    fn print(&self, told: &Told) -> String {
        let start = fields(&told.start, self.names);
        let end = fields(&told.end, self.names);
        let mut text = self.pattern.to_owned();
        for (name, value) in start {
            text = text.replace(&format!("{{{name}}}"), &value);
        }
        for (name, value) in end {
            text = text.replace(&format!("{{>{name}}}"), &value);
        }
        assert!(!text.contains('{'), "{text}");
        text
    }

    fn tells_end(&self) -> bool {
        self.pattern.contains("{>")
    }
}

fn fields(at: &Zoned, names: &Names) -> Vec<(&'static str, String)> {
    let weekday = usize::try_from(at.weekday().to_monday_zero_offset()).unwrap();
    let month = usize::try_from(at.month()).unwrap() - 1;
    let (half, hour) = (if at.hour() < 12 { "am" } else { "pm" }, (at.hour() + 11) % 12 + 1);
    let th = match at.day() {
        1 | 21 | 31 => "st",
        2 | 22 => "nd",
        3 | 23 => "rd",
        _ => "th",
    };
    vec![
        ("Weekday", names.weekdays[weekday].into()),
        ("weekday", names.short_weekdays[weekday].into()),
        ("Month", names.months[month].into()),
        ("month", names.short_months[month].into()),
        ("mm", format!("{:02}", at.month())),
        ("dd", format!("{:02}", at.day())),
        ("m", at.month().to_string()),
        ("d", at.day().to_string()),
        ("th", th.into()),
        ("yyyy", at.year().to_string()),
        ("yy", format!("{:02}", at.year() % 100)),
        ("HH", format!("{:02}", at.hour())),
        ("H", at.hour().to_string()),
        ("h", hour.to_string()),
        ("M", format!("{:02}", at.minute())),
        ("ap", half.into()),
        ("AP", half.to_uppercase()),
        ("part", if at.hour() < 12 { "morning" } else { "afternoon" }.into()),
        ("zone", at.time_zone().iana_name().unwrap().into()),
    ]
}

#[test]
fn what_people_write_is_read_back() {
    let mut noise = Noise(11);
    let mut told_of = vec![0_usize; STYLES.len()];
    let mut faults = Vec::new();
    for _ in 0..MOMENTS {
        let mut told = Told::random(&mut noise);
        if noise.below(3) == 0 {
            told.sent = &told.start - days(1 + noise.below(6));
            told.sent = told.sent.with().hour(9).minute(0).build().unwrap();
        }
        for (style, count) in STYLES.iter().zip(&mut told_of) {
            if !(style.fits)(&told) {
                continue;
            }
            *count += 1;
            let text = style.print(&told);
            let found = when::find(&text, &told.horizon(style));
            let right = found.iter().all(|moment| {
                moment.certain
                    && moment.start.as_ref() == Some(&told.start)
                    && (!style.tells_end() || moment.end.as_ref() == Some(&told.end))
            });
            if found.is_empty() || !right {
                let seen: Vec<_> = found
                    .iter()
                    .map(|moment| (moment.certain, &moment.start, &moment.end))
                    .collect();
                faults.push(format!("{text:?} sent {} gave {seen:?}", told.sent));
            }
        }
    }
    assert!(told_of.iter().all(|count| *count > 10), "a style was hardly tried: {told_of:?}");
    let shown = faults.iter().take(20).cloned().collect::<Vec<_>>().join("\n");
    assert!(faults.is_empty(), "{} of {}:\n{shown}", faults.len(), told_of.iter().sum::<usize>());
}

#[test]
fn a_date_of_another_year_is_no_day_of_this_mail() {
    let mut noise = Noise(5);
    let mut faults = Vec::new();
    for _ in 0..MOMENTS / 5 {
        let told = Told::random(&mut noise);
        let years = noise.pick(&[-10, -3, -2, 3, 20]).years();
        let (start, end) = (&told.start + years, &told.end + years);
        let far = Told { sent: told.sent, start, end };
        for style in STYLES.iter().filter(|style| style.pattern.contains("{yyyy}")) {
            let text = style.print(&far);
            let found = when::find(&text, &far.horizon(style));
            if let Some(moment) = found.first() {
                faults.push(format!("{text:?} sent {} gave {}", far.sent, moment.date));
            }
        }
    }
    let shown = faults.iter().take(30).cloned().collect::<Vec<_>>().join("\n");
    assert!(faults.is_empty(), "{}:\n{shown}", faults.len());
}

#[test]
fn no_text_names_a_day_out_of_reach() {
    const WORDS: [&str; 64] = [
        "Monday",
        "Freitag",
        "jeudi",
        "martes",
        "Oct",
        "October",
        "3.",
        "März",
        "février",
        "de",
        "enero",
        "at",
        "um",
        "à",
        "a las",
        "10",
        "10:30",
        "10h30",
        "2pm",
        "2 pm",
        "14.00",
        "Uhr",
        "2026",
        "1999",
        "9999",
        "0000",
        "29",
        "February",
        "31",
        "June",
        "31st",
        "/",
        "-",
        "–",
        ".",
        ",",
        "(",
        ")",
        ":",
        "\n",
        "\n\n",
        "tomorrow",
        "übermorgen",
        "demain",
        "mañana",
        "next",
        "last",
        "nächste",
        "week",
        "Woche",
        "until",
        "by",
        "bis",
        "GMT",
        "UTC+14",
        "UTC-99",
        "EST",
        "(CET)",
        "12/31/26",
        "31.12.26",
        "2026-02-30",
        "24:00",
        "for 90 minutes",
        "noon",
    ];
    let mut noise = Noise(23);
    for _ in 0..SOUPS {
        let mut input: Vec<u8> = (0..4).map(|_| u8::try_from(noise.below(256)).unwrap()).collect();
        for _ in 0..noise.below(SOUP_WORDS) {
            input.extend_from_slice(noise.pick(&WORDS).as_bytes());
            input.extend_from_slice(noise.pick(&[" ", " ", "", ", "]).as_bytes());
        }
        properties::dates(&input);
    }
}
