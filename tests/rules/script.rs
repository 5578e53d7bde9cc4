//! Scenario text → mails, moves of the user, a transcript. The only place that names the core.
//!
//! ```text
//! Mon 5 Oct 09:00 | priya | invite | at Thu 8 Oct 14:00-15:00 | with Marcus <marcus@corvid>
//! Thu 8 Oct 20:00 | me | to marcus
//! Thu 15 Oct 10:00 | user | sends check-in
//! ```
//! Each line: when; who (`me`, `user`, or an address: `priya` is `priya@corvid.example`); what;
//! more.

use std::collections::BTreeMap;

use afterword::{
    draft::Step,
    mailbox::{AccountName, SeenDraft},
    message::{Address, MailId},
    opportunity::{self, Fact, Mail, Said, Word},
    reading::{
        Answerability, Appointment, CalendarRef, Kind, Language, Person, Reading, Register, sender,
    },
    reconcile::Entry,
};
use jiff::{Timestamp, Zoned, civil::Date, civil::Time, tz::TimeZone};

use crate::desk::{ACCOUNT, Desk, Line, ME, policy};

/// A scenario under a preset: plays it as told, and once more with a restart before every line.
#[track_caller]
pub fn check(preset: &str, script: &str, wanted: &str) {
    let lines = |text: &str| -> Vec<String> {
        text.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect()
    };
    let wanted = lines(wanted);
    for restarts in [false, true] {
        let got = play(preset, script, restarts);
        // A silence is told anew after a restart.
        let told = |line: &String| !restarts || !line.ends_with("closed as silent");
        let got: Vec<String> = got.into_iter().filter(told).collect();
        let wanted: Vec<String> = wanted.iter().filter(|l| told(l)).cloned().collect();
        assert!(
            got == wanted,
            "\n--- wanted\n{}\n--- got{}\n{}\n",
            wanted.join("\n"),
            if restarts { " with restarts" } else { "" },
            got.join("\n")
        );
    }
}

/// The transcript of a scenario: drafts and what became of them; forms and stories where asked for.
pub fn play(preset: &str, script: &str, restarts: bool) -> Vec<String> {
    let mut stage = Stage::new(preset);
    for line in script.lines().map(str::trim).filter(|l| !l.is_empty()) {
        if restarts {
            stage.desk.restart();
        }
        stage.line(line);
    }
    stage.transcript()
}

/// A stage whose desk stands at the last moment of the script.
pub fn staged(preset: &str, script: &str) -> Stage {
    let mut stage = Stage::new(preset);
    go_on(&mut stage, script);
    stage
}

/// Plays more lines on a stage.
pub fn go_on(stage: &mut Stage, script: &str) {
    script.lines().map(str::trim).filter(|l| !l.is_empty()).for_each(|l| stage.line(l));
}

/// The mails of a scenario, for other orders than time's.
pub fn mails(script: &str) -> Vec<Mail> {
    let mut stage = Stage::new("recruiter");
    let mut all = Vec::new();
    for line in script.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let fields: Vec<&str> = line.split('|').map(str::trim).collect();
        all.extend(stage.mail(moment(fields[0]), &fields));
    }
    all
}

pub struct Stage {
    pub desk: Desk,
    /// Until when the machine sleeps.
    asleep: Option<Timestamp>,
    count: usize,
    names: BTreeMap<String, MailId>,
    last: BTreeMap<String, Mail>,
    forms: bool,
    story: bool,
}

impl Stage {
    fn new(preset: &str) -> Stage {
        Stage {
            desk: Desk::new(policy(preset)),
            asleep: None,
            count: 0,
            names: BTreeMap::new(),
            last: BTreeMap::new(),
            forms: false,
            story: false,
        }
    }

    fn line(&mut self, line: &str) {
        match line {
            "with notes forms" => return self.forms = true,
            "with the story" => return self.story = true,
            _ => {}
        }
        let fields: Vec<&str> = line.split('|').map(str::trim).collect();
        let at = moment(fields[0]);
        if self.asleep.is_none() {
            self.desk.advance(at);
        }
        match (fields[1], fields.get(2).copied().unwrap_or_default()) {
            ("user", what) if what.starts_with("says") => self.says(at, &fields[2..]),
            ("user", what) => self.user(at, what),
            ("machine", "sleeps") => self.asleep = Some(at),
            ("machine", "wakes") => {
                self.asleep = None;
                self.desk.settle(at);
            }
            ("machine", "restarts") => {
                self.desk.restart();
                self.desk.settle(at);
            }
            ("server", "renumbers") => {
                self.desk.renumber();
                self.desk.settle(at);
            }
            ("end", _) => self.desk.settle(at),
            _ => {
                let mail = self.mail(at, &fields).expect("a mail");
                match self.asleep {
                    Some(_) => self.desk.read(mail, at),
                    None => self.desk.hear(mail, at),
                }
            }
        }
    }

