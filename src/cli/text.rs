//! `afterword text COMPANY linkedin|phone`: words for other channels (T7), printed, never a draft.
//!
//! Decides by the preset whether a text is fitting now (etiquette §3), and says why where not.

use std::io::{self, Write};

use jiff::Timestamp;

use super::{
    Failure,
    said::{Desk, Open, Whose},
    view,
};
use crate::{
    draft::{
        Addressee, Brief, InterviewBrief, Step,
        words::{self, Aside},
    },
    etiquette::Policy,
    message::Address,
    opportunity::{Interview, Opportunity, Stage, TouchSort, names},
    reading::Language,
    reconcile::Entry,
    state::State,
};

/// `four-touch` knows no final round by its name: from this round on one is taken for final.
const FINAL_ROUND: u32 = 3;

/// Prints the words for a LinkedIn message or a call, where the preset has them.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  afterword text Corvid linkedin\n  \
    afterword text Corvid phone --invited")]
pub struct Args {
    #[command(flatten)]
    whose: Whose,
    /// Where you will say it
    channel: Channel,
    /// They invited you to call
    #[arg(long)]
    invited: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Channel {
    Linkedin,
    Phone,
}

/// Runs the command; false when there is no fitting text.
pub fn run(args: &Args) -> Result<bool, Failure> {
    let desk = Desk::open(&args.whose.common)?;
    let Desk { policy, state, now, .. } = &desk;
    let of = desk.find(&args.whose.company, Open::OrClosed)?;
    match fitting(policy, state, of, args, *now) {
        Ok((interview, aside)) => {
            let text =
                words::aside(aside, &brief(policy, of, interview, *now), &policy.me, &policy.words);
            io::stdout().lock().write_all(text.as_bytes()).map_err(Failure::output)?;
            Ok(true)
        }
        Err(why) => {
            super::warn(&format!("{}: {why}", view::title(of)));
            Ok(false)
        }
    }
}

/// Which text the preset has for the channel now, or why it has none.
fn fitting<'a>(
    policy: &Policy,
    state: &State,
    of: &'a Opportunity,
    args: &Args,
    now: Timestamp,
) -> Result<(&'a Interview, Aside), String> {
    if of.language == Language::Other {
        return Err("its mails are in a language afterword has no words for".to_owned());
    }
    if of.stage == Stage::Closed {
        return Err("it is closed".to_owned());
    }
    let met = of.interviews.iter().filter(|i| i.stands() && i.ends() <= now);
    let Some(interview) = met.max_by_key(|i| i.ends()) else {
        return Err("no interview took place yet; before one, an answer by mail is enough".into());
    };
    let said = Said::of(state, of);
    let preset = policy.preset.words.as_str();
    let aside = match args.channel {
        Channel::Linkedin => linkedin(preset, of, &said),
        Channel::Phone => phone(preset, &said, args.invited),
    };
    aside.map(|aside| (interview, aside)).map_err(|why| format!("{preset}: {why}"))
}

/// What the user has sent so far.
struct Said {
    thanks: bool,
    chasers: usize,
}

impl Said {
    fn of(state: &State, of: &Opportunity) -> Said {
        let touches = |sort| of.touches.iter().filter(move |t| t.sort == sort).count();
        let sent = |steps: &'static [Step]| {
            let done = |entry: &Entry| matches!(entry, Entry::Disposed { .. });
            view::records(of, state.ledger())
                .filter(move |r| steps.contains(&r.step) && done(&r.entry))
                .count()
        };
        let chasers = sent(&[Step::CheckIn, Step::Close, Step::ValueAdd]);
        Said {
            thanks: touches(TouchSort::ThankYou) + sent(&[Step::ThankYou]) > 0,
            chasers: touches(TouchSort::Chaser).max(chasers),
        }
    }
}

fn linkedin(preset: &str, of: &Opportunity, said: &Said) -> Result<Aside, &'static str> {
    match preset {
        "four-touch" if of.stage == Stage::Offered || of.rounds >= FINAL_ROUND => {
            Ok(Aside::Connect)
        }
        "four-touch" => Err("LinkedIn only from a final round or an offer on; until then, by mail"),
        "engineer" if of.contacts.iter().any(|c| of.hears(&c.email)) => {
            Err("LinkedIn only where no mail address is known, and here one is")
        }
        "engineer" => Ok(Aside::Ask),
        "concise" => Ok(Aside::Light),
        _ if said.thanks => Ok(Aside::Connect),
        _ => Err("a LinkedIn request comes after the thank-you, and none was sent yet"),
    }
}

fn phone(preset: &str, said: &Said, invited: bool) -> Result<Aside, &'static str> {
    match preset {
        "four-touch" | "weekly" if invited => Ok(Aside::Phone),
        "four-touch" => Err("a call only when they invited you to one (then say --invited)"),
        "weekly" if said.chasers > 0 => Ok(Aside::Phone),
        "weekly" => {
            Err("a call only from the second chaser on, or when invited to one (--invited)")
        }
        _ => Err("no calls; a check-in by mail is easier to answer"),
    }
}

/// What the text may say: the last interview, and the person who runs the process.
fn brief(policy: &Policy, of: &Opportunity, interview: &Interview, now: Timestamp) -> Brief {
    let primary = of.primary(now);
    let person = primary.and_then(|c| c.name.clone());
    let took_part = person
        .as_ref()
        .is_some_and(|name| interview.panel.iter().any(|p| names::same_person(&p.name, name)));
    let addressee = primary.map(|contact| Addressee {
        address: Address { name: contact.name.clone(), email: contact.email.clone() },
        signs_as: contact.signs_as.clone(),
        title: contact.title.clone(),
    });
    let date = policy.date(interview.start.timestamp());
    Brief {
        addressee,
        company: of.company.clone(),
        role: of.role.clone(),
        interview: Some(InterviewBrief { date, topic: interview.topic.clone() }),
        took_part,
        panel: interview.panel.clone(),
        preset: policy.preset.words.clone(),
        seed: u64::from(of.id.0),
        ..Brief::bare(Step::CheckIn, of.language, of.register)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_for_those_who_were_invited_or_asked_twice() {
        let said = |chasers| Said { thanks: true, chasers };
        assert!(phone("recruiter", &said(2), true).is_err());
        assert!(phone("concise", &said(2), true).is_err());
        assert!(phone("four-touch", &said(2), false).is_err());
        assert!(phone("four-touch", &said(0), true).is_ok());
        assert!(phone("weekly", &said(0), false).is_err());
        assert!(phone("weekly", &said(1), false).is_ok());
    }
}
