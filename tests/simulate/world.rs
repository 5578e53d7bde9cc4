//! One world: what companies write, what the user does with what lies in Drafts, and what fails.
//!
//! Decides what happens by dice alone; what is right is `rules`' part.

mod user;

use std::collections::BTreeMap;

use afterword::{
    mailbox::AccountName,
    message::MailId,
    opportunity::Mail,
    reading::{Appointment, Kind, Person},
};
use jiff::{SignedDuration, Timestamp, ToSpan, civil::time};

use crate::{
    desk::{ACCOUNT, Desk, Fault, ME, policy},
    rules::Rules,
    script,
};

/// Companies of a world: most have a few, one in sixteen has more, one in many thousands hundreds.
const FEW_MAX: u64 = 3;
const COMPANIES_MAX: u64 = 12;
const BIG_ONE_IN: u64 = 16_000;
const COMPANIES_BIG: u64 = 200;
/// One world in so many is without commands, as big as worlds were before there were any.
const SILENT_ONE_IN: u64 = 16;
/// Days in which things happen, in worlds with commands and without, and quiet days after them.
const DAYS: i64 = 50;
const DAYS_SILENT: i64 = 75;
const QUIET_DAYS: i64 = 90;
/// One in so many moments at which nothing is due is looked at all the same.
const IDLE_LOOKS: u64 = 12;
const PRESETS: [&str; 5] = ["recruiter", "four-touch", "engineer", "concise", "weekly"];
/// What companies write next, some of it oftener.
const KINDS: [Kind; 20] = [
    Kind::Acknowledgement,
    Kind::AutoReply,
    Kind::AvailabilityRequest,
    Kind::Cancellation,
    Kind::HumanReply,
    Kind::InfoRequest,
    Kind::Invite,
    Kind::Invite,
    Kind::Invite,
    Kind::NextRound,
    Kind::Offer,
    Kind::OwnSent,
    Kind::OwnSent,
    Kind::OwnSent,
    Kind::Rejection,
    Kind::Reschedule,
    Kind::Update,
    Kind::Update,
    Kind::Update,
    Kind::HumanReply,
];

/// A small generator (PCG's multiplier): the world depends on nothing else.
pub struct Dice(u64);

impl Dice {
    pub fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) % n
    }

    fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }
}

pub struct World {
    pub dice: Dice,
    /// What the user says is thrown with other dice: worlds without it stay as they were.
    whims: Dice,
    speaks: bool,
    all_paused: bool,
    pub desk: Desk,
    rules: Rules,
    companies: usize,
    count: u64,
    last: BTreeMap<usize, Mail>,
    offline: bool,
    /// Online again: the mailbox may have been renumbered since.
    found_again: bool,
    now: Timestamp,
}

impl World {
    /// A world with this seed, lived to its end.
    pub fn lived(seed: u64) -> World {
        let mut dice = Dice(seed);
        dice.below(2);
        let preset = PRESETS[dice.below(5) as usize];
        let some = 2 + dice.below(COMPANIES_MAX - 1);
        let mut whims = Dice(!seed);
        let speaks = seed % SILENT_ONE_IN != 1;
        let companies = match speaks {
            true if whims.one_in(BIG_ONE_IN) => COMPANIES_BIG,
            true if !whims.one_in(16) => 1 + whims.below(FEW_MAX),
            _ => some,
        };
        dice.below(1); // Drawn once for the size, before worlds had more sizes than two.
        let mut world = World {
            companies: companies as usize,
            dice,
            whims,
            speaks,
            all_paused: false,
            desk: Desk::new(policy(preset)),
            rules: Rules::default(),
            count: 0,
            last: BTreeMap::new(),
            offline: false,
            found_again: false,
            now: Timestamp::UNIX_EPOCH,
        };
        world.live();
        world
    }

    pub fn broken(&self) -> &[String] {
        &self.rules.broken
    }

    pub fn now(&self) -> Timestamp {
        self.now
    }

    pub fn story(&self) -> Vec<String> {
        self.desk.lines.iter().map(|line| format!("{line:?}")).collect()
    }

    fn live(&mut self) {
        let zone = self.desk.policy.zone.clone();
        let start = jiff::civil::date(2026, 9, 7).to_zoned(zone).unwrap();
        let days = if self.speaks { DAYS } else { DAYS_SILENT };
        for day in 0..days {
            if self.dice.one_in(25) {
                self.offline = !self.offline;
                // What is only found again at another place is acted upon at the next look.
                self.found_again = !self.offline;
            }
            for hour in [9, 13, 16, 20] {
                let minute = self.dice.below(60) as i8;
                let at = start.checked_add(day.days()).unwrap();
                let at = at.with().time(time(hour, minute, 0, 0)).build().unwrap();
                self.pass(at.timestamp());
                self.happen();
                self.hold();
            }
        }
        self.offline = false;
        self.found_again = true;
        self.goes_on();
        self.pass(start.checked_add((days + QUIET_DAYS).days()).unwrap().timestamp());
        self.rules.at_rest(&self.desk, self.now);
    }

