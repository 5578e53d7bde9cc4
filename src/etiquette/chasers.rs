//! Chasers: when the next is due, to whom, and when there will be none (W1–W9, T4, C6).

use jiff::{Timestamp, ToSpan, civil::Date};

use super::{Wanted, plan::Gather, preset::Chaser};
use crate::{
    draft::Step,
    mailbox::DraftKey,
    message::MailId,
    opportunity::{Interview, Letter, Opportunity, Reason, Rule, Stage, Touch, TouchSort},
    reconcile::{Entry, Record},
};

/// W2: days between chasers, and after any unasked message of the user.
const APART_DAYS: i64 = 7;

/// W9: a chaser that is later than this is not made; the opportunity closes as silent instead.
const LATE_BD_MAX: u8 = 10;

/// Wants the next chaser if it is due; returns when the opportunity closes as silent (C6, W9).
pub(super) fn gather(gather: &mut Gather<'_>) -> Option<Timestamp> {
    // What had closed before everything was paused stays closed when it goes on.
    if let Some(paused) = gather.rest.and_then(|rest| rest.paused) {
        let mut before =
            Gather::new(gather.policy, gather.of, gather.ledger, gather.filed, gather.now);
        before.rest = None;
        if let Some(since) = chase(&mut before).filter(|since| *since <= paused) {
            return Some(since);
        }
    }
    chase(gather)
}

fn chase(gather: &mut Gather<'_>) -> Option<Timestamp> {
    let of = gather.of;
    if of.stage != Stage::Open || of.waits(gather.now) || of.doubt.is_some() || gather.speechless()
    {
        return None;
    }
    let met = last_met(gather)?;
    let touched = chaser_touches(gather);
    let chasers = gather.policy.preset.chasers_in(of.rounds);
    let ceiling = chasers.len();
    if let Some(vanished) = vanished(gather, &touched) {
        return Some(patience(gather, vanished));
    }
    let Some(next) = chasers.get(touched.len()) else {
        // A preset of the user's own may allow none: then the interview is the last word.
        return Some(patience(gather, touched.last().map_or(met.at, |t| t.at)));
    };
    let due = Due::find(gather, &met, &touched, next);
    let last = touched.len() + 1 == ceiling;
    want(gather, next, &due, touched.len(), last)
}

/// The interview that the round waits on: the last, once all of them are over.
struct Met {
    at: Timestamp,
    mail: MailId,
}

fn last_met(gather: &mut Gather<'_>) -> Option<Met> {
    let of = gather.of;
    // W1: an interview that is still to come is news enough.
    let ahead = of.interviews.iter().filter(|i| i.stands() && i.ends() > gather.now);
    if let Some(first) = ahead.map(|i| i.ends()).min() {
        gather.wake(first);
        return None;
    }
    let last = of.round().max_by_key(|i| i.ends())?;
    Some(Met { at: last.ends(), mail: last.anchor.clone() })
}

/// The user's chaser touches of this round: his own, and drafts of ours that he sent.
fn chaser_touches<'a>(gather: &Gather<'a>) -> Vec<&'a Touch> {
    let of: &'a Opportunity = gather.of;
    let met = of.round().map(Interview::ends).min().unwrap_or(Timestamp::MAX);
    let records: Vec<&Record> = chaser_records(gather).collect();
    of.touches
        .iter()
        .filter(|t| t.at >= met && t.sort != TouchSort::Unasked)
        .filter(|t| is_chaser(gather, t) || records.iter().any(|r| is_sent(of, r, t)))
        .collect()
}

/// Unasked, and no thank-you of ours that the user sent late: that is none of his chasers (W2).
fn is_chaser(gather: &Gather<'_>, touch: &Touch) -> bool {
    let of = gather.of;
    let first = |r: &Record| of.touches.iter().find(|t| is_sent(of, r, t));
    touch.sort == TouchSort::Chaser
        && !gather
            .records()
            .filter(|r| r.step == Step::ThankYou)
            .any(|r| first(r).is_some_and(|t| t.mail == touch.mail))
}

fn chaser_records<'a>(gather: &Gather<'a>) -> impl Iterator<Item = &'a Record> {
    let since = gather.of.round_since.unwrap_or(Timestamp::MIN);
    gather.records().filter(move |r| {
        matches!(r.step, Step::CheckIn | Step::Close | Step::ValueAdd) && r.at >= since
    })
}

