//! What the user says with a command: what happened where no mail tells, and what he wants.
//!
//! A word is a fact like a mail: applied in order of time, and never a schedule.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{
    Answerable, Deadline, Event, Happening, Mail, Moment, Opportunity, Reason, Rule, Stage,
    correlate::{Belongs, Opportunities, correlate},
    fold,
};
use crate::{
    draft::Step,
    message::MailId,
    reading::{Kind, Reading},
};

/// One word of the user.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Said {
    pub at: Timestamp,
    /// A mail of the opportunity that is meant: numbers of opportunities change with what is read.
    /// `None`: all of them.
    pub anchor: Option<MailId>,
    pub what: Word,
}

/// What was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Word {
    /// The offer is accepted (C3).
    Accept,
    /// What a mail in doubt was (W11): a yes takes it as it was read, a no counts it for nothing.
    Answer {
        mail: MailId,
        yes: bool,
    },
    Close,
    /// The company will answer by this day.
    Deadline {
        date: Date,
    },
    /// The user answered elsewhere (W7).
    Done,
    /// The company made an offer (C3), and wants to hear by this day.
    Offer {
        deadline: Option<Date>,
    },
    /// Nothing new appears until further notice.
    Pause,
    Reopen,
    /// The company answered where no mail shows it (W5).
    Replied,
    Resume,
    /// Another company made an offer, and wants to hear by this day (C4); whether this one is the
    /// first choice.
    Rival {
        deadline: Date,
        preferred: bool,
    },
    /// No chaser before this day.
    Snooze {
        until: Date,
    },
    /// The user withdraws (C5).
    Withdraw,
}

/// The chasers rest: the user put them off, or let them go on after a rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rest {
    pub said: Moment,
    /// Until this day; `None`: until the day on which it was said.
    pub until: Option<Date>,
    /// What lay in Drafts goes, and what comes then is another draft.
    pub anew: bool,
    /// When the pause began that ended with it: what had closed before stays closed (C6).
    pub paused: Option<Timestamp>,
}

/// An offer of another company, of which this one should know (C4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rival {
    pub said: Moment,
    pub deadline: Date,
    pub preferred: bool,
    /// The user has not written to them since.
    pub untold: bool,
}

impl Said {
    /// Names this word as a mail's id names a mail: drafts can be counted from it.
    pub fn id(&self) -> MailId {
        let whom = self.anchor.as_ref().map_or("all", |anchor| &anchor.0);
        let what = serde_json::to_string(&self.what).expect("a word is plain data");
        MailId(format!("said {} {whom} {what}", self.at))
    }

    /// The rule behind it.
    pub fn rule(&self) -> Option<Rule> {
        match self.what {
            Word::Accept | Word::Offer { .. } => Some(Rule::C3),
            Word::Answer { .. } => Some(Rule::W11),
            Word::Deadline { .. } => Some(Rule::W1),
            Word::Done => Some(Rule::W7),
            Word::Replied => Some(Rule::W5),
            Word::Rival { .. } => Some(Rule::C4),
            Word::Withdraw => Some(Rule::C5),
            Word::Close | Word::Pause | Word::Reopen | Word::Resume | Word::Snooze { .. } => None,
        }
    }
}

/// Applies one word; says what happened by it.
pub fn apply(all: &mut Opportunities, said: &Said) -> Vec<Happening> {
    let meant = |of: &&mut Opportunity| match &said.anchor {
        Some(anchor) => of.mails.contains(anchor),
        None => matches!(said.what, Word::Pause | Word::Resume),
    };
    let one = if said.anchor.is_some() { 1 } else { usize::MAX };
    let told = all.values_mut().filter(meant).take(one).filter_map(|of| hear(of, said));
    told.collect()
}

