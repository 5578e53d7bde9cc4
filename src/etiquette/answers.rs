//! Answers: the acknowledgement of a date, the reply to a rejection or an offer, the withdrawal,
//! and the note on another offer (C1–C5).

use super::{
    Wanted,
    plan::{Gather, Window},
};
use crate::{
    draft::{Addressee, Brief, Step},
    opportunity::{Interview, Reason, Rule, Stage, names},
};

/// W9: no answer is made later than this.
const LATE_BD_MAX: u8 = 3;

/// W12: an unsent answer is withdrawn after so many business days.
const STALE_BD: u8 = 5;

/// C3: the time to ask for, in business days.
const OFFER_TIME_BD: (u8, u8) = (3, 5);

/// For `review`: a draft was asked for, and nobody is known to write to.
const NOBODY: &str = "nobody is known at the company to whom this can be written";

/// Wants the answer that the company's latest mail deserves.
pub(super) fn gather(gather: &mut Gather<'_>) {
    let Some(due) = &gather.of.answerable else { return };
    let policy = gather.policy;
    let day = policy.date(due.at);
    let make_until = policy.day_after(policy.business_days(day, LATE_BD_MAX));
    let keep_until = policy.day_after(policy.business_days(day, STALE_BD));
    // What the user asks for is never in the future, however fast a sender's clock is.
    let opens = if due.asked { due.at.min(gather.now) } else { due.at };
    let window = Window { due: opens, make_until, keep_until, reason: Reason::CompanyWrote };
    if !gather.open(due.step, window) || gather.speechless() {
        return;
    }
    // T5: to whoever wrote, else to a known human, else not at all.
    let primary = || gather.of.primary(due.at).map(|c| c.email.clone());
    let Some(email) = due.writer.clone().or_else(primary) else {
        if due.asked {
            gather.standing.unwritable = Some(NOBODY);
        }
        return;
    };
    let wrote = due.writer.as_deref() == Some(&email);
    let parent =
        if wrote { &due.parent } else { gather.parent(Some(&email)).unwrap_or(&due.parent) };
    let to = gather.addressee(&email, None);
    let mut brief = gather.brief(due.step, Some(to.clone()));
    brief.deadline = due.deadline;
    brief.told_elsewhere = !wrote && !due.asked;
    brief.accepts = due.accepts;
    let met = gather.of.interviews.iter().rfind(|i| i.stands() && i.ends() <= due.at);
    if let Some(interview) = met {
        remember(&mut brief, gather, interview, &to);
    }
    let (rule, reason) = match due.step {
        Step::OfferReply if due.accepts => (Rule::C3, Reason::Said),
        Step::Withdrawal => (Rule::C5, Reason::Said),
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
        due: opens,
        timely: (opens..make_until).contains(&gather.now),
        parent: parent.clone(),
        because: due.mail.clone(),
        rule,
        reason,
        brief,
    });
}

/// What the text may say of the interview.
fn remember(brief: &mut Brief, gather: &Gather<'_>, interview: &Interview, to: &Addressee) {
    let to = &to.address;
    brief.interview = Some(super::thanks::interview_brief(gather, interview));
    brief.panel.clone_from(&interview.panel);
    brief.took_part = interview.panel.iter().any(|p| {
        p.email.as_ref() == Some(&to.email)
            || to.name.as_deref().is_some_and(|n| names::same_person(n, &p.name))
    });
}

/// C4: wants the note on another company's offer, to the primary contact, at once.
pub(super) fn tell_of_offer(gather: &mut Gather<'_>) {
    let live = matches!(gather.of.stage, Stage::Held | Stage::Open);
    let Some(rival) = gather.of.rival.as_ref().filter(|rival| live && rival.untold) else { return };
    let policy = gather.policy;
    let at = rival.said.at;
    let day = policy.date(at);
    // The note is of no use once the other company was to have its answer.
    let over = policy.day_after(rival.deadline);
    let make_until = policy.day_after(policy.business_days(day, LATE_BD_MAX)).min(over);
    let keep_until = policy.day_after(policy.business_days(day, STALE_BD)).min(over);
    let opens = at.min(gather.now);
    let window = Window { due: opens, make_until, keep_until, reason: Reason::Said };
    if !gather.open(Step::CompetingOffer, window) || gather.speechless() {
        return;
    }
    let Some(email) = gather.of.primary(at).map(|c| c.email.clone()) else {
        gather.standing.unwritable = Some(NOBODY);
        return;
    };
    let Some(parent) = gather.parent(Some(&email)).cloned() else { return };
    let to = gather.addressee(&email, None);
    let mut brief = gather.brief(Step::CompetingOffer, Some(to.clone()));
    brief.deadline = Some(rival.deadline);
    brief.preferred = rival.preferred;
    if let Some(interview) = gather.of.interviews.iter().rfind(|i| i.stands() && i.ends() <= at) {
        remember(&mut brief, gather, interview, &to);
    }
    gather.wanted.push(Wanted {
        key: gather.key(Step::CompetingOffer, Some(&email), &rival.said.mail, None),
        opportunity: gather.of.id,
        account: parent.account.clone(),
        step: Step::CompetingOffer,
        to: Some(to),
        due: opens,
        timely: (opens..make_until).contains(&gather.now),
        parent,
        because: rival.said.mail.clone(),
        rule: Rule::C4,
        reason: Reason::Said,
        brief,
    });
}
