//! `afterword inspect`: what one mail says, seen alone (contract.md).
//!
//! Decides nothing: reads files, asks `reading`, prints.

use std::{
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::Args;
use jiff::{Zoned, civil::Date, tz::TimeZone};
use serde::Serialize;

use crate::{
    edge::source,
    message,
    reading::{self, Evidence, Kind, Language, Person, Reader, Reading},
};

/// Says what each mail is, seen alone, and which words made it so.
#[derive(Debug, Args)]
pub struct Inspect {
    /// Prints one JSON object a line.
    #[arg(long)]
    json: bool,
    /// An address of yours; may be given several times.
    #[arg(long, value_name = "ADDRESS")]
    me: Vec<String>,
    /// Your time zone (IANA name).
    #[arg(long, value_name = "IANA", default_value = "UTC", value_parser = zone)]
    zone: TimeZone,
    /// An .eml file, an mbox, a Maildir, or a folder searched for .eml files.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
}

fn zone(name: &str) -> Result<TimeZone, String> {
    TimeZone::get(name).map_err(|_| format!("{name} is not an IANA zone such as Europe/London"))
}

/// One line of output, keys in the order that contract.md shows.
#[derive(Serialize)]
struct Line<'a> {
    file: &'a str,
    kind: Kind,
    certain: bool,
    company: Option<&'a str>,
    role: Option<&'a str>,
    interview: Option<Span>,
    interviewers: &'a [Person],
    deadline: Option<Date>,
    language: Language,
    reasons: &'a [Evidence],
    defects: &'a [String],
    reminder: bool,
    action_by: Option<Date>,
    asks: bool,
    topic: Option<&'a str>,
    writer: Option<&'a Person>,
}

#[derive(Serialize)]
struct Span {
    start: String,
    end: Option<String>,
}

/// Exit status 0 when every input was read, 1 otherwise; the rest is still printed.
#[expect(clippy::print_stderr, reason = "diagnostics go to standard error")]
pub fn run(arguments: &Inspect) -> ExitCode {
    let reader = Reader {
        me: arguments.me.iter().map(|me| me.to_lowercase()).collect(),
        name: None,
        zone: arguments.zone.clone(),
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut complete = true;
    let mut open = true;
    for path in &arguments.paths {
        source::read(path, &mut |mail| match mail {
            Ok(mail) => {
                let reading = reading::read(&message::parse(&mail.bytes), &reader);
                open = open && print(&mut out, arguments.json, &mail.label, &reading).is_ok();
            }
            Err(unread) => {
                eprintln!("{unread}");
                complete = false;
            }
        });
    }
    let _closed_by_reader = out.flush();
    if complete { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn print(out: &mut dyn Write, json: bool, file: &str, reading: &Reading) -> io::Result<()> {
    if json {
        serde_json::to_writer(&mut *out, &line(file, reading))?;
        writeln!(out)
    } else {
        tell(out, file, reading)
    }
}

fn line<'a>(file: &'a str, reading: &'a Reading) -> Line<'a> {
    Line {
        file,
        kind: reading.kind,
        certain: reading.certain,
        company: reading.company.as_deref(),
        role: reading.role.as_deref(),
        interview: reading.interview.as_ref().map(|interview| Span {
            start: rfc3339(&interview.start),
            end: interview.end.as_ref().map(rfc3339),
        }),
        interviewers: &reading.interviewers,
        deadline: reading.deadline,
        language: reading.language,
        reasons: &reading.reasons,
        defects: &reading.defects,
        reminder: reading.reminder,
        action_by: reading.action_by,
        asks: reading.asks,
        topic: reading.topic.as_deref(),
        writer: reading.writer.as_ref(),
    }
}

fn rfc3339(time: &Zoned) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// The same for people: the verdict, then the words that made it.
fn tell(out: &mut dyn Write, file: &str, reading: &Reading) -> io::Result<()> {
    let doubt = if reading.certain { "" } else { " (uncertain)" };
    writeln!(out, "{file}: {kind}{doubt}", kind = words(reading.kind))?;
    let what: Vec<&str> =
        [&reading.company, &reading.role].into_iter().filter_map(Option::as_deref).collect();
    if !what.is_empty() {
        writeln!(out, "  about    {}", what.join(", "))?;
    }
    if let Some(interview) = &reading.interview {
        let start = interview.start.strftime("%A %-d %B %Y, %H:%M");
        let end = interview.end.as_ref().map(|end| end.strftime("–%H:%M").to_string());
        let zone = interview.start.strftime("%:z");
        writeln!(out, "  when     {start}{} ({zone})", end.unwrap_or_default())?;
    }
    for person in &reading.interviewers {
        let title = person.title.as_ref().map(|title| format!(", {title}")).unwrap_or_default();
        let email = person.email.as_ref().map(|email| format!(" <{email}>")).unwrap_or_default();
        writeln!(out, "  with     {}{title}{email}", person.name)?;
    }
    if let Some(deadline) = reading.deadline {
        writeln!(out, "  promised {}", deadline.strftime("%A %-d %B %Y"))?;
    }
    if let Some(due) = reading.action_by {
        writeln!(out, "  yours by {}", due.strftime("%A %-d %B %Y"))?;
    }
    for evidence in &reading.reasons {
        writeln!(out, "  because  {}: \"{}\"", evidence.reason, evidence.text)?;
    }
    for defect in &reading.defects {
        writeln!(out, "  defect   {defect}")?;
    }
    Ok(())
}

fn words(kind: Kind) -> &'static str {
    match kind {
        Kind::Acknowledgement => "application received",
        Kind::AutoReply => "automatic reply",
        Kind::AvailabilityRequest => "asks for times",
        Kind::Cancellation => "interview cancelled",
        Kind::HumanReply => "a person's reply",
        Kind::InfoRequest => "asks for something",
        Kind::Invite => "interview invite",
        Kind::JobAlert => "job alert",
        Kind::NextRound => "next round",
        Kind::Offer => "offer",
        Kind::Other => "not about an application of yours",
        Kind::Outreach => "recruiter outreach",
        Kind::OwnSent => "written by you",
        Kind::Rejection => "rejection",
        Kind::Reschedule => "interview moved",
        Kind::Update => "update",
    }
}
