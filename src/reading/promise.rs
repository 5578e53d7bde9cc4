//! Which of the days that a mail names is the company's promise to answer, by the kind of mail.
//!
//! Finds no days itself; must not know words.

use jiff::civil::Date;

use super::{Appointment, Kind, deadline::Dues};

/// The day by which the company said it would answer.
///
/// An invite, an offer or a question may say when the decision or the contract comes; what else it
/// dates is the interview or the candidate's own answer. A limit that no word gives to anybody is
/// believed where the mail is about the company's answer.
pub fn day(kind: Kind, dues: &Dues, interview: Option<&Appointment>) -> Option<Date> {
    let theirs = dues.theirs.as_ref();
    let due = match kind {
        Kind::Update | Kind::HumanReply | Kind::Acknowledgement | Kind::NextRound => {
            theirs.or(dues.open.as_ref())
        }
        // Whoever calls an interview off may say by when to expect more.
        Kind::Cancellation => theirs.filter(|due| {
            due.limit && interview.is_none_or(|dropped| dropped.start.date() != due.date)
        }),
        Kind::Invite => theirs.filter(|due| {
            let met = interview.is_some_and(|meeting| meeting.start.date() < due.date);
            due.limit && met
        }),
        // "Within two days" is counted from the day on which the reader did what is asked.
        Kind::InfoRequest => theirs.filter(|due| due.limit && !due.counted),
        Kind::Offer => theirs.filter(|due| due.limit),
        _ => None,
    };
    due.map(|due| due.date)
}
