//! The rules as invariants over a world: what lies in Drafts, and what was just made.
//!
//! Judges by what the world itself heard and did, and by the core's account of an opportunity only
//! where a mail's place in it is meant.

mod said;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use afterword::{
    draft::Step,
    etiquette::Wanted,
    mailbox::{Digest, DraftKey, SeenDraft},
    message::MailId,
    opportunity::{Mail, Opportunity, OpportunityId, Said, Stage},
    reading::Kind,
    reconcile::Entry,
};
use jiff::{Timestamp, civil::Date, civil::time};

use crate::desk::{Desk, Line};

/// What a draft that the user saved looks like.
pub fn edited() -> Digest {
    Digest::of(b"edited")
}

pub fn is_chaser(step: Step) -> bool {
    matches!(step, Step::CheckIn | Step::Close | Step::ValueAdd)
}

/// What an opportunity's world knows of its chasers.
#[derive(Default)]
struct Chasers {
    /// When the user sent one, whenever the round began.
    sent: Vec<Timestamp>,
    /// When one was made that he threw away, and when he did.
    thrown: Option<(Timestamp, Timestamp)>,
}

/// A mail of a company that is a real reply (W5).
struct Reply {
    mail: MailId,
    at: Timestamp,
    asks: bool,
    certain: bool,
}

#[derive(Default)]
pub struct Rules {
    pub broken: Vec<String>,
    /// In order of time.
    replies: Vec<Reply>,
    /// People away: their address, which mail says so, since when, and until when (W6).
    away: Vec<(String, MailId, Timestamp, Date)>,
    /// Offers, and until when they stand (C3).
    offers: BTreeMap<MailId, Option<Date>>,
    /// Mails of the user's own.
    own: Vec<(MailId, Timestamp)>,
    chasers: BTreeMap<OpportunityId, Chasers>,
    /// Whose drafts they are: a mail of the user's own may count for two opportunities.
    made: BTreeMap<DraftKey, OpportunityId>,
    disposed: BTreeSet<DraftKey>,
    /// Drafts that the user changed: they must stay.
    edited: usize,
    seen_lines: usize,
    /// What the user said, in order of time, with its id.
    said: Vec<(MailId, Said)>,
    /// Interviews that he noted something on, and when.
    notes: Vec<(MailId, Timestamp)>,
    /// Thank-yous that were his: the interview, and to whom.
    had: BTreeSet<(MailId, Option<String>)>,
}

impl Rules {
    /// A mail came.
    pub fn heard(&mut self, mail: &Mail) {
        let reading = &mail.reading;
        if reading.kind == Kind::Offer {
            self.offers.insert(mail.id.clone(), reading.action_by);
        }
        let from = || mail.from.as_ref().unwrap().email.clone();
        match reading.kind {
            Kind::OwnSent => self.own.push((mail.id.clone(), mail.at)),
            Kind::AutoReply => {
                let away = reading.returns.map(|on| (from(), mail.id.clone(), mail.at, on));
                self.away.extend(away);
            }
            Kind::Acknowledgement => {}
            _ => self.replies.push(Reply {
                mail: mail.id.clone(),
                at: mail.at,
                asks: reading.asks,
                certain: reading.certain,
            }),
        }
    }

    /// The user sent a chaser.
    pub fn sent(&mut self, draft: &SeenDraft, at: Timestamp) {
        self.of(draft).sent.push(at);
    }

    pub fn edited(&mut self) {
        self.edited += 1;
    }

    /// The user threw a chaser away.
    pub fn thrown(&mut self, draft: &SeenDraft, made: Timestamp, at: Timestamp) {
        self.of(draft).thrown = Some((made, at));
    }

    fn of(&mut self, draft: &SeenDraft) -> &mut Chasers {
        let key = draft.id.as_ref().and_then(DraftKey::of).expect("a draft of ours");
        let of = self.made.get(&key).copied().expect("a draft that was seen made");
        self.chasers.entry(of).or_default()
    }

    pub fn fail(&mut self, now: Timestamp, what: &str) {
        self.broken.push(format!("{now} {what}"));
    }

    /// Holds everything that is there to the rules.
    pub fn hold(&mut self, desk: &Desk, now: Timestamp, offline: bool) {
        self.made(desk);
        let theirs = |d: &&SeenDraft| d.digest.is_none_or(|digest| digest == edited());
        if desk.drafts.iter().filter(theirs).count() != self.edited {
            self.fail(now, "N2: a draft that the user changed is gone");
        }
        if desk.removed.iter().any(|d| theirs(&d)) {
            self.fail(now, "N2: a draft that the user changed was removed");
        }
        if !offline {
            self.lies(desk, now);
        }
    }

