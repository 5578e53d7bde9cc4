//! What is known: the facts, what they fold to, and the ledger of our drafts.
//!
//! Facts may come in any order and more than once. Decides nothing; read `step` next.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, civil::Date};

use crate::{
    draft::{self, Step},
    etiquette::Policy,
    mailbox::DraftKey,
    message::MailId,
    opportunity::{
        self, Event, Fact, Happening, Mail, Moment, Noted, OpportunityId, Reason, Said, Stage,
        Word, correlate::Opportunities, fold, said,
    },
    reading::{
        Kind, Language, deadline,
        when::{self, Horizon},
    },
    reconcile::{Ledger, Record},
};

/// So much mail that belongs nowhere is remembered, the latest.
const LOOSE_MAX: usize = 2_000;

/// What is known: facts, what they fold to, and the ledger of our drafts.
#[derive(Debug, Clone, Default)]
pub struct State {
    mails: BTreeMap<(Timestamp, MailId), Mail>,
    known: BTreeSet<MailId>,
    /// The latest notes on each interview, by its anchor.
    notes: BTreeMap<MailId, Noted>,
    /// What the user said with commands.
    said: BTreeMap<(Timestamp, MailId), Said>,
    /// The user paused everything, what is still to come too.
    paused: Option<Moment>,
    pub(crate) opportunities: Opportunities,
    pub(crate) ledger: Ledger,
    /// Mail that belonged nowhere when it was read, in order of time: what it answers may be read
    /// later. Not kept: a mailbox is read to its end before its mark is.
    loose: BTreeMap<(Timestamp, MailId), Mail>,
    /// Mail came out of order and is not folded yet.
    unsettled: bool,
    /// Loose mail that turned out to matter, still to be kept.
    pub(crate) found: Vec<Mail>,
    /// Facts were heard since the loose mail was last looked through.
    fresh: bool,
    /// Told as closed by time alone; forgotten at a restart, derived again.
    pub(crate) silent: BTreeSet<OpportunityId>,
}

impl State {
    /// Folds kept facts and the kept ledger.
    pub fn restore(facts: impl IntoIterator<Item = Fact>, ledger: Ledger) -> State {
        let mut state = State { ledger, ..State::default() };
        for fact in facts {
            match fact {
                Fact::Mail(mail) => {
                    state.known.insert(mail.id.clone());
                    state.mails.insert((mail.at, mail.id.clone()), *mail);
                }
                Fact::Noted(noted) => {
                    state.notes.insert(noted.anchor.clone(), noted);
                }
                Fact::Said(said) => drop(state.said.insert((said.at, said.id()), said)),
            }
        }
        state.fold();
        state
    }

    pub fn opportunities(&self) -> &Opportunities {
        &self.opportunities
    }

    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The facts in order of time.
    pub fn mails(&self) -> impl Iterator<Item = &Mail> {
        self.mails.values()
    }

    /// Tells the whole story again from the facts, for `why`.
    pub fn story(&self) -> Vec<Happening> {
        self.clone().fold()
    }