/// The user's word on one opportunity.
fn hear(of: &mut Opportunity, said: &Said) -> Option<Happening> {
    let moment = Moment { at: said.at, mail: said.id() };
    if said.anchor.is_some() {
        of.mails.push(moment.mail.clone());
    }
    let rest = |until: Option<Date>, anew: bool| {
        Some(Rest { said: moment.clone(), until, anew, paused: None })
    };
    let event = match &said.what {
        Word::Accept => {
            of.stage = Stage::Offered;
            of.answerable = reply(of, Step::OfferReply, &moment);
            of.farewell = true;
            Event::Accepted
        }
        Word::Answer { yes, .. } => {
            // The doubt took the chaser away; what comes now is another.
            of.rest = if *yes { of.rest.take() } else { rest(None, true) };
            Event::Answered { yes: *yes }
        }
        Word::Close => {
            end(of);
            Event::Closed
        }
        Word::Deadline { date } => {
            of.deadline = Some(Deadline { date: *date, stated: moment });
            Event::Deadline { date: *date }
        }
        Word::Done => {
            (of.ours, of.answerable) = (None, None);
            of.returned = Some(moment);
            Event::Touch
        }
        Word::Offer { deadline } => {
            offered(of, *deadline);
            Event::Offered
        }
        Word::Pause => {
            of.paused = Some(moment);
            Event::Paused
        }
        Word::Reopen => {
            (of.stage, of.answerable, of.farewell) = (Stage::Open, None, false);
            of.rest = rest(None, false);
            of.returned = Some(moment);
            Event::Reopened
        }
        Word::Replied => {
            (of.answerable, of.doubt, of.rest, of.rival) = (None, None, None, None);
            of.last_word = Some(moment);
            Event::Reply
        }
        Word::Resume => {
            let paused = Some(of.paused.take()?.at);
            let snoozed = of.rest.take().filter(|r| r.anew && r.until.is_some());
            let went_on = rest(None, false).map(|rest| Rest { paused, ..rest });
            of.rest = snoozed.map(|rest| Rest { paused, ..rest }).or(went_on);
            Event::Resumed
        }
        Word::Rival { deadline, preferred } => {
            let (deadline, preferred) = (*deadline, *preferred);
            of.rival = Some(Rival { said: moment, deadline, preferred, untold: true });
            Event::Rival { date: deadline }
        }
        Word::Snooze { until } => {
            of.rest = rest(Some(*until), true);
            Event::Snoozed { until: *until }
        }
        Word::Withdraw => {
            end(of);
            of.answerable = reply(of, Step::Withdrawal, &moment);
            of.farewell = true;
            Event::Closed
        }
    };
    let (at, because, rule) = (said.at, Some(said.id()), said.rule());
    Some(Happening { at, opportunity: of.id, event, because, rule, reason: Reason::Said })
}

fn end(of: &mut Opportunity) {
    of.stage = Stage::Closed;
    (of.answerable, of.doubt, of.ours, of.rival) = (None, None, None, None);
}

fn offered(of: &mut Opportunity, deadline: Option<Date>) {
    if of.stage != Stage::Offered {
        of.stage = Stage::Offered;
        of.answerable = None;
    }
    (of.doubt, of.ours, of.rival) = (None, None, None);
    if let Some(due) = of.answerable.as_mut().filter(|due| due.step == Step::OfferReply) {
        due.expires = deadline.or(due.expires);
    }
}

/// What the user's own word asks for: to whoever runs the process, in the latest thread.
fn reply(of: &Opportunity, step: Step, said: &Moment) -> Option<Answerable> {
    let parent = of.parent_for(None)?.clone();
    Some(Answerable {
        step,
        at: said.at,
        mail: said.mail.clone(),
        writer: None,
        parent,
        deadline: None,
        expires: None,
        accepts: step == Step::OfferReply,
        asked: true,
    })
}

/// Applies one mail as the user judged it, where it was in doubt (W11).
pub fn judged(all: &mut Opportunities, mail: &Mail, answers: &[(MailId, bool)]) -> Vec<Happening> {
    let home = correlate(all, mail);
    let mut ids = match home {
        Belongs::AnyOf(ids) => ids,
        Belongs::New | Belongs::Nowhere | Belongs::To(_) => {
            return match answers.last() {
                Some((_, true)) => fold::apply_at(all, &plain(mail), &home),
                _ => fold::count_for_nothing(all, mail, &home),
            };
        }
    };
    let of = |anchor: &MailId| all.values().find(|o| o.mails.contains(anchor)).map(|o| o.id);
    for (anchor, yes) in answers {
        match of(anchor) {
            Some(id) if *yes => return fold::apply_at(all, &plain(mail), &Belongs::To(id)),
            no => ids.retain(|id| Some(*id) != no),
        }
    }
    fold::apply_at(all, mail, &Belongs::AnyOf(ids))
}

/// The mail as it would be without a doubt: what says nothing we understand is a reply, then.
fn plain(mail: &Mail) -> Mail {
    let kind = if mail.reading.kind == Kind::Other { Kind::HumanReply } else { mail.reading.kind };
    Mail { reading: Reading { certain: true, kind, ..mail.reading.clone() }, ..mail.clone() }
}
