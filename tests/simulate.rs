//! Random worlds against the rules: companies that answer, slip, fall silent, come back, refuse and
//! offer; a user who edits, deletes, sends, writes himself and is offline; a mailbox that fails.
//!
//! The same seed is the same world. A world that breaks a rule prints its seed and its story.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a scenario stops where it is written wrongly"
)]

#[path = "rules/desk.rs"]
mod desk;
#[path = "rules/script.rs"]
#[allow(dead_code, reason = "the simulator uses a part of the language")]
mod script;

use std::collections::{BTreeMap, BTreeSet};

use afterword::{
    draft::Step,
    mailbox::{AccountName, DraftKey},
    message::MailId,
    opportunity::{Mail, OpportunityId, Stage},
    reading::{Appointment, Kind, Person},
};
use desk::{ACCOUNT, Desk, Fault, Line, ME, policy};
use jiff::{SignedDuration, Timestamp, ToSpan, civil::time, tz::TimeZone};

const WORLDS: u64 = 8;
const COMPANIES: usize = 8;
const DAYS: i64 = 75;
const PRESETS: [&str; 5] = ["recruiter", "four-touch", "engineer", "concise", "weekly"];

#[test]
fn hundreds_of_opportunities_break_no_rule() {
    let mut broken = Vec::new();
    let mut opportunities = 0;
    for seed in 1..=WORLDS {
        let mut world = World::new(seed);
        world.live();
        opportunities += world.desk.state.opportunities().len();
        broken.extend(world.broken.iter().map(|text| format!("seed {seed}: {text}")));
    }
    eprintln!("simulate: {opportunities} opportunities, {} broken", broken.len());
    let first: Vec<&String> = broken.iter().take(12).collect();
    assert!(broken.is_empty(), "{first:#?}");
    assert!(opportunities >= 100, "{opportunities}");
}

#[test]
fn one_seed_is_one_world() {
    for seed in [3, 77] {
        let [a, b] = [seed, seed].map(|seed| {
            let mut world = World::new(seed);
            world.live();
            world.story()
        });
        assert_eq!(a, b);
    }
}

/// A small generator (PCG's multiplier): the world depends on nothing else.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) % n
    }

    fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }
}

struct World {
    dice: Dice,
    desk: Desk,
    count: u64,
    last: BTreeMap<usize, Mail>,
    /// Drafts that the user touched, by their bytes' place: they must stay.
    users: usize,
    disposed: BTreeSet<DraftKey>,
    seen_lines: usize,
    /// When each opportunity's last chaser was sent.
    sent: BTreeMap<OpportunityId, Timestamp>,
    broken: Vec<String>,
    offline: bool,
}

impl World {
    fn new(seed: u64) -> World {
        let mut dice = Dice(seed);
        dice.below(2);
        let preset = PRESETS[dice.below(5) as usize];
        World {
            dice,
            desk: Desk::new(policy(preset)),
            count: 0,
            last: BTreeMap::new(),
            users: 0,
            disposed: BTreeSet::new(),
            seen_lines: 0,
            sent: BTreeMap::new(),
            broken: Vec::new(),
            offline: false,
        }
    }

    fn live(&mut self) {
        let zone = TimeZone::get("Europe/London").unwrap();
        let start = jiff::civil::date(2026, 9, 7).to_zoned(zone).unwrap();
        for day in 0..DAYS {
            if self.dice.one_in(25) {
                self.offline = !self.offline;
            }
            for hour in [9, 13, 16, 20] {
                let minute = self.dice.below(60) as i8;
                let at = start.checked_add(day.days()).unwrap();
                let now = at.with().time(time(hour, minute, 0, 0)).build().unwrap().timestamp();
                if !self.offline {
                    self.desk.advance(now);
                    self.check(now);
                }
                self.happen(now);
                self.check(now);
            }
        }
    }

    fn happen(&mut self, now: Timestamp) {
        for company in 0..COMPANIES {
            if self.dice.one_in(18) {
                let mail = self.write(company, now);
                self.hear(mail, now);
            }
        }
        if self.dice.one_in(12) {
            self.desk.fault = Some(match self.dice.below(4) {
                0 => Fault::AnswerLost,
                1 => Fault::NothingStored,
                2 => Fault::Refused,
                _ => Fault::Crash(self.dice.below(6) as usize),
            });
        }
        if self.dice.one_in(60) {
            self.desk.renumber();
            if !self.offline {
                self.desk.settle(now);
            }
        }
        if self.dice.one_in(40) {
            self.desk.restart();
        }
        if !self.offline && self.dice.one_in(3) {
            self.user(now);
        }
    }

