//! The user's own mail: what it answers, and what it counts as (N4).

use jiff::{SignedDuration, Timestamp};

use super::{Event, Happening, Mail, Moment, Opportunity, Reason, Rule, Touch, TouchSort, fold};
use crate::reading::sender;

/// A mail by the user within this time after the company's is its answer, not an unasked one.
const ANSWER_WITHIN: SignedDuration = SignedDuration::from_hours(5 * 24);

/// A mail by the user within this time after an interview is the thank-you (N4).
const THANKS_WITHIN: SignedDuration = SignedDuration::from_hours(24);

/// Applies a mail by the user.
pub fn touch(opportunity: &mut Opportunity, mail: &Mail) -> Vec<Happening> {
    if forwards(opportunity, mail) {
        opportunity.outsiders.extend(mail.to.iter().map(|a| a.email.clone()));
        return Vec::new();
    }
    let sort = sort(opportunity, mail);
    if let Some(rival) = opportunity.rival.as_mut().filter(|_| sort == TouchSort::Unasked) {
        rival.untold = false;
    }
    opportunity.lead = false;
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
    vec![fold::tell(opportunity, mail, Event::Touch, Some(Rule::N4), Reason::UserWrote)]
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
    // C4: what the user wrote since he told of another offer is that note.
    if opportunity.rival.as_ref().is_some_and(|rival| rival.untold && rival.said.at <= mail.at) {
        return TouchSort::Unasked;
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
