//! A virtual mailbox and the runner around the core: what the daemon does, without a server.
//!
//! Keeps facts and records as the store would, so that a run may stop on any line and go on from
//! them. Knows nothing of rules: its callers say what happens and what is right.

#![allow(dead_code, reason = "shared by the scenarios and the simulator")]

use std::{collections::BTreeMap, sync::LazyLock};

use afterword::{
    draft::{Me, Step},
    etiquette::{
        self, Plan, Policy,
        calendar_days::{Holidays, Mornings},
        preset::Preset,
    },
    mailbox::{AccountName, Appended, Digest, DraftKey, Intent, Look, Place, SeenDraft},
    message::MailId,
    opportunity::{Fact, Happening, Mail},
    reconcile::{Ledger, Record},
    state::State,
    step::{Composed, Effect, Event, Outcome, step},
};
use jiff::{Timestamp, tz::TimeZone};

pub const ACCOUNT: &str = "desk";
pub const ME: &str = "robin.vale@mailbox.example";

/// At one moment no more changes than this are needed.
const ROUNDS_MAX: usize = 2_000;

pub fn policy(preset: &str) -> Policy {
    static DAYS: LazyLock<(Holidays, Mornings, TimeZone)> = LazyLock::new(|| {
        let holidays = Holidays::parse(include_str!("../corpus/uk-2026.ics")).0;
        let mornings = Mornings::parse("30 8 * * Mon-Fri").unwrap();
        (holidays, mornings, TimeZone::get("Europe/London").unwrap())
    });
    let (holidays, mornings, zone) = DAYS.clone();
    Policy {
        me: Me { name: "Robin Vale".into(), address: ME.into(), fit: None },
        addresses: vec![ME.into(), "robin@vale.example".into()],
        zone,
        preset: Preset::named(preset).unwrap(),
        holidays,
        mornings,
        words: afterword::draft::own::OwnWords::default(),
    }
}

/// What goes wrong outside, once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The APPEND is stored, its answer is lost.
    AnswerLost,
    /// The process dies before the n-th thing that it would keep or change.
    Crash(usize),
    /// The connection breaks before the APPEND is stored.
    NothingStored,
    /// The server says no.
    Refused,
}

/// What became of a draft, or what was told.
#[derive(Debug)]
pub enum Line {
    Draft { composed: Box<Composed>, at: Timestamp },
    Resolved { key: DraftKey, record: Record, at: Timestamp },
    Told(Happening),
}

struct Died;

pub struct Desk {
    pub policy: Policy,
    pub state: State,
    pub drafts: Vec<SeenDraft>,
    pub lines: Vec<Line>,
    pub fault: Option<Fault>,
    /// Every message that was ever stored, by the key of its draft.
    pub stored: Vec<DraftKey>,
    /// Places that were taken away from, and with which bytes they lay there.
    pub removed: Vec<SeenDraft>,
    uid_validity: u32,
    uid_next: u32,
    next: Option<Timestamp>,
    /// Something happened that was not looked at yet.
    stirred: bool,
    kept: Vec<Fact>,
    ledger: Ledger,
    bytes: BTreeMap<DraftKey, Vec<u8>>,
}

impl Desk {
    pub fn new(policy: Policy) -> Desk {
        Desk {
            policy,
            state: State::default(),
            drafts: Vec::new(),
            lines: Vec::new(),
            fault: None,
            stored: Vec::new(),
            removed: Vec::new(),
            uid_validity: 1,
            uid_next: 1,
            next: None,
            stirred: true,
            kept: Vec::new(),
            ledger: Ledger::default(),
            bytes: BTreeMap::new(),
        }
    }

    /// Lets time pass, from one planned moment to the next, and comes to rest then.
    pub fn advance(&mut self, until: Timestamp) {
        while let Some(now) = self.next.filter(|next| *next < until) {
            self.next = None;
            self.settle(now);
            assert!(self.next.is_none_or(|next| next > now), "woken again at {now}");
        }
    }

    /// A mail arrives, and is acted upon.
    pub fn hear(&mut self, mail: Mail, now: Timestamp) {
        self.read(mail, now);
        self.settle(now);
    }

