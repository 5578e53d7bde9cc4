//! The face of the core: `step(policy, state, event, now)` → what to keep, what to tell, and at
//! most one change of the mailbox.
//!
//! The same function runs in `run`, `plan`, `replay`, `demo` and the tests; whoever calls it
//! performs the effects in order, records before mutations, and comes back with what happened.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::{
    draft::{self, Envelope, Step},
    etiquette::{self, Plan, Policy, Wanted},
    mailbox::{AccountName, Appended, Digest, DraftKey, Intent, Look, Place, SeenDraft},
    message::{Address, MailId},
    opportunity::{self, Fact, Happening, Mail, OpportunityId, Reason, Rule, Said},
    reconcile::{self, Entry, Record, Shows, Verdict, Wish},
    state::State,
};

/// Something that happened outside.
#[derive(Debug)]
pub enum Event {
    /// An APPEND came to its end.
    Appended { key: DraftKey, outcome: Appended },
    /// A mail was read.
    Heard(Box<Mail>),
    /// A mail from the user to himself was read: a notes form, perhaps. Its ids and its text.
    Noted { ids: Vec<MailId>, text: String },
    /// A command of the user kept a fact.
    Learned(Fact),
    /// Drafts was listed completely.
    Looked { account: AccountName, look: Look },
}

/// Something to do, in this order.
#[derive(Debug)]
pub enum Effect {
    /// Keep the draft's bytes and its record durably, then APPEND.
    Append(Box<Composed>),
    /// APPEND the kept bytes of an intent once more.
    AppendAgain { key: DraftKey, account: AccountName },
    /// Keep this fact durably.
    Keep(Fact),
    /// Keep this record durably.
    Record { key: DraftKey, record: Record },
    /// Take a draft of ours away, if it is still untouched.
    Remove { place: Place, baseline: Digest },
    /// A draft was withdrawn or is not ours any more.
    Resolved {
        key: DraftKey,
        record: Record,
        opportunity: Option<OpportunityId>,
        cause: Option<MailId>,
        rule: Rule,
        reason: Reason,
    },
    /// Tell what happened.
    Tell(Happening),
}

/// A draft in words and bytes.
#[derive(Debug)]
pub struct Composed {
    pub wanted: Wanted,
    pub subject: String,
    pub body: String,
    pub intent: Intent,
    pub record: Record,
}

/// What a step leads to.
#[derive(Debug, Default)]
pub struct Outcome {
    pub effects: Vec<Effect>,
    /// When to come back if nothing else happens; only a look tells.
    pub next: Option<Timestamp>,
}

/// Applies an event.
pub fn step(policy: &Policy, state: &mut State, event: Event, now: Timestamp) -> Outcome {
    let mut effects = Vec::new();
    let next = match event {
        Event::Heard(mail) => {
            if let Some(told) = state.hear((*mail).clone()) {
                effects.push(Effect::Keep(Fact::Mail(mail)));
                effects.extend(told.into_iter().map(Effect::Tell));
            }
            None
        }
        Event::Appended { key, outcome: Appended::Stored { place, baseline } } => {
            enter(state, &key, Entry::Written { place, baseline }, &mut effects);
            None
        }
        // The intent stays: the next complete look tells what became of it.
        Event::Appended { outcome: Appended::Doubtful | Appended::Refused { .. }, .. } => None,
        Event::Learned(fact) => {
            effects.extend(state.learn(fact).into_iter().flatten().map(Effect::Tell));
            None
        }
        Event::Noted { ids, text } => {
            take_note(policy, state, &ids, &text, now, &mut effects);
            None
        }
        Event::Looked { account, look } => {
            state.settle();
            let found = state.found.drain(..);
            effects.extend(found.map(|mail| Effect::Keep(Fact::Mail(mail.into()))));
            for draft in look.drafts.iter().filter(|d| !d.deleted) {
                if let Some(text) = &draft.note {
                    let ids = draft.id.iter().chain(&draft.in_reply_to).chain(&draft.references);
                    let ids: Vec<MailId> = ids.cloned().collect();
                    take_note(policy, state, &ids, text, now, &mut effects);
                }
            }
            let plan = act(policy, state, &account, &look, now, &mut effects);
            effects.extend(fall_silent(state, &plan, now).into_iter().map(Effect::Tell));
            effects
                .extend(state.forget().into_iter().map(|noted| Effect::Keep(Fact::Noted(noted))));
            plan.next
        }
    };
    Outcome { effects, next }
}