    fn hear(&mut self, mail: Mail, now: Timestamp) {
        if self.offline {
            self.desk.read(mail, now);
        } else {
            self.desk.hear(mail, now);
        }
    }

    /// A mail of a company, or of the user to it.
    fn write(&mut self, company: usize, now: Timestamp) -> Mail {
        self.count += 1;
        let first = !self.last.contains_key(&company);
        let (ana, bo) = (format!("ana@c{company}"), format!("bo@c{company}"));
        let kinds = [
            Kind::Invite,
            Kind::Update,
            Kind::HumanReply,
            Kind::InfoRequest,
            Kind::AutoReply,
            Kind::Rejection,
            Kind::Offer,
            Kind::Cancellation,
            Kind::Reschedule,
            Kind::OwnSent,
            Kind::OwnSent,
            Kind::Acknowledgement,
            Kind::Invite,
            Kind::Update,
        ];
        let kind = if first { Kind::Invite } else { kinds[self.dice.below(14) as usize] };
        let from = if self.dice.one_in(4) { &bo } else { &ana };
        let mut mail = bare_mail(kind, from, &format!("Company {company}"), self.count, now);
        let days = |dice: &mut Dice, most: u64| {
            SignedDuration::from_hours(24 * (1 + dice.below(most) as i64))
        };
        let zone = &self.desk.policy.zone.clone();
        match kind {
            Kind::Invite | Kind::Reschedule => {
                let start = (now + days(&mut self.dice, 6)).to_zoned(zone.clone());
                let end = start.checked_add(1.hour()).unwrap();
                mail.reading.interview = Some(Appointment { start, end: Some(end) });
                let email = self.dice.one_in(2).then(|| format!("bo@c{company}.example"));
                mail.reading.interviewers = vec![Person { name: "Bo".into(), email, title: None }];
            }
            Kind::Update if self.dice.one_in(2) => {
                let by = (now + days(&mut self.dice, 12)).to_zoned(zone.clone()).date();
                mail.reading.deadline = Some(by);
            }
            Kind::AutoReply => {
                mail.reading.returns =
                    Some((now + days(&mut self.dice, 9)).to_zoned(zone.clone()).date());
            }
            Kind::HumanReply => mail.reading.certain = !self.dice.one_in(6),
            _ => {}
        }
        if let Some(last) = self.last.get(&company).filter(|_| !self.dice.one_in(5)) {
            mail.in_reply_to = vec![last.id.clone()];
        }
        self.last.insert(company, mail.clone());
        mail
    }

    /// The user does something with one of the drafts.
    fn user(&mut self, now: Timestamp) {
        let steps =
            [Step::CheckIn, Step::ThankYou, Step::ValueAdd, Step::Close, Step::Acknowledgement];
        let step = steps[self.dice.below(5) as usize];
        let edited = afterword::mailbox::Digest::of(b"edited");
        let untouched = self.desk.lying(step).into_iter();
        let mut untouched = untouched.filter(|(_, seen)| seen.digest != Some(edited));
        let Some((record, seen)) = untouched.next_back() else { return };
        match self.dice.below(4) {
            0 => {
                self.desk.edit(&seen.place, self.dice.one_in(2));
                self.users += 1;
            }
            1 => drop(self.desk.take_out(&seen.place)),
            _ => {
                self.desk.take_out(&seen.place);
                self.count += 1;
                if matches!(step, Step::CheckIn | Step::ValueAdd | Step::Close) {
                    let all = self.desk.state.opportunities();
                    let of = all.values().find(|o| o.mails.contains(&record.because));
                    self.sent.extend(of.map(|o| (o.id, now)));
                }
                let mail = script::sent(&seen, now);
                self.hear(mail, now);
            }
        }
        if !self.offline {
            self.desk.settle(now);
        }
    }

