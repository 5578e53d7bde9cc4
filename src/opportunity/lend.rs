//! What a mail leaves unsaid and the other mails of its opportunity say: who lends what to whom.
//!
//! A short answer names no role, and "I have to take tomorrow out of the diary" no time. The fold
//! needs none of this; it is for people and programs that look at single mails. Nothing is lent
//! where a mail may belong to several opportunities (W11), and nothing that the mail says itself.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::{
    Event, Happening, Interview, Mail, Opportunity, OpportunityId,
    correlate::{Belongs, Opportunities, correlate},
    fold, names,
};
use crate::{
    message::MailId,
    reading::{Appointment, Evidence, Kind, Reading},
};

/// Something said by another mail.
#[derive(Debug, Clone, PartialEq)]
pub struct Lent<T> {
    pub what: T,
    pub by: MailId,
}

/// What one mail borrows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Loan {
    /// The name, where the mail has none or only one made from a domain.
    pub company: Option<Lent<String>>,
    pub role: Option<Lent<String>>,
    /// The time that a cancellation drops.
    pub interview: Option<Lent<Appointment>>,
}

impl Loan {
    /// The keys of a reading that are borrowed, as contract.md names them.
    pub fn keys(&self) -> Vec<&'static str> {
        let mut keys = Vec::new();
        keys.extend(self.company.as_ref().map(|_| "company"));
        keys.extend(self.role.as_ref().map(|_| "role"));
        keys.extend(self.interview.as_ref().map(|_| "interview"));
        keys
    }

    /// The reading with what is borrowed, and a reason for each that names the lender.
    pub fn fill(&self, reading: &mut Reading, name: impl Fn(&MailId) -> String) {
        let mut because = |reason: &str, by: &MailId| {
            reading.reasons.push(Evidence { reason: reason.into(), text: name(by) });
        };
        if let Some(Lent { what, by }) = &self.company {
            reading.company = Some(what.clone());
            because("company-from-thread", by);
        }
        if let Some(Lent { what, by }) = &self.role {
            reading.role = Some(what.clone());
            because("role-from-thread", by);
        }
        if let Some(Lent { what, by }) = &self.interview {
            reading.interview = Some(what.clone());
            because("interview-from-thread", by);
        }
    }
}

/// What each of these mails borrows from the others, in the order given.
pub fn loans(mails: &[Mail]) -> Vec<Loan> {
    let threads = Threads::of(mails);
    mails.iter().map(|mail| threads.loan(mail)).collect()
}

/// A mail: two with one Message-ID and two dates are two mails, of which the daemon reads one.
type Key<'a> = (Timestamp, &'a MailId);

fn key(mail: &Mail) -> Key<'_> {
    (mail.at, &mail.id)
}

/// The mails of each opportunity, and what their cancellations drop.
struct Threads<'a> {
    all: Opportunities,
    homes: BTreeMap<Key<'a>, OpportunityId>,
    /// In order of time.
    members: BTreeMap<OpportunityId, Vec<&'a Mail>>,
    dropped: BTreeMap<Key<'a>, Lent<Appointment>>,
}

