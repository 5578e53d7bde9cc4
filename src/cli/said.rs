//! What the commands share by which a user says what no mail does: which opportunity is meant, what
//! day, what is kept, and what changes because of it.

use std::{
    collections::BTreeSet,
    io::{self, Write},
};

use jiff::{Timestamp, Zoned, civil::Date};

use super::{Failure, Shared, view};
use crate::{
    edge::{clock, daemon, store::Store},
    etiquette::{self, Plan, Policy},
    mailbox::DraftKey,
    opportunity::{Event, Fact, Happening, Opportunity, OpportunityId, Said, Stage, Word},
    reading::{
        Language,
        when::{self, Horizon},
    },
    state::State,
};

/// Dates in words are read in the language of the opportunity first.
const LANGUAGES: [Language; 4] = [Language::En, Language::De, Language::Fr, Language::Es];

/// What every such command takes.
#[derive(Debug, clap::Args)]
pub struct Common {
    #[command(flatten)]
    shared: Shared,
    /// Pretend that this is the present (for tests)
    #[arg(long, value_name = "TIME", hide = true)]
    at: Option<Timestamp>,
}

/// What such a command takes that is about one opportunity.
#[derive(Debug, clap::Args)]
pub struct Whose {
    #[command(flatten)]
    pub common: Common,
    /// A company, or a role; a part of the name is enough
    pub company: String,
}

/// The database, opened beside a running daemon, and what is known by it.
pub struct Desk {
    pub policy: Policy,
    pub state: State,
    pub now: Timestamp,
    store: Store,
    before: Plan,
}

/// On which opportunities a command works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Open {
    /// On those that go on.
    Only,
    /// Also on those that closed for want of an answer: what is said opens them again.
    OrSilent,
    /// On any.
    OrClosed,
}

impl Desk {
    pub fn open(common: &Common) -> Result<Desk, Failure> {
        Desk::known(common)?.ok_or_else(|| {
            let text = "nothing is known yet: afterword run has not looked at a mailbox";
            Failure::Other(text.to_owned())
        })
    }

    /// `None` when there is no database yet.
    pub fn known(common: &Common) -> Result<Option<Desk>, Failure> {
        let (_, policy) = common.shared.load()?;
        let store = Store::open_beside(&common.shared.state_dir()).map_err(Failure::other)?;
        let Some(store) = store else { return Ok(None) };
        let state = daemon::restore(&store).map_err(Failure::other)?;
        let now = common.at.unwrap_or_else(clock::now);
        let before = etiquette::plan(&policy, state.opportunities(), state.ledger(), now);
        Ok(Some(Desk { policy, state, now, store, before }))
    }

    /// The one opportunity that the user means; else the candidates are told.
    pub fn find(&self, text: &str, open: Open) -> Result<&Opportunity, Failure> {
        let mut found = view::matching(&self.state, text);
        let live = |of: &&Opportunity| !view::is_aside(of, &self.before);
        if open != Open::OrClosed && found.iter().filter(|of| live(of)).count() == 1 {
            found.retain(live);
        }
        match found.as_slice() {
            [of] => self.is_open(of, open).map(|()| *of),
            [] => {
                let known = self.state.opportunities().values().filter(live);
                let known = self.list(known);
                let known = if known.is_empty() { "\n  none that is open".into() } else { known };
                Err(unchanged(&format!("no opportunity fits \"{text}\"; known:{known}")))
            }
            several => {
                let fit = self.list(several.iter().copied());
                Err(unchanged(&format!("several fit \"{text}\", say which by name or role:{fit}")))
            }
        }
    }

