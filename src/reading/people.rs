//! Who writes, how they sign, and who holds the interview.
//!
//! Tells those who interview from those who only arrange; never names the user. Must not know what
//! is to be written to whom.

pub(super) mod beside;
mod name;
mod named;
mod schedule;

use self::{
    name::{holds_title, is_honorific, is_name, same, title_in},
    named::{named_in, summary_names},
};
use super::{
    Answerability, Kind, Person, Reader,
    calendar::CalendarEvent,
    lexicon::LEXICON,
    names::{self, Text, Texts, WORDS},
    phrase::{self, Phrasebook},
    sender,
    text::Sentence,
};
use crate::message::{Address, Message};

/// More interviewers than this is a list of something else.
const INTERVIEWERS_MAX: usize = 12;
/// Whether a person rather than a team or a machine is in From.
pub fn is_person(message: &Message) -> bool {
    let Some(from) = message.from.as_ref() else {
        return false;
    };
    let machine = sender::hears(&from.email) == Answerability::Deaf;
    let team = from.name.as_deref().map_or_else(|| sender::is_group(&from.email), sender::is_team);
    !machine && !team
}

/// The human who writes; the address only if it hears.
pub fn writer(message: &Message, texts: &Texts<'_>, reader: &Reader) -> Option<Person> {
    let from = message.from.as_ref()?;
    if reader.is_me(from) {
        return None;
    }
    let address = sender::answer_to(message)?;
    let hears = sender::hears(&address.email) == Answerability::Hears;
    let shown = [from.name.as_deref(), address.name.as_deref()];
    let shown = shown.into_iter().flatten().map(bare_display).find(|name| is_name(name));
    let signed = signed_name(&message.signature);
    let name = match (shown, signed) {
        (Some(shown), _) => shown,
        (None, Some(signed)) => signed,
        (None, None) => {
            let name = from.name.clone().unwrap_or_else(|| from.email.clone());
            return hears.then(|| Person { name, email: Some(address.email.clone()), title: None });
        }
    };
    let title = title_in(&texts.signature, &name);
    Some(Person { name, email: hears.then(|| address.email.clone()), title })
}

/// "Priya Nandakumar (Halden Rowe)", "Priya at Halden Rowe", "Nandakumar, Priya" → the name.
fn bare_display(name: &str) -> String {
    let cut =
        [" (", " at ", " from ", " via ", " | ", " - ", " – ", " @ ", " bei ", " von ", " chez "];
    let front = names::parted(name, &cut).map_or(name, |(front, _)| front);
    match front.split_once(", ") {
        Some((last, first)) if first.split_whitespace().count() == 1 => format!("{first} {last}"),
        Some((front, _)) => front.to_owned(),
        None => front.trim().to_owned(),
    }
}

/// How the writer signs: the name in the signature, else the first name of the display name.
pub fn signs_as(message: &Message, writer: Option<&Person>) -> Option<String> {
    let writer = writer?;
    if !is_name(&writer.name) {
        return None;
    }
    let first = writer.name.split_whitespace().find(|word| !is_honorific(word))?;
    let signed = message.signature.lines().map(str::trim).find(|line| {
        let words = line.split_whitespace().count();
        (1..=2).contains(&words) && !line.starts_with(['/', '-']) && is_name(line)
    });
    // A nickname ("Pip" for Philippa) is how the person wants to be addressed.
    let short = signed.filter(|signed| {
        signed.split_whitespace().count() == 1
            && signed.chars().count() > 1
            && (signed.chars().next() == first.chars().next())
    });
    Some(short.unwrap_or(first).trim_matches([',', '.', '!']).to_owned())
}

/// Where interviewers are looked for.
pub struct Scope<'a> {
    pub message: &'a Message,
    pub reader: &'a Reader,
    pub texts: &'a Texts<'a>,
    pub own: &'a [Sentence],
    pub events: &'a [CalendarEvent],
    pub kind: Kind,
    pub role: Option<&'a str>,
}

