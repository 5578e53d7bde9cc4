//! Promises, due dates and returns, told apart.

mod actors;
mod promises;
mod relative;
mod ways;

use jiff::tz::TimeZone;

use super::*;
use crate::reading::Language;

/// Theirs, ours and the return of a text in a mail of Wednesday 30 September 2026.
fn read(language: Language, text: &str) -> String {
    let sent: jiff::Timestamp = "2026-09-30T10:00:00Z".parse().unwrap();
    let zone = TimeZone::get("Europe/London").unwrap();
    let horizon = Horizon { sent: sent.to_zoned(zone.clone()), mine: zone, theirs: None, language };
    let dues = find(text, &horizon);
    let show = |name: &str, due: &Option<Due>| {
        let due = due.as_ref();
        due.map(|due| format!("{name} {} ", due.date.strftime("%m-%d"))).unwrap_or_default()
    };
    let all = [show("theirs", &dues.theirs), show("ours", &dues.ours), show("back", &dues.returns)];
    all.concat().trim().to_owned()
}

fn check(language: Language, cases: &[(&str, &str)]) {
    let mut wrong = Vec::new();
    for (text, expected) in cases {
        let found = read(language, text);
        if found != *expected {
            wrong.push(format!("{text}\n    expected {expected}\n    found    {found}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_promise_of_the_company_is_theirs() {
    check(
        Language::En,
        &[
            ("We will have a decision by Friday.", "theirs 10-02"),
            ("I will have a decision for you by Friday, October 9.", "theirs 10-09"),
            ("You'll hear from us within two weeks.", "theirs 10-14"),
            ("I will come back to you by the end of next week.", "theirs 10-09"),
            ("We want to sleep on it, will ping you early next week", "theirs 10-06"),
            ("We'll let you know before the month is out.", "theirs 09-30"),
            ("You will get an answer in two weeks at the latest.", "theirs 10-14"),
            ("We try to answer everyone within five working days.", "theirs 10-07"),
            (
                "Interviews run until Monday; we'll compare notes and get back to you by Thursday.",
                "theirs 10-01",
            ),
            (
                "My coordinator is wrangling calendars and will send you options by Tuesday.",
                "theirs 10-06",
            ),
            ("Expect to hear from our team mid next week.", "theirs 10-07"),
            ("By the end of October we will let you know.", "theirs 10-30"),
            ("One of us should be in touch by end of day tomorrow.", "theirs 10-01"),
            ("We hope to share an update with you in the next 10 days.", "theirs 10-10"),
            ("We'll get back to you in the next few weeks.", ""),
            ("We'll be in touch soon.", ""),
            ("We will call you in due course.", ""),
        ],
    );
}

#[test]
fn what_the_candidate_must_do_is_ours() {
    check(
        Language::En,
        &[
            ("Please confirm by Friday.", "ours 10-02"),
            ("Kindly confirm your attendance by 9 October.", "ours 10-09"),
            ("Could you let us know where you stand by Wednesday 14 October?", "ours 10-14"),
            ("Please complete the test before Oct 06, 2026 11:59 PM GMT", "ours 10-06"),
            ("Complete by: 12 October 2026, 17:00 BST", "ours 10-12"),
            ("The link stays open for seven days.", "ours 10-07"),
            ("The offer is open until close of business this Friday.", "ours 10-02"),
            ("Can you send me names by Friday? I will ring them.", "ours 10-02"),
            ("I see him on Friday, so an answer before that would be perfect.", "ours 10-02"),
            (
                "Please reply by Monday and we will get back to you by Thursday.",
                "theirs 10-01 ours 10-05",
            ),
        ],
    );
}

#[test]
fn an_absent_person_returns() {
    check(
        Language::En,
        &[
            (
                "I'm hiking until Monday 19 October, back at my desk on Tuesday the 20th.",
                "back 10-20",
            ),
            ("I am out of office until 16 October.", "back 10-19"),
            ("I will be back on Monday.", "back 10-05"),
        ],
    );
    check(
        Language::De,
        &[
            ("Ab dem 20.10. bin ich wieder erreichbar.", "back 10-20"),
            ("Ich bin bis zum 16. Oktober nicht im Büro.", "back 10-19"),
        ],
    );
    check(Language::Fr, &[("Je serai de retour le 20 octobre.", "back 10-20")]);
    check(Language::Es, &[("Estaré de vuelta el 20 de octubre.", "back 10-20")]);
}

#[test]
fn habits_conditions_and_the_past_are_no_promise() {
    check(
        Language::En,
        &[
            ("If you are selected we will contact you within two weeks.", ""),
            ("If you do not hear from us within four weeks, please move on.", ""),
            ("I promised you news by the 2nd and I'm late.", ""),
            ("We won't have a decision by Friday.", ""),
            ("Could you send me three windows next week?", ""),
            ("The closing date for this vacancy is 18/10/2026.", ""),
        ],
    );
}

#[test]
fn the_other_languages_promise_and_ask_too() {
    check(
        Language::De,
        &[
            ("Wir geben dir bis Ende nächster Woche Bescheid.", "theirs 10-09"),
            ("Wir melden uns spätestens bis Freitag bei Ihnen.", "theirs 10-02"),
            ("Sie hören innerhalb von zwei Wochen von uns.", "theirs 10-14"),
            ("Bitte bestätigen Sie den Termin bis zum 6. Oktober.", "ours 10-06"),
            ("Kannst du mir bis Freitag Bescheid geben?", "ours 10-02"),
            ("Das Angebot gilt bis 9. Oktober.", "ours 10-09"),
        ],
    );
    check(
        Language::Fr,
        &[
            ("Nous reviendrons vers vous d'ici deux semaines.", "theirs 10-14"),
            ("Vous aurez une réponse avant vendredi.", "theirs 10-02"),
            ("Merci de nous répondre avant le 6 octobre.", "ours 10-06"),
            ("Je reviens vers toi en début de semaine prochaine.", "theirs 10-06"),
        ],
    );
    check(
        Language::Es,
        &[
            ("Te diremos algo a más tardar el viernes.", "theirs 10-02"),
            ("Nos pondremos en contacto la semana que viene.", "theirs 10-09"),
            ("¿Puedes confirmarnos antes del 6 de octubre?", "ours 10-06"),
        ],
    );
}
