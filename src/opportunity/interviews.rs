//! Interviews as they are announced, moved, dropped and repeated (W10): one loop is one interview,
//! a reminder is no second one, later words beat an older calendar part.

use jiff::{SignedDuration, Timestamp};

use super::{Event, Happening, Interview, Mail, Opportunity, Parent, Reason, Rule, names};
use crate::reading::{Appointment, Kind, Person};

/// Sessions of one day with at most this pause between them are one loop.
const LOOP_PAUSE_MAX: SignedDuration = SignedDuration::from_mins(90);

/// A reminder this near to a known interview repeats it.
const REMINDER_SLACK: SignedDuration = SignedDuration::from_hours(12);

/// A reschedule this soon after an interview's end is about that interview.
const MISSED_WITHIN: SignedDuration = SignedDuration::from_hours(24);

/// Applies what a certain mail of the company says about interviews.
pub fn hear(opportunity: &mut Opportunity, mail: &Mail) -> Vec<Happening> {
    match (mail.reading.kind, &mail.reading.interview) {
        // Moved to a time that is not fixed yet: the old one no longer holds.
        (Kind::Cancellation, _) | (Kind::Reschedule, None) => drop_one(opportunity, mail),
        (Kind::Invite | Kind::NextRound | Kind::Reschedule, Some(told)) => {
            announce(opportunity, mail, told)
        }
        _ => Vec::new(),
    }
}

fn announce(opportunity: &mut Opportunity, mail: &Mail, told: &Appointment) -> Vec<Happening> {
    match find(opportunity, mail, told) {
        Found::Stale => Vec::new(),
        Found::Same(index) => {
            if let Some(known) = opportunity.interviews.get_mut(index) {
                merge(known, mail, told);
            }
            Vec::new()
        }
        Found::Moved(index) => move_one(opportunity, mail, told, index),
        Found::New => add(opportunity, mail, told, Vec::new()),
        Found::Again(panel) => add(opportunity, mail, told, panel),
    }
}

enum Found {
    /// A dropped interview gets a new date: a new one with this panel.
    Again(Vec<Person>),
    Moved(usize),
    New,
    /// Known already: a reminder, a second copy, a session of the same loop.
    Same(usize),
    /// An older SEQUENCE than the one known (RFC 5546 §2.1.5).
    Stale,
}

fn find(opportunity: &Opportunity, mail: &Mail, told: &Appointment) -> Found {
    let at = |i: &Interview| i.start.timestamp();
    let start = told.start.timestamp();
    let all = || opportunity.interviews.iter().enumerate().rev();
    if let Some(calendar) = &mail.reading.calendar
        && let Some((index, known)) = all().find(|(_, i)| i.uids.contains(&calendar.uid))
    {
        return match () {
            () if calendar.sequence < known.sequence => Found::Stale,
            () if known.dropped => Found::Moved(index),
            () if at(known) == start || known.uids.len() > 1 => Found::Same(index),
            () => Found::Moved(index),
        };
    }
    let standing = || all().filter(|(_, i)| i.stands());
    if let Some((index, _)) = standing().find(|(_, i)| at(i) == start) {
        return Found::Same(index);
    }
    if mail.reading.reminder {
        let near = |i: &Interview| at(i).duration_since(start).abs() <= REMINDER_SLACK;
        if let Some((index, _)) = standing().find(|(_, i)| near(i)) {
            return Found::Same(index);
        }
    }
    if mail.reading.kind == Kind::Reschedule {
        let ahead = standing().filter(|(_, i)| i.ends() > mail.at).min_by_key(|(_, i)| at(i));
        // A new date right after the hour says that nobody came: that interview took no place.
        let missed = || {
            let just = |i: &Interview| mail.at.duration_since(i.ends()) <= MISSED_WITHIN;
            standing().find(|(_, i)| just(i))
        };
        if let Some((index, _)) = ahead.or_else(missed) {
            return Found::Moved(index);
        }
        return all()
            .find(|(_, i)| i.dropped)
            .map_or(Found::New, |(_, i)| Found::Again(i.panel.clone()));
    }
    match standing().find(|(_, i)| i.announced <= mail.at && same_loop(i, told)) {
        Some((index, _)) => Found::Same(index),
        None => Found::New,
    }
}

/// Another session on the same day, close by.
fn same_loop(known: &Interview, told: &Appointment) -> bool {
    let start = told.start.timestamp();
    let end = told.end.as_ref().map_or(start, jiff::Zoned::timestamp);
    let gap = if start >= known.ends() {
        start.duration_since(known.ends())
    } else {
        known.start.timestamp().duration_since(end)
    };
    known.start.date() == told.start.with_time_zone(known.start.time_zone().clone()).date()
        && gap <= LOOP_PAUSE_MAX
}

