//! Facts → opportunities: applies one mail to what is known, in order of time.
//!
//! Holds no schedule and no clock. What it says of a mail depends on the mails before it alone.

use super::{
    Answerable, Deadline, Event, Happening, Mail, Moment, Noted, Opportunity, OpportunityId,
    Parent, Reason, Rule, Stage,
    correlate::{Belongs, Opportunities, correlate},
    interviews, names, people,
    touches::touch,
};
use crate::{
    draft::Step,
    reading::{
        Answerability, Kind,
        sender::{self, Class},
    },
};

/// Whether a mail is worth keeping as a fact: it belongs to an opportunity or opens one.
pub fn matters(all: &Opportunities, mail: &Mail) -> bool {
    correlate(all, mail) != Belongs::Nowhere
}

/// Applies one mail; says what happened by it.
pub fn apply(all: &mut Opportunities, mail: &Mail) -> Vec<Happening> {
    let home = correlate(all, mail);
    apply_at(all, mail, &home)
}

/// Applies one mail whose place is known.
pub fn apply_at(all: &mut Opportunities, mail: &Mail, home: &Belongs) -> Vec<Happening> {
    match home {
        Belongs::Nowhere => Vec::new(),
        Belongs::New => {
            let id = OpportunityId(all.len() as u32 + 1);
            let mut opened = open(id, mail);
            let mut told = vec![tell(&opened, mail, Event::Opened, None, Reason::FirstMail)];
            told.extend(hear(&mut opened, mail));
            all.insert(id, opened);
            told
        }
        Belongs::To(id) => match all.get_mut(id) {
            Some(found) if mail.own() => touch(found, mail),
            Some(found) if found.outside(mail) => Vec::new(),
            Some(found) => hear(found, mail),
            None => Vec::new(),
        },
        Belongs::AnyOf(ids) => ids
            .iter()
            .flat_map(|id| match all.get_mut(id) {
                Some(found) if mail.own() => touch(found, mail),
                Some(found) if mail.real() => doubt(found, mail),
                _ => Vec::new(),
            })
            .collect(),
    }
}

/// A mail that the user judged to mean nothing: it stays in its thread.
pub fn count_for_nothing(all: &mut Opportunities, mail: &Mail, home: &Belongs) -> Vec<Happening> {
    if let Belongs::To(id) = home
        && let Some(found) = all.get_mut(id)
    {
        found.thread.extend(mail.ids().cloned());
        found.mails.push(mail.id.clone());
    }
    Vec::new()
}

/// Applies what the user noted about an interview: his word on their date counts as theirs.
pub fn note(all: &mut Opportunities, noted: &Noted) -> Vec<Happening> {
    for opportunity in all.values_mut() {
        let found = opportunity.interviews.iter_mut().find(|i| i.anchor == noted.anchor);
        let Some(interview) = found else { continue };
        interview.notes = Some(noted.clone());
        let later = opportunity.last_word.as_ref().is_some_and(|word| word.at > noted.at);
        let Some(date) = noted.deadline.filter(|_| !later) else { return Vec::new() };
        let (at, because) = (noted.at, noted.anchor.clone());
        let known = opportunity.deadline.as_ref().is_some_and(|d| d.date == date);
        if known {
            return Vec::new();
        }
        opportunity.deadline =
            Some(Deadline { date, stated: Moment { at, mail: because.clone() } });
        let event = Event::Deadline { date };
        let (rule, reason) = (Some(Rule::Notes), Reason::Noted);
        let because = Some(because);
        return vec![Happening { at, opportunity: opportunity.id, event, because, rule, reason }];
    }
    Vec::new()
}

pub(super) fn tell(
    of: &Opportunity,
    mail: &Mail,
    event: Event,
    rule: Option<Rule>,
    reason: Reason,
) -> Happening {
    let because = Some(mail.id.clone());
    Happening { at: mail.at, opportunity: of.id, event, because, rule, reason }
}

fn open(id: OpportunityId, mail: &Mail) -> Opportunity {
    Opportunity {
        id,
        company: mail.reading.company.clone(),
        role: mail.reading.role.clone(),
        opened: mail.at,
        thread: Default::default(),
        mails: Vec::new(),
        contacts: Vec::new(),
        interviews: Vec::new(),
        round_since: None,
        rounds: 0,
        stage: Stage::Open,
        lead: mail.reading.kind == Kind::Outreach,
        ours: None,
        to_confirm: false,
        returned: None,
        deadline: None,
        last_word: None,
        touches: Vec::new(),
        answerable: None,
        farewell: false,
        doubt: None,
        paused: None,
        rest: None,
        rival: None,
        elsewhere: true,
        away: Default::default(),
        outsiders: Default::default(),
        letters: Vec::new(),
        language: mail.reading.language,
        register: mail.reading.register,
    }
}