    /// What lies in Drafts unchanged, once everything came to rest.
    fn lies(&mut self, desk: &Desk, now: Timestamp) {
        let policy = &desk.policy;
        let mut keys = BTreeSet::new();
        let mut chasers: BTreeMap<OpportunityId, usize> = BTreeMap::new();
        for seen in desk.drafts.iter().filter(|d| d.digest.is_some_and(|d| d != edited())) {
            let Some(key) = seen.id.as_ref().and_then(DraftKey::of) else { continue };
            if !keys.insert(key.clone()) {
                self.fail(now, "N3: two live drafts with one key");
            }
            let Some(record) = desk.state.ledger().0.get(&key) else { continue };
            if !matches!(record.entry, Entry::Written { .. }) {
                continue;
            }
            let step = record.step;
            let of = self.made.get(&key).and_then(|id| desk.state.opportunities().get(id));
            let Some(of) = of else { continue };
            let days = |from: Timestamp, count| policy.business_days(policy.date(from), count);
            let stale = match step {
                Step::ThankYou => days(record.at, 3),
                Step::Acknowledgement
                | Step::CompetingOffer
                | Step::NotesForm
                | Step::OfferReply
                | Step::RejectionReply
                | Step::Withdrawal => days(record.at, 5),
                _ => days(record.at, 11),
            };
            let kept = is_chaser(step) && self.paused(of, now);
            if policy.date(now) > stale && !kept {
                self.fail(now, &format!("W12: a stale {step:?} lies there"));
            }
            if let Some(wrong) = self.outlived(desk, of, record, now) {
                self.fail(now, &format!("{wrong}: {step:?}"));
            }
            if is_chaser(step) {
                *chasers.entry(of.id).or_default() += 1;
                if self.replied(of, record.at, now) {
                    self.fail(now, "W5: a chaser lies there after a reply");
                }
                if of.stage != Stage::Open {
                    self.fail(now, "C1: a chaser lies there after the end");
                }
            }
        }
        if chasers.values().any(|count| *count > 1) {
            self.fail(now, "W3: two chasers lie there");
        }
    }

    /// The company wrote a real mail about this opportunity in between.
    fn replied(&self, of: &Opportunity, from: Timestamp, until: Timestamp) -> bool {
        let later = self.replies.iter().rev().take_while(|reply| reply.at > from);
        later.filter(|reply| reply.at <= until).any(|reply| of.mails.contains(&reply.mail))
    }

    /// What was made since the last look.
    fn made(&mut self, desk: &Desk) {
        let mut bodies: BTreeMap<(&MailId, &str), &DraftKey> = BTreeMap::new();
        for line in desk.lines.iter().skip(self.seen_lines) {
            match line {
                Line::Resolved { key, record, .. } => {
                    if matches!(record.entry, Entry::Disposed { .. }) {
                        self.disposed.insert(key.clone());
                    }
                }
                Line::Draft { composed, at } => {
                    let want = &composed.wanted;
                    self.made.insert(want.key.clone(), want.opportunity);
                    let mut wrong = self.words(desk, composed, *at);
                    wrong.extend(self.moment(desk, want, *at));
                    wrong.extend(self.against(desk, want, *at));
                    if is_chaser(want.step) {
                        wrong.extend(self.chaser(desk, want, *at));
                    }
                    if want.step == Step::ThankYou
                        && bodies
                            .insert((&want.because, &composed.body), &want.key)
                            .is_some_and(|key| *key != want.key)
                    {
                        wrong.push("T1: one body for two of a panel");
                    }
                    let local = at.to_zoned(desk.policy.zone.clone());
                    let told = wrong.into_iter().map(|w| format!("{local} {:?} {w}", want.step));
                    self.broken.extend(told.collect::<Vec<_>>());
                }
                Line::Told(_) => {}
            }
        }
        self.seen_lines = desk.lines.len();
    }