    /// A mail arrives among others.
    pub fn read(&mut self, mail: Mail, now: Timestamp) {
        self.stirred = true;
        let outcome =
            step(&self.policy, &mut self.state, Event::Heard(Box::new(mail.clone())), now);
        if self.perform(outcome, now).is_err() {
            // Its mark was not kept: the next start reads it once more.
            self.restart();
            let event = Event::Heard(Box::new(mail));
            let outcome = step(&self.policy, &mut self.state, event, now);
            let _ = self.perform(outcome, now);
        }
    }

    /// A command of the user keeps a fact beside the daemon, which acts upon it.
    pub fn learn(&mut self, fact: Fact, now: Timestamp) {
        self.be_told(fact, now);
        self.settle(now);
    }

    /// A command of the user keeps a fact, and the mailbox cannot be reached.
    pub fn be_told(&mut self, fact: Fact, now: Timestamp) {
        self.stirred = true;
        self.remember(fact.clone());
        let outcome = step(&self.policy, &mut self.state, Event::Learned(fact), now);
        if self.perform(outcome, now).is_err() {
            self.restart();
        }
    }

    /// Something happened since the last look, or a planned moment is there.
    pub fn due(&self, now: Timestamp) -> bool {
        self.stirred || self.next.is_some_and(|next| next <= now)
    }

    /// Looks and acts until nothing is left to do at this moment.
    pub fn settle(&mut self, now: Timestamp) {
        for _ in 0..ROUNDS_MAX {
            let look = Look {
                uid_validity: self.uid_validity,
                uid_next: self.uid_next,
                drafts: self.drafts.clone(),
            };
            let looked = Event::Looked { account: AccountName(ACCOUNT.into()), look };
            let outcome = step(&self.policy, &mut self.state, looked, now);
            match self.perform(outcome, now) {
                Ok(false) => return self.stirred = false,
                Ok(true) => {}
                Err(Died) => self.restart(),
            }
        }
        panic!("never comes to rest at {now}");
    }

    /// Forgets everything but what was kept.
    pub fn restart(&mut self) {
        self.stirred = true;
        self.state = State::restore(self.kept.iter().cloned(), self.ledger.clone());
    }

    /// Forgets everything but what was kept, and hears it in another order.
    pub fn restart_shuffled(&mut self, mut below: impl FnMut(usize) -> usize) {
        for last in (1..self.kept.len()).rev() {
            self.kept.swap(last, below(last + 1));
        }
        self.restart();
    }

    /// A new UIDVALIDITY: every draft gets another UID.
    pub fn renumber(&mut self) {
        self.stirred = true;
        self.uid_validity += 1;
        self.uid_next = 1;
        for draft in &mut self.drafts {
            draft.place = Place::Uid { validity: self.uid_validity, uid: self.uid_next };
            self.uid_next += 1;
        }
    }

    pub fn plan(&self, now: Timestamp) -> Plan {
        etiquette::plan(&self.policy, self.state.opportunities(), self.state.ledger(), now)
    }

    /// The drafts of a step that lie there, with their records.
    pub fn lying(&self, step: Step) -> Vec<(Record, SeenDraft)> {
        let all = self.drafts.iter().filter_map(|seen| {
            let key = DraftKey::of(seen.id.as_ref()?)?;
            Some((self.ledger.0.get(&key)?.clone(), seen.clone()))
        });
        all.filter(|(record, _)| record.step == step).collect()
    }

    pub fn take_out(&mut self, place: &Place) -> Option<SeenDraft> {
        let index = self.drafts.iter().position(|d| d.place == *place)?;
        self.stirred = true;
        Some(self.drafts.remove(index))
    }

    /// The user saves a change: another UID and other bytes; the Message-ID may go too.
    pub fn edit(&mut self, place: &Place, keeps_id: bool) {
        let Some(mut draft) = self.take_out(place) else { return };
        draft.digest = keeps_id.then(|| Digest::of(b"edited"));
        if !keeps_id {
            draft.id = Some(MailId(format!("saved-{}@mua.example", self.uid_next)));
        }
        draft.place = self.place();
        self.drafts.push(draft);
    }

    /// The user fills in a form and saves it.
    pub fn fill_in(&mut self, place: &Place, text: String) {
        self.edit(place, true);
        if let Some(form) = self.drafts.last_mut() {
            form.note = Some(text);
        }
    }

    /// The user begins a draft of his own.
    pub fn begin(&mut self, mut draft: SeenDraft) {
        self.stirred = true;
        draft.place = self.place();
        self.drafts.push(draft);
    }

