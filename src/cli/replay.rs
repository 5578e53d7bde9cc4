//! `afterword replay`: what the daemon would have done with these mails (contract.md).

use std::{
    collections::BTreeMap,
    io::{self, Write},
    path::PathBuf,
};

use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};

use super::{Failure, view};
use crate::{
    edge::{files, load, source},
    etiquette::Policy,
    mailbox::AccountName,
    message::{self, MailId},
    opportunity::{Event, Mail, Reason, Rule},
    reading::{self, Reader},
    replay::{ACCOUNT, Line, Replay, Told},
    settings::Settings,
};

/// Plays mails through the daemon's own rules with a virtual clock.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  afterword replay --me robin@mailbox.example ~/Mail/jobs\n  \
    afterword replay --json --preset four-touch --until 2026-12-01T00:00:00Z mails.mbox")]
pub struct Args {
    /// Print JSON Lines for programs
    #[arg(long)]
    json: bool,
    /// Read name, addresses, zone, preset, holidays and mornings from this configuration
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// An address of yours: mails from it are your Sent mailbox
    #[arg(long, value_name = "ADDRESS")]
    me: Vec<String>,
    /// Your time zone (IANA name)
    #[arg(long, value_name = "IANA")]
    zone: Option<String>,
    /// The preset to follow
    #[arg(long, value_name = "NAME")]
    preset: Option<String>,
    /// Holidays, an iCalendar file
    #[arg(long, value_name = "FILE.ics")]
    holidays: Vec<PathBuf>,
    /// Stop then; default 60 days after the last mail
    #[arg(long, value_name = "TIME")]
    until: Option<Timestamp>,
    /// .eml file, mbox, Maildir or folder
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
}

/// How long time goes on after the last mail.
const AFTER_LAST_HOURS: i64 = 60 * 24;

/// Runs the command; true when every input was read.
pub fn run(args: &Args) -> Result<bool, Failure> {
    let mut policy = policy(args)?;
    let zone = policy.zone.clone();
    let reader = Reader { me: policy.addresses.clone(), name: None, zone };
    let Input { mut mails, labels, whole } = read(args, &reader);
    if policy.me.name.is_empty() {
        let own = mails.iter().filter(|m| m.own());
        let name = own.filter_map(|m| m.from.as_ref()?.name.clone()).next();
        policy.me.name = name.unwrap_or_default();
    }
    let last = mails.iter().map(|m| m.at).max().unwrap_or(Timestamp::UNIX_EPOCH);
    let until = args.until.unwrap_or(last.saturating_add(AFTER_LAST_HOURS.hours()).unwrap_or(last));
    mails.retain(|m| m.at <= until);
    let mut out = io::stdout().lock();
    let shape = if args.json { Shape::Json } else { Shape::Text };
    play(&policy, mails, &labels, until, shape, &mut out).map_err(Failure::output)?;
    Ok(whole)
}

/// For programs, or for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Json,
    Text,
}

/// Plays mails until a moment and prints what happens; `labels` names the file of each mail.
pub fn play(
    policy: &Policy,
    mut mails: Vec<Mail>,
    labels: &BTreeMap<MailId, String>,
    until: Timestamp,
    shape: Shape,
    out: &mut impl Write,
) -> io::Result<()> {
    mails.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
    let mut replay = Replay::new();
    let lines = replay.play(policy, mails, until);
    let printer = Printer { policy, labels };
    for line in &lines {
        match shape {
            Shape::Json => {
                writeln!(out, "{}", printer.json(line))?;
            }
            Shape::Text => printer.text(line, out)?,
        }
    }
    Ok(())
}

struct Input {
    mails: Vec<Mail>,
    labels: BTreeMap<MailId, String>,
    /// Every path could be read.
    whole: bool,
}

fn read(args: &Args, reader: &Reader) -> Input {
    let mut input = Input { mails: Vec::new(), labels: BTreeMap::new(), whole: true };
    for path in &args.paths {
        source::read(path, &mut |found| match found {
            Ok(found) => {
                let message = message::parse(&found.bytes);
                let reading = reading::read(&message, reader);
                let dated = message.date.as_ref().map(jiff::Zoned::timestamp);
                let at = dated.unwrap_or(Timestamp::UNIX_EPOCH);
                input.labels.entry(message.id.clone()).or_insert(found.label);
                input.mails.push(Mail::new(
                    &message,
                    reading,
                    reader,
                    AccountName(ACCOUNT.into()),
                    at,
                ));
            }
            Err(unread) => {
                super::warn(&unread.to_string());
                input.whole = false;
            }
        });
    }
    input
}

fn policy(args: &Args) -> Result<Policy, Failure> {
    let mut settings = match &args.config {
        Some(path) => files::load(path).map_err(|e| Failure::Config(e.to_string()))?,
        None => Settings::bare(),
    };
    if !args.me.is_empty() {
        settings.me.addresses = args.me.iter().map(|a| a.to_lowercase()).collect();
    }
    if let Some(zone) = &args.zone {
        settings.me.zone.clone_from(zone);
    }
    if let Some(preset) = &args.preset {
        settings.etiquette.preset.clone_from(preset);
    }
    if !args.holidays.is_empty() {
        settings.etiquette.holidays.clone_from(&args.holidays);
    }
    load::policy(&settings).map_err(|e| Failure::Usage(e.to_string()))
}

