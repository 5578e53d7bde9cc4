//! The people of an opportunity: who writes, who interviews, who is copied, and how to greet them.
//!
//! Only addresses that can read are kept (T5). Whom to write to is for `etiquette`.

use jiff::Timestamp;

use super::{Contact, Mail, Opportunity, correlate::employer_domain, names};
use crate::reading::{Answerability, Kind, sender};

/// Meets everybody whom a mail of the company brings.
pub fn meet_all(opportunity: &mut Opportunity, mail: &Mail) {
    let reading = &mail.reading;
    if reading.kind == Kind::AutoReply {
        return;
    }
    for person in &reading.interviewers {
        if let Some(email) = person.email.as_ref().filter(|e| hears(e)) {
            let contact = meet(opportunity, email, Some(&person.name), mail.at);
            contact.title = contact.title.take().or(person.title.clone());
        }
    }
    if let Some(writer) = &reading.writer
        && let Some(email) = writer.email.as_ref().filter(|e| hears(e))
    {
        let runs = !matches!(reading.kind, Kind::HumanReply);
        let human = is_human(&writer.name, email, reading.company.as_deref());
        let name = human.then_some(writer.name.as_str());
        let contact = meet(opportunity, email, name, mail.at);
        if mail.real() || reading.kind == Kind::Outreach {
            contact.wrote = Some(mail.at);
        }
        contact.runs_process |= runs;
        contact.title = writer.title.clone().or(contact.title.take());
        if human {
            contact.signs_as = reading.signs_as.clone().or(contact.signs_as.take());
        }
    }
    let house = mail.from.as_ref().and_then(|f| employer_domain(&f.email));
    for copied in &mail.to {
        if house.is_some() && employer_domain(&copied.email) == house {
            meet(opportunity, &copied.email, copied.name.as_deref(), mail.at);
        }
    }
}

/// S8: a mailbox of a team or of the company itself is greeted without a name.
fn is_human(name: &str, email: &str, company: Option<&str>) -> bool {
    let company = company.is_some_and(|c| {
        names::same_company(name, c) || names::words(name).starts_with(&names::words(c))
    });
    !company && !sender::is_team(name) && !sender::is_group(email)
}

/// T5: nobody is known by an address that cannot read.
pub fn hears(email: &str) -> bool {
    sender::hears(email) == Answerability::Hears
}

/// The contact with an address, made if new.
fn meet<'a>(
    opportunity: &'a mut Opportunity,
    email: &str,
    name: Option<&str>,
    at: Timestamp,
) -> &'a mut Contact {
    let known = opportunity.contacts.iter().position(|c| c.email == email);
    let index = known.unwrap_or_else(|| {
        opportunity.contacts.push(Contact {
            name: None,
            email: email.to_owned(),
            title: None,
            signs_as: None,
            since: at,
            wrote: None,
            runs_process: false,
        });
        opportunity.contacts.len() - 1
    });
    #[expect(clippy::indexing_slicing, reason = "the position of an element, or of the one pushed")]
    let contact = &mut opportunity.contacts[index];
    if contact.name.is_none() {
        contact.name = name.map(str::to_owned);
    }
    contact
}

impl Opportunity {
    /// The address known for a person at a moment, by name.
    pub fn address_of(&self, name: &str, by: Timestamp) -> Option<&Contact> {
        let known = self.contacts.iter().filter(|c| c.since <= by);
        known.into_iter().find(|c| c.name.as_deref().is_some_and(|n| names::same_person(n, name)))
    }
}
