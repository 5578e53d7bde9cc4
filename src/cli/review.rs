//! `afterword review`: what is in doubt (W11), so that a person can look, and say what it was.

use std::io::{self, Write};

use clap::ValueEnum;

use super::{
    Failure,
    said::{Common, Desk, unchanged},
    view,
};
use crate::{
    etiquette,
    opportunity::{Moment, OpportunityId, Word},
};

/// Lists what was held or not drafted because it was in doubt, and takes your answer.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  afterword review          what is in doubt, by number\n  \
    afterword review 1 yes    the first counts as what it was taken for\n  \
    afterword review 1 no     it counts for nothing\n  \
    afterword review 1 later  it stays in doubt, and chasers stay held")]
pub struct Args {
    #[command(flatten)]
    common: Common,
    /// A number of the list
    #[arg(requires = "answer")]
    number: Option<usize>,
    /// What it was
    answer: Option<Answer>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Answer {
    Later,
    No,
    Yes,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<bool, Failure> {
    let Some(desk) = Desk::known(&args.common)? else {
        return list(None).map_err(Failure::output);
    };
    let (Some(number), Some(answer)) = (args.number, args.answer) else {
        return list(Some(&desk)).map_err(Failure::output);
    };
    let all = doubts(&desk);
    let Some((id, doubt)) = number.checked_sub(1).and_then(|at| all.get(at)).cloned() else {
        return Err(unchanged(&format!("nothing in doubt has the number {number}")));
    };
    match answer {
        Answer::Later => {
            let mut out = io::stdout().lock();
            writeln!(out, "It stays in doubt; chasers stay held.").map_err(Failure::output)?;
            Ok(true)
        }
        Answer::No | Answer::Yes => {
            let (mail, yes) = (doubt.mail, answer == Answer::Yes);
            desk.say(Some(id), Word::Answer { mail, yes })
        }
    }
}

/// What is in doubt, oldest first, so that a new doubt changes no number.
fn doubts(desk: &Desk) -> Vec<(OpportunityId, Moment)> {
    let all = desk.state.opportunities().values();
    let mut doubts: Vec<_> = all.filter_map(|of| Some((of.id, of.doubt.clone()?))).collect();
    doubts.sort_by_key(|(id, doubt)| (doubt.at, *id));
    doubts
}

fn list(desk: Option<&Desk>) -> io::Result<bool> {
    let mut out = io::stdout().lock();
    let Some(desk) = desk else {
        writeln!(out, "Nothing is in doubt.")?;
        return Ok(true);
    };
    let (policy, state) = (&desk.policy, &desk.state);
    let doubts = doubts(desk);
    for (at, (id, doubt)) in doubts.iter().enumerate() {
        let Some(of) = state.opportunities().get(id) else { continue };
        let mail = state.mails().find(|m| m.id == doubt.mail);
        let subject = view::line(mail.map_or("", |m| &m.subject));
        let taken = mail.map_or("", |m| view::kind(m.reading.kind));
        let (number, title) = (at + 1, view::title(of));
        let when = view::moment(policy, doubt.at);
        writeln!(
            out,
            "{number}. {title}: a mail of {when} could not be read for sure: \"{subject}\"\n   \
             taken for {taken}; chasers are held"
        )?;
    }
    let plan = etiquette::plan(policy, state.opportunities(), state.ledger(), desk.now);
    let mut any = !doubts.is_empty();
    for of in state.opportunities().values() {
        if let Some(why) = plan.standings.get(&of.id).and_then(|s| s.unwritable) {
            any = true;
            writeln!(out, "-  {}: {why}", view::title(of))?;
        }
    }
    let last = match (any, doubts.is_empty()) {
        (false, _) => "Nothing is in doubt.",
        (true, true) => return Ok(true),
        (true, false) => "Was it that? afterword review NUMBER yes, no or later",
    };
    writeln!(out, "{last}")?;
    Ok(true)
}
