//! Facts → opportunities: applies one mail to what is known, in order of time.
//!
//! Holds no schedule and no clock. What it says of a mail depends on the mails before it alone.

use jiff::{SignedDuration, Timestamp};

use super::{
    Answerable, Contact, Deadline, Event, Happening, Mail, Moment, Noted, Opportunity,
    OpportunityId, Parent, Reason, Rule, Stage, Touch, TouchSort,
    correlate::{Belongs, Opportunities, correlate, employer_domain},
    interviews, names,
};
use crate::{
    draft::Step,
    reading::{Answerability, Kind, sender},
};

/// A mail by the user within this time after the company's is its answer, not an unasked one.
const ANSWER_WITHIN: SignedDuration = SignedDuration::from_hours(5 * 24);

/// A mail by the user within this time after an interview is the thank-you (N4).
pub const THANKS_WITHIN: SignedDuration = SignedDuration::from_hours(24);

/// Whether a mail is worth keeping as a fact: it belongs to an opportunity or opens one.
pub fn matters(all: &Opportunities, mail: &Mail) -> bool {
    correlate(all, mail) != Belongs::Nowhere
}

/// Applies one mail; says what happened by it.
pub fn apply(all: &mut Opportunities, mail: &Mail) -> Vec<Happening> {
    match correlate(all, mail) {
        Belongs::Nowhere => Vec::new(),
        Belongs::New => {
            let id = OpportunityId(all.len() as u32 + 1);
            let mut opened = open(id, mail);
            let mut told = vec![tell(&opened, mail, Event::Opened, None, Reason::FirstMail)];
            told.extend(hear(&mut opened, mail));
            all.insert(id, opened);
            told
        }
        Belongs::To(id) => match all.get_mut(&id) {
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

fn tell(
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
        ours: None,
        to_confirm: false,
        returned: None,
        deadline: None,
        last_word: None,
        touches: Vec::new(),
        answerable: None,
        farewell: false,
        doubt: None,
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
    opportunity.doubt = None;
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

/// What every mail of the company adds: its thread, its people, its names.
fn remember(opportunity: &mut Opportunity, mail: &Mail) {
    let reading = &mail.reading;
    opportunity.thread.extend(mail.ids().cloned());
    opportunity.mails.push(mail.id.clone());
    if opportunity.company.is_none() {
        opportunity.company.clone_from(&reading.company);
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
    people(opportunity, mail);
}

fn people(opportunity: &mut Opportunity, mail: &Mail) {
    let reading = &mail.reading;
    if reading.kind == Kind::AutoReply {
        return;
    }
    for person in &reading.interviewers {
        if let Some(email) = person.email.as_ref().filter(|e| hears(e)) {
            let contact = meet(opportunity, email, Some(&person.name), mail.at);
            contact.title = contact.title.take().or(person.title.clone());
        }
    }
    if let Some(writer) = &reading.writer
        && let Some(email) = writer.email.as_ref().filter(|e| hears(e))
    {
        let runs = !matches!(reading.kind, Kind::HumanReply);
        let human = is_human(&writer.name, email, reading.company.as_deref());
        let name = human.then_some(writer.name.as_str());
        let contact = meet(opportunity, email, name, mail.at);
        if mail.real() || reading.kind == Kind::Outreach {
            contact.wrote = Some(mail.at);
        }
        contact.runs_process |= runs;
        contact.title = writer.title.clone().or(contact.title.take());
        if human {
            contact.signs_as = reading.signs_as.clone().or(contact.signs_as.take());
        }
    }
    let house = mail.from.as_ref().and_then(|f| employer_domain(&f.email));
    for copied in &mail.to {
        if house.is_some() && employer_domain(&copied.email) == house {
            meet(opportunity, &copied.email, copied.name.as_deref(), mail.at);
        }
    }
}

/// S8: a mailbox of a team or of the company itself is greeted without a name.
fn is_human(name: &str, email: &str, company: Option<&str>) -> bool {
    let company = company.is_some_and(|c| {
        names::same_company(name, c) || names::words(name).starts_with(&names::words(c))
    });
    !company && !sender::is_team(name) && !sender::is_group(email)
}

/// T5: nobody is known by an address that cannot read.
fn hears(email: &str) -> bool {
    sender::hears(email) == Answerability::Hears
}

/// The contact with an address, made if new.
fn meet<'a>(
    opportunity: &'a mut Opportunity,
    email: &str,
    name: Option<&str>,
    at: Timestamp,
) -> &'a mut Contact {
    let known = opportunity.contacts.iter().position(|c| c.email == email);
    let index = known.unwrap_or_else(|| {
        opportunity.contacts.push(Contact {
            name: None,
            email: email.to_owned(),
            title: None,
            signs_as: None,
            since: at,
            wrote: None,
            runs_process: false,
        });
        opportunity.contacts.len() - 1
    });
    #[expect(clippy::indexing_slicing, reason = "the position of an element, or of the one pushed")]
    let contact = &mut opportunity.contacts[index];
    if contact.name.is_none() {
        contact.name = name.map(str::to_owned);
    }
    contact
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
    let writer = reading.writer.as_ref().and_then(|w| w.email.clone()).filter(|e| hears(e));
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
    Some(Answerable { step, at, mail: id, writer, parent: Parent::of(mail), deadline, expires })
}

/// A mail by the user (N4).
fn touch(opportunity: &mut Opportunity, mail: &Mail) -> Vec<Happening> {
    if forwards(opportunity, mail) {
        opportunity.outsiders.extend(mail.to.iter().map(|a| a.email.clone()));
        return Vec::new();
    }
    let sort = sort(opportunity, mail);
    opportunity.thread.extend(mail.ids().cloned());
    opportunity.mails.push(mail.id.clone());
    let parents = mail.in_reply_to.iter().chain(mail.references.last()).cloned().collect();
    let (at, id, to) = (mail.at, mail.id.clone(), mail.to.clone());
    opportunity.touches.push(Touch { at, mail: id, to, parents, sort });
    if opportunity.ours.as_ref().is_some_and(|ours| ours.at <= mail.at) {
        opportunity.ours = None;
        opportunity.returned = Some(Moment { at: mail.at, mail: mail.id.clone() });
    }
    if opportunity.answerable.as_ref().is_some_and(|due| due.at <= mail.at) {
        opportunity.answerable = None;
    }
    vec![tell(opportunity, mail, Event::Touch, Some(Rule::N4), Reason::UserWrote)]
}

/// N4: a mail that goes to private mailboxes alone, of people who never had a part in it, shows the
/// thread to a friend.
fn forwards(opportunity: &Opportunity, mail: &Mail) -> bool {
    mail.to.iter().all(|to| sender::is_free(&to.email) && opportunity.contact(&to.email).is_none())
}

fn sort(opportunity: &Opportunity, mail: &Mail) -> TouchSort {
    let thanks = |end: Timestamp, start: Timestamp| {
        start < mail.at && end.saturating_add(THANKS_WITHIN).is_ok_and(|until| mail.at <= until)
    };
    let standing = || opportunity.interviews.iter().filter(|i| i.stands());
    if standing().any(|i| thanks(i.ends(), i.start.timestamp())) {
        return TouchSort::ThankYou;
    }
    // What they wait for is an answer, however long it took (W7).
    if opportunity.ours.is_some() && !opportunity.to_confirm {
        return TouchSort::Answer;
    }
    let before = opportunity.touches.last().map(|t| t.at);
    let answers = opportunity.last_word.as_ref().is_some_and(|word| {
        before.is_none_or(|b| b < word.at) && mail.at.duration_since(word.at) <= ANSWER_WITHIN
    });
    let zone = |at: Timestamp| at.to_zoned(jiff::tz::TimeZone::UTC).date();
    let overdue = opportunity.deadline.as_ref().is_some_and(|d| d.date < zone(mail.at));
    if answers && !overdue {
        TouchSort::Answer
    } else if opportunity.met_before(mail.at) {
        TouchSort::Chaser
    } else {
        TouchSort::Unasked
    }
}

impl Opportunity {
    /// The address known for a person at a moment, by name.
    pub fn address_of(&self, name: &str, by: Timestamp) -> Option<&Contact> {
        let known = self.contacts.iter().filter(|c| c.since <= by);
        known.into_iter().find(|c| c.name.as_deref().is_some_and(|n| names::same_person(n, name)))
    }
}