    /// `sends`, `edits`, `deletes`, `hides` (sends, and the copy shows up when told) a draft.
    fn user(&mut self, at: Timestamp, what: &str) {
        let (verb, rest) = what.split_once(' ').unwrap_or((what, ""));
        if verb == "begins" {
            self.begins(rest);
            return self.desk.settle(at);
        }
        let step: Step = serde_json::from_value(rest.into()).expect("a step");
        let (record, seen) = self.desk.lying(step).pop().unwrap_or_else(|| panic!("no {step:?}"));
        match verb {
            "edits" => self.desk.edit(&seen.place, true),
            "saves" => self.desk.edit(&seen.place, false),
            "deletes" | "sends" | "hides" => drop(self.desk.take_out(&seen.place)),
            _ => panic!("{what}"),
        }
        if verb == "sends" {
            let mail = sent(&seen, at);
            self.desk.hear(mail, at);
        }
        let _ = record;
        self.desk.settle(at);
    }

    /// `says replied`, `says deadline Fri 16 Oct`, `says no NAME`, each `| of COMPANY`.
    fn says(&mut self, at: Timestamp, fields: &[&str]) {
        let company = fields.iter().find_map(|f| f.strip_prefix("of ")).unwrap_or("Corvid");
        let all = self.desk.state.opportunities().values();
        let mut of = all.filter(|of| of.company.as_deref() == Some(company));
        let (what, value) =
            fields[0]["says ".len()..].split_once(' ').unwrap_or((&fields[0][5..], ""));
        let what = match what {
            "accept" => Word::Accept,
            "close" => Word::Close,
            "deadline" => Word::Deadline { date: date(value) },
            "done" => Word::Done,
            "no" | "yes" => Word::Answer { mail: self.named(value), yes: what == "yes" },
            "offer" => Word::Offer { deadline: Some(date(value)) },
            "pause" => Word::Pause,
            "reopen" => Word::Reopen,
            "replied" => Word::Replied,
            "resume" => Word::Resume,
            "rival" => Word::Rival { deadline: date(value), preferred: fields.contains(&"first") },
            "snooze" => Word::Snooze { until: date(value) },
            "withdraw" => Word::Withdraw,
            _ => panic!("{what}?"),
        };
        let everything = fields.contains(&"of everything");
        let anchor = (!everything).then(|| of.next().expect(company).mails[0].clone());
        self.desk.learn(Fact::Said(Said { at, anchor, what }), at);
    }

    /// `begins to priya`: a draft of his own in the thread.
    fn begins(&mut self, to: &str) {
        let to = address(to.trim_start_matches("to "));
        let last = self.last.values().max_by_key(|m| m.at).expect("a thread");
        self.desk.begin(SeenDraft {
            place: afterword::mailbox::Place::File(String::new()),
            id: Some(MailId("own-draft@mua.example".into())),
            in_reply_to: vec![last.id.clone()],
            references: vec![],
            from: None,
            to: vec![to],
            subject: "Re: x".into(),
            digest: None,
            deleted: false,
            note: None,
            sent: false,
        });
    }

    /// A mail as the fields say; `None` for lines that are no mail.
    fn mail(&mut self, at: Timestamp, fields: &[&str]) -> Option<Mail> {
        let own = fields[1] == "me";
        if matches!(fields[1], "user" | "machine" | "server" | "end") {
            return None;
        }
        self.count += 1;
        let from = if own { bare(ME) } else { address(fields[1]) };
        let kind = if own { "own_sent" } else { fields[2] };
        let kind: Kind = serde_json::from_value(kind.into()).unwrap_or_else(|_| panic!("{kind}"));
        let mut mail = Mail {
            id: MailId(format!("m{}@{}", self.count, from.email)),
            account: AccountName(ACCOUNT.into()),
            at,
            reply_to: None,
            to: vec![],
            subject: "Your application".into(),
            in_reply_to: vec![],
            references: vec![],
            reading: reading(kind, &from, own),
            from: Some(from),
        };
        let mut new_thread = false;
        let rest = if own { &fields[2..] } else { &fields[3..] };
        for field in rest.iter().filter(|field| !field.is_empty()) {
            let (word, value) = field.split_once(' ').unwrap_or((field, ""));
            match word {
                "new-thread" => new_thread = true,
                "name" => drop(self.names.insert(value.into(), mail.id.clone())),
                "re" => mail.in_reply_to = vec![self.names[value].clone()],
                _ => tell(&mut mail, word, value),
            }
        }
        let company = mail.reading.company.clone().unwrap_or_else(|| "Corvid".into());
        if own {
            mail.reading.company = None;
        }
        if let Some(last) = self.last.get(&company)
            && mail.in_reply_to.is_empty()
            && !new_thread
        {
            mail.in_reply_to = vec![last.id.clone()];
            mail.references = last.references.iter().chain([&last.id]).cloned().collect();
        }
        self.last.insert(company, mail.clone());
        Some(mail)
    }

