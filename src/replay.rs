//! The core over a list of mails with a virtual clock and a virtual Drafts mailbox: what the daemon
//! would have done, had nobody edited, deleted or sent a draft except by the mails themselves.

use jiff::Timestamp;

use crate::{
    draft::Step,
    etiquette::Policy,
    mailbox::{AccountName, Appended, Digest, DraftKey, Look, Place, SeenDraft},
    message::MailId,
    opportunity::{Happening, Mail, OpportunityId, Reason, Rule},
    state::State,
    step::{Composed, Effect, Event, Outcome, step},
};

/// At one moment no more than this many changes of a mailbox are needed: more is a bug.
const ROUNDS_MAX: usize = 10_000;

/// One thing that happened, with the names its opportunity had then.
#[derive(Debug)]
pub struct Line {
    pub at: Timestamp,
    pub opportunity: OpportunityId,
    pub company: Option<String>,
    pub role: Option<String>,
    pub told: Told,
}

#[derive(Debug)]
pub enum Told {
    Draft(Box<Composed>),
    Happened(Happening),
    Withdrawn { key: DraftKey, step: Step, cause: Option<MailId>, rule: Rule, reason: Reason },
}

/// A core with a virtual Drafts mailbox and clock.
#[derive(Debug, Default)]
pub struct Replay {
    pub state: State,
    drafts: Vec<SeenDraft>,
    uid_next: u32,
    next: Option<Timestamp>,
}

impl Replay {
    pub fn new() -> Replay {
        Replay { uid_next: 1, ..Replay::default() }
    }

    /// Plays mails, oldest first, and then time alone until a moment.
    pub fn play(
        &mut self,
        policy: &Policy,
        mails: impl IntoIterator<Item = Mail>,
        until: Timestamp,
    ) -> Vec<Line> {
        let mut lines = Vec::new();
        for mail in mails.into_iter().take_while(|m| m.at <= until) {
            let now = mail.at;
            self.advance(policy, now, &mut lines);
            let outcome = step(policy, &mut self.state, Event::Heard(Box::new(mail)), now);
            self.take(outcome, now, &mut lines);
            self.settle(policy, now, &mut lines);
        }
        self.advance(policy, until, &mut lines);
        lines
    }

    /// Lets time pass, from one planned moment to the next.
    fn advance(&mut self, policy: &Policy, until: Timestamp, lines: &mut Vec<Line>) {
        while let Some(now) = self.next.filter(|next| *next <= until) {
            self.next = None;
            self.settle(policy, now, lines);
            if self.next.is_some_and(|next| next <= now) {
                return;
            }
        }
    }

    /// Looks and acts until nothing is left to do at this moment.
    fn settle(&mut self, policy: &Policy, now: Timestamp, lines: &mut Vec<Line>) {
        let account = AccountName(ACCOUNT.to_owned());
        for _ in 0..ROUNDS_MAX {
            let look =
                Look { uid_validity: 1, uid_next: self.uid_next, drafts: self.drafts.clone() };
            let looked = Event::Looked { account: account.clone(), look };
            let outcome = step(policy, &mut self.state, looked, now);
            let (changed, event) = self.take(outcome, now, lines);
            if !changed {
                return;
            }
            if let Some(event) = event {
                let outcome = step(policy, &mut self.state, event, now);
                self.take(outcome, now, lines);
            }
        }
    }

    /// Performs effects; returns whether the mailbox changed, and the event that this leads to.
    fn take(
        &mut self,
        outcome: Outcome,
        now: Timestamp,
        lines: &mut Vec<Line>,
    ) -> (bool, Option<Event>) {
        self.next = outcome.next;
        let (mut changed, mut event) = (false, None);
        for effect in outcome.effects {
            match effect {
                Effect::Append(composed) => {
                    changed = true;
                    event = Some(self.append(&composed));
                    let of = composed.wanted.opportunity;
                    lines.push(self.line(now, of, Told::Draft(composed)));
                }
                Effect::Remove { place, .. } => {
                    self.drafts.retain(|d| d.place != place);
                    changed = true;
                }
                Effect::Resolved { key, record, opportunity: Some(of), cause, rule, reason } => {
                    let step = record.step;
                    let told = Told::Withdrawn { key, step, cause, rule, reason };
                    lines.push(self.line(now, of, told));
                }
                Effect::Tell(happening) => {
                    let (at, of) = (happening.at, happening.opportunity);
                    lines.push(self.line(at, of, Told::Happened(happening)));
                }
                Effect::AppendAgain { .. }
                | Effect::Keep(_)
                | Effect::Record { .. }
                | Effect::Resolved { .. } => {}
            }
        }
        (changed, event)
    }

    fn line(&self, at: Timestamp, opportunity: OpportunityId, told: Told) -> Line {
        let of = self.state.opportunities().get(&opportunity);
        let company = of.and_then(|o| o.company.clone());
        let role = of.and_then(|o| o.role.clone());
        Line { at, opportunity, company, role, told }
    }

    fn append(&mut self, composed: &Composed) -> Event {
        let key = composed.intent.key.clone();
        let baseline = Digest::of(&composed.intent.bytes);
        let place = Place::Uid { validity: 1, uid: self.uid_next };
        self.uid_next += 1;
        self.drafts.push(SeenDraft {
            place: place.clone(),
            id: Some(key.message_id()),
            in_reply_to: vec![composed.wanted.parent.mail.clone()],
            references: Vec::new(),
            from: None,
            to: composed.wanted.to.iter().map(|a| a.address.clone()).collect(),
            subject: composed.subject.clone(),
            digest: Some(baseline),
            deleted: false,
            note: None,
            sent: false,
        });
        Event::Appended { key, outcome: Appended::Stored { place, baseline } }
    }
}

/// The one account of a replay.
pub const ACCOUNT: &str = "replay";