/// Who holds the interview, with addresses and titles where the mail has them.
pub fn interviewers(
    scope: &Scope<'_>,
    company: Option<&str>,
    writer: Option<&Person>,
) -> Vec<Person> {
    let Scope { events, kind, .. } = *scope;
    let told = [Kind::Invite, Kind::Reschedule, Kind::NextRound, Kind::AvailabilityRequest];
    if !told.contains(&kind) {
        return Vec::new();
    }
    let mut panel = Panel { scope, company, people: Vec::new() };
    let named = named_in(scope.texts.joined());
    let listed = !named.is_empty();
    for person in named {
        panel.add(person);
    }
    for event in events {
        for person in
            named_in(&Text::of(&event.description)).into_iter().chain(summary_names(&event.summary))
        {
            panel.add(person);
        }
    }
    for event in events {
        let organizer = event.organizer.as_ref().map(|organizer| organizer.email.clone());
        for attendee in event.attendees.iter().filter(|attendee| !attendee.declined) {
            let arranges = organizer.as_ref() == Some(&attendee.person.email);
            if !arranges {
                panel.invite(&attendee.person, !attendee.optional || listed);
            }
        }
    }
    let job = scope.role.map(names::squash).unwrap_or_default();
    panel.people.retain(|person| {
        !is_company(&person.name, company) && !job.starts_with(&names::squash(&person.name))
    });
    let domains = panel.domains();
    panel.people.retain(|person| !domains.contains(&names::squash(&person.name)));
    panel.hosts(writer);
    panel.finish()
}

/// "Corvid would like to meet you", "with Tern & Tide": a company, not a person.
fn is_company(name: &str, company: Option<&str>) -> bool {
    let part = |company: &str| company.split_whitespace().any(|word| names::is_alike(word, name));
    if company.is_some_and(part) {
        return true;
    }
    let whole = |company: &str| names::squash(name).starts_with(&names::squash(company));
    if company.is_some_and(|company| company.contains(' ') && whole(company)) {
        return true;
    }
    let first = |text: &str| text.split_whitespace().next().map(names::squash);
    company.is_some_and(|company| first(company) == first(name))
        && name.split_whitespace().count() <= company.map_or(0, |c| c.split_whitespace().count())
}

struct Panel<'a> {
    scope: &'a Scope<'a>,
    company: Option<&'a str>,
    people: Vec<Person>,
}

