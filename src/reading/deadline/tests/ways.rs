//! The many ways to promise an answer by a day, in four languages, and what only looks like one.

use super::*;
/// What the company promises, or the limit that no word gives to anybody.
fn either(language: Language, text: &str) -> String {
    let sent: jiff::Timestamp = "2026-09-30T10:00:00Z".parse().unwrap();
    let zone = TimeZone::get("Europe/London").unwrap();
    let horizon = Horizon { sent: sent.to_zoned(zone.clone()), mine: zone, theirs: None, language };
    let d = find(text, &horizon);
    d.theirs.or(d.open).map(|due| due.date.strftime("%m-%d").to_string()).unwrap_or_default()
}
#[test]
fn a_promise_is_told_in_many_ways() {
    use Language::{De, En, Es, Fr};
    let cases = [
        (En, "You'll know one way or the other by close of play Thursday.", "10-01"),
        (En, "I'll be back to you with an answer before the week is out.", "10-02"),
        (En, "Expect to hear from Dana by the 9th.", "10-09"),
        (En, "My boss signs it off on Tuesday so you'll have the answer by Wednesday.", "10-07"),
        (En, "We hope to have a shortlist together by mid October.", "10-15"),
        (En, "Decisions go out on 12 October.", "10-12"),
        (En, "All candidates will be told by Friday week.", "10-09"),
        (En, "The committee meets on the 8th and letters go out the following day.", "10-09"),
        (En, "I should be able to tell you something on Monday.", "10-05"),
        (En, "It'll be a fortnight or so.", "10-14"),
        (En, "Sit tight till Tuesday.", "10-06"),
        (En, "Hang on until Friday and I'll have something to tell you.", "10-02"),
        (
            En,
            "I'd expect us to be finished with everybody by 16 October, and you'll hear either way.",
            "10-16",
        ),
        (En, "You'll hear either way, two weeks from now at the outside.", "10-14"),
        (En, "Results by Friday 9 October.", "10-09"),
        (En, "We're aiming for a decision in the first week of October.", "10-02"),
        (En, "It's going to take another ten days or so.", "10-10"),
        (En, "We need a bit longer - until next Friday, 9 October.", "10-09"),
        (En, "Bear with us until the 14th.", "10-14"),
        (En, "We will revert by tomorrow EOD.", "10-01"),
        (En, "Will update you by Monday EOD.", "10-05"),
        (En, "The panel meets on Thursday 8 October; we'll ring everyone the next day.", "10-09"),
        (En, "If you haven't heard from me by Wednesday, chase me.", ""),
        (En, "We have interviews until 9 October and will decide the week after.", "10-16"),
        (En, "We can't promise anything before the end of October.", ""),
        (En, "You should have it in writing within the next 48 hours.", "10-02"),
        (En, "A decision will be reached no later than 5pm on Friday 2 October.", "10-02"),
        (En, "We anticipate being able to update you w/c 5 October.", "10-09"),
        (En, "I'll drop you a line first thing Monday.", "10-05"),
        (En, "I'll know more on Thursday.", "10-01"),
        (En, "We'll pick this up again on 19 October and let you know then.", "10-19"),
        (De, "Sie bekommen von uns bis Ende der Woche eine Antwort.", "10-02"),
        (De, "Wir brauchen noch bis Mitte Oktober.", "10-15"),
        (De, "Eine Entscheidung fällt am Montag.", "10-05"),
        (De, "Rechnen Sie bitte mit einer Rückmeldung in der 42. Kalenderwoche.", "10-16"),
        (De, "Spätestens am 9. wissen Sie, woran Sie sind.", "10-09"),
        (De, "Ich rufe dich am Dienstag an und sage dir, wie es ausgegangen ist.", "10-06"),
        (
            De,
            "Der Ausschuss tagt am 7. Oktober, danach melden wir uns innerhalb von drei Werktagen.",
            "10-12",
        ),
        (De, "Bitte haben Sie noch bis zum 9. Oktober Geduld.", "10-09"),
        (De, "Gedulden Sie sich bitte noch zwei Wochen.", "10-14"),
        (De, "Anfang der kommenden Woche gibt es Neuigkeiten.", "10-06"),
        (De, "In rund zehn Tagen sind wir schlauer.", "10-10"),
        (De, "Nächsten Mittwoch wissen wir mehr.", "10-07"),
        (De, "Bis spätestens kommenden Freitag hören Sie von mir.", "10-02"),
        (Fr, "Nous prendrons notre décision d'ici la fin du mois d'octobre.", "10-30"),
        (Fr, "Comptez une dizaine de jours avant d'avoir notre réponse.", "10-10"),
        (Fr, "Je vous appelle mardi pour vous dire ce qu'il en est.", "10-06"),
        (Fr, "Le jury se réunit le 8 octobre et vous serez prévenu le lendemain.", "10-09"),
        (Fr, "Vous serez fixé en fin de semaine prochaine.", "10-09"),
        (Fr, "On se décide lundi, au plus tard mardi.", "10-06"),
        (Fr, "Réponse sous huitaine.", "10-08"),
        (Fr, "Un retour vous sera fait sous 15 jours.", "10-15"),
        (Fr, "Je te tiens au courant dès lundi.", "10-05"),
        (Fr, "Encore un peu de patience, jusqu'au 9 octobre.", "10-09"),
        (Fr, "Nous vous informerons des suites courant semaine 42.", "10-16"),
        (Es, "Le confirmaremos la decisión el próximo lunes.", "10-05"),
        (Es, "Esperamos tener novedades a mediados de octubre.", "10-15"),
        (Es, "En un plazo de diez días hábiles le daremos una respuesta.", "10-14"),
        (Es, "Te escribo el lunes con lo que se decida.", "10-05"),
        (Es, "La semana que viene te digo algo.", "10-09"),
        (Es, "A finales de semana sabremos quién sigue.", "10-02"),
        (Es, "Ten paciencia hasta el viernes.", "10-02"),
        (Es, "El fallo se dará a conocer el 9 de octubre.", "10-09"),
        (Es, "Antes de fin de mes tendrás noticias.", "09-30"),
        (Es, "Calculamos unas dos semanas más.", "10-14"),
    ];
    told(&cases);
}

