//! The notes form at an interview's end, and the thank-yous after it (T1–T3, N4, W8–W10, W12).

use super::{
    Wanted,
    plan::{Gather, Window},
};
use crate::{
    draft::{
        InterviewBrief, NotesBrief, Step,
        notes::{self, Notes},
    },
    mailbox::DraftKey,
    message::Address,
    opportunity::{Interview, Opportunity, Reason, Rule, names},
    reading::Person,
    reconcile::{Entry, Record},
};

/// W12: an unsent thank-you is withdrawn after so many business days.
const THANKS_STALE_BD: u8 = 3;

/// W12: and a notes form after so many.
const NOTES_STALE_BD: u8 = 5;

/// Wants the notes form and the thank-yous of every interview that took place.
pub(super) fn gather(gather: &mut Gather<'_>) {
    if gather.settled() {
        return;
    }
    for interview in &gather.of.interviews {
        if !interview.stands() {
            continue;
        }
        let wanted = thank_yous(gather, interview);
        notes_form(gather, interview, wanted);
    }
}

/// One thank-you: to whom, and for whom else it carries thanks.
struct Thanks {
    to: Option<(String, Option<String>)>,
    took_part: bool,
    pass_on: Vec<Person>,
    notes: NotesBrief,
    rule: Rule,
}

impl Thanks {
    fn to(email: String, name: Option<String>, rule: Rule) -> Thanks {
        let (pass_on, notes) = (Vec::new(), NotesBrief::default());
        Thanks { to: Some((email, name)), took_part: rule == Rule::T1, pass_on, notes, rule }
    }
}

/// Returns whether any thank-you of the interview is wanted or still to come.
fn thank_yous(gather: &mut Gather<'_>, interview: &Interview) -> bool {
    let policy = gather.policy;
    let end = interview.ends();
    let due = policy.thanks_due(end);
    let last_day = policy.business_days(policy.date(end), 1);
    let stale = policy.business_days(policy.date(due), THANKS_STALE_BD);
    let make_until = policy.day_after(last_day);
    let window = Window {
        due,
        make_until,
        keep_until: policy.day_after(stale),
        reason: Reason::InterviewEnded,
    };
    let answered = gather.of.last_word.as_ref().is_some_and(|word| word.at > due);
    if answered || gather.speechless() {
        return false;
    }
    if !gather.open(Step::ThankYou, window) {
        return gather.now < due;
    }
    let hour = policy.thanks_hour(gather.now);
    if let Err(next) = hour {
        gather.wake(next);
    }
    let timely = hour.is_ok() && (due..make_until).contains(&gather.now);
    let mut all = recipients(gather, interview);
    if let Some(noted) = &interview.notes {
        let primary = gather.of.primary(due).map(|contact| contact.email.as_str());
        share(&noted.notes, primary, &mut all);
    }
    let mut any = false;
    for thanks in all {
        any |= want(gather, interview, thanks, window, timely);
    }
    any
}

/// T1: each interviewer whose address is known; T2, T3: the others, and executives, through whoever
/// runs the process. What was known when the thank-you was due decides, so that a later mail from
/// an interviewer makes no second one.
fn recipients(gather: &mut Gather<'_>, interview: &Interview) -> Vec<Thanks> {
    let due = gather.policy.thanks_due(interview.ends());
    let of = gather.of;
    let primary = of.primary(due);
    let mut direct: Vec<Thanks> = Vec::new();
    let mut pass_on: Vec<Person> = Vec::new();
    let mut executive = false;
    let noted = interview.notes.as_ref().map(|n| notes::others(&n.notes)).unwrap_or_default();
    let all = || interview.panel.iter().chain(&noted);
    let thanked: Vec<bool> = all().map(|p| has_written_to(of, interview, p)).collect();
    if !thanked.is_empty() && thanked.iter().all(|done| *done) {
        return direct;
    }
    for (person, _) in all().zip(thanked).filter(|(_, done)| !done) {
        let known = of.address_of(&person.name, due).map(|c| c.email.clone());
        let title = person
            .title
            .clone()
            .or_else(|| of.address_of(&person.name, due).and_then(|c| c.title.clone()));
        let grand = title.as_deref().is_some_and(is_executive);
        executive |= grand;
        match person.email.clone().filter(|e| of.hears(e)).or(known) {
            Some(email) if !grand => {
                direct.push(Thanks::to(email, Some(person.name.clone()), Rule::T1));
            }
            _ => pass_on.push(person.clone()),
        }
    }
    if !pass_on.is_empty() || direct.is_empty() {
        let rule = if executive { Rule::T3 } else { Rule::T2 };
        let through =
            primary.filter(|p| !pass_on.iter().any(|e| e.email.as_deref() == Some(&p.email)));
        let same = direct.iter_mut().find(|t| {
            t.to.as_ref().is_some_and(|(email, _)| through.is_some_and(|p| p.email == *email))
        });
        match (same, through) {
            (Some(thanks), _) => thanks.pass_on = pass_on,
            (None, Some(p)) => {
                let through = Thanks::to(p.email.clone(), p.name.clone(), rule);
                direct.push(Thanks { pass_on, ..through });
            }
            (None, None) if executive => {
                gather.standing.unwritable =
                    Some("the interviewer is an executive and nobody is known to write through");
            }
            (None, None) => {
                let (to, notes) = (None, NotesBrief::default());
                direct.push(Thanks { to, took_part: false, pass_on, notes, rule: Rule::T5 });
            }
        }
    }
    direct
}

