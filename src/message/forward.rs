//! Mail passed on: below a short note stands what somebody else wrote, and that is what it says.
//!
//! Agencies pass on what their clients write so. Decides where the inner text begins; must not know
//! what it means.

use super::{Message, quote, signature};

/// What subjects of mail passed on begin with.
const MARKS: [&str; 8] = ["fw:", "fwd:", "wg:", "tr:", "tr :", "rv:", "i:", "vs:"];
/// Words of a note; who writes more has news of his own.
const NOTE_WORDS_MAX: usize = 60;
/// Fields above the inner text.
const FIELDS_MAX: usize = 10;

/// The inner text of a mail passed on; `None` where it is one that the reader wrote.
pub fn passed_on(message: &Message) -> Option<String> {
    let subject = message.subject.trim_start().to_lowercase();
    let noted = message.own.split_whitespace().count() <= NOTE_WORDS_MAX;
    if !noted || !MARKS.iter().any(|mark| subject.starts_with(mark)) {
        return None;
    }
    let mut lines = message.quoted.lines().skip_while(|line| !line.contains(':')).peekable();
    let mut author = None;
    for _ in 0..FIELDS_MAX {
        let Some(line) = lines.next_if(|line| quote::is_field(line)) else { break };
        author = author.or(Some(line.to_lowercase()));
    }
    let readers = message.to.iter().chain(&message.cc);
    let own = |author: &String| readers.clone().any(|reader| author.contains(&reader.email));
    author.filter(|author| !own(author))?;
    let inner: Vec<&str> = lines.collect();
    let (written, _) = quote::split(&inner.join("\n"));
    let (inner, _) = signature::split(&written, None);
    Some(inner).filter(|inner| !inner.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use crate::message::parse;

    fn own(subject: &str, body: &str) -> String {
        let mail = format!(
            "From: Ola Fair <ola@agency.example>\nTo: me@home.example\nSubject: {subject}\n\n{body}"
        );
        parse(mail.as_bytes()).own
    }

    #[test]
    fn a_mail_passed_on_says_what_its_author_wrote() {
        let below = "Good news, see below.\n\nOla\n\n---------- Forwarded message ---------\n\
                     From: Stephen Idle <s.idle@minster.example>\nDate: Mon, 9 Nov 2026 at 09:47\n\
                     Subject: Interview\nTo: Ola Fair <ola@agency.example>\n\nDear Ola,\n\nPlease ask \
                     him to come on Monday at noon.\n\nStephen\n";
        assert!(own("Fwd: Interview", below).contains("come on Monday at noon"));
        assert!(!own("Re: Interview", below).contains("come on Monday at noon"));
        let outlook = "Voilà.\n\nDe : Paul Roy <roy@usine.example>\nEnvoyé : mardi 3 novembre\n\
                       À : Ola Fair\nObjet : Entretien\n\nOK pour jeudi à 8h.\n";
        assert!(own("TR: Entretien", outlook).contains("OK pour jeudi"));
    }

    #[test]
    fn a_mail_of_the_reader_passed_on_is_not_said_again() {
        let below = "Your colleague may help.\n\nFrom: Me <me@home.example>\nSent: Monday\n\
                     To: ola@agency.example\nSubject: Hello\n\nI enjoyed our interview.\n";
        assert!(!own("FW: Hello", below).contains("enjoyed"));
    }
}
