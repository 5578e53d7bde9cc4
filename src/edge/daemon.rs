//! The loop of `run`: read what is new, look at Drafts, do what the core says, wait for a bell.
//!
//! Level-triggered: whatever rang, it looks and acts on what is there. Everything is recorded
//! before the mailbox is changed, so that it may die on any line.

mod told;

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;
use tracing::{debug, info, warn};

use super::{
    Mailbox, News, Trouble, clock, notify,
    store::{FactRow, Store, StoreError},
};
use crate::{
    etiquette::Policy,
    mailbox::{AccountName, Appended, Arrival, DraftKey, Intent},
    message,
    opportunity::{Fact, Mail, Stage},
    reading::{self, Reader},
    reconcile::{Ledger, Record},
    state::State,
    step::{Effect, Event, Outcome, step},
};

/// Drafts and Sent are looked at this often even when nothing rings.
pub const LOOK_EVERY: Duration = Duration::from_secs(60);

/// One visit never needs more changes of a mailbox: a server that leads to more is left for a
/// while.
const CHANGES_MAX: usize = 500;

/// What time it is: the machine's, or one that a test or the demo sets.
#[derive(Clone)]
pub enum Clock {
    Set(Rc<Cell<Timestamp>>),
    System,
}

impl Clock {
    pub fn now(&self) -> Timestamp {
        match self {
            Clock::Set(time) => time.get(),
            Clock::System => clock::now(),
        }
    }
}

/// Sees each effect as it is done, for the terminal of `demo` and the log.
pub type Observer = Box<dyn FnMut(&State, &Effect, Timestamp)>;

/// What all accounts share: the core, its store and the clock.
pub struct Daemon {
    pub policy: Policy,
    pub reader: Reader,
    pub clock: Clock,
    /// How far back a first scan reads.
    pub days: u16,
    state: RefCell<State>,
    store: RefCell<Option<Store>>,
    observer: RefCell<Observer>,
    /// The store's version when the user's words were last read from it.
    version: Cell<Option<i64>>,
    /// Counts the times when a command of the user said something new.
    words: watch::Sender<u64>,
}

/// What a visit left to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visit {
    /// When time alone will next change something.
    pub next: Option<Timestamp>,
    /// Mailbox changes made.
    pub changes: usize,
}

impl Daemon {
    /// Restores the state from the store.
    pub fn new(
        policy: Policy,
        clock: Clock,
        days: u16,
        store: Store,
        observer: Observer,
    ) -> Result<Daemon, StoreError> {
        let mut daemon = Daemon::bare(policy, clock, days, observer);
        daemon.state = RefCell::new(restore(&store)?);
        daemon.store = RefCell::new(Some(store));
        Ok(daemon)
    }

    fn bare(policy: Policy, clock: Clock, days: u16, observer: Observer) -> Daemon {
        let reader = Reader {
            me: policy.addresses.clone(),
            name: Some(policy.me.name.clone()),
            zone: policy.zone.clone(),
        };
        let (state, store) = (RefCell::default(), RefCell::default());
        let (observer, version) = (RefCell::new(observer), Cell::default());
        let words = watch::Sender::new(0);
        Daemon { policy, reader, clock, days, state, store, observer, version, words }
    }

    /// A daemon that keeps nothing, for a look beside a running one.
    pub fn beside(policy: Policy, clock: Clock, days: u16, state: State) -> Daemon {
        let quiet: Observer = Box::new(|_, _, _| {});
        let mut daemon = Daemon::bare(policy, clock, days, quiet);
        daemon.state = RefCell::new(state);
        daemon
    }

    /// One line for people: `STATUS=` of the service.
    pub fn status_line(&self) -> String {
        let state = self.state.borrow();
        let now = self.clock.now();
        let plan = crate::etiquette::plan(&self.policy, state.opportunities(), state.ledger(), now);
        let open = state.opportunities().values().filter(|o| o.stage == Stage::Open);
        let open =
            open.filter(|o| plan.standings.get(&o.id).is_some_and(|s| s.silent_since.is_none()));
        let drafts = state.ledger().0.values().filter(|r| r.entry.is_pending()).count();
        let next = plan.standings.values().filter_map(|s| s.next).min_by_key(|next| next.at);
        let next = next.map_or_else(String::new, |next| {
            let at = next.at.to_zoned(self.policy.zone.clone());
            format!("; next draft {}", at.strftime("%a %-d %b %H:%M"))
        });
        format!("{} open, {drafts} in Drafts{next}", open.count())
    }