fn take_note(
    policy: &Policy,
    state: &mut State,
    ids: &[MailId],
    text: &str,
    now: Timestamp,
    effects: &mut Vec<Effect>,
) {
    if let Some((noted, told)) = state.note(policy, ids, text, now) {
        effects.push(Effect::Keep(Fact::Noted(noted)));
        effects.extend(told.into_iter().map(Effect::Tell));
    }
}

/// C6: opportunities that close, or open again, by time.
fn fall_silent(state: &mut State, plan: &Plan, now: Timestamp) -> Vec<Happening> {
    let mut told = Vec::new();
    for (id, standing) in &plan.standings {
        let (event, reason, because) = match standing.silent_since {
            Some(_) if state.silent.insert(*id) => {
                (opportunity::Event::Closed, Reason::PatiencePassed, None)
            }
            None if state.silent.remove(id) => {
                let last = state.opportunities.get(id).and_then(|o| o.mails.last().cloned());
                (opportunity::Event::Reopened, Reason::CompanyWrote, last)
            }
            _ => continue,
        };
        let rule = Some(Rule::C6);
        told.push(Happening { at: now, opportunity: *id, event, because, rule, reason });
    }
    told
}

fn enter(state: &mut State, key: &DraftKey, entry: Entry, effects: &mut Vec<Effect>) {
    let Some(record) = state.ledger.0.get_mut(key) else { return };
    record.entry = entry;
    effects.push(Effect::Record { key: key.clone(), record: record.clone() });
}

/// Plans and reconciles until the ledger stands still, or the mailbox is to be changed: what was
/// found of one draft may decide what becomes of another. Returns what was wanted last.
fn act(
    policy: &Policy,
    state: &mut State,
    account: &AccountName,
    look: &Look,
    now: Timestamp,
    effects: &mut Vec<Effect>,
) -> Plan {
    loop {
        let plan = etiquette::plan(policy, &state.opportunities, &state.ledger, now);
        let before = effects.len();
        let changes = reconcile(policy, state, &plan, account, look, now, effects);
        if changes || effects.len() == before {
            return plan;
        }
    }
}

/// Walks the table over every key of the account; one change of the mailbox at most: whether there
/// is one.
fn reconcile(
    policy: &Policy,
    state: &mut State,
    plan: &Plan,
    account: &AccountName,
    look: &Look,
    now: Timestamp,
    effects: &mut Vec<Effect>,
) -> bool {
    // A draft stays in the account where it was begun, wherever the thread went since.
    let home = |w: &Wanted| state.ledger.0.get(&w.key).map_or(&w.account, |r| &r.account).clone();
    let at_home: Vec<&Wanted> = plan.wanted.iter().filter(|w| home(w) == *account).collect();
    let here = || at_home.iter().copied();
    let wanted: BTreeMap<&DraftKey, &Wanted> = here().map(|w| (&w.key, w)).collect();
    let recorded = state.ledger.0.iter();
    let recorded = recorded.filter(|(_, r)| r.account == *account && !r.entry.is_terminal());
    let mut keys: BTreeSet<DraftKey> = recorded.map(|(key, _)| key.clone()).collect();
    keys.extend(here().map(|w| w.key.clone()));
    let mut mutation = None;
    for key in keys {
        let want = wanted.get(&key).copied();
        let verdict = judge(state, &key, want, look);
        match verdict {
            Verdict::Nothing => {}
            Verdict::Adopt { place, digest } => {
                if let (None, Some(want)) = (state.ledger.0.get(&key), want) {
                    state.ledger.0.insert(key.clone(), record(want, now));
                }
                enter(state, &key, Entry::Written { place, baseline: digest }, effects);
            }
            Verdict::Dispose => {
                if let (None, Some(want)) = (state.ledger.0.get(&key), want) {
                    state.ledger.0.insert(key.clone(), record(want, now));
                }
                resolve(state, &key, Entry::Disposed { at: now }, effects);
            }
            Verdict::Retired => resolve(state, &key, Entry::Retired { at: now }, effects),
            change if mutation.as_ref().is_none_or(|(_, m)| before(&change, m)) => {
                mutation = Some((key, change));
            }
            _ => {}
        }
    }
    let Some((key, change)) = mutation else { return false };
    change_mailbox(policy, state, &wanted, look, (key, change), now, effects);
    true
}