/// "Sent" is a mail in Sent, later than the draft, to the same person or answering the same parent.
/// The answer to what the company wrote since is another mail.
fn is_sent(of: &Opportunity, record: &Record, touch: &Touch) -> bool {
    let to_them = touch.to.iter().any(|a| Some(&a.email) == record.to.as_ref());
    let since = |l: &Letter| l.parent.at > record.at && l.parent.at < touch.at;
    let answers = touch.sort == TouchSort::Answer && of.letters.iter().any(since);
    matches!(record.entry, Entry::Disposed { .. })
        && !answers
        && touch.at >= record.at
        && (to_them || touch.parents.contains(&record.parent))
}

/// N3: a chaser that vanished without a mail in Sent ends the chasers of its round.
fn vanished(gather: &Gather<'_>, touched: &[&Touch]) -> Option<Timestamp> {
    chaser_records(gather).find_map(|r| match r.entry {
        Entry::Disposed { at } if !touched.iter().any(|t| is_sent(gather.of, r, t)) => Some(at),
        _ => None,
    })
}

/// C6: counted from the last touch, or from what the company wrote or promised later.
fn patience(gather: &Gather<'_>, from: Timestamp) -> Timestamp {
    let policy = gather.policy;
    let word = gather.of.last_word.as_ref().map(|w| w.at);
    let day = policy.date(word.map_or(from, |at| at.max(from)));
    let promised = gather.of.deadline.as_ref().map_or(day, |d| d.date.max(day));
    let promised = rested(gather).map_or(promised, |rested| rested.max(promised));
    policy.day_after(policy.after(promised, policy.preset.patience))
}

/// When the next chaser is due, and what that is counted from.
struct Due {
    date: Date,
    because: MailId,
    counted_from: Timestamp,
    reason: Reason,
    deadline: Option<Date>,
}

impl Due {
    fn find(gather: &Gather<'_>, met: &Met, touched: &[&Touch], next: &Chaser) -> Due {
        let policy = gather.policy;
        let of = gather.of;
        // Silence begins when it is the company's turn: after the interview, its own last message,
        // or the user's answer to what it asked for.
        let word = of.last_word.as_ref().map(|w| (w, Reason::SilenceAfterCompany));
        let answer = of.returned.as_ref().map(|r| (r, Reason::SilenceAfterTouch));
        let later = word.into_iter().chain(answer).filter(|(m, _)| m.at > met.at);
        let (base, mail, silence) = match later.max_by_key(|(m, _)| m.at) {
            Some((moment, reason)) => (moment.at, &moment.mail, reason),
            None => (met.at, &met.mail, Reason::SilenceAfterInterview),
        };
        let mut due = match touched.last().filter(|t| t.at > base) {
            Some(touch) => Due {
                date: policy.after(policy.date(touch.at), next.after),
                because: touch.mail.clone(),
                counted_from: touch.at,
                reason: Reason::SilenceAfterTouch,
                deadline: None,
            },
            None => {
                let first = policy.preset.chasers.first().unwrap_or(next);
                let date = policy.after(policy.date(base), first.after);
                let because = mail.clone();
                Due { date, because, counted_from: base, reason: silence, deadline: None }
            }
        };
        due.heed_deadline(gather, base, met);
        due.heed_user(gather);
        due.date = due.date.max(apart(gather)).max(returned(gather, &due));
        due
    }

    /// What the user said moves the chaser: unless it only went on after a rest, what lay there
    /// before is taken away, and another comes in its time.
    fn heed_user(&mut self, gather: &Gather<'_>) {
        let put_off = gather.rest.filter(|rest| rest.anew).zip(rested(gather));
        let put_off = put_off.map(|(rest, date)| (date, &rest.said.mail));
        // C4: the note on another offer takes the chaser's place, and starts W2's seven days.
        let rival = gather.of.rival.as_ref().map(|rival| {
            let told = gather.policy.date(rival.said.at);
            (told.checked_add(APART_DAYS.days()).unwrap_or(Date::MAX), &rival.said.mail)
        });
        for (date, said) in put_off.into_iter().chain(rival) {
            if date >= self.date {
                (self.date, self.because) = (date, said.clone());
            }
        }
        self.date = self.date.max(rested(gather).unwrap_or(Date::MIN));
    }