    /// When a draft appears.
    fn moment(&self, desk: &Desk, want: &Wanted, at: Timestamp) -> Vec<&'static str> {
        let policy = &desk.policy;
        let local = at.to_zoned(policy.zone.clone());
        let mut wrong = Vec::new();
        let Some(of) = desk.state.opportunities().get(&want.opportunity) else { return wrong };
        let interview = of.interviews.iter().find(|i| i.anchor == want.because);
        if want.step == Step::ThankYou {
            if !(time(7, 0, 0, 0)..time(21, 1, 0, 0)).contains(&local.time()) {
                wrong.push("W8: out of hours");
            }
            if let Some(interview) = interview {
                let last = policy.business_days(policy.date(interview.ends()), 1);
                if policy.date(at) > last {
                    wrong.push("W9: too late");
                }
                if interview.dropped
                    && interview.announced < at
                    && !self.replied(of, at, Timestamp::MAX)
                {
                    wrong.push("W10: of a cancelled interview");
                }
                if interview.ends() > at {
                    wrong.push("W10: before the interview");
                }
            }
        }
        if matches!(want.step, Step::Acknowledgement | Step::OfferReply | Step::RejectionReply)
            && policy.date(at) > policy.business_days(policy.date(want.due), 3)
        {
            wrong.push("W9: a late answer");
        }
        wrong
    }

    /// When a chaser appears, and whether one may.
    fn chaser(&self, desk: &Desk, want: &Wanted, at: Timestamp) -> Vec<&'static str> {
        let policy = &desk.policy;
        let local = at.to_zoned(policy.zone.clone());
        let mut wrong = Vec::new();
        let Some(of) = desk.state.opportunities().get(&want.opportunity) else { return wrong };
        if !(time(8, 30, 0, 0)..time(18, 0, 0, 0)).contains(&local.time()) {
            wrong.push("W8: out of hours");
        }
        if !policy.is_business_day(local.date()) {
            wrong.push("W8: not on a business day");
        }
        let met = of.interviews.iter().any(|i| i.stands() && i.ends() <= at);
        let ahead = |i: &&_| {
            let i: &afterword::opportunity::Interview = i;
            i.stands() && i.announced <= at && i.ends() > at
        };
        if !met || of.interviews.iter().any(|i| ahead(&i)) {
            wrong.push("W1: before the interview");
        }
        let stated = of.deadline.as_ref().filter(|d| d.stated.at <= at);
        let grace = policy.preset.grace + 1;
        if stated.is_some_and(|d| local.date() < policy.business_days(d.date, grace)) {
            wrong.push("W1: before the deadline and its grace");
        }
        let to = want.to.as_ref().map(|to| to.address.email.as_str());
        let back = self.away.iter().rfind(|(who, id, since, _)| {
            Some(who.as_str()) == to && *since < at && of.mails.contains(id)
        });
        if back.is_some_and(|(.., back)| local.date() <= *back) {
            wrong.push("W6: to somebody who is away");
        }
        if self.doubts(of, at) {
            wrong.push("W11: while a mail is in doubt");
        }
        if self.waits(of, at) {
            wrong.push("W7: the ball is on our side");
        }
        let later = of.last_word.as_ref().is_some_and(|word| word.at < at);
        if of.stage != Stage::Open && later {
            wrong.push("C1: after the end");
        }
        if let Some(chasers) = self.chasers.get(&want.opportunity) {
            let since = of.round_since.unwrap_or(Timestamp::MIN);
            let sent: Vec<_> = chasers.sent.iter().filter(|sent| **sent < at).collect();
            let day = |at: &Timestamp| policy.date(*at);
            let apart = sent.last().map(|sent| day(sent).until(local.date()).unwrap().get_days());
            if apart.is_some_and(|days| days < 7) {
                wrong.push("W2: within seven days");
            }
            let round = sent.iter().filter(|sent| ***sent >= since).count();
            if round >= policy.preset.ceiling() {
                wrong.push("W4: over the ceiling");
            }
            // Whatever he wrote since it was made may be it.
            if chasers.thrown.is_some_and(|(made, thrown)| {
                thrown >= since && thrown < at && !self.wrote(of, made, at)
            }) {
                wrong.push("N3: after one that was thrown away");
            }
        }
        wrong
    }

    /// W7: the latest mail of the company asks, and the user did not answer since.
    fn waits(&self, of: &Opportunity, at: Timestamp) -> bool {
        self.latest(of, at).is_some_and(|reply| {
            let met = of.interviews.iter().any(|i| i.ends() > reply.at && i.ends() <= at);
            let answered = self.wrote(of, reply.at, at) || self.settled(of, reply.at, at);
            reply.asks && reply.certain && !met && !answered
        })
    }

    /// W11: the latest mail of the company is in doubt.
    fn doubts(&self, of: &Opportunity, at: Timestamp) -> bool {
        let latest = self.latest(of, at);
        latest.is_some_and(|reply| !reply.certain && !self.settled(of, reply.at, at))
    }

    fn latest(&self, of: &Opportunity, at: Timestamp) -> Option<&Reply> {
        self.replies.iter().rfind(|reply| reply.at < at && of.mails.contains(&reply.mail))
    }

    /// The user wrote to the company in between.
    fn wrote(&self, of: &Opportunity, from: Timestamp, until: Timestamp) -> bool {
        let since = self.own.iter().rev().take_while(|(_, at)| *at >= from);
        since.filter(|(_, at)| *at < until).any(|(id, _)| of.mails.contains(id))
    }

    /// After a long silence nothing of ours lies there, and nothing is planned.
    pub fn at_rest(&mut self, desk: &Desk, now: Timestamp) {
        let ours = desk.drafts.iter().filter(|d| d.digest.is_some_and(|d| d != edited()));
        let ours = ours.filter(|d| d.id.as_ref().is_some_and(|id| DraftKey::of(id).is_some()));
        let left: Vec<&str> = ours.map(|d| d.subject.as_str()).collect();
        if !left.is_empty() {
            self.fail(now, &format!("C6: still lying at the end: {left:?}"));
        }
        if let Some(next) = desk.plan(now).next {
            self.fail(now, &format!("C6: still something planned, at {next}"));
        }
    }
}
