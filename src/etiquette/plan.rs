//! Gathers what each opportunity wants now, and the next moment at which that changes.

use std::collections::BTreeMap;

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use super::{Policy, Wanted, answers, chasers, thanks};
use crate::{
    draft::{Addressee, Brief, Step},
    mailbox::DraftKey,
    message::{Address, MailId},
    opportunity::{
        Noted, Opportunity, OpportunityId, Parent, Reason, Rest, Stage, correlate::Opportunities,
    },
    reading::Language,
    reconcile::{Ledger, Record},
};

/// What the rules want at a moment.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    pub wanted: Vec<Wanted>,
    pub standings: BTreeMap<OpportunityId, Standing>,
    /// When this answer next changes by time alone.
    pub next: Option<Timestamp>,
}

/// Where one opportunity stands by time.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    /// Closed as silent since this moment (C6, W9).
    pub silent_since: Option<Timestamp>,
    /// The next draft that will appear if nothing happens.
    pub next: Option<Foreseen>,
    /// The thank-you or chaser that cannot be written, for `review` (W11).
    pub unwritable: Option<&'static str>,
}

/// A draft that will appear if nothing happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Foreseen {
    pub step: Step,
    pub at: Timestamp,
    pub reason: Reason,
}

/// Computes which drafts should exist now.
pub fn plan(policy: &Policy, all: &Opportunities, ledger: &Ledger, now: Timestamp) -> Plan {
    let mut plan = Plan::default();
    let filed = file(ledger);
    for opportunity in all.values() {
        let records = records_of(opportunity, &filed);
        let mut gather = Gather::new(policy, opportunity, ledger, &records, now);
        let paused = opportunity.paused.as_ref().map(|paused| paused.at);
        let silent = chasers::gather(&mut gather);
        let silent = silent.filter(|since| paused.is_none_or(|paused| *since <= paused));
        if silent.is_none_or(|since| now < since) {
            thanks::gather(&mut gather);
            answers::gather(&mut gather);
            answers::tell_of_offer(&mut gather);
            plan.next = plan.next.into_iter().chain(gather.next).chain(silent).min();
        } else {
            gather.wanted.clear();
        }
        if opportunity.paused.is_some() {
            gather.pause();
        }
        let mut standing = gather.standing;
        standing.silent_since = silent.filter(|since| *since <= now);
        plan.wanted.extend(gather.wanted);
        plan.standings.insert(opportunity.id, standing);
    }
    plan
}

/// A draft's key and what was done about it.
pub(super) type Filed<'a> = (&'a DraftKey, &'a Record);

/// The ledger by the facts that its drafts are counted from.
fn file(ledger: &Ledger) -> BTreeMap<&MailId, Vec<Filed<'_>>> {
    let mut filed: BTreeMap<&MailId, Vec<Filed<'_>>> = BTreeMap::new();
    for entry in &ledger.0 {
        filed.entry(&entry.1.because).or_default().push(entry);
    }
    filed
}

/// The records of one opportunity, in the order of their keys.
fn records_of<'a>(
    of: &Opportunity,
    filed: &BTreeMap<&'a MailId, Vec<Filed<'a>>>,
) -> Vec<Filed<'a>> {
    let mut records: Vec<_> =
        of.mails.iter().filter_map(|mail| filed.get(mail)).flatten().copied().collect();
    records.sort_by_key(|(key, _)| *key);
    records.dedup_by_key(|(key, _)| *key);
    records
}

/// What one opportunity wants, while it is asked.
pub(super) struct Gather<'a> {
    pub policy: &'a Policy,
    pub of: &'a Opportunity,
    pub ledger: &'a Ledger,
    /// What the ledger holds of this opportunity.
    pub filed: &'a [Filed<'a>],
    /// Until when the user lets the chasers rest.
    pub rest: Option<&'a Rest>,
    pub now: Timestamp,
    pub wanted: Vec<Wanted>,
    pub next: Option<Timestamp>,
    pub standing: Standing,
}

/// When a draft is due, until when it may be made, and until when it may stay.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window {
    pub due: Timestamp,
    pub make_until: Timestamp,
    pub keep_until: Timestamp,
    pub reason: Reason,
}