    /// W1: none before the stated deadline and its grace; and when the latest word stated it, then.
    fn heed_deadline(&mut self, gather: &Gather<'_>, base: Timestamp, met: &Met) {
        let policy = gather.policy;
        let met_on = policy.date(met.at);
        let Some(deadline) = gather.of.deadline.as_ref().filter(|d| d.date >= met_on) else {
            return;
        };
        let passed = policy.business_days(deadline.date, policy.preset.grace + 1);
        // What the user was told since his last mail counts anew.
        let touched = self.counted_from > base && self.counted_from >= deadline.stated.at;
        let latest = !touched
            && (deadline.stated.at >= base || self.reason == Reason::SilenceAfterInterview);
        if latest {
            self.date = passed;
            self.because = deadline.stated.mail.clone();
            self.reason = Reason::DeadlinePassed;
            self.deadline = Some(deadline.date);
        }
        self.date = self.date.max(passed);
    }
}

/// W2: the first day that is far enough from the user's last unasked message.
fn apart(gather: &Gather<'_>) -> Date {
    let unasked = |t: &&Touch| t.sort == TouchSort::Unasked || is_chaser(gather, t);
    let last = gather.of.touches.iter().filter(unasked).map(|t| t.at).max();
    last.map_or(Date::MIN, |at| {
        gather.policy.date(at).checked_add(APART_DAYS.days()).unwrap_or(Date::MAX)
    })
}

/// Until when the user lets the chasers rest.
fn rested(gather: &Gather<'_>) -> Option<Date> {
    let rest = gather.rest?;
    Some(rest.until.unwrap_or_else(|| gather.policy.date(rest.said.at)))
}

/// W6: the business day after the recipient's return.
fn returned(gather: &Gather<'_>, due: &Due) -> Date {
    let to = gather.of.primary(due.counted_from).map(|c| &c.email);
    let back = to.and_then(|email| gather.of.away.get(email));
    back.map_or(Date::MIN, |back| gather.policy.business_days(*back, 1))
}

/// S10: a link goes out once: with a thank-you that the notes renewed, else with the next chaser.
fn to_send(gather: &Gather<'_>, interview: &Interview, this: &DraftKey) -> Option<String> {
    let noted = interview.notes.as_ref()?;
    let anchor = &interview.anchor;
    let carries = |key: &DraftKey, r: &Record| match r.step {
        Step::ThankYou => *key == gather.key(Step::ThankYou, r.to.as_deref(), anchor, Some(noted)),
        Step::CheckIn | Step::Close | Step::ValueAdd => {
            r.at >= noted.at && key != this && gather.of.mails.contains(&r.because)
        }
        _ => false,
    };
    let gone = |r: &Record| matches!(r.entry, Entry::Retired { .. });
    let carried = gather.ledger.0.iter().any(|(key, r)| !gone(r) && carries(key, r));
    noted.notes.to_send.clone().filter(|_| !carried)
}

/// Wants the chaser; returns when it would be too late for it (W9).
fn want(
    gather: &mut Gather<'_>,
    next: &Chaser,
    due: &Due,
    before: usize,
    last: bool,
) -> Option<Timestamp> {
    let policy = gather.policy;
    let opens = policy.morning(due.date)?;
    let late = policy.day_after(policy.business_days(policy.date(opens), LATE_BD_MAX));
    let appears = policy.appears(due.date, gather.now)?;
    gather.foresee(next.step, appears, due.reason);
    let to = gather.of.primary(due.counted_from.max(gather.of.opened)).map(|c| c.email.clone());
    let key = gather.key(next.step, to.as_deref(), &due.because, None);
    // W6: what lies there since before an auto-reply, or under another preset, may stay.
    let lies = gather.ledger.0.get(&key).is_some_and(|r| r.entry.is_pending());
    if gather.now < opens && !lies {
        return Some(late);
    }
    let parent = gather.parent(to.as_deref())?;
    let addressee = to.as_deref().map(|email| gather.addressee(email, None));
    let mut brief = gather.brief(next.step, addressee.clone());
    brief.deadline = due.deadline;
    brief.ordinal = u8::try_from(before + 1).unwrap_or(u8::MAX);
    brief.last = last;
    if let Some(interview) = gather.of.interviews.iter().rfind(|i| i.stands()) {
        brief.interview = Some(super::thanks::interview_brief(gather, interview));
        brief.panel.clone_from(&interview.panel);
        brief.notes.to_send = to_send(gather, interview, &key);
    }
    let rule = if addressee.is_some() { Rule::W1 } else { Rule::T5 };
    gather.wanted.push(Wanted {
        key,
        opportunity: gather.of.id,
        account: parent.account.clone(),
        step: next.step,
        to: addressee,
        due: opens,
        timely: appears <= gather.now && gather.now < late,
        parent: parent.clone(),
        because: due.because.clone(),
        rule,
        reason: due.reason,
        brief,
    });
    Some(late)
}