/// N4: the user wrote to this person himself since the interview, by name or address.
fn has_written_to(of: &Opportunity, interview: &Interview, person: &Person) -> bool {
    let start = interview.start.timestamp();
    let theirs = |to: &Address| {
        person.email.as_ref() == Some(&to.email)
            || to.name.as_ref().is_some_and(|name| names::same_person(name, &person.name))
    };
    of.touches.iter().any(|t| t.at > start && t.to.iter().any(theirs))
}

/// §5: what the user noted goes to whom it belongs: a topic to the person who talked about it, a
/// correction to who asked (S5) or else to the primary contact, a link to the first (S10).
fn share(notes: &Notes, primary: Option<&str>, all: &mut [Thanks]) {
    for thanks in all.iter_mut() {
        let name = thanks.to.as_ref().and_then(|(_, name)| name.as_deref());
        let theirs = notes
            .talked
            .iter()
            .find(|(who, _)| name.is_some_and(|name| names::same_person(name, who)));
        thanks.notes.talked_about = theirs.map(|(_, what)| what.clone());
    }
    if let Some(correction) = &notes.correction {
        let said = names::words(correction);
        let asked = all.iter().position(|t| {
            let name = t.to.as_ref().and_then(|(_, name)| name.as_deref());
            let first = name.and_then(|name| names::words(name).into_iter().next());
            first.is_some_and(|first| said.contains(&first))
        });
        let through = |t: &Thanks| t.to.as_ref().map(|(email, _)| email.as_str()) == primary;
        let whose = asked.or_else(|| all.iter().position(through));
        if let Some(thanks) = all.get_mut(whose.unwrap_or(0)) {
            let named = correction.split_once(": ").filter(|(who, _)| {
                let name = thanks.to.as_ref().and_then(|(_, name)| name.as_deref());
                name.is_some_and(|name| names::same_person(name, who))
            });
            let text = named.map_or(correction.as_str(), |(_, text)| text);
            thanks.notes.correction = Some(text.to_owned());
        }
    }
    if let Some(thanks) = all.first_mut() {
        thanks.notes.to_send.clone_from(&notes.to_send);
    }
}

fn want(
    gather: &mut Gather<'_>,
    interview: &Interview,
    thanks: Thanks,
    window: Window,
    timely: bool,
) -> bool {
    let email = thanks.to.as_ref().map(|(email, _)| email.as_str());
    let start = interview.start.timestamp();
    // N4: what the user wrote himself is the thank-you to each addressee.
    let thanked = gather
        .of
        .touches
        .iter()
        .any(|t| t.at > start && email.is_some_and(|e| t.to.iter().any(|a| a.email == e)));
    if thanked {
        return false;
    }
    let wrote = gather.of.letters.iter().any(|l| l.writer.as_deref() == email && email.is_some());
    let parent =
        if wrote { gather.parent(email).unwrap_or(&interview.parent) } else { &interview.parent };
    let to = thanks.to.as_ref().map(|(email, name)| gather.addressee(email, name.as_deref()));
    let mut brief = gather.brief(Step::ThankYou, to.clone());
    brief.took_part = thanks.took_part;
    brief.pass_on = thanks.pass_on;
    brief.panel.clone_from(&interview.panel);
    brief.interview = Some(interview_brief(gather, interview));
    brief.own_subject = !wrote;
    brief.notes = thanks.notes;
    let key = gather.key(Step::ThankYou, email, &interview.anchor, interview.notes.as_ref());
    let Some(timely) = gather.renewable(&key, email, interview).map(|free| free && timely) else {
        return false;
    };
    gather.wanted.push(Wanted {
        key,
        opportunity: gather.of.id,
        account: parent.account.clone(),
        step: Step::ThankYou,
        to,
        due: window.due,
        timely,
        parent: parent.clone(),
        because: interview.anchor.clone(),
        rule: thanks.rule,
        reason: Reason::InterviewEnded,
        brief,
    });
    true
}