    pub fn transcript(&self) -> Vec<String> {
        self.desk.lines.iter().filter_map(|line| self.words(line)).collect()
    }

    fn words(&self, line: &Line) -> Option<String> {
        let name = |step: Step| serde_json::to_value(step).unwrap().as_str().unwrap().to_owned();
        let short = |email: Option<&str>| {
            let email = email.unwrap_or("nobody").trim_end_matches(".example");
            email.trim_end_matches("@corvid").to_owned()
        };
        match line {
            Line::Draft { composed, at }
                if self.forms || composed.wanted.step != Step::NotesForm =>
            {
                let want = &composed.wanted;
                let to = short(want.to.as_ref().map(|a| a.address.email.as_str()));
                let last = if want.brief.last { "last " } else { "" };
                let names: Vec<&str> = want.brief.pass_on.iter().map(|p| p.name.as_str()).collect();
                let through = match names.is_empty() {
                    true => String::new(),
                    false => format!(" for {}", names.join(" and ")),
                };
                let rule = want.rule;
                let at = clock(*at);
                Some(format!("{at} draft {last}{} to {to}{through} ({rule:?})", name(want.step)))
            }
            Line::Resolved { record, at, .. } if self.forms || record.step != Step::NotesForm => {
                let what = match record.entry {
                    Entry::Retired { .. } => "withdrawn",
                    _ => "left to the user",
                };
                let to = short(record.to.as_deref());
                Some(format!("{} {what}: {} to {to}", clock(*at), name(record.step)))
            }
            Line::Told(h) if self.story => {
                let event = format!("{:?}", h.event).to_lowercase();
                let event = event.split([' ', '{']).next().unwrap_or_default().to_owned();
                Some(format!("{} {event}", clock(h.at)))
            }
            Line::Told(h) if h.because.is_none() => {
                Some(format!("{} closed as silent", clock(h.at)))
            }
            _ => None,
        }
    }
}

/// What one more field says.
fn tell(mail: &mut Mail, word: &str, value: &str) {
    let reading = &mut mail.reading;
    match word {
        "at" => reading.interview = Some(appointment(value)),
        "with" => reading.interviewers = value.split(", ").map(person).collect(),
        "by" => reading.deadline = Some(date(value)),
        "expires" => reading.action_by = Some(date(value)),
        "back" => reading.returns = Some(date(value)),
        "asks" => reading.asks = true,
        "unsure" => reading.certain = false,
        "reminder" => reading.reminder = true,
        "gone" => reading.role_gone = true,
        "nameless" => reading.company = None,
        "company" => reading.company = Some(value.into()),
        "role" => reading.role = Some(value.into()),
        "topic" => reading.topic = Some(value.into()),
        "uid" => {
            let (uid, sequence) = value.split_once(' ').unwrap_or((value, "0"));
            let sequence = sequence.parse().unwrap();
            reading.calendar = Some(CalendarRef { uid: uid.into(), sequence });
        }
        "in" => reading.language = serde_json::from_value(value.into()).unwrap(),
        "to" => mail.to = value.split(", ").map(address).collect(),
        "cc" => mail.to.extend(value.split(", ").map(address)),
        "account" => mail.account = AccountName(value.into()),
        _ => panic!("{word}?"),
    }
}

/// A reading that says nothing but its kind and its writer.
pub fn reading(kind: Kind, from: &Address, own: bool) -> Reading {
    let hears = sender::hears(&from.email);
    let platform = sender::known(&from.email).is_some();
    let name = from.name.clone().unwrap_or_default();
    let writer = (!own && hears == Answerability::Hears).then(|| Person {
        name: name.clone(),
        email: Some(from.email.clone()),
        title: None,
    });
    Reading {
        kind,
        certain: true,
        reminder: false,
        company: Some("Corvid".into()),
        role: None,
        interview: None,
        interviewers: vec![],
        calendar: None,
        signs_as: writer.is_some().then_some(name),
        writer,
        platform,
        answerability: hears,
        deadline: None,
        action_by: None,
        returns: None,
        asks: matches!(kind, Kind::AvailabilityRequest | Kind::InfoRequest),
        role_gone: false,
        topic: None,
        language: Language::En,
        register: Register::Formal,
        reasons: vec![],
        defects: vec![],
    }
}