/// W11: a mail that may belong to several says nothing, but withdraws and holds the chasers of all.
fn doubt(opportunity: &mut Opportunity, mail: &Mail) -> Vec<Happening> {
    let moment = Moment { at: mail.at, mail: mail.id.clone() };
    opportunity.doubt = Some(moment.clone());
    opportunity.last_word = Some(moment);
    vec![tell(opportunity, mail, Event::Review, Some(Rule::W11), Reason::InDoubt)]
}

/// A mail of the company.
fn hear(opportunity: &mut Opportunity, mail: &Mail) -> Vec<Happening> {
    let opaque = opaque(opportunity, mail);
    remember(opportunity, mail);
    if mail.reading.kind == Kind::AutoReply {
        if let (Some(from), Some(back)) = (&mail.from, mail.reading.returns) {
            opportunity.away.insert(from.email.clone(), back);
        }
        return Vec::new();
    }
    if opaque {
        return doubt(opportunity, mail);
    }
    if !mail.real() {
        return Vec::new();
    }
    if !mail.reading.certain {
        opportunity.answerable = None;
        return doubt(opportunity, mail);
    }
    (opportunity.doubt, opportunity.rest, opportunity.rival) = (None, None, None);
    let before = opportunity.stage;
    let mut told = reopen(opportunity, mail);
    opportunity.last_word = Some(Moment { at: mail.at, mail: mail.id.clone() });
    told.push(tell(opportunity, mail, Event::Reply, Some(Rule::W5), Reason::CompanyWrote));
    let heard = interviews::hear(opportunity, mail);
    let new = heard.iter().any(|h| matches!(h.event, Event::Interview { .. }));
    told.extend(heard);
    told.extend(settle(opportunity, mail));
    told.extend(ball(opportunity, mail));
    told.extend(deadline(opportunity, mail, new));
    answer(opportunity, mail, before);
    told
}

/// What is due to this mail. One refusal and one offer deserve one reply, however many letters say
/// it (C1, C3): a second letter keeps what the first one asked for.
fn answer(opportunity: &mut Opportunity, mail: &Mail, before: Stage) {
    let again = opportunity.farewell
        && opportunity.stage == before
        && matches!(
            (before, mail.reading.kind),
            (Stage::Closed, Kind::Cancellation | Kind::Rejection) | (Stage::Offered, Kind::Offer)
        );
    if again {
        // C5: they were faster.
        opportunity.answerable.take_if(|due| due.step == Step::Withdrawal);
        return;
    }
    opportunity.answerable = answerable(opportunity, mail);
    let step = opportunity.answerable.as_ref().map(|due| due.step);
    let last = matches!(step, Some(Step::OfferReply | Step::RejectionReply));
    let goes_on = !matches!(opportunity.stage, Stage::Closed | Stage::Offered);
    opportunity.farewell = last || (opportunity.farewell && !goes_on);
}

/// A mail from a known person in the thread that says nothing we understand: perhaps a reply (W11).
fn opaque(opportunity: &Opportunity, mail: &Mail) -> bool {
    mail.reading.kind == Kind::Other
        && mail.from.as_ref().is_some_and(|from| opportunity.contact(&from.email).is_some())
}

/// T7: told of by a job board whose mail cannot be answered.
fn from_a_board(mail: &Mail) -> bool {
    let board = |email: &str| sender::known(email).is_some_and(|s| s.class == Class::Board);
    mail.reading.answerability == Answerability::Deaf
        && mail.from.as_ref().is_some_and(|from| board(&from.email))
}

/// What every mail of the company adds: its thread, its people, its names.
fn remember(opportunity: &mut Opportunity, mail: &Mail) {
    let reading = &mail.reading;
    opportunity.thread.extend(mail.ids().cloned());
    opportunity.mails.push(mail.id.clone());
    opportunity.lead &= !mail.real();
    opportunity.elsewhere &= from_a_board(mail);
    if let Some(company) = &reading.company
        && opportunity.company.as_deref().is_none_or(|known| names::is_glued(known, company))
    {
        opportunity.company = Some(company.clone());
    }
    if opportunity.role.is_none() {
        opportunity.role.clone_from(&reading.role);
    }
    if !matches!(reading.kind, Kind::AutoReply) {
        let writer = reading.writer.as_ref().and_then(|w| w.email.clone());
        let heard = reading.answerability == Answerability::Hears;
        opportunity.letters.push(super::Letter { parent: Parent::of(mail), writer, hears: heard });
        if !reading.platform || opportunity.letters.len() == 1 {
            opportunity.language = reading.language;
            opportunity.register = reading.register;
        }
    }
    people::meet_all(opportunity, mail);
}

/// A closed or held opportunity goes on when the company moves it on (C6).
fn reopen(opportunity: &mut Opportunity, mail: &Mail) -> Vec<Happening> {
    let moves = matches!(
        mail.reading.kind,
        Kind::AvailabilityRequest | Kind::Invite | Kind::NextRound | Kind::Offer | Kind::Reschedule
    );
    let stirs = moves || matches!(mail.reading.kind, Kind::InfoRequest | Kind::Update);
    match opportunity.stage {
        Stage::Closed if moves => {
            opportunity.stage = Stage::Open;
            vec![tell(opportunity, mail, Event::Reopened, Some(Rule::C6), Reason::CompanyWrote)]
        }
        Stage::Held if stirs => {
            opportunity.stage = Stage::Open;
            Vec::new()
        }
        Stage::Closed | Stage::Held | Stage::Offered | Stage::Open => Vec::new(),
    }
}

