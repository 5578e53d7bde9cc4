//! Answers: the acknowledgement of a date, the reply to a rejection, the reply to an offer (C1–C3).

use super::{
    Wanted,
    plan::{Gather, Window},
};
use crate::{
    draft::Step,
    opportunity::{Reason, Rule},
};

/// W9: no answer is made later than this.
const LATE_BD_MAX: u8 = 3;

/// W12: an unsent answer is withdrawn after so many business days.
const STALE_BD: u8 = 5;

/// C3: the time to ask for, in business days.
const OFFER_TIME_BD: (u8, u8) = (3, 5);

/// Wants the answer that the company's latest mail deserves.
pub(super) fn gather(gather: &mut Gather<'_>) {
    let Some(due) = &gather.of.answerable else { return };
    let policy = gather.policy;
    let day = policy.date(due.at);
    let make_until = policy.day_after(policy.business_days(day, LATE_BD_MAX));
    let keep_until = policy.day_after(policy.business_days(day, STALE_BD));
    let window = Window { due: due.at, make_until, keep_until };
    if !gather.open(due.step, window) || gather.speechless() {
        return;
    }
    // T5: to whoever wrote, else to a known human, else not at all.
    let primary = || gather.of.primary(due.at).map(|c| c.email.clone());
    let Some(email) = due.writer.clone().or_else(primary) else { return };
    let wrote = due.writer.as_deref() == Some(&email);
    let parent =
        if wrote { &due.parent } else { gather.parent(Some(&email)).unwrap_or(&due.parent) };
    let to = gather.addressee(&email, None);
    let mut brief = gather.brief(due.step, Some(to.clone()));
    brief.deadline = due.deadline;
    brief.told_elsewhere = !wrote;
    let met = gather.of.interviews.iter().rfind(|i| i.stands() && i.ends() <= due.at);
    if let Some(interview) = met {
        brief.interview = Some(super::thanks::interview_brief(gather, interview));
        brief.panel.clone_from(&interview.panel);
        brief.took_part = interview.panel.iter().any(|p| {
            p.email.as_deref() == Some(&email)
                || to
                    .address
                    .name
                    .as_deref()
                    .is_some_and(|n| crate::opportunity::names::same_person(n, &p.name))
        });
    }
    let (rule, reason) = match due.step {
        Step::OfferReply => {
            let (from, until) = OFFER_TIME_BD;
            let end = policy.business_days(day, until);
            let end = due.expires.map_or(end, |expires| end.min(expires.max(day)));
            brief.answer_window = Some((policy.business_days(day, from).min(end), end));
            (Rule::C3, Reason::OfferMade)
        }
        Step::RejectionReply => (Rule::C1, Reason::Refused),
        _ => (Rule::C2, Reason::DateStated),
    };
    let key = gather.key(due.step, Some(&email), &due.mail, None);
    gather.wanted.push(Wanted {
        key,
        opportunity: gather.of.id,
        account: parent.account.clone(),
        step: due.step,
        to: Some(to),
        due: due.at,
        timely: (due.at..make_until).contains(&gather.now),
        parent: parent.clone(),
        because: due.mail.clone(),
        rule,
        reason,
        brief,
    });
}