    /// Time passes; who is online wakes at each planned moment.
    fn pass(&mut self, until: Timestamp) {
        self.now = until;
        if !self.offline {
            if std::mem::take(&mut self.found_again) {
                self.desk.settle(until);
            }
            self.desk.advance(until);
            if self.desk.due(until) {
                self.desk.settle(until);
            } else if self.whims.one_in(IDLE_LOOKS) {
                self.look_in_vain();
            }
        }
        self.hold();
    }

    /// Between two planned moments a look changes nothing.
    fn look_in_vain(&mut self) {
        let (lines, drafts) = (self.desk.lines.len(), self.desk.drafts.clone());
        self.desk.settle(self.now);
        if self.desk.lines.len() != lines || self.desk.drafts != drafts {
            self.rules.fail(self.now, "W8: a change at no planned moment");
        }
    }

    fn hold(&mut self) {
        self.rules.hold(&self.desk, self.now, self.offline);
    }

    fn happen(&mut self) {
        for company in 0..self.companies {
            if self.dice.one_in(18) {
                let mail = self.write(company);
                self.hear(mail);
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
        }
        if self.dice.one_in(if self.speaks { 100 } else { 40 }) {
            self.desk.restart();
        }
        if !self.offline {
            self.settle();
        }
        // What was made until here was made before the user spoke.
        self.hold();
        if self.dice.one_in(3) {
            self.user();
        }
    }

    fn settle(&mut self) {
        if self.desk.due(self.now) {
            self.desk.settle(self.now);
        }
    }

    fn hear(&mut self, mail: Mail) {
        self.rules.heard(&mail);
        self.desk.read(mail, self.now);
        // Alone, or with others that come at the same time.
        if !self.offline && self.whims.one_in(3) {
            self.settle();
            self.hold();
        }
    }

    /// A mail of a company, or of the user to it.
    fn write(&mut self, company: usize) -> Mail {
        self.count += 1;
        let first = !self.last.contains_key(&company);
        let kind = if first { Kind::Invite } else { KINDS[self.dice.below(20) as usize] };
        let from = match self.dice.below(8) {
            0 => format!("no-reply@c{company}"),
            1 | 2 => format!("bo@c{company}"),
            _ => format!("ana@c{company}"),
        };
        let mut mail = bare_mail(kind, &from, &name(company), self.count, self.now);
        self.fill(&mut mail, company);
        if let Some(last) = self.last.get(&company).filter(|_| !self.dice.one_in(5)) {
            mail.in_reply_to = vec![last.id.clone()];
        }
        self.last.insert(company, mail.clone());
        mail
    }

    /// What the mail says, by its kind.
    fn fill(&mut self, mail: &mut Mail, company: usize) {
        let zone = self.desk.policy.zone.clone();
        let ahead = |dice: &mut Dice, most: u64, now: Timestamp| {
            let days = SignedDuration::from_hours(24 * (1 + dice.below(most) as i64));
            (now + days).to_zoned(zone.clone())
        };
        let dice = &mut self.dice;
        let reading = &mut mail.reading;
        reading.certain = !dice.one_in(12);
        match reading.kind {
            Kind::Invite | Kind::Reschedule => {
                let start = ahead(dice, 6, self.now);
                let end = start.checked_add(1.hour()).unwrap();
                reading.interview = Some(Appointment { start, end: dice.one_in(2).then_some(end) });
                let mut panel = vec![person("Bo", dice, company, None)];
                if dice.one_in(2) {
                    panel.push(person("Cleo", dice, company, None));
                }
                if dice.one_in(5) {
                    panel.push(person("Dag", dice, company, Some("CTO")));
                }
                reading.interviewers = panel;
                reading.asks = dice.one_in(8);
            }
            Kind::Update | Kind::NextRound if dice.one_in(2) => {
                reading.deadline = Some(ahead(dice, 12, self.now).date());
            }
            Kind::AutoReply => reading.returns = Some(ahead(dice, 9, self.now).date()),
            Kind::Cancellation => reading.role_gone = dice.one_in(3),
            Kind::Offer if dice.one_in(2) => {
                reading.action_by = Some(ahead(dice, 9, self.now).date());
            }
            _ => {}
        }
    }
}

/// A name like no other's.
fn name(company: usize) -> String {
    const FRONT: [&str; 10] =
        ["Ash", "Brad", "Corn", "Dun", "Elm", "Fen", "Gar", "Hol", "Ing", "Jar"];
    const BACK: [&str; 10] =
        ["beck", "croft", "dale", "ford", "grove", "ley", "mere", "stow", "wick", "worth"];
    const BEFORE: [&str; 3] = ["", "Nor", "Upper"];
    format!("{}{}{}", BEFORE[company / 100 % 3], FRONT[company / 10 % 10], BACK[company % 10])
}

fn person(name: &str, dice: &mut Dice, company: usize, title: Option<&str>) -> Person {
    let email = format!("{}@c{company}.example", name.to_lowercase());
    Person {
        name: name.into(),
        email: dice.one_in(2).then_some(email),
        title: title.map(str::to_owned),
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