fn merge(known: &mut Interview, mail: &Mail, told: &Appointment) {
    if let Some(calendar) = &mail.reading.calendar {
        if !known.uids.contains(&calendar.uid) {
            known.uids.push(calendar.uid.clone());
        }
        known.sequence = known.sequence.max(calendar.sequence);
    }
    let ends = told.end.clone().filter(|end| end.timestamp() > known.ends() || known.end.is_none());
    known.end = ends.or(known.end.take());
    if told.start.timestamp() < known.start.timestamp() && !mail.reading.reminder {
        known.start = told.start.clone();
    }
    for person in &mail.reading.interviewers {
        match known.panel.iter_mut().find(|p| names::same_person(&p.name, &person.name)) {
            Some(same) => {
                same.email = same.email.take().or(person.email.clone());
                same.title = same.title.take().or(person.title.clone());
            }
            None => known.panel.push(person.clone()),
        }
    }
    known.topic = known.topic.take().or(mail.reading.topic.clone());
}

fn move_one(
    opportunity: &mut Opportunity,
    mail: &Mail,
    told: &Appointment,
    index: usize,
) -> Vec<Happening> {
    let id = opportunity.id;
    let Some(known) = opportunity.interviews.get_mut(index) else { return Vec::new() };
    known.anchor = mail.id.clone();
    known.start = told.start.clone();
    known.end = told.end.clone();
    known.dropped = false;
    known.parent = Parent::of(mail);
    if !mail.reading.interviewers.is_empty() {
        known.panel.clone_from(&mail.reading.interviewers);
    }
    if let Some(calendar) = &mail.reading.calendar {
        known.sequence = calendar.sequence;
        if !known.uids.contains(&calendar.uid) {
            known.uids = vec![calendar.uid.clone()];
        }
    }
    let event = Event::InterviewMoved { start: told.start.clone(), end: told.end.clone() };
    vec![line(id, mail, event, Rule::W10, Reason::Moved)]
}

fn add(
    opportunity: &mut Opportunity,
    mail: &Mail,
    told: &Appointment,
    panel: Vec<Person>,
) -> Vec<Happening> {
    let decided = opportunity.round().any(|i| i.ends() <= mail.at);
    if opportunity.rounds == 0 || decided {
        opportunity.rounds += 1;
        opportunity.round_since = Some(mail.at);
    }
    let named = !mail.reading.interviewers.is_empty();
    let calendar = mail.reading.calendar.as_ref();
    opportunity.interviews.push(Interview {
        anchor: mail.id.clone(),
        announced: mail.at,
        uids: calendar.iter().map(|c| c.uid.clone()).collect(),
        sequence: calendar.map_or(0, |c| c.sequence),
        start: told.start.clone(),
        end: told.end.clone(),
        panel: if named { mail.reading.interviewers.clone() } else { panel },
        topic: mail.reading.topic.clone(),
        round: opportunity.rounds,
        dropped: false,
        parent: Parent::of(mail),
        notes: None,
    });
    let event = Event::Interview { start: told.start.clone(), end: told.end.clone() };
    vec![line(opportunity.id, mail, event, Rule::W1, Reason::Announced)]
}

fn drop_one(opportunity: &mut Opportunity, mail: &Mail) -> Vec<Happening> {
    let uid = mail.reading.calendar.as_ref().map(|c| &c.uid);
    let start = mail.reading.interview.as_ref().map(|t| t.start.timestamp());
    let id = opportunity.id;
    let over = |i: &Interview, at: Timestamp| i.ends() <= at;
    let all = &mut opportunity.interviews;
    let by_uid = all.iter().position(|i| i.stands() && uid.is_some_and(|u| i.uids.contains(u)));
    let by_start = || all.iter().position(|i| i.stands() && start == Some(i.start.timestamp()));
    let next = || all.iter().position(|i| i.stands() && !over(i, mail.at));
    let Some(index) = by_uid.or_else(by_start).or_else(next) else { return Vec::new() };
    let Some(dropped) = all.get_mut(index) else { return Vec::new() };
    dropped.dropped = true;
    let event = Event::InterviewDropped { start: dropped.start.clone(), end: dropped.end.clone() };
    vec![line(id, mail, event, Rule::W10, Reason::Cancelled)]
}

fn line(
    opportunity: super::OpportunityId,
    mail: &Mail,
    event: Event,
    rule: Rule,
    reason: Reason,
) -> Happening {
    let because = Some(mail.id.clone());
    Happening { at: mail.at, opportunity, event, because, rule: Some(rule), reason }
}