    pub fn state(&self) -> std::cell::Ref<'_, State> {
        self.state.borrow()
    }

    /// One visit to a mailbox: everything that can be done now, one change at a time.
    pub async fn visit<M: Mailbox>(
        &self,
        account: &AccountName,
        mailbox: &mut M,
    ) -> Result<Visit, Trouble> {
        for changes in 0..CHANGES_MAX {
            // Before every change all watched mailboxes and Sent are read up to date.
            self.read(account, mailbox).await?;
            let look = mailbox.look().await?;
            let event = Event::Looked { account: account.clone(), look };
            let outcome = self.step(event);
            let next = outcome.next;
            if !self.perform(outcome, mailbox).await? {
                return Ok(Visit { next, changes });
            }
        }
        // A server that shows something else each time it is asked.
        Err(Trouble::Retry(format!("Drafts of {} never comes to rest", account.0)))
    }

    /// Reads what is new, and keeps what matters.
    pub async fn read<M: Mailbox>(
        &self,
        account: &AccountName,
        mailbox: &mut M,
    ) -> Result<(), Trouble> {
        self.listen()?;
        let marks = match self.store.borrow().as_ref() {
            Some(store) => store.marks(account)?,
            None => super::Marks::new(),
        };
        let past = SignedDuration::from_hours(24 * i64::from(self.days));
        let since = self.clock.now().saturating_sub(past).unwrap_or(Timestamp::MIN);
        let mut failed: Option<StoreError> = None;
        let mut take = |news: News| {
            // A mark after a fact that could not be kept would skip that mail for ever.
            if failed.is_none() {
                failed = self.take(account, news).err();
            }
        };
        mailbox.read_news(&marks, since, &mut take).await?;
        self.state.borrow_mut().settle();
        failed.map_or(Ok(()), |error| Err(error.into()))
    }

    fn take(&self, account: &AccountName, news: News) -> Result<(), StoreError> {
        notify::alive();
        match news {
            News::Mail(arrival) => self.hear(account, &arrival),
            News::Mark { mailbox, mark } => self.keep_mark(account, &mailbox, &mark),
            News::Expected(count) => {
                debug!(count, "mails to read");
                Ok(())
            }
        }
    }

    fn keep_mark(
        &self,
        account: &AccountName,
        mailbox: &str,
        mark: &super::Mark,
    ) -> Result<(), StoreError> {
        match self.store.borrow_mut().as_mut() {
            Some(store) => store.record_facts(&[], Some((account, mailbox, mark))).map(drop),
            None => Ok(()),
        }
    }

    fn hear(&self, account: &AccountName, arrival: &Arrival) -> Result<(), StoreError> {
        let message = message::parse(&arrival.bytes);
        let mut reading = reading::read(&message, &self.reader);
        if arrival.in_sent {
            reading.kind = reading::Kind::OwnSent;
        }
        debug!(mailbox = arrival.mailbox, id = message.id.0, kind = ?reading.kind, "read");
        let event = if message.to_self() && reading.kind == reading::Kind::OwnSent {
            let ids = [&message.in_reply_to[..], &message.references[..]].concat();
            Event::Noted { ids, text: message.noted() }
        } else {
            let (name, got) = (account.clone(), arrival.received);
            Event::Heard(Box::new(Mail::new(&message, reading, &self.reader, name, got)))
        };
        let outcome = self.step(event);
        for effect in outcome.effects {
            self.keep(&effect)?;
            self.observe(&effect);
        }
        Ok(())
    }

    fn step(&self, event: Event) -> Outcome {
        step(&self.policy, &mut self.state.borrow_mut(), event, self.clock.now())
    }

    fn observe(&self, effect: &Effect) {
        log(effect);
        (self.observer.borrow_mut())(&self.state.borrow(), effect, self.clock.now());
    }

    /// Does the effects in order, records first; true when there may be more to do.
    async fn perform<M: Mailbox>(
        &self,
        outcome: Outcome,
        mailbox: &mut M,
    ) -> Result<bool, Trouble> {
        for effect in &outcome.effects {
            self.keep(effect)?;
        }
        // What was recorded may change the plan, so that another look is worth it.
        let mut changed =
            outcome.effects.iter().any(|effect| matches!(effect, Effect::Record { .. }));
        for effect in &outcome.effects {
            match effect {
                Effect::Append(composed) => {
                    changed = true;
                    self.append(&composed.intent, mailbox).await?;
                }
                Effect::AppendAgain { key, account } => {
                    changed = true;
                    let bytes = self.intent(key)?;
                    let (key, account) = (key.clone(), account.clone());
                    self.append(&Intent { key, account, bytes }, mailbox).await?;
                }
                Effect::Remove { place, baseline } => {
                    changed = true;
                    mailbox.retire(place, baseline).await?;
                }
                Effect::Keep(_)
                | Effect::Record { .. }
                | Effect::Resolved { .. }
                | Effect::Tell(_) => {}
            }
            self.observe(effect);
        }
        Ok(changed)
    }

    fn intent(&self, key: &DraftKey) -> Result<Vec<u8>, Trouble> {
        let kept = self.store.borrow().as_ref().map(|s| s.intent_bytes(key)).transpose()?;
        let missing = || Trouble::Refuse("The bytes of an intended draft are missing".to_owned());
        kept.flatten().ok_or_else(missing)
    }

    async fn append<M: Mailbox>(&self, intent: &Intent, mailbox: &mut M) -> Result<(), Trouble> {
        let outcome = mailbox.append(intent).await?;
        let refused = match &outcome {
            Appended::Refused { text } => Some(text.clone()),
            Appended::Doubtful | Appended::Stored { .. } => None,
        };
        let doubtful = outcome == Appended::Doubtful;
        let event = Event::Appended { key: intent.key.clone(), outcome };
        for effect in self.step(event).effects {
            self.keep(&effect)?;
            self.observe(&effect);
        }
        match refused {
            Some(text) => Err(Trouble::Retry(format!("The server refused a draft: {text}"))),
            None if doubtful => {
                Err(Trouble::Retry("The answer to a draft was lost; looking again".to_owned()))
            }
            None => Ok(()),
        }
    }

    /// Makes what an effect says durable.
    fn keep(&self, effect: &Effect) -> Result<(), StoreError> {
        let mut store = self.store.borrow_mut();
        let Some(store) = store.as_mut() else { return Ok(()) };
        match effect {
            Effect::Append(composed) => store.put_intent(&composed.intent, &json(&composed.record)),
            Effect::Keep(fact) => keep(store, fact),
            Effect::Record { key, record } if record.entry.is_intended() => {
                store.put_ledger(&[(key.clone(), json(record))])
            }
            Effect::Record { key, record } => store.settle_intent(key, &json(record)),
            Effect::AppendAgain { .. }
            | Effect::Remove { .. }
            | Effect::Resolved { .. }
            | Effect::Tell(_) => Ok(()),
        }
    }
}

