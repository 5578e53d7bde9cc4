//! Plays one situation: at each hour of a story with work to do, once and for as long as it lasts,
//! and compares with a run in which the server behaved.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use afterword::edge::{Trouble, fate};

use crate::{
    lab::server::Twist,
    table::{End, Situation},
    world::{
        ANSWERED, CHASER, THANKS, UPDATED,
        home::{Home, Kept, Life, Rest},
        mails::FOUNDRY,
        post::Post,
    },
};

const ACCOUNT: &str = "home";
/// Visits while the server misbehaves.
const TRIES: usize = 3;
/// A line for people is not longer.
const LINE_MAX: usize = 2000;

/// An hour of the story: everything as it was just before, and at its end in peace.
struct Hour {
    at: &'static str,
    before: Kept,
    after: Rest,
}

/// The story with a server that behaves.
pub struct Quiet {
    hours: Vec<Hour>,
}

impl Quiet {
    /// An invitation and its thank-yous; the company names a day, which passes; it answers, and the
    /// check-in is withdrawn.
    pub fn lived(can: &str) -> Quiet {
        let mut home = Home::with(vec![(ACCOUNT, Post::server(can))]);
        home.waits = true;
        let story = [
            (THANKS, Some(FOUNDRY.invite())),
            (UPDATED, Some(FOUNDRY.update())),
            (CHASER, None),
            (ANSWERED, Some(FOUNDRY.reply())),
        ];
        let mut hours = Vec::new();
        for (at, mail) in story {
            if let Some(mail) = mail {
                home.put(ACCOUNT, "INBOX", &mail);
            }
            let before = home.remember();
            home.rest(at).unwrap();
            hours.push(Hour { at, before, after: home.left() });
        }
        Quiet { hours }
    }

    pub fn play(&self, situation: &Situation) -> Result<(), String> {
        let (mut met, mut told) = (0, Vec::new());
        for first in 0..self.hours.len() {
            for lasting in [false, true] {
                let place = format!("from {}, lasting: {lasting}", self.hours[first].at);
                let fail = |text: String| format!("{place}: {text}");
                met += self.play_from(first, situation, lasting, &mut told).map_err(fail)?;
            }
        }
        if met == 0 {
            return Err("it was never met".into());
        }
        if !situation.says.is_empty() && !told.iter().any(|text| text.contains(situation.says)) {
            return Err(format!("it was not told so, but {told:?}"));
        }
        Ok(())
    }

    fn play_from(
        &self,
        first: usize,
        situation: &Situation,
        lasting: bool,
        told: &mut Vec<String>,
    ) -> Result<usize, String> {
        let mut home = Home::again(&self.hours[first].before);
        home.waits = true;
        let met = Arc::new(AtomicUsize::new(0));
        home.post(ACCOUNT).as_server().twist(Some(twist(situation, lasting, &met)));
        fate::hurry(situation.hurry);
        for _ in 0..TRIES {
            match home.live(self.hours[first].at, None) {
                Life::Rested => {}
                Life::Troubled(troubles) => {
                    for trouble in troubles {
                        clear(&trouble)?;
                        told.push(trouble.to_string());
                    }
                }
                end => return Err(format!("{end:?}")),
            }
            home.wrong().filter(|_| !situation.doubled).map_or(Ok(()), Err)?;
        }
        fate::hurry(1);
        // What is given when it is asked for again is read.
        let end = if lasting || situation.end != End::Unread { situation.end } else { End::Same };
        home.post(ACCOUNT).as_server().twist(None);
        for (index, hour) in self.hours.iter().enumerate().skip(first) {
            if index > first {
                self.deliver(&mut home, index);
            }
            home.rest(hour.at)?;
            home.wrong().map_or(Ok(()), Err)?;
            same(&home.left(), &hour.after, end).map_err(|e| format!("at {}: {e}", hour.at))?;
        }
        Ok(met.load(Ordering::Relaxed))
    }

    /// The mail of an hour.
    fn deliver(&self, home: &mut Home, index: usize) {
        let mail = [None, Some(FOUNDRY.update()), None, Some(FOUNDRY.reply())];
        if let Some(mail) = &mail[index] {
            home.put(ACCOUNT, "INBOX", mail);
        }
    }
}

/// Answers the commands that the situation concerns, the first of them or all.
fn twist(situation: &Situation, lasting: bool, met: &Arc<AtomicUsize>) -> Twist {
    let (at, answer, met) = (situation.at, Arc::clone(&situation.answer), Arc::clone(met));
    Arc::new(move |turn| {
        if !turn.command.contains(at) {
            return None;
        }
        let before = met.fetch_add(1, Ordering::Relaxed);
        (lasting || before == 0).then(|| answer(turn))
    })
}

/// A trouble is told in one line that begins with what was tried.
fn clear(trouble: &Trouble) -> Result<(), String> {
    let text = trouble.to_string();
    let starts = text.chars().next().is_some_and(char::is_alphanumeric);
    let clean = text.len() <= LINE_MAX && starts && !text.chars().any(char::is_control);
    // Nothing of what mails say.
    let discreet = !text.contains("Foundry") && !text.contains('@');
    let waits = match trouble {
        Trouble::RetryAfter { wait, .. } => *wait == Duration::from_secs(4),
        _ => !text.contains("Backoff Time"),
    };
    if clean && discreet && waits { Ok(()) } else { Err(format!("told unclearly: {text:?}")) }
}

fn same(left: &Rest, right: &Rest, end: End) -> Result<(), String> {
    if left == right {
        return Ok(());
    }
    let (left, right) = (right.lacks(left), left.lacks(right));
    match end {
        End::Same => Err(format!("left {left:?}, in peace {right:?}")),
        End::Unread => Ok(()),
        // Silence has its reason on record, and nothing that was said is missing.
        End::Silent
            if left.iter().all(|has| has.contains("Disposed") || has.starts_with("draft")) =>
        {
            Ok(())
        }
        End::Silent => Err(format!("silent without a reason: {left:?}, in peace {right:?}")),
    }
}
