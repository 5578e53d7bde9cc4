//! Who acts, told by subject and verb, in tables.

use super::*;

#[test]
fn who_acts_is_told_by_subject_and_verb() {
    check(
        Language::En,
        &[
            ("The hiring committee will decide by Oct 9.", "theirs 10-09"),
            ("We're aiming to get back to all candidates within 10 working days.", "theirs 10-14"),
            ("Give us until Friday and we'll have an answer.", "theirs 10-02"),
            ("We should have news early in the week of 12 October.", "theirs 10-13"),
            ("It'll take us a week or so to decide.", "theirs 10-07"),
            ("Feedback will follow by mid-October.", "theirs 10-15"),
            ("We finish interviews this week and make a decision next week.", "theirs 10-09"),
            ("We will be making a decision on Friday.", "theirs 10-02"),
            ("You can expect our decision no later than October 15th.", "theirs 10-15"),
            ("Expect an email from us tomorrow.", "theirs 10-01"),
            ("By Friday at the latest you will know where you stand.", "theirs 10-02"),
            ("We're hoping to have final decisions in a fortnight.", "theirs 10-14"),
            ("We'll have an update by EOW.", "theirs 10-02"),
            ("Please bear with us, we will get back to you by Friday.", "theirs 10-02"),
            ("We expect to notify candidates by 23 October.", "theirs 10-23"),
            ("You have until 15 October to accept the offer.", "ours 10-15"),
            ("The assessment must be completed within 5 days.", "ours 10-05"),
            ("You'll have 72 hours to complete the challenge.", "ours 10-03"),
            ("Your deadline is Friday 9 October.", "ours 10-09"),
            ("This invitation expires on 7 October.", "ours 10-07"),
            ("We'd appreciate your reply by 9 October.", "ours 10-09"),
            ("I look forward to hearing from you by Monday.", "ours 10-05"),
            ("I'm on annual leave from 1 October to 9 October.", "back 10-12"),
            ("I'm out of office, returning Monday, 12 October.", "back 10-12"),
            ("You should hear back from us by Monday.", "theirs 10-05"),
        ],
    );
    check(
        Language::De,
        &[
            ("Wir rechnen mit einer Entscheidung bis zum 9.10.", "theirs 10-09"),
            ("Über Ihre Bewerbung entscheiden wir bis Freitag.", "theirs 10-02"),
            ("Wir freuen uns auf Ihre Rückmeldung bis zum 5. Oktober.", "ours 10-05"),
            ("Bitte bearbeite die Aufgabe innerhalb von 5 Tagen.", "ours 10-05"),
            ("Der Link ist 7 Tage gültig.", "ours 10-07"),
        ],
    );
    check(
        Language::Fr,
        &[
            ("Une décision sera prise d'ici le 15 octobre.", "theirs 10-15"),
            ("Vous recevrez une réponse d'ici 10 jours ouvrés.", "theirs 10-14"),
            ("L'offre est valable jusqu'au 9 octobre.", "ours 10-09"),
        ],
    );
    check(
        Language::Es,
        &[
            ("Tomaremos una decisión a finales de la semana que viene.", "theirs 10-09"),
            ("Por favor, confirma tu asistencia antes del 5 de octubre.", "ours 10-05"),
            ("La oferta es válida hasta el 9 de octubre.", "ours 10-09"),
        ],
    );
}

#[test]
fn a_day_of_something_else_is_no_promise() {
    check(
        Language::En,
        &[
            ("The panel meets on 8 October and we'll let you know shortly after.", ""),
            ("The feedback from Wednesday was strong; we meet two people on Friday.", ""),
            ("We interviewed on Monday and will be in touch.", ""),
            ("We will not be able to give you an answer before 20 October.", ""),
            ("We look forward to meeting you on Friday.", ""),
            ("Please don't hesitate to contact us before Friday.", ""),
            ("Let us know if you have not heard from us by Friday.", ""),
            ("Please find attached the agenda for Friday 9 October.", ""),
        ],
    );
    check(
        Language::De,
        &[
            ("In der Regel melden wir uns freitags, am 9. Oktober.", ""),
            ("Wir haben nächste Woche noch zwei Gespräche und melden uns danach.", ""),
            ("Das Gespräch findet am Donnerstag, 8. Oktober statt.", ""),
        ],
    );
}