    fn place(&mut self) -> Place {
        self.uid_next += 1;
        Place::Uid { validity: self.uid_validity, uid: self.uid_next - 1 }
    }

    /// Dies here if the fault says so.
    fn alive(&mut self) -> Result<(), Died> {
        match self.fault {
            Some(Fault::Crash(0)) => {
                self.fault = None;
                Err(Died)
            }
            Some(Fault::Crash(n)) => {
                self.fault = Some(Fault::Crash(n - 1));
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Keeps everything, then changes the mailbox; true when it was changed.
    fn perform(&mut self, outcome: Outcome, now: Timestamp) -> Result<bool, Died> {
        self.next = outcome.next;
        for effect in &outcome.effects {
            self.alive()?;
            self.keep(effect);
        }
        let mut changed = false;
        for effect in outcome.effects {
            match effect {
                Effect::Append(composed) => {
                    changed = true;
                    let intent = composed.intent.clone();
                    self.lines.push(Line::Draft { composed, at: now });
                    self.append(&intent, now)?;
                }
                Effect::AppendAgain { key, account } => {
                    changed = true;
                    let bytes = self.bytes.get(&key).expect("an intent's bytes").clone();
                    self.append(&Intent { key, account, bytes }, now)?;
                }
                Effect::Remove { place, baseline } => {
                    self.alive()?;
                    changed = true;
                    let same = |d: &&SeenDraft| d.place == place && d.digest == Some(baseline);
                    if self.drafts.iter().any(|d| same(&d)) {
                        let gone = self.take_out(&place);
                        self.removed.extend(gone);
                    }
                }
                Effect::Resolved { key, record, .. } => {
                    self.lines.push(Line::Resolved { key, record, at: now });
                }
                Effect::Tell(happening) => self.lines.push(Line::Told(happening)),
                Effect::Keep(_) | Effect::Record { .. } => {}
            }
        }
        Ok(changed)
    }

    fn keep(&mut self, effect: &Effect) {
        match effect {
            Effect::Append(composed) => {
                let key = composed.intent.key.clone();
                self.bytes.insert(key.clone(), composed.intent.bytes.clone());
                self.ledger.0.insert(key, composed.record.clone());
            }
            Effect::Keep(fact) => self.remember(fact.clone()),
            Effect::Record { key, record } => {
                self.ledger.0.insert(key.clone(), record.clone());
            }
            _ => {}
        }
    }

    /// New notes on an interview take the place of the old.
    fn remember(&mut self, fact: Fact) {
        if let Fact::Noted(new) = &fact {
            let old = |fact: &Fact| matches!(fact, Fact::Noted(old) if old.anchor == new.anchor);
            self.kept.retain(|fact| !old(fact));
        }
        self.kept.push(fact);
    }

    fn append(&mut self, intent: &Intent, now: Timestamp) -> Result<(), Died> {
        self.alive()?;
        let fault = self.fault.take();
        let outcome = match fault {
            Some(Fault::Refused) => Appended::Refused { text: "no".into() },
            Some(Fault::NothingStored) => Appended::Doubtful,
            Some(Fault::AnswerLost) => {
                self.store(intent);
                Appended::Doubtful
            }
            Some(Fault::Crash(_)) | None => {
                self.fault = fault;
                let place = self.store(intent);
                self.alive()?;
                Appended::Stored { place, baseline: Digest::of(&intent.bytes) }
            }
        };
        let event = Event::Appended { key: intent.key.clone(), outcome };
        let outcome = step(&self.policy, &mut self.state, event, now);
        self.perform(outcome, now).map(drop)
    }

    fn store(&mut self, intent: &Intent) -> Place {
        let place = self.place();
        let ends = intent.bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        let message = afterword::message::parse(&intent.bytes[..ends + 4]);
        assert_eq!(message.id, intent.key.message_id());
        self.stored.push(intent.key.clone());
        self.drafts.push(SeenDraft {
            place: place.clone(),
            id: Some(message.id),
            in_reply_to: message.in_reply_to,
            references: message.references,
            from: message.from,
            to: message.to,
            subject: message.subject,
            digest: Some(Digest::of(&intent.bytes)),
            deleted: false,
            note: None,
            sent: false,
        });
        place
    }
}