impl<'a> Threads<'a> {
    fn of(mails: &'a [Mail]) -> Threads<'a> {
        let mut sorted: Vec<&Mail> = mails.iter().collect();
        sorted.sort_by_key(|mail| key(mail));
        let mut seen = BTreeSet::new();
        sorted.retain(|mail| seen.insert(&mail.id));
        let mut threads = Threads {
            all: Opportunities::new(),
            homes: BTreeMap::new(),
            members: BTreeMap::new(),
            dropped: BTreeMap::new(),
        };
        for mail in &sorted {
            threads.hear(mail);
        }
        threads.gather(&sorted);
        threads
    }

    fn hear(&mut self, mail: &'a Mail) {
        let belongs = correlate(&self.all, mail);
        let home = match belongs {
            Belongs::To(id) => {
                self.all.get(&id).filter(|of| mail.own() || !of.outside(mail)).map(|of| of.id)
            }
            Belongs::New | Belongs::Nowhere | Belongs::AnyOf(_) => None,
        };
        let answered = home.filter(|id| self.answers(*id, mail));
        let proposed = answered.and_then(|id| self.proposed(id, mail));
        let known = self.all.last_key_value().map(|(id, _)| *id);
        let told = fold::apply_at(&mut self.all, mail, &belongs);
        let opened = self.all.last_key_value().map(|(id, _)| *id).filter(|id| Some(*id) != known);
        let Some(home) = home.or(opened) else { return };
        self.homes.insert(key(mail), home);
        self.members.entry(home).or_default().push(mail);
        let of = answered.and_then(|id| self.all.get(&id));
        let told = of.and_then(|of| told.iter().find_map(|happening| dropped(of, happening)));
        if let Some(lent) = told.or(proposed) {
            self.dropped.insert(key(mail), lent);
        }
    }

    /// A time is lent within a thread: the same people may have arranged more than one.
    fn answers(&self, of: OpportunityId, mail: &Mail) -> bool {
        let mut named = mail.in_reply_to.iter().chain(&mail.references);
        self.all.get(&of).is_some_and(|of| named.any(|id| of.thread.contains(id)))
    }

    /// The one time ahead that a cancellation can mean, where the fold drops none: it keeps no
    /// time that was only proposed, and acts on no mail in doubt (W11).
    fn proposed(&self, of: OpportunityId, mail: &Mail) -> Option<Lent<Appointment>> {
        let standing = self.all.get(&of)?.interviews.iter().filter(|i| i.stands()).map(lent);
        let members = self.members.get(&of).into_iter().flatten();
        let unsure = members.filter(|m| !m.reading.certain).filter_map(|m| {
            let told = matches!(m.reading.kind, Kind::Invite | Kind::NextRound | Kind::Reschedule);
            let what = m.reading.interview.clone().filter(|_| told)?;
            Some(Lent { what, by: m.id.clone() })
        });
        let mut ahead = standing.chain(unsure).filter(|l| l.what.start.timestamp() > mail.at);
        let first = ahead.next()?;
        ahead.all(|other| other.what.start == first.what.start).then_some(first)
    }

    /// Mail older than the first word of its opportunity, such as the user's own application: by
    /// what was answered later.
    fn gather(&mut self, sorted: &[&'a Mail]) {
        let answered: BTreeSet<MailId> =
            self.all.values().flat_map(|of| of.thread.iter().cloned()).collect();
        for mail in sorted {
            let placed = self.homes.contains_key(&key(mail));
            if placed || !(mail.own() || mail.ids().any(|id| answered.contains(id))) {
                continue;
            }
            if let Belongs::To(id) = correlate(&self.all, mail)
                && let Some(of) = self.all.get(&id)
                && mail.at <= of.opened
            {
                self.homes.insert(key(mail), id);
                self.members.entry(id).or_default().push(mail);
            }
        }
        for members in self.members.values_mut() {
            members.sort_by_key(|mail| key(mail));
        }
    }

    fn loan(&self, mail: &Mail) -> Loan {
        let home = self.homes.get(&key(mail)).and_then(|id| self.all.get(id));
        let noise = matches!(mail.reading.kind, Kind::JobAlert | Kind::Other | Kind::Outreach);
        let Some(of) = home.filter(|_| !noise) else { return Loan::default() };
        let others = || {
            let members = self.members.get(&of.id).into_iter().flatten();
            members.filter(|m| m.id != mail.id && m.reading.kind != Kind::Other)
        };
        let reading = &mail.reading;
        let company = first(others(), of.company.as_deref(), |m| m.reading.company.as_deref());
        let role = first(others(), of.role.as_deref(), |m| m.reading.role.as_deref());
        let silent = reading.kind == Kind::Cancellation && reading.interview.is_none();
        let poor = |better: &str| match &reading.company {
            // Somebody's absence is told in the name of their mailbox, not of the process.
            Some(_) if reading.kind == Kind::AutoReply => false,
            Some(own) => names::is_run_together(own, better),
            None => true,
        };
        Loan {
            company: company.filter(|lent| poor(&lent.what)),
            role: role.filter(|_| reading.role.is_none() && agrees(of, reading)),
            interview: self.dropped.get(&key(mail)).filter(|_| silent).cloned(),
        }
    }
}

/// What speaks for another company than its thread, as a recruiter may, is perhaps about another
/// role too.
fn agrees(of: &Opportunity, reading: &Reading) -> bool {
    let companies = reading.company.as_deref().zip(of.company.as_deref());
    companies.is_none_or(|(own, known)| names::same_company(own, known))
}

/// The first mail that says what the opportunity is known by, or says anything where it is not.
fn first<'a>(
    mut mails: impl Iterator<Item = &'a &'a Mail>,
    known: Option<&str>,
    said: impl Fn(&'a Mail) -> Option<&'a str>,
) -> Option<Lent<String>> {
    let fits = |text: &str| known.is_none_or(|known| known == text);
    mails.find_map(|mail| {
        let text = said(mail).filter(|text| fits(text))?;
        Some(Lent { what: text.to_owned(), by: mail.id.clone() })
    })
}

/// The interview that a mail dropped.
fn dropped(of: &Opportunity, happening: &Happening) -> Option<Lent<Appointment>> {
    let Event::InterviewDropped { start, .. } = &happening.event else { return None };
    of.interviews.iter().find(|i| !i.stands() && i.start == *start).map(lent)
}

fn lent(interview: &Interview) -> Lent<Appointment> {
    let (start, end) = (interview.start.clone(), interview.end.clone());
    Lent { what: Appointment { start, end }, by: interview.anchor.clone() }
}