/// What was begun is ended first: any other change of a Maildir would take away the proof that
/// nothing was written. Then what goes, goes first: two chasers never lie side by side (W3).
fn before(change: &Verdict, other: &Verdict) -> bool {
    let rank = |verdict: &Verdict| match verdict {
        Verdict::AppendAgain => 0,
        Verdict::Remove { .. } => 1,
        _ => 2,
    };
    rank(change) < rank(other)
}

fn judge(state: &State, key: &DraftKey, want: Option<&Wanted>, look: &Look) -> Verdict {
    let entry = state.ledger.0.get(key).map(|r| &r.entry);
    if entry.is_some_and(Entry::is_terminal) {
        return Verdict::Nothing;
    }
    let wish = want.map_or(Wish::No, |w| if w.timely { Wish::Make } else { Wish::Keep });
    let users = entry.is_none() && want.is_some_and(|w| writes_already(state, w, look));
    let shows: Shows = reconcile::shows(look, key, entry, users);
    reconcile::decide(entry, &shows, wish)
}

/// What would be done now about each draft that the rules want, without doing it.
pub fn preview(
    policy: &Policy,
    state: &State,
    account: &AccountName,
    look: &Look,
    now: Timestamp,
) -> Vec<(Wanted, Verdict)> {
    let plan = etiquette::plan(policy, &state.opportunities, &state.ledger, now);
    let here = plan.wanted.into_iter().filter(|w| w.account == *account);
    here.map(|w| (w.clone(), judge(state, &w.key, Some(&w), look))).collect()
}

/// The user has a draft of his own to this person in this thread.
fn writes_already(state: &State, want: &Wanted, look: &Look) -> bool {
    let Some(to) = &want.to else { return false };
    let Some(of) = state.opportunities.get(&want.opportunity) else { return false };
    let in_thread =
        |d: &SeenDraft| d.in_reply_to.iter().chain(&d.references).any(|id| of.thread.contains(id));
    let to_them = |d: &SeenDraft| d.to.iter().any(|a| a.email == to.address.email);
    let ours = |d: &SeenDraft| d.id.as_ref().is_some_and(|id| DraftKey::of(id).is_some());
    look.drafts.iter().any(|d| !d.deleted && !d.sent && to_them(d) && !ours(d) && in_thread(d))
}

/// A draft reached its end: withdrawn by us, or the user's now.
fn resolve(state: &mut State, key: &DraftKey, entry: Entry, effects: &mut Vec<Effect>) {
    enter(state, key, entry, effects);
    let Some(record) = state.ledger.0.get(key) else { return };
    let of = state.opportunity_of(record);
    let cause = of.and_then(|o| {
        let later = |id: &MailId| {
            state.mails().find(|m| m.id == *id && m.at > record.at && (m.own() || m.real()))
        };
        o.mails.iter().rev().find_map(later)
    });
    let said = of.and_then(|o| {
        let later = |s: &&Said| s.at > record.at && o.mails.contains(&s.id());
        let said = state.said().filter(later).last();
        said.filter(|s| cause.is_none_or(|mail| mail.at < s.at))
    });
    let (rule, reason) = match (&record.entry, record.step, cause.map(Mail::own)) {
        (Entry::Disposed { .. }, ..) => (Rule::N3, Reason::Taken),
        _ if said.is_some() => (said.and_then(Said::rule).unwrap_or(Rule::W12), Reason::Said),
        (_, Step::NotesForm, _) | (_, _, None) => (Rule::W12, Reason::NoLongerTimely),
        (_, _, Some(true)) => (Rule::N4, Reason::UserWrote),
        (_, _, Some(false)) => (Rule::W5, Reason::Answered),
    };
    let cause = said.map(Said::id).or(cause.map(|m| m.id.clone()));
    let (key, record) = (key.clone(), record.clone());
    let opportunity = of.map(|o| o.id);
    let resolved = Effect::Resolved { key, record, opportunity, cause, rule, reason };
    effects.push(resolved);
}