/// What a text may say of an interview.
pub(super) fn interview_brief(gather: &Gather<'_>, interview: &Interview) -> InterviewBrief {
    let date = gather.policy.date(interview.start.timestamp());
    InterviewBrief { date, topic: interview.topic.clone() }
}

/// §5: the form appears at the end, and goes with the thank-yous.
fn notes_form(gather: &mut Gather<'_>, interview: &Interview, thanks: bool) {
    let policy = gather.policy;
    let due = interview.ends();
    let day = policy.date(due);
    let window = Window {
        due,
        make_until: policy.day_after(policy.business_days(day, 1)),
        keep_until: policy.day_after(policy.business_days(day, NOTES_STALE_BD)),
        reason: Reason::InterviewEnded,
    };
    if !gather.open(Step::NotesForm, window)
        || !thanks
        || gather.of.language == crate::reading::Language::Other
    {
        return;
    }
    let me = policy.me.address.clone();
    let key = gather.key(Step::NotesForm, Some(&me), &interview.anchor, None);
    let thanks_gone = {
        let mut records = gather
            .records()
            .filter(|r| r.step == Step::ThankYou && r.because == interview.anchor)
            .peekable();
        records.peek().is_some() && records.all(|r| r.entry.is_terminal())
    };
    if thanks_gone {
        return;
    }
    let to = gather.addressee(&me, Some(&policy.me.name));
    let mut brief = gather.brief(Step::NotesForm, Some(to.clone()));
    brief.panel.clone_from(&interview.panel);
    brief.interview = Some(interview_brief(gather, interview));
    brief.own_subject = true;
    gather.wanted.push(Wanted {
        key,
        opportunity: gather.of.id,
        account: interview.parent.account.clone(),
        step: Step::NotesForm,
        to: Some(to),
        due,
        timely: (due..window.make_until).contains(&gather.now),
        parent: interview.parent.clone(),
        because: interview.anchor.clone(),
        rule: Rule::Notes,
        reason: Reason::InterviewEnded,
        brief,
    });
}

impl Gather<'_> {
    /// New notes renew a thank-you that the user has not touched: `None` when he has, false while
    /// the one before it still lies there.
    fn renewable(&self, key: &DraftKey, to: Option<&str>, of: &Interview) -> Option<bool> {
        let same = |r: &Record| {
            r.step == Step::ThankYou && r.because == of.anchor && r.to.as_deref() == to
        };
        let others = || self.filed.iter().filter(|(k, r)| *k != key && same(r));
        let touched = others().any(|(_, r)| matches!(r.entry, Entry::Disposed { .. }));
        (!touched).then(|| !others().any(|(_, r)| r.entry.is_pending()))
    }
}

/// T3: C-level, founder, president, managing director or vice president, by title.
fn is_executive(title: &str) -> bool {
    const WHOLE: &[&str] = &[
        "ceo",
        "cfo",
        "cio",
        "ciso",
        "cmo",
        "coo",
        "cpo",
        "cro",
        "cso",
        "cto",
        "evp",
        "founder",
        "cofounder",
        "geschaftsfuhrer",
        "geschaftsfuhrerin",
        "president",
        "presidente",
        "svp",
        "vp",
        "vorstand",
        "vorstandin",
        "fondateur",
        "fondatrice",
        "fundador",
        "fundadora",
        "dg",
        "pdg",
    ];
    const PHRASES: &[&str] = &[
        "vice president",
        "managing director",
        "directeur general",
        "directrice generale",
        "director general",
        "directora general",
        "directeur technique",
        "consejero delegado",
    ];
    let words = crate::opportunity::names::words(title);
    let chief =
        words.first().is_some_and(|w| w == "chief") && words.last().is_some_and(|w| w == "officer");
    let text = words.join(" ");
    let phrase = PHRASES.iter().any(|p| text.contains(p));
    chief || phrase || words.iter().any(|w| WHOLE.contains(&w.as_str()))
}

#[cfg(test)]
mod tests {
    use super::is_executive;

    #[test]
    fn executives_are_known_by_their_title() {
        for title in
            ["CTO", "VP Engineering", "Co-founder & CEO", "Chief Data Officer", "Managing Director"]
        {
            assert!(is_executive(title), "{title}");
        }
        for title in ["Head of Platform", "Engineering Manager", "Chief of Staff", "Staff Engineer"]
        {
            assert!(!is_executive(title), "{title}");
        }
    }
}
