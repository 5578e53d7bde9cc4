//! `afterword why COMPANY`: the story of an opportunity: each mail with the sentences that decided,
//! each draft with its rule and reason.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use jiff::Timestamp;

use super::{
    Failure, Shared, status,
    verdict::{self, BOLD, Paper},
    view,
};
use crate::{
    etiquette::Policy,
    message::MailId,
    opportunity::{Happening, Mail, Opportunity, lend},
    reconcile::Entry,
    state::State,
};

/// Columns before what a mail was read as.
const BELOW: usize = 4;

/// Tells what was understood, and why each draft was made, withdrawn or left alone.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  afterword why Corvid\n  afterword why \"site reliability\"")]
pub struct Args {
    #[command(flatten)]
    shared: Shared,
    /// A company, or a role; the beginning of a word is enough
    company: String,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<bool, Failure> {
    let (_, policy) = args.shared.load()?;
    let state = status::remembered(&args.shared)?.unwrap_or_default();
    let found = view::matching(&state, &args.company);
    if found.is_empty() {
        let known: Vec<String> = state.opportunities().values().map(view::title).collect();
        let known = if known.is_empty() { "none yet".to_owned() } else { known.join("; ") };
        let text = format!("no opportunity fits \"{}\"; known: {known}", args.company);
        return Err(Failure::Other(text));
    }
    let mut out = io::stdout().lock();
    let paper = Paper::stdout(policy.zone.clone(), 0);
    for of in found {
        tell(&mut out, &policy, &paper, &state, of).map_err(Failure::output)?;
    }
    Ok(true)
}

fn tell(
    out: &mut impl Write,
    policy: &Policy,
    paper: &Paper,
    state: &State,
    of: &Opportunity,
) -> io::Result<()> {
    writeln!(out, "{}", paper.paint(BOLD, &view::title(of)))?;
    let mut lines: Vec<(Timestamp, String)> = Vec::new();
    let story: Vec<Happening> =
        state.story().into_iter().filter(|told| told.opportunity == of.id).collect();
    let behind = |id: &MailId| {
        of.mails.contains(id) || story.iter().any(|told| told.because.as_ref() == Some(id))
    };
    for mail in mails(policy, state).iter().filter(|mail| behind(&mail.id)) {
        lines.push((mail.at, heard(policy, paper, mail)?));
    }
    for told in &story {
        lines.push((told.at, format!("  {}", view::happening(policy, told))));
    }
    for record in view::records(of, state.ledger()) {
        let step = view::step(record.step);
        let why = format!("({:?}: {})", record.rule, record.reason.words());
        let to = record.to.as_deref().unwrap_or("nobody yet");
        lines.push((record.at, format!("  drafted: {step} to {to} {why}")));
        match record.entry {
            Entry::Disposed { at } => {
                lines.push((at, format!("  the {step} to {to} is yours now")))
            }
            Entry::Retired { at } => lines.push((at, format!("  withdrew the {step} to {to}"))),
            Entry::Intended { .. } | Entry::Retiring { .. } | Entry::Written { .. } => {}
        }
    }
    lines.sort_by_key(|(at, _)| *at);
    for (at, text) in lines {
        writeln!(out, "  {:<18}{text}", view::moment(policy, at))?;
    }
    writeln!(out)
}

/// A mail and what it was read as, with the sentences that made it so.
fn heard(policy: &Policy, paper: &Paper, mail: &Mail) -> io::Result<String> {
    let who = if mail.own() { "you wrote" } else { "a mail of theirs" };
    let mut text = Vec::new();
    writeln!(text, "{}", paper.heading(who, &mail.subject))?;
    let zone = policy.zone.clone();
    verdict::tell(&mut text, &Paper { zone, indent: BELOW, ..paper.clone() }, &mail.reading)?;
    Ok(String::from_utf8_lossy(&text).trim_end().to_owned())
}

/// The mails, oldest first, with what each leaves out and another one says.
fn mails(policy: &Policy, state: &State) -> Vec<Mail> {
    let mut mails: Vec<Mail> = state.mails().cloned().collect();
    let when: BTreeMap<MailId, String> =
        mails.iter().map(|mail| (mail.id.clone(), view::moment(policy, mail.at))).collect();
    let name = |id: &MailId| when.get(id).map(|at| format!("the mail of {at}")).unwrap_or_default();
    let loans = lend::loans(&mails);
    for (mail, loan) in mails.iter_mut().zip(loans) {
        loan.fill(&mut mail.reading, name);
    }
    mails
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        mailbox::AccountName,
        message,
        opportunity::Fact,
        reading::{self, Reader},
        reconcile::Ledger,
        settings::Settings,
    };

    const APPLIED: &str = "From: Tarnwick <no-reply@hire.lever.co>\nTo: robin@home.example\n\
        Subject: Your application\nDate: Mon, 5 Oct 2026 10:00:00 +0100\nMessage-ID: <1@t.example>\n\n\
        Thank you for your application for the Platform Engineer position at Tarnwick.\n";
    const NEWS: &str = "From: Juno Achebe <juno@tarnwick.example>\nTo: robin@home.example\n\
        Subject: News\nDate: Mon, 12 Oct 2026 10:00:00 +0100\nMessage-ID: <2@t.example>\n\n\
        The team is still discussing your application. You will hear from us by Friday.\n";

    #[test]
    fn each_mail_is_told_with_the_sentences_that_decided() {
        let policy = crate::edge::load::policy(&Settings::bare()).unwrap();
        let me = vec!["robin@home.example".to_owned()];
        let reader = Reader { me, name: None, zone: policy.zone.clone() };
        let facts = [APPLIED, NEWS].map(|mail| {
            let message = message::parse(mail.as_bytes());
            let reading = reading::read(&message, &reader);
            let at = message.date.as_ref().unwrap().timestamp();
            Fact::Mail(Box::new(Mail::new(&message, reading, &reader, AccountName("a".into()), at)))
        });
        let state = State::restore(facts, Ledger::default());
        let of = state.opportunities().values().next().unwrap();
        let paper = Paper::stdout(policy.zone.clone(), 0);
        let mut out = Vec::new();
        tell(&mut out, &policy, &paper, &state, of).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(
            text.contains("\n  Mon 12 Oct 09:00  a mail of theirs  News\n    News of"),
            "{text}"
        );
        assert!(
            text.contains("role       Platform Engineer (from the mail of Mon 5 Oct"),
            "{text}"
        );
        let sentence = "\"The team is still discussing your application.\" — tells how";
        assert!(text.contains(sentence), "{text}");
    }
}