/// Keeps a fact durably.
pub fn keep(store: &mut Store, fact: &Fact) -> Result<(), StoreError> {
    let row = row(fact);
    let new = store.record_facts(std::slice::from_ref(&row), None)?;
    // Notes are replaced, not added to: their text must be erasable.
    if matches!(fact, Fact::Noted(_)) && new.first() == Some(&false) {
        store.redact_fact(&row.id, &row.body)?;
    }
    Ok(())
}

fn row(fact: &Fact) -> FactRow {
    let (id, kind, at) = match fact {
        Fact::Mail(mail) => (mail.id.0.clone(), "mail", mail.at),
        Fact::Noted(noted) => (format!("noted {}", noted.anchor.0), "noted", noted.at),
        Fact::Said(said) => (said.id().0, "said", said.at),
    };
    FactRow { id, kind: kind.to_owned(), at, body: json(fact) }
}

/// The state that a store holds.
pub fn restore(store: &Store) -> Result<State, StoreError> {
    let mut ledger = Ledger::default();
    for (key, value) in store.ledger()? {
        let record: Record = store.decode(value)?;
        ledger.0.insert(key, record);
    }
    let facts: Result<Vec<Fact>, _> = store.facts()?.into_iter().map(|v| store.decode(v)).collect();
    Ok(State::restore(facts?, ledger))
}

fn json<T: serde::Serialize>(value: &T) -> serde_json::Value {
    serde_json::to_value(value).expect("facts and records are plain data with string keys")
}

/// What the journal shows: no subject, address, name or body above the debug level.
fn log(effect: &Effect) {
    match effect {
        Effect::Append(c) => {
            info!(step = ?c.wanted.step, rule = ?c.wanted.rule, reason = ?c.wanted.reason, "draft");
        }
        Effect::AppendAgain { .. } => warn!("a draft was not stored: appending it again"),
        Effect::Resolved { record, .. } => {
            info!(step = ?record.step, end = ?record.entry, "resolved")
        }
        Effect::Tell(h) => debug!(opportunity = h.opportunity.0, event = ?h.event, "happened"),
        Effect::Keep(_) | Effect::Record { .. } | Effect::Remove { .. } => {}
    }
}