fn told(cases: &[(Language, &str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .map(|(language, text, expected)| (text, expected, either(*language, text)))
        .filter(|(_, expected, found)| *expected != found)
        .map(|(text, expected, found)| format!("{text}\n    expected {expected} found {found}"))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_day_of_something_else_is_no_promise() {
    use Language::{De, En, Es, Fr};
    let cases = [
        (En, "Your start date would be in two weeks.", ""),
        (En, "The test must be handed in by Friday.", ""),
        (En, "Could you get your documents to us by Friday?", ""),
        (En, "Applications are open until 16 October.", ""),
        (En, "The second interview takes place within two weeks.", ""),
        (En, "We delete your data within six months.", ""),
        (En, "You can withdraw your application by Friday.", ""),
        (En, "We had hoped to decide by Friday.", ""),
        (En, "I spoke to the board on Monday.", ""),
        (En, "The panel meets on Monday.", ""),
        (En, "Bring your passport by Tuesday at the latest.", ""),
        (En, "He is away until Monday.", ""),
        (En, "Let me know by Friday at the latest.", ""),
        (En, "Your answer by Monday at the latest, please.", ""),
        (En, "I promised to be in touch by Friday and failed.", ""),
        (En, "We hired somebody in week 2 of the process.", ""),
        (De, "Die Stelle ist ab 1. Dezember zu besetzen.", ""),
        (De, "Bitte schicken Sie uns Ihre Unterlagen bis spätestens Freitag.", ""),
        (De, "Ihre Daten werden innerhalb von sechs Monaten gelöscht.", ""),
        (De, "Bis Freitag bräuchten wir deine Zusage.", ""),
        (De, "Wir treffen uns am 9. um zehn.", ""),
        (Fr, "Merci de nous envoyer votre dossier au plus tard vendredi.", ""),
        (Fr, "La clôture des candidatures est fixée au plus tard au 16 octobre.", ""),
        (Fr, "Merci de votre patience.", ""),
        (Es, "Necesitamos tu respuesta a más tardar el viernes.", ""),
        (Es, "El plazo de inscripción termina antes del 16 de octubre.", ""),
    ];
    told(&cases);
}

#[test]
fn what_the_reader_shall_have_is_promised_and_what_is_asked_is_not() {
    use Language::{De, En, Es};
    for (language, text, wanted) in [
        (En, "You'll have something from me by the middle of next week.", "10-07"),
        (En, "You will have word from us by Friday.", "10-02"),
        (Es, "Contamos con decirte algo a lo largo de la semana que viene.", "10-09"),
        (Es, "Espero poder avisarte antes del 9 de octubre.", "10-09"),
        (De, "Lies ihn in Ruhe durch und sag uns bis zum 11. Dezember Bescheid.", ""),
    ] {
        assert_eq!(either(language, text), wanted, "{text}");
    }
}

#[test]
fn a_whole_week_of_a_month_begins_on_its_monday() {
    check(
        Language::En,
        &[
            ("We decide by the end of the first full week of November.", "theirs 11-06"),
            (
                "You should have our news by the end of the first full week of January.",
                "theirs 01-08",
            ),
        ],
    );
    check(Language::De, &[("Sie erhalten innert fünf Arbeitstagen Bescheid.", "theirs 10-07")]);
}

#[test]
fn what_is_wanted_from_the_reader_is_theirs_to_give() {
    check(
        Language::En,
        &[
            ("She wants a yes or no from you by Friday.", "ours 10-02"),
            ("The paperwork should be with you by Friday.", "theirs 10-02"),
            ("Return the form (contact sheet) no later than Friday.", "ours 10-02"),
        ],
    );
    check(
        Language::Es,
        &[("Me confirman fechas a principios de la semana que viene.", "theirs 10-06")],
    );
}