fn change_mailbox(
    policy: &Policy,
    state: &mut State,
    wanted: &BTreeMap<&DraftKey, &Wanted>,
    look: &Look,
    (key, change): (DraftKey, Verdict),
    now: Timestamp,
    effects: &mut Vec<Effect>,
) {
    match change {
        Verdict::Append => {
            let Some(want) = wanted.get(&key) else { return };
            let composed = compose(policy, want, look, now);
            state.ledger.0.insert(key, composed.record.clone());
            effects.push(Effect::Append(Box::new(composed)));
        }
        Verdict::AppendAgain => {
            if let Some(Entry::Intended { digest, .. }) = state.ledger.0.get(&key).map(|r| &r.entry)
            {
                let digest = *digest;
                let (uid_validity, uid_next) = (look.uid_validity, look.uid_next);
                let again = Entry::Intended { uid_validity, uid_next, digest };
                enter(state, &key, again, effects);
            }
            if let Some(record) = state.ledger.0.get(&key) {
                effects.push(Effect::AppendAgain { key, account: record.account.clone() });
            }
        }
        Verdict::Remove { place, baseline } => {
            let retiring = Entry::Retiring { place: place.clone(), baseline };
            if state.ledger.0.get(&key).is_some_and(|r| r.entry != retiring) {
                enter(state, &key, retiring, effects);
            }
            effects.push(Effect::Remove { place, baseline });
        }
        Verdict::RemoveCopy { place, baseline } => effects.push(Effect::Remove { place, baseline }),
        Verdict::Adopt { .. } | Verdict::Dispose | Verdict::Nothing | Verdict::Retired => {}
    }
}

/// What is recorded of a wanted draft that is not made, or not yet.
pub(crate) fn record(want: &Wanted, now: Timestamp) -> Record {
    Record {
        account: want.account.clone(),
        step: want.step,
        to: want.to.as_ref().map(|a| a.address.email.clone()),
        because: want.because.clone(),
        parent: want.parent.mail.clone(),
        at: now,
        rule: want.rule,
        reason: want.reason,
        slots: 0,
        entry: Entry::Disposed { at: now },
    }
}

/// The bytes that a wanted draft is made of, as a digest.
pub(crate) fn digest(policy: &Policy, want: &Wanted, look: &Look, now: Timestamp) -> Digest {
    Digest::of(&compose(policy, want, look, now).intent.bytes)
}

/// Writes a wanted draft: the same bytes for the same wish.
fn compose(policy: &Policy, want: &Wanted, look: &Look, now: Timestamp) -> Composed {
    let text = draft::words::compose(&want.brief, &policy.me, &policy.words);
    let subject = text.subject.unwrap_or_else(|| draft::subject::reply(&want.parent.subject));
    let me = &policy.me;
    let envelope = Envelope {
        id: want.key.message_id(),
        from: Address { name: Some(me.name.clone()), email: me.address.clone() },
        to: want.to.iter().map(|a| a.address.clone()).collect(),
        subject: subject.clone(),
        parent: Some(want.parent.mail.clone()),
        ancestors: want.parent.references.clone(),
        date: want.due.to_zoned(policy.zone.clone()),
    };
    let bytes = draft::assemble::assemble(&envelope, &text.body);
    let digest = Digest::of(&bytes);
    let (uid_validity, uid_next) = (look.uid_validity, look.uid_next);
    let entry = Entry::Intended { uid_validity, uid_next, digest };
    let slots = u8::try_from(text.body.matches("[[").count()).unwrap_or(u8::MAX);
    let record = Record { entry, slots, ..record(want, now) };
    let intent = Intent { key: want.key.clone(), account: want.account.clone(), bytes };
    Composed { wanted: want.clone(), subject, body: text.body, intent, record }
}
