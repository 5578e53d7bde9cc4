//! The user: what he does with the drafts that lie there, and what he says with commands.
//!
//! A command is given only where the command line takes it.

use std::collections::BTreeMap;

use afterword::{
    draft::{Step, notes::Notes},
    etiquette::Plan,
    message::MailId,
    opportunity::{Fact, Noted, Opportunity, Said, Stage, Word},
};
use jiff::{ToSpan, civil::Date};

use super::World;
use crate::{
    desk::Line,
    rules::{edited, is_chaser},
    script,
};

impl World {
    /// The user does something with one of the drafts, or says something.
    pub(super) fn user(&mut self) {
        if self.speaks && (self.offline || self.whims.one_in(3)) {
            self.now += 1.second();
            self.command();
        } else if !self.offline {
            self.draft();
        }
        if !self.offline {
            self.settle();
        }
    }

    fn draft(&mut self) {
        let steps = [
            Step::Acknowledgement,
            Step::CheckIn,
            Step::CheckIn,
            Step::Close,
            Step::RejectionReply,
            Step::ThankYou,
            Step::ValueAdd,
        ];
        let mut step = steps[self.dice.below(7) as usize];
        if self.speaks && self.whims.one_in(4) {
            let asked = [Step::CompetingOffer, Step::NotesForm, Step::OfferReply, Step::Withdrawal];
            step = asked[self.whims.below(4) as usize];
        }
        let mut lying = self.desk.lying(step).into_iter();
        let Some((record, seen)) = lying.rfind(|(_, seen)| seen.digest != Some(edited())) else {
            return;
        };
        if step == Step::ThankYou {
            self.rules.had(&record);
        }
        match self.dice.below(4) {
            _ if step == Step::NotesForm => {
                let text = self.filled(&seen.id);
                self.desk.fill_in(&seen.place, text);
                self.rules.noted(record.because, self.now);
                self.settle();
                let form = self.desk.drafts.iter().find(|d| d.id == seen.id && d.note.is_some());
                match form.map(|form| form.place.clone()).filter(|_| !self.whims.one_in(4)) {
                    Some(place) => drop(self.desk.take_out(&place)),
                    None => self.rules.edited(),
                }
            }
            0 => {
                self.desk.edit(&seen.place, self.dice.one_in(2));
                self.rules.edited();
            }
            1 => {
                self.desk.take_out(&seen.place);
                if is_chaser(step) {
                    self.rules.thrown(&seen, record.at, self.now);
                }
            }
            _ => {
                self.desk.take_out(&seen.place);
                if is_chaser(step) {
                    self.rules.sent(&seen, self.now);
                }
                let mail = script::sent(&seen, self.now);
                self.hear(mail);
            }
        }
    }

    /// The form of ours with this id, filled in.
    fn filled(&self, id: &Option<MailId>) -> String {
        let form = self.desk.lines.iter().rev().find_map(|line| match line {
            Line::Draft { composed, .. } if Some(composed.intent.key.message_id()) == *id => {
                Some(composed.body.as_str())
            }
            _ => None,
        });
        form.unwrap_or_default().replace(":\n", &format!(": point {}\n", self.count))
    }