impl Panel<'_> {
    /// Adds a person or completes one already known.
    fn add(&mut self, person: Person) {
        if self.is_user(&person) {
            return;
        }
        let room = self.people.len() < INTERVIEWERS_MAX;
        match self.people.iter_mut().find(|known| same(&known.name, &person.name)) {
            Some(known) => {
                if person.name.len() > known.name.len() {
                    known.name = person.name;
                }
                known.email = known.email.take().or(person.email);
                known.title = known.title.take().or(person.title);
            }
            None if room => self.people.push(person),
            None => {}
        }
    }

    /// An attendee of a calendar event.
    fn invite(&mut self, person: &Person, interviews: bool) {
        // "Nandakumar, Priya": as directories write it.
        let person = Person { name: bare_display(&person.name), ..person.clone() };
        let known = self.people.iter().any(|known| same(&known.name, &person.name));
        let group = person.email.as_deref().is_some_and(sender::is_group);
        if (known || interviews) && !group && is_name(&person.name) {
            self.add(person);
        }
    }

    /// The names of the domains of all addresses, squashed: "Halyard Pensions" is one, no person.
    fn domains(&self) -> Vec<String> {
        let Scope { message, events, .. } = *self.scope;
        let listed = message.from.iter().chain(&message.cc).chain(&message.to);
        let listed = listed.chain(&message.reply_to).map(|address| address.email.as_str());
        let invited = events.iter().flat_map(|event| &event.attendees);
        let invited = invited.filter_map(|attendee| attendee.person.email.as_deref());
        let host = |email: &str| sender::parts(email).1.split('.').next().map(names::squash);
        listed.chain(invited).filter_map(host).collect()
    }

    fn is_user(&self, person: &Person) -> bool {
        let Scope { message, reader, .. } = *self.scope;
        let by_email = person
            .email
            .as_ref()
            .is_some_and(|email| reader.me.iter().any(|mine| mine.eq_ignore_ascii_case(email)));
        let mine = message.to.iter().chain(&message.cc);
        let mine = mine.filter(|to| reader.is_me(to)).filter_map(|to| to.name.as_deref());
        let mut local = reader.me.iter().map(|me| sender::parts(me).0.replace('.', " "));
        by_email
            || mine.chain(reader.name.as_deref()).any(|mine| same(mine, &person.name))
            || local.any(|mine| same(&mine, &person.name))
    }

    /// The writer or organiser, where the mail says that they take part or nobody else does.
    fn hosts(&mut self, writer: Option<&Person>) {
        let Scope { texts, own, events, kind, .. } = *self.scope;
        let is_person = |name| is_name(name) && !is_company(name, self.company);
        let Some(writer) = writer.filter(|writer| is_person(&writer.name)) else {
            return;
        };
        let takes_part = says(own, &LEXICON.takes_part);
        let stays_away = says(own, &LEXICON.stays_away);
        let titled = writer.title.clone().or_else(|| title_in(&texts.own, &writer.name));
        let arranges = titled.as_deref().is_some_and(is_arranging);
        // Who asks for times or tells of a next stage may only arrange; a title says more.
        let may_arrange = matches!(kind, Kind::AvailabilityRequest | Kind::NextRound)
            && (titled.is_none() || kind == Kind::NextRound);
        let alone = self.people.is_empty() && !arranges && !may_arrange;
        let organised = events.iter().any(|event| {
            event.organizer.as_ref().is_some_and(|organizer| same(&organizer.name, &writer.name))
        });
        let only_host = self.people.is_empty()
            && organised
            && events
                .iter()
                .all(|event| event.attendees.iter().all(|attendee| self.is_user(&attendee.person)));
        let known = self.people.iter().any(|person| same(&person.name, &writer.name));
        if !stays_away && (takes_part || alone || only_host || known) {
            self.add(writer.clone());
        }
    }

    /// Fills addresses from the headers and titles from the text.
    fn finish(mut self) -> Vec<Person> {
        let Scope { message, texts, .. } = *self.scope;
        let listed = message.from.iter().chain(&message.cc).chain(&message.to);
        let listed: Vec<&Address> = listed.chain(&message.reply_to).collect();
        for person in &mut self.people {
            if person.email.is_none() {
                let found = listed.iter().find(|address| {
                    address.name.as_deref().is_some_and(|name| same(name, &person.name))
                        && sender::hears(&address.email) == Answerability::Hears
                });
                person.email = found.map(|address| address.email.clone());
            }
            if person.email.is_none() {
                let mut own = beside::addresses(&message.own)
                    .filter(|email| sender::hears(email) == Answerability::Hears);
                person.email = own.find(|email| beside::is_of(email, &person.name));
            }
            if person.title.is_none() {
                person.title = title_in(&texts.own, &person.name)
                    .or_else(|| title_in(&texts.signature, &person.name));
            }
        }
        self.people
    }
}

/// Whether one of the sentences says it.
fn says(sentences: &[Sentence], book: &Phrasebook<()>) -> bool {
    sentences.iter().any(|sentence| book.find(&sentence.spoken, |()| true).next().is_some())
}

fn is_arranging(title: &str) -> bool {
    let words = phrase::words(title);
    WORDS.people.arranges.iter().any(|cue| {
        let cue: Vec<&str> = cue.split(' ').collect();
        words.windows(cue.len()).any(|window| {
            window.iter().zip(&cue).all(|(word, cue)| {
                cue.strip_suffix('*').map_or(word == cue, |start| word.starts_with(start))
            })
        })
    })
}

/// The first line of a signature that is a person's name.
fn signed_name(signature: &str) -> Option<String> {
    signature.lines().take(6).map(str::trim).find_map(|line| {
        let bare = line.split(['(', ',', '|']).next().unwrap_or(line).trim();
        let words = bare.split_whitespace().count();
        let capital = bare.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
        ((2..=3).contains(&words)
            && capital
            && is_name(bare)
            && !holds_title(bare)
            && !crate::message::is_closing(line))
        .then(|| bare.to_owned())
    })
}

#[cfg(test)]
mod tests;