/// Rejection, offer, cancellation: where the opportunity stands after this mail.
fn settle(opportunity: &mut Opportunity, mail: &Mail) -> Vec<Happening> {
    let (stage, event, rule, reason) = match mail.reading.kind {
        Kind::Rejection => (Stage::Closed, Event::Closed, Some(Rule::C1), Reason::Refused),
        Kind::Cancellation if mail.reading.role_gone => {
            (Stage::Closed, Event::Closed, Some(Rule::C1), Reason::RoleGone)
        }
        // One session less: another that is still to come keeps the process going.
        Kind::Cancellation if opportunity.round().any(|i| i.ends() > mail.at) => {
            return Vec::new();
        }
        Kind::Cancellation => (Stage::Held, Event::Held, Some(Rule::W10), Reason::OnHold),
        Kind::Offer => (Stage::Offered, Event::Offered, Some(Rule::C3), Reason::OfferMade),
        _ => return Vec::new(),
    };
    if opportunity.stage == stage {
        return Vec::new();
    }
    opportunity.stage = stage;
    vec![tell(opportunity, mail, event, rule, reason)]
}

/// W7: whose turn it is.
fn ball(opportunity: &mut Opportunity, mail: &Mail) -> Vec<Happening> {
    let asks = mail.reading.asks
        || matches!(mail.reading.kind, Kind::AvailabilityRequest | Kind::InfoRequest);
    let over = matches!(mail.reading.kind, Kind::Cancellation | Kind::Offer | Kind::Rejection);
    // A friendly word, also of somebody else, does not answer for the user.
    let small_talk = mail.reading.kind == Kind::HumanReply && mail.reading.deadline.is_none();
    if !asks && small_talk {
        return Vec::new();
    }
    if !asks || over {
        opportunity.ours = None;
        return Vec::new();
    }
    opportunity.ours = Some(Moment { at: mail.at, mail: mail.id.clone() });
    opportunity.to_confirm = announces(mail);
    vec![tell(opportunity, mail, Event::Ours, Some(Rule::W7), Reason::AsksTheCandidate)]
}

/// Names an interview's time.
fn announces(mail: &Mail) -> bool {
    mail.reading.interview.is_some()
        && matches!(mail.reading.kind, Kind::Invite | Kind::NextRound | Kind::Reschedule)
}

/// The stated deadline; a new stage without a date settles an old one. A calendar's copy of an
/// interview that is known, or its move, is no new stage.
fn deadline(opportunity: &mut Opportunity, mail: &Mail, new: bool) -> Vec<Happening> {
    let over = matches!(mail.reading.kind, Kind::Cancellation | Kind::Offer | Kind::Rejection);
    let keeps = matches!(
        mail.reading.kind,
        Kind::HumanReply | Kind::InfoRequest | Kind::Reschedule | Kind::Update
    ) || (announces(mail) && !new);
    match mail.reading.deadline.filter(|_| !over) {
        Some(date) => {
            let stated = Moment { at: mail.at, mail: mail.id.clone() };
            opportunity.deadline = Some(Deadline { date, stated });
            vec![tell(
                opportunity,
                mail,
                Event::Deadline { date },
                Some(Rule::C2),
                Reason::DateStated,
            )]
        }
        None if keeps => Vec::new(),
        None => {
            opportunity.deadline = None;
            Vec::new()
        }
    }
}

/// Whether this mail deserves an answer of its own (section 4), and which.
fn answerable(opportunity: &Opportunity, mail: &Mail) -> Option<Answerable> {
    let reading = &mail.reading;
    let writer = reading.writer.as_ref().and_then(|w| w.email.clone()).filter(|e| people::hears(e));
    let refusal = reading.kind == Kind::Rejection
        || (reading.kind == Kind::Cancellation && reading.role_gone);
    let by_a_person = writer.is_some() && !reading.platform;
    let step = match reading.kind {
        _ if refusal && (opportunity.met_before(mail.at) || by_a_person) => Step::RejectionReply,
        Kind::Offer => Step::OfferReply,
        Kind::HumanReply | Kind::NextRound | Kind::Update
            if reading.deadline.is_some()
                && !reading.asks
                && opportunity.stage != Stage::Closed =>
        {
            Step::Acknowledgement
        }
        _ => return None,
    };
    let (deadline, expires) = (reading.deadline, reading.action_by);
    let (at, id) = (mail.at, mail.id.clone());
    let parent = Parent::of(mail);
    let (accepts, asked) = (false, false);
    Some(Answerable { step, at, mail: id, writer, parent, deadline, expires, accepts, asked })
}
