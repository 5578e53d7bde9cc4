//! Who of the company acts, usual times, and what is counted from an event.

use super::*;
use Language::{De, En, Es, Fr};

/// The day that the company promises.
fn promise(language: Language, text: &str) -> String {
    let all = read(language, text);
    let theirs = all.split(' ').skip_while(|word| *word != "theirs").nth(1);
    theirs.unwrap_or_default().to_owned()
}

fn check_promises(cases: &[(Language, &str, &str)]) {
    let wrong = cases.iter().filter_map(|(language, text, wanted)| {
        let found = promise(*language, text);
        (found != *wanted).then(|| format!("{text}: {found:?}, not {wanted:?}"))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn whoever_of_the_company_acts_the_day_is_a_promise() {
    check_promises(&[
        (En, "We expect to ring everyone with the outcome by close on Monday 5 October.", "10-05"),
        (
            En,
            "Your recruiter Nikki will send a scheduling link before the end of this week.",
            "10-02",
        ),
        (En, "Dana Moss will share the full schedule by Friday.", "10-02"),
        (
            En,
            "Every applicant is informed in writing not later than ten working days from now.",
            "10-14",
        ),
        (
            En,
            "We aim to settle this before then, so let's say Friday the 9th as the very latest.",
            "10-09",
        ),
        (En, "We hope to settle the matter by Thursday.", "10-01"),
        (En, "All candidates will have an email by the end of next week.", "10-09"),
        (En, "The hiring committee makes its recommendation by Tuesday.", "10-06"),
        (En, "Our aim is to have this wrapped up by 9 October.", "10-09"),
        (De, "Den Vertrag schicken wir Ihnen bis zum 9. Oktober per Post.", "10-09"),
        (
            De,
            "Bis Mitte nächster Woche, also Mittwoch, 7.10., hast du eine Antwort von mir.",
            "10-07",
        ),
        (De, "Frau Lenz teilt Ihnen das Ergebnis bis Freitag mit.", "10-02"),
        (De, "Die Entscheidung fällt bis zum 9. Oktober.", "10-09"),
        (De, "Bis Freitag steht fest, wer in die nächste Runde kommt.", "10-02"),
        (Fr, "Nous vous adresserons une proposition avant le 9 octobre.", "10-09"),
        (Fr, "Madame Leroy te préviendra d'ici vendredi.", "10-02"),
        (Fr, "La commission rendra son avis au plus tard le 9 octobre.", "10-09"),
        (Fr, "Les candidats seront avertis d'ici le 9 octobre.", "10-09"),
        (Es, "El resultado se notificará por correo no más tarde del 5 de octubre.", "10-05"),
        (Es, "El miércoles 7 lo llamo con una definición.", "10-07"),
        (Es, "El tribunal publicará la lista antes del 9 de octubre.", "10-09"),
        (Es, "Le haremos llegar la propuesta a más tardar el viernes.", "10-02"),
        // Still nobody's promise.
        (En, "All candidates should submit the form by Friday.", ""),
        (En, "You will need to send the form by Friday.", ""),
        (De, "Bis Freitag bitten wir Sie um Ihre Unterlagen.", ""),
        (Fr, "Nous vous prions de nous retourner le dossier avant le 9 octobre.", ""),
        (Es, "Le pedimos que envíe el formulario antes del 9 de octubre.", ""),
    ]);
}

#[test]
fn a_usual_time_is_a_promise_but_a_usual_day_is_none() {
    check_promises(&[
        (En, "Our team normally replies within 7 days.", "10-07"),
        (En, "We typically get back to everyone within two weeks.", "10-14"),
        (De, "In der Regel erhalten Sie innerhalb von zwei Wochen eine Rückmeldung.", "10-14"),
        (Fr, "Nous répondons généralement sous dix jours.", "10-10"),
        (Es, "Normalmente respondemos en un plazo de dos semanas.", "10-14"),
        (En, "We usually write to people on a Friday.", ""),
    ]);
}

#[test]
fn what_is_counted_from_an_event_needs_its_day() {
    check_promises(&[
        (En, "See you on Monday 5 October. We decide within 48 hours of the wrap-up.", "10-07"),
        (En, "We will tell you within a week of the assessment day.", ""),
        (En, "You will hear within ten days of receipt of this message.", "10-10"),
        (De, "Nach dem Probetag melden wir uns innerhalb einer Woche nach dem Probetag.", ""),
        (Fr, "Réponse sous 48 heures après la mise en situation.", ""),
        (Es, "Respuesta en un plazo de diez días tras la prueba.", ""),
    ]);
}