    /// Folds all facts anew, in order of time: of the same moment, mail first.
    fn fold(&mut self) -> Vec<Happening> {
        let (mails, notes) = (std::mem::take(&mut self.mails), std::mem::take(&mut self.notes));
        let words: Vec<Said> = self.said.values().cloned().collect();
        let heard = mails.values().map(|mail| (mail.at, Told::Mail(mail)));
        let noted = notes.values().map(|noted| (noted.at, Told::Noted(noted)));
        let said = words.iter().map(|said| (said.at, Told::Said(said)));
        let mut all: Vec<(Timestamp, Told<'_>)> = heard.chain(noted).chain(said).collect();
        all.sort_by_key(|(at, told)| (*at, told.rank()));
        (self.opportunities, self.paused) = (Opportunities::new(), None);
        let mut story = Vec::new();
        for (_, told) in all {
            story.extend(match told {
                Told::Mail(mail) => self.apply(mail),
                Told::Noted(noted) => fold::note(&mut self.opportunities, noted),
                Told::Said(said) => self.obey(said),
            });
        }
        (self.mails, self.notes) = (mails, notes);
        story
    }

    /// Applies one mail, as the user judged it if he did.
    fn apply(&mut self, mail: &Mail) -> Vec<Happening> {
        let answers = self.answers(&mail.id);
        let told = match answers.as_slice() {
            [] => fold::apply(&mut self.opportunities, mail),
            answers => said::judged(&mut self.opportunities, mail, answers),
        };
        let opened = told.iter().find(|h| h.event == Event::Opened).map(|h| h.opportunity);
        if let Some(new) = opened.and_then(|id| self.opportunities.get_mut(&id)) {
            new.paused.clone_from(&self.paused);
        }
        told
    }

    /// Applies one word of the user.
    fn obey(&mut self, said: &Said) -> Vec<Happening> {
        match (&said.anchor, &said.what) {
            (None, Word::Pause) => {
                self.paused = Some(Moment { at: said.at, mail: said.id() });
            }
            (None, Word::Resume) => self.paused = None,
            _ => {}
        }
        said::apply(&mut self.opportunities, said)
    }

    /// What the user answered about a mail in doubt, with the opportunity that he meant.
    fn answers(&self, id: &MailId) -> Vec<(MailId, bool)> {
        let answer = |said: &Said| match (&said.anchor, &said.what) {
            (Some(anchor), Word::Answer { mail, yes }) if mail == id => {
                Some((anchor.clone(), *yes))
            }
            _ => None,
        };
        self.said.values().filter_map(answer).collect()
    }

    /// Takes a word of the user; `None` when it is known.
    pub(crate) fn say(&mut self, said: Said) -> Option<Vec<Happening>> {
        let id = said.id();
        let key = (said.at, id.clone());
        if self.said.contains_key(&key) {
            return None;
        }
        let plain = !matches!(said.what, Word::Answer { .. });
        let latest = plain && self.is_latest(said.at, 2);
        let latest = latest && self.said.last_key_value().is_none_or(|(last, _)| *last < key);
        self.said.insert(key, said.clone());
        self.fresh = true;
        if latest {
            return Some(self.obey(&said));
        }
        // A word may change what an earlier mail meant, and what loose mail belongs to.
        self.unsettled = false;
        Some(self.fold().into_iter().filter(|told| told.because.as_ref() == Some(&id)).collect())
    }

    /// Nothing that is known comes after a fact of this moment and rank: it can be applied at once.
    fn is_latest(&self, at: Timestamp, rank: u8) -> bool {
        let before = |other: Timestamp, its: u8| (other, its) <= (at, rank);
        !self.unsettled
            && self.mails.last_key_value().is_none_or(|((mail, _), _)| before(*mail, 0))
            && self.notes.values().all(|noted| before(noted.at, 1))
            && self.said.last_key_value().is_none_or(|((said, _), _)| before(*said, 2))
    }

    /// Takes a fact that a command of the user kept; `None` when it is known.
    pub fn learn(&mut self, fact: Fact) -> Option<Vec<Happening>> {
        match fact {
            Fact::Mail(_) => None,
            Fact::Said(said) => self.say(said),
            Fact::Noted(noted) => {
                let known = self.notes.get(&noted.anchor);
                if known.is_some_and(|known| known.at >= noted.at) {
                    return None;
                }
                Some(self.take_note(noted))
            }
        }
    }

    /// The latest notes on an interview count alone: an older date in them goes.
    fn take_note(&mut self, noted: Noted) -> Vec<Happening> {
        let (at, anchor) = (noted.at, noted.anchor.clone());
        let latest = self.is_latest(at, 1) && self.notes.values().all(|other| other.at < at);
        let known = self.notes.insert(anchor.clone(), noted.clone()).is_some();
        self.fresh = true;
        if latest && !known {
            return fold::note(&mut self.opportunities, &noted);
        }
        self.unsettled = false;
        let new = |told: &Happening| {
            told.reason == Reason::Noted && told.at == at && told.because.as_ref() == Some(&anchor)
        };
        self.fold().into_iter().filter(new).collect()
    }

    /// The words of the user in order of time.
    pub fn said(&self) -> impl Iterator<Item = &Said> {
        self.said.values()
    }

    /// Adds a fact. Facts may come in any order and more than once; they fold to the same state.
    pub(crate) fn hear(&mut self, mail: Mail) -> Option<Vec<Happening>> {
        if self.known.contains(&mail.id) {
            return None;
        }
        if !fold::matters(&self.opportunities, &mail) {
            if may_answer(&mail) {
                self.loose.insert((mail.at, mail.id.clone()), mail);
            }
            if self.loose.len() > LOOSE_MAX {
                self.loose.pop_first();
            }
            return None;
        }
        self.known.insert(mail.id.clone());
        self.fresh = true;
        let at = (mail.at, mail.id.clone());
        let latest = self.mails.last_key_value().is_none_or(|(last, _)| *last < at);
        self.mails.insert(at, mail.clone());
        let said = self.said.last_key_value().is_none_or(|((said, _), _)| *said < mail.at);
        let latest = latest && said && self.notes.values().all(|noted| noted.at < mail.at);
        if !self.unsettled && latest {
            return Some(self.apply(&mail));
        }
        // Out of order: folded anew before the next decision, not once for every mail of a first
        // scan.
        self.unsettled = true;
        Some(Vec::new())
    }

    /// Folds what came out of order, and with it the loose mail that turns out to matter.
    pub(crate) fn settle(&mut self) {
        if !std::mem::take(&mut self.fresh) {
            return;
        }
        loop {
            if std::mem::take(&mut self.unsettled) {
                self.fold();
            }
            let all = &self.opportunities;
            let belong: Vec<_> =
                self.loose.extract_if(.., |_, mail| fold::matters(all, mail)).collect();
            if belong.is_empty() {
                return;
            }
            for (at, mail) in belong {
                self.known.insert(mail.id.clone());
                self.mails.insert(at, mail.clone());
                self.unsettled = true;
                self.found.push(mail);
            }
        }
    }

    /// Takes what the user wrote into a notes form; `None` when it is no form of ours, is empty, or
    /// says nothing new.
    pub(crate) fn note(
        &mut self,
        policy: &Policy,
        ids: &[MailId],
        text: &str,
        now: Timestamp,
    ) -> Option<(Noted, Vec<Happening>)> {
        let keys: Vec<DraftKey> = ids.iter().filter_map(DraftKey::of).collect();
        let forms = || self.ledger.0.iter().filter(|(_, r)| r.step == Step::NotesForm);
        let by_id = forms().find(|(key, _)| keys.contains(key));
        let (_, form) = by_id.or_else(|| forms().find(|(_, r)| ids.contains(&r.parent)))?;
        let (anchor, of) = (form.because.clone(), self.opportunity_of(form)?.id);
        self.write_note(policy, of, anchor, text, now)
    }

    /// Takes what the user noted on the interview with this anchor.
    pub fn write_note(
        &mut self,
        policy: &Policy,
        of: OpportunityId,
        anchor: MailId,
        text: &str,
        now: Timestamp,
    ) -> Option<(Noted, Vec<Happening>)> {
        let notes = draft::notes::parse(text);
        if notes.is_empty() || self.noted(&anchor) == Some(&notes) {
            return None;
        }
        let of = self.opportunities.get(&of)?;
        if of.stage == Stage::Closed || self.silent.contains(&of.id) {
            return None;
        }
        let language = of.language;
        let said = notes.next_steps.as_deref();
        let deadline = said.and_then(|said| promised(policy, said, language, now));
        let noted = Noted { at: now, anchor, notes, deadline };
        let told = self.take_note(noted.clone());
        Some((noted, told))
    }

    /// What is noted on the interview with this anchor.
    pub fn noted(&self, anchor: &MailId) -> Option<&draft::notes::Notes> {
        self.notes.get(anchor).map(|noted| &noted.notes)
    }

    pub(crate) fn opportunity_of(&self, record: &Record) -> Option<&opportunity::Opportunity> {
        self.opportunities.values().find(|o| o.mails.contains(&record.because))
    }

    /// Notes are private: their text goes when the opportunity closes.
    pub(crate) fn forget(&mut self) -> Vec<Noted> {
        let silent = &self.silent;
        let closed =
            |o: &&mut opportunity::Opportunity| o.stage == Stage::Closed || silent.contains(&o.id);
        let mut forgotten = Vec::new();
        for of in self.opportunities.values_mut().filter(closed) {
            for noted in of.interviews.iter_mut().filter_map(|i| i.notes.as_mut()) {
                noted.notes = draft::notes::Notes::default();
            }
            let held = self.notes.values_mut().filter(|noted| !noted.notes.is_empty());
            for noted in held.filter(|noted| of.mails.contains(&noted.anchor)) {
                noted.notes = draft::notes::Notes::default();
                forgotten.push(noted.clone());
            }
        }
        forgotten
    }
}

/// A fact in the order of time.
enum Told<'a> {
    Mail(&'a Mail),
    Noted(&'a Noted),
    Said(&'a Said),
}

impl Told<'_> {
    fn rank(&self) -> u8 {
        match self {
            Told::Mail(_) => 0,
            Told::Noted(_) => 1,
            Told::Said(_) => 2,
        }
    }
}

/// Whether a mail that belongs to nothing yet may turn out to answer something: newsletters do not.
fn may_answer(mail: &Mail) -> bool {
    let threaded = !mail.in_reply_to.is_empty() || !mail.references.is_empty();
    let kinds = [Kind::AutoReply, Kind::Cancellation, Kind::HumanReply, Kind::OwnSent];
    threaded || kinds.contains(&mail.reading.kind)
}

/// The day that a note on next steps names.
fn promised(policy: &Policy, said: &str, language: Language, now: Timestamp) -> Option<Date> {
    let sent = now.to_zoned(policy.zone.clone());
    let horizon = Horizon { sent, mine: policy.zone.clone(), theirs: None, language };
    let promise = deadline::find(said, &horizon).theirs.map(|due| due.date);
    promise.or_else(|| when::find(said, &horizon).last().filter(|m| m.certain).map(|m| m.date))
}