    fn list<'a>(&self, all: impl Iterator<Item = &'a Opportunity>) -> String {
        let line = |of| format!("\n  {}  [{}]", view::title(of), view::stage(of, &self.before));
        all.map(line).collect()
    }

    fn is_open(&self, of: &Opportunity, open: Open) -> Result<(), Failure> {
        let silent = self.is_silent(of);
        let refused = match open {
            Open::Only => of.stage == Stage::Closed || silent,
            Open::OrSilent => of.stage == Stage::Closed,
            Open::OrClosed => false,
        };
        if refused {
            let name = view::line(of.company.as_deref().unwrap_or_default());
            let hint = format!("afterword reopen \"{name}\" opens it again");
            return Err(unchanged(&format!("{} is closed; {hint}", view::title(of))));
        }
        Ok(())
    }

    /// Closed for want of an answer (C6).
    pub fn is_silent(&self, of: &Opportunity) -> bool {
        self.before.standings.get(&of.id).is_some_and(|s| s.silent_since.is_some())
    }

    /// Goes on: neither closed nor silent, nor mail of a recruiter that was never answered.
    pub fn is_live(&self, of: &Opportunity) -> bool {
        matches!(of.stage, Stage::Held | Stage::Open) && !view::is_aside(of, &self.before)
    }

    /// A day as the user names it: `2026-10-16`, or "Friday" in the words of a mail.
    pub fn date(&self, text: &str, language: Language) -> Result<Date, Failure> {
        let today = self.policy.date(self.now);
        let date = text.trim().parse::<Date>().ok().or_else(|| {
            let all = std::iter::once(language).chain(LANGUAGES);
            let sent: Zoned = self.now.to_zoned(self.policy.zone.clone());
            let mine = self.policy.zone.clone();
            all.into_iter().find_map(|language| {
                let (sent, mine) = (sent.clone(), mine.clone());
                let horizon = Horizon { sent, mine, theirs: None, language };
                when::find(text, &horizon).iter().find(|m| m.certain).map(|m| m.date)
            })
        });
        match date {
            Some(date) if date >= today => Ok(date),
            Some(date) => Err(unchanged(&format!("{} is past", day(date)))),
            None => {
                let hint = "name it as 2026-10-16, \"Friday\" or \"16 October\"";
                Err(unchanged(&format!("\"{text}\" is no day that is plain: {hint}")))
            }
        }
    }

    /// Keeps a word about one opportunity, or all, and tells what changes.
    pub fn say(self, of: Option<OpportunityId>, what: Word) -> Result<bool, Failure> {
        self.say_all(vec![(of, what)])
    }

    /// Keeps several words of one moment, and tells what changes.
    pub fn say_all(mut self, words: Vec<(Option<OpportunityId>, Word)>) -> Result<bool, Failure> {
        let facts: Vec<Fact> = words.into_iter().map(|(of, what)| self.fact(of, what)).collect();
        let mut told = Vec::new();
        for fact in facts {
            daemon::keep(&mut self.store, &fact).map_err(Failure::other)?;
            told.extend(self.state.learn(fact).into_iter().flatten());
        }
        self.tell(&told).map_err(Failure::output)?;
        Ok(true)
    }

    /// A word about an opportunity, or all.
    fn fact(&self, of: Option<OpportunityId>, what: Word) -> Fact {
        let of = of.and_then(|id| self.state.opportunities().get(&id));
        let anchor = of.and_then(|of| of.mails.first().cloned());
        // It comes after every mail of its opportunity, also after one whose sender's clock is
        // fast.
        let theirs = self.state.mails().filter(|m| of.is_none_or(|of| of.mails.contains(&m.id)));
        let at = theirs.map(|mail| mail.at).max();
        let at = at.map_or(self.now, |last| last.max(self.now));
        Fact::Said(Said { at, anchor, what })
    }

    /// Keeps notes on an interview, and tells what changes; false when they say nothing new.
    pub fn note(mut self, of: OpportunityId, text: &str) -> Result<bool, Failure> {
        let anchor = self.interview(of).map(|i| i.anchor.clone());
        let noted = anchor.and_then(|a| self.state.write_note(&self.policy, of, a, text, self.now));
        let mut out = io::stdout().lock();
        let Some((noted, told)) = noted else {
            writeln!(out, "Nothing new was noted; nothing was changed.")
                .map_err(Failure::output)?;
            return Ok(true);
        };
        daemon::keep(&mut self.store, &Fact::Noted(noted)).map_err(Failure::other)?;
        if told.is_empty()
            && let Some(of) = self.state.opportunities().get(&of)
        {
            writeln!(out, "{}: noted.", view::title(of)).map_err(Failure::output)?;
            self.follow(&mut out, of).map_err(Failure::output)?;
        }
        self.tell(&told).map_err(Failure::output)?;
        Ok(true)
    }

    /// The last interview that took place.
    pub fn interview(&self, of: OpportunityId) -> Option<&crate::opportunity::Interview> {
        let of = self.state.opportunities().get(&of)?;
        let over = of.interviews.iter().filter(|i| i.stands() && i.ends() <= self.now);
        over.max_by_key(|i| i.ends())
    }

    /// What happened, and what follows from it, in two lines an opportunity.
    fn tell(&self, told: &[Happening]) -> io::Result<()> {
        let mut out = io::stdout().lock();
        for happening in told {
            let Some(of) = self.state.opportunities().get(&happening.opportunity) else { continue };
            let all = matches!(happening.event, Event::Paused | Event::Resumed);
            if all && view::is_aside(of, &self.before) {
                continue;
            }
            let what = view::happening(&self.policy, happening);
            writeln!(out, "{}: {what}", view::title(of))?;
            self.follow(&mut out, of)?;
        }
        Ok(())
    }

    fn follow(&self, out: &mut impl Write, of: &Opportunity) -> io::Result<()> {
        let (state, before) = (&self.state, &self.before);
        let after = etiquette::plan(&self.policy, state.opportunities(), state.ledger(), self.now);
        let keys = |plan: &Plan| -> BTreeSet<DraftKey> {
            let here = plan.wanted.iter().filter(|w| w.opportunity == of.id);
            here.map(|w| w.key.clone()).collect()
        };
        let (had, has) = (keys(before), keys(&after));
        let mut parts = Vec::new();
        let pending = state.ledger().0.iter().filter(|(_, r)| r.entry.is_pending());
        for (key, record) in pending {
            if had.contains(key) && !has.contains(key) {
                let to = record.to.as_deref().unwrap_or("nobody yet");
                parts.push(format!("withdrawn: {} to {to}", view::step(record.step)));
            }
        }
        for want in after.wanted.iter().filter(|w| w.opportunity == of.id && w.timely) {
            if !had.contains(&want.key) && !state.ledger().0.contains_key(&want.key) {
                let to = want.to.as_ref().map_or("nobody yet", |a| &a.address.email);
                parts.push(format!("in Drafts at once: {} to {to}", view::step(want.step)));
            }
        }
        let standing = after.standings.get(&of.id);
        if let Some(next) = standing.and_then(|s| s.next) {
            parts.push(format!("next: {}", view::foreseen(&self.policy, &next)));
        } else if !after.wanted.iter().any(|w| w.opportunity == of.id) {
            parts.push("no draft is planned".to_owned());
        }
        let unwritable = standing.and_then(|s| s.unwritable);
        parts.extend(unwritable.map(str::to_owned));
        if parts.is_empty() {
            parts.push("what lies in Drafts stays".to_owned());
        }
        writeln!(out, "    {}", parts.join("; "))
    }
}

/// Why a command did nothing: exit status 1.
pub fn unchanged(text: &str) -> Failure {
    Failure::Other(format!("{text}\nNothing was changed."))
}

/// "Fri 16 Oct 2026".
pub fn day(date: Date) -> String {
    date.strftime("%a %-d %b %Y").to_string()
}