    /// Says something about one opportunity.
    fn command(&mut self) {
        let plan = self.desk.plan(self.now);
        let all = self.desk.state.opportunities();
        if all.is_empty() {
            return;
        }
        let nth = self.whims.below(all.len() as u64) as usize;
        let Some(of) = all.values().nth(nth).cloned() else { return };
        if self.all_paused && self.whims.one_in(3) {
            return self.pause_all(false);
        }
        if of.paused.is_some() && self.whims.one_in(2) {
            return self.say(&of, Word::Resume);
        }
        let silent = is_silent(&of, &plan);
        let (closed, doubted) = (of.stage == Stage::Closed, of.doubt.clone());
        let live = !closed && !silent;
        let today = self.desk.policy.date(self.now);
        let in_days = |days: u64| today.saturating_add((days as i64).days());
        let (near, far) = (in_days(self.whims.below(9)), in_days(1 + self.whims.below(20)));
        match self.whims.below(17) {
            0 if !closed => self.say(&of, Word::Replied),
            1..=2 if live && (of.ours.is_some() || of.answerable.is_some()) => {
                self.say(&of, Word::Done);
            }
            3 if live => self.say(&of, Word::Deadline { date: near }),
            4..=5 if live => self.say(&of, Word::Snooze { until: far }),
            6 if live && of.paused.is_none() => self.say(&of, Word::Pause),
            7 if self.whims.one_in(3) => self.pause_all(true),
            8 if !closed => self.say(&of, Word::Close),
            9..=11 if closed || silent => self.say(&of, Word::Reopen),
            12 if !closed => self.offer(&of, near, &plan),
            13 if !closed && self.whims.one_in(2) => self.say(&of, Word::Accept),
            14 if !closed && self.whims.one_in(2) => self.say(&of, Word::Withdraw),
            15 if live => self.note(&of, near),
            16 => {
                let Some(doubt) = doubted else { return };
                let yes = self.whims.one_in(2);
                self.say(&of, Word::Answer { mail: doubt.mail, yes });
            }
            _ => {}
        }
    }

    /// What was paused goes on.
    pub(super) fn goes_on(&mut self) {
        if self.speaks {
            self.now += 1.second();
            self.pause_all(false);
            self.desk.settle(self.now);
        }
    }

    fn pause_all(&mut self, paused: bool) {
        self.all_paused = paused;
        self.tell(None, if paused { Word::Pause } else { Word::Resume });
    }

    fn say(&mut self, of: &Opportunity, what: Word) {
        self.tell(of.mails.first().cloned(), what);
    }

    /// This company made an offer: the others are told.
    fn offer(&mut self, of: &Opportunity, deadline: Date, plan: &Plan) {
        let live = |other: &&Opportunity| {
            let stands = matches!(other.stage, Stage::Held | Stage::Open);
            stands && !other.lead && !is_silent(other, plan) && other.id != of.id
        };
        let others = self.desk.state.opportunities().values().filter(live);
        let others: Vec<Opportunity> = others.cloned().collect();
        let first = self.whims.below(4) as usize;
        let mut words = vec![(of.mails[0].clone(), Word::Offer { deadline: Some(deadline) })];
        words.extend(others.iter().enumerate().map(|(nth, other)| {
            (other.mails[0].clone(), Word::Rival { deadline, preferred: nth == first })
        }));
        let at = self.now;
        let said = |(of, what)| Said { at, anchor: Some(of), what };
        let mut said: Vec<Said> = words.into_iter().map(said).collect();
        // In the order in which they are folded: of a hundred, none is told anew for the next.
        said.sort_by_key(Said::id);
        said.into_iter().for_each(|said| self.keep(said));
    }

    fn note(&mut self, of: &Opportunity, date: Date) {
        let Some(met) = of.interviews.iter().rfind(|i| i.stands() && i.ends() <= self.now) else {
            return;
        };
        let notes = Notes {
            talked: BTreeMap::from([("Bo".to_owned(), format!("point {}", self.count))]),
            to_send: self.whims.one_in(2).then(|| "https://point.example/".to_owned()),
            ..Notes::default()
        };
        let deadline = self.whims.one_in(3).then_some(date);
        let noted = Noted { at: self.now, anchor: met.anchor.clone(), notes, deadline };
        self.rules.noted(noted.anchor.clone(), self.now);
        self.desk.be_told(Fact::Noted(noted), self.now);
    }

    fn tell(&mut self, anchor: Option<MailId>, what: Word) {
        self.keep(Said { at: self.now, anchor, what });
    }

    fn keep(&mut self, said: Said) {
        self.rules.said(said.clone());
        self.desk.be_told(Fact::Said(said), self.now);
    }
}

fn is_silent(of: &Opportunity, plan: &Plan) -> bool {
    plan.standings.get(&of.id).is_some_and(|standing| standing.silent_since.is_some())
}