struct Printer<'a> {
    policy: &'a Policy,
    labels: &'a BTreeMap<MailId, String>,
}

impl Printer<'_> {
    /// Keys in the order of contract.md.
    fn json(&self, line: &Line) -> Value {
        let mut value = json!({
            "at": self.time(line.at),
            "event": event(&line.told),
            "opportunity": {
                "id": line.opportunity.0.to_string(),
                "company": line.company,
                "role": line.role,
            },
        });
        match &line.told {
            Told::Happened(h) => {
                self.times(&mut value, &h.event);
                self.tail(&mut value, h.because.as_ref(), h.rule, h.reason);
            }
            Told::Draft(composed) => {
                let want = &composed.wanted;
                put(&mut value, "step", json!(want.step));
                put(&mut value, "draft", json!(short(&want.key.0)));
                let to: Vec<&str> = want.to.iter().map(|a| a.address.email.as_str()).collect();
                put(&mut value, "to", json!(to));
                put(&mut value, "subject", json!(composed.subject));
                put(&mut value, "body", json!(composed.body));
                put(&mut value, "in_reply_to", json!(want.parent.mail.0));
                self.tail(&mut value, Some(&want.because), Some(want.rule), want.reason);
            }
            Told::Withdrawn { key, step, cause, rule, reason } => {
                put(&mut value, "step", json!(step));
                put(&mut value, "draft", json!(short(&key.0)));
                self.tail(&mut value, cause.as_ref(), Some(*rule), *reason);
            }
        }
        value
    }

    fn times(&self, value: &mut Value, event: &Event) {
        match event {
            Event::Interview { start, end }
            | Event::InterviewDropped { start, end }
            | Event::InterviewMoved { start, end } => {
                let end = end.as_ref().map(|e| self.time(e.timestamp()));
                put(value, "start", json!(self.time(start.timestamp())));
                put(value, "end", json!(end));
            }
            Event::Deadline { date } => put(value, "date", json!(date.to_string())),
            _ => {}
        }
    }

    fn tail(
        &self,
        value: &mut Value,
        because: Option<&MailId>,
        rule: Option<Rule>,
        reason: Reason,
    ) {
        put(value, "because", json!(because.and_then(|id| self.labels.get(id))));
        put(value, "rule", json!(rule));
        put(value, "reason", json!(reason));
    }

    fn time(&self, at: Timestamp) -> String {
        at.to_zoned(self.policy.zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }

    /// One line for people; a draft with its whole text.
    fn text(&self, line: &Line, out: &mut impl Write) -> io::Result<()> {
        let at = line.at.to_zoned(self.policy.zone.clone()).strftime("%a %-d %b %H:%M").to_string();
        let company = line.company.as_deref().unwrap_or("(company unknown)");
        let what = match &line.told {
            Told::Happened(h) => view::happening(self.policy, h),
            Told::Draft(c) => {
                let (rule, why) = (c.wanted.rule, c.wanted.reason.words());
                format!("{} drafted ({rule:?}: {why})", view::step(c.wanted.step))
            }
            Told::Withdrawn { step, rule, reason, .. } => {
                format!("{} withdrawn ({rule:?}: {})", view::step(*step), reason.words())
            }
        };
        writeln!(out, "{at:<18}{company}: {what}")?;
        let Told::Draft(composed) = &line.told else { return Ok(()) };
        let to: Vec<&str> = composed.wanted.to.iter().map(|a| a.address.email.as_str()).collect();
        writeln!(out, "    To: {}\n    Subject: {}\n", to.join(", "), composed.subject)?;
        composed.body.lines().try_for_each(|text| writeln!(out, "    {text}"))?;
        writeln!(out)
    }
}

/// The contract's name of what happened.
fn event(told: &Told) -> &'static str {
    match told {
        Told::Draft(_) => "draft",
        Told::Happened(h) => name(&h.event),
        Told::Withdrawn { .. } => "withdrawn",
    }
}

/// The contract's name of an event.
pub fn name(event: &Event) -> &'static str {
    match event {
        Event::Accepted => "accepted",
        Event::Answered { .. } => "answered",
        Event::Closed => "closed",
        Event::Deadline { .. } => "deadline",
        Event::Held => "held",
        Event::Interview { .. } => "interview",
        Event::InterviewDropped { .. } => "interview_dropped",
        Event::InterviewMoved { .. } => "interview_moved",
        Event::Offered => "offered",
        Event::Opened => "opened",
        Event::Ours => "ours",
        Event::Paused => "paused",
        Event::Reopened => "reopened",
        Event::Reply => "reply",
        Event::Resumed => "resumed",
        Event::Review => "review",
        Event::Rival { .. } => "rival",
        Event::Snoozed { .. } => "snoozed",
        Event::Touch => "touch",
    }
}

fn short(key: &str) -> String {
    format!("d-{}", key.get(..8).unwrap_or(key))
}

fn put(value: &mut Value, key: &str, item: Value) {
    if let Some(object) = value.as_object_mut() {
        object.insert(key.to_owned(), item);
    }
}