/// A draft of ours as it lies in Sent: another Message-ID, the same person and parent.
pub fn sent(draft: &SeenDraft, at: Timestamp) -> Mail {
    let from = bare(ME);
    Mail {
        id: MailId(format!("sent-{at}@mua.example")),
        account: AccountName(ACCOUNT.into()),
        at,
        reply_to: None,
        to: draft.to.clone(),
        subject: draft.subject.clone(),
        in_reply_to: draft.in_reply_to.clone(),
        references: draft.references.clone(),
        reading: Reading { company: None, ..reading(Kind::OwnSent, &from, true) },
        from: Some(from),
    }
}

pub fn bare(email: &str) -> Address {
    Address { name: None, email: email.into() }
}

/// `priya` → Priya at Corvid; `rita@agency` → `rita@agency.example`; else as it stands.
pub fn address(text: &str) -> Address {
    let email = match text.rsplit_once('@') {
        None if text == "me" => return bare(ME),
        None => format!("{text}@corvid.example"),
        Some((_, domain)) if domain.contains('.') => text.to_owned(),
        Some(_) => format!("{text}.example"),
    };
    let local = email.split('@').next().unwrap_or_default();
    let mut name = local.to_owned();
    if let Some(first) = name.get_mut(0..1) {
        first.make_ascii_uppercase();
    }
    Address { name: Some(name), email }
}

/// `Ada King (CTO) <ada>`, all but the name optional.
fn person(text: &str) -> Person {
    let (front, email) = match text.split_once('<') {
        Some((front, email)) => (front, Some(address(email.trim_end_matches('>')).email)),
        None => (text, None),
    };
    let (name, title) = match front.split_once('(') {
        Some((name, title)) => (name, Some(title.trim().trim_end_matches(')').to_owned())),
        None => (front, None),
    };
    Person { name: name.trim().into(), email, title }
}

fn zone() -> TimeZone {
    TimeZone::get("Europe/London").unwrap()
}

/// `Thu 8 Oct`, of 2026 or the January after; the weekday is checked.
fn date(text: &str) -> Date {
    let year = if text.ends_with("Jan") { 2027 } else { 2026 };
    Date::strptime("%a %d %b %Y", format!("{text} {year}"))
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn on(text: &str, time: &str) -> Zoned {
    let time = Time::strptime("%H:%M", time).unwrap_or_else(|e| panic!("{text} {time}: {e}"));
    date(text).to_datetime(time).to_zoned(zone()).unwrap()
}

pub fn moment(text: &str) -> Timestamp {
    let (day, time) = text.rsplit_once(' ').unwrap_or_else(|| panic!("{text}"));
    on(day, time).timestamp()
}

/// `Thu 8 Oct 14:00-15:00`, or without an end.
fn appointment(text: &str) -> Appointment {
    let (day, hours) = text.rsplit_once(' ').expect("a day and hours");
    match hours.split_once('-') {
        Some((start, end)) => Appointment { start: on(day, start), end: Some(on(day, end)) },
        None => Appointment { start: on(day, hours), end: None },
    }
}

fn clock(at: Timestamp) -> String {
    at.to_zoned(zone()).strftime("%a %-d %b %H:%M").to_string()
}

/// What is known, for comparing two runs.
pub fn known(desk: &Desk, now: Timestamp) -> String {
    let plan = desk.plan(now);
    let keys: Vec<_> = plan.wanted.iter().map(|w| &w.key).collect();
    let all: Vec<&opportunity::Opportunity> = desk.state.opportunities().values().collect();
    format!("{all:#?}\n{keys:?}\n{:?}", plan.next)
}

impl Stage {
    /// The bodies of every draft of a step, in order.
    pub fn texts(&self, step: Step) -> Vec<String> {
        let text = |line: &Line| match line {
            Line::Draft { composed, .. } if composed.wanted.step == step => {
                Some(composed.body.clone())
            }
            _ => None,
        };
        self.desk.lines.iter().filter_map(text).collect()
    }

    /// The id of the mail that the script gave this name.
    pub fn named(&self, name: &str) -> MailId {
        self.names[name].clone()
    }
}