    /// The rules, as invariants over what lies there and what was just made.
    fn check(&mut self, now: Timestamp) {
        let lines: Vec<String> = self.new_lines();
        self.broken.extend(lines);
        let mut live: BTreeMap<DraftKey, usize> = BTreeMap::new();
        for seen in &self.desk.drafts {
            let untouched =
                seen.digest.is_some_and(|d| d != afterword::mailbox::Digest::of(b"edited"));
            if let Some(key) = seen.id.as_ref().and_then(DraftKey::of).filter(|_| untouched) {
                *live.entry(key).or_default() += 1;
            }
        }
        if !self.offline && live.values().any(|n| *n > 1) {
            self.fail(now, "two live drafts with one key");
        }
        let edited = afterword::mailbox::Digest::of(b"edited");
        let theirs = self.desk.drafts.iter().filter(|d| d.digest.is_none_or(|d| d == edited));
        if theirs.count() != self.users {
            self.fail(now, "a draft that the user touched is gone");
        }
        if self.desk.removed.iter().any(|d| d.digest.is_none_or(|d| d == edited)) {
            self.fail(now, "a draft that the user touched was removed");
        }
    }

    fn fail(&mut self, now: Timestamp, what: &str) {
        self.broken.push(format!("{now} {what}"));
    }

    /// What was made since the last look, held to the rules.
    fn new_lines(&mut self) -> Vec<String> {
        let mut wrong = Vec::new();
        let policy = &self.desk.policy;
        for line in self.desk.lines.iter().skip(self.seen_lines) {
            match line {
                Line::Resolved { key, record, .. } => {
                    if matches!(record.entry, afterword::reconcile::Entry::Disposed { .. }) {
                        self.disposed.insert(key.clone());
                    }
                }
                Line::Draft { composed, at } => {
                    let want = &composed.wanted;
                    let local = at.to_zoned(policy.zone.clone());
                    let mut say =
                        |what: &str| wrong.push(format!("{local} {:?} {what}", want.step));
                    if self.disposed.contains(&want.key) {
                        say("what was disposed came back");
                    }
                    let chaser = matches!(want.step, Step::CheckIn | Step::ValueAdd | Step::Close);
                    let hour = local.time();
                    if chaser && !(time(8, 30, 0, 0)..time(18, 0, 0, 0)).contains(&hour) {
                        say("out of hours");
                    }
                    if chaser && !policy.is_business_day(local.date()) {
                        say("not on a business day");
                    }
                    if want.step == Step::ThankYou
                        && !(time(7, 0, 0, 0)..time(21, 1, 0, 0)).contains(&hour)
                    {
                        say("out of hours");
                    }
                    let Some(of) = self.desk.state.opportunities().get(&want.opportunity) else {
                        continue;
                    };
                    if chaser {
                        let met = of.interviews.iter().any(|i| i.stands() && i.ends() <= *at);
                        let ahead = of
                            .interviews
                            .iter()
                            .any(|i| i.stands() && i.announced <= *at && i.ends() > *at);
                        if !met || ahead {
                            say("before the interview");
                        }
                        let stated = of.deadline.as_ref().filter(|d| d.stated.at <= *at);
                        if stated.is_some_and(|d| local.date() <= d.date) {
                            say("before the deadline");
                        }
                        if of.stage != Stage::Open
                            && of.last_word.as_ref().is_some_and(|w| w.at < *at)
                        {
                            say("after the end");
                        }
                        let last = self.sent.get(&want.opportunity).copied();
                        let apart = last.map(|t| {
                            let days = t.to_zoned(policy.zone.clone()).date().until(local.date());
                            days.unwrap().get_days()
                        });
                        if apart.is_some_and(|days| days < 7) {
                            say("within seven days");
                        }
                        if usize::from(want.brief.ordinal) > policy.preset.ceiling() {
                            say("over the ceiling");
                        }
                    }
                }
                Line::Told(_) => {}
            }
        }
        self.seen_lines = self.desk.lines.len();
        wrong
    }

    fn story(&self) -> Vec<String> {
        self.desk.lines.iter().map(|line| format!("{line:?}")).collect()
    }
}

/// A mail that says nothing but its kind, for worlds that are not written down.
fn bare_mail(kind: Kind, from: &str, company: &str, count: u64, at: Timestamp) -> Mail {
    let own = kind == Kind::OwnSent;
    let theirs = script::address(from);
    let sender = if own { script::bare(ME) } else { theirs.clone() };
    let mut reading = script::reading(kind, &sender, own);
    reading.company = (!own).then(|| company.to_owned());
    Mail {
        id: MailId(format!("w{count}@{}", sender.email)),
        account: AccountName(ACCOUNT.into()),
        at,
        reply_to: None,
        to: if own { vec![theirs] } else { vec![] },
        subject: "Your application".into(),
        in_reply_to: vec![],
        references: vec![],
        reading,
        from: Some(sender),
    }
}