impl<'a> Gather<'a> {
    pub fn new(
        policy: &'a Policy,
        of: &'a Opportunity,
        ledger: &'a Ledger,
        filed: &'a [Filed<'a>],
        now: Timestamp,
    ) -> Self {
        let standing = Standing::default();
        let rest = of.rest.as_ref();
        Gather { policy, of, ledger, filed, rest, now, wanted: Vec::new(), next: None, standing }
    }

    /// Over for every draft but answers.
    pub fn settled(&self) -> bool {
        matches!(self.of.stage, Stage::Closed | Stage::Offered)
    }

    /// The user wants nothing new; what lies there may stay.
    fn pause(&mut self) {
        self.standing.next = None;
        for want in &mut self.wanted {
            want.timely = false;
        }
    }

    /// Looks again then.
    pub fn wake(&mut self, at: Timestamp) {
        if at > self.now {
            self.next = Some(self.next.map_or(at, |next| next.min(at)));
        }
    }

    /// Tells what will appear next, for `status` and `plan`.
    pub fn foresee(&mut self, step: Step, at: Timestamp, reason: Reason) {
        if at > self.now && self.standing.next.is_none_or(|next| at < next.at) {
            self.standing.next = Some(Foreseen { step, at, reason });
        }
        self.wake(at);
    }

    /// Whether the draft of this window is wanted at all now; foresees and wakes otherwise.
    pub fn open(&mut self, step: Step, window: Window) -> bool {
        if self.now < window.due {
            self.foresee(step, window.due, window.reason);
            return self.was_set_back(step);
        }
        self.wake(window.make_until);
        self.wake(window.keep_until);
        self.now < window.keep_until
    }

    /// A draft that was made later than now: the clock was set back, and what lies there may stay.
    fn was_set_back(&self, step: Step) -> bool {
        self.records().any(|r| r.step == step && r.entry.is_pending() && r.at > self.now)
    }

    /// Nothing is drafted in a language we have no words for (W11), nor for a process that runs
    /// elsewhere than by mail (T7).
    pub fn speechless(&mut self) -> bool {
        if self.of.elsewhere {
            self.standing.unwritable = Some("the process runs on another channel than mail");
            return true;
        }
        let speechless = self.of.language == Language::Other;
        if speechless {
            self.standing.unwritable =
                Some("the mails are in a language afterword has no words for");
        }
        speechless
    }

    /// The records of this opportunity.
    pub fn records(&self) -> impl Iterator<Item = &'a Record> {
        self.filed.iter().map(|(_, record)| *record)
    }

    /// The addressee behind an address, with how they sign.
    pub fn addressee(&self, email: &str, name: Option<&str>) -> Addressee {
        let contact = self.of.contact(email);
        let known = contact.and_then(|c| c.name.clone());
        Addressee {
            address: Address { name: known.or(name.map(str::to_owned)), email: email.to_owned() },
            signs_as: contact.and_then(|c| c.signs_as.clone()),
            title: contact.and_then(|c| c.title.clone()),
        }
    }

    /// A brief with what the opportunity knows; the caller adds what its step may say.
    pub fn brief(&self, step: Step, to: Option<Addressee>) -> Brief {
        let recipient = to.as_ref().map_or("", |a| &a.address.email).to_owned();
        let thread = self.of.mails.first().map_or("", |m| &m.0);
        Brief {
            addressee: to,
            company: self.of.company.clone(),
            role: self.of.role.clone(),
            preset: self.policy.preset.words.clone(),
            seed: seed(&[&self.policy.me.address, thread, &recipient, &format!("{step:?}")]),
            ..Brief::bare(step, self.of.language, self.of.register)
        }
    }

    /// The key of a draft: the same for the same fact and the same notes, whatever else is known.
    pub fn key(
        &self,
        step: Step,
        to: Option<&str>,
        because: &MailId,
        notes: Option<&Noted>,
    ) -> DraftKey {
        let step = format!("{step:?}");
        let notes = notes.map(|n| format!("{:?}", n.notes)).unwrap_or_default();
        let me = &self.policy.me.address;
        let hash = digest(&[me, &step, to.unwrap_or_default(), &because.0, &notes]);
        let digits = hash.iter().take(16).flat_map(|byte| [byte >> 4, byte & 15]);
        DraftKey(digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect())
    }

    /// The parent in the thread with a person; the opportunity always has one.
    pub fn parent(&self, email: Option<&str>) -> Option<&'a Parent> {
        self.of.parent_for(email)
    }
}

fn seed(parts: &[&str]) -> u64 {
    digest(parts).iter().take(8).fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

fn digest(parts: &[&str]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.finalize().into()
}
