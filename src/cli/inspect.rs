//! `afterword inspect`: what each mail says, and which words made it so (contract.md).
//!
//! Decides nothing: reads files, asks `reading` and `opportunity::lend`, prints.

use std::{
    collections::BTreeMap,
    io::{self, Write},
    path::PathBuf,
};

use jiff::{Timestamp, Zoned, civil::Date, tz::TimeZone};
use serde::Serialize;

use super::{
    Failure,
    terminal::Progress,
    verdict::{self, Paper},
    view,
};
use crate::{
    edge::{files, source},
    mailbox::AccountName,
    message::{self, MailId},
    opportunity::{Mail, lend},
    reading::{self, Evidence, Kind, Language, Person, Reader, Reading},
    replay::ACCOUNT,
    settings::Settings,
};

/// Says what each mail is, and which words made it so.
///
/// Several mails are read together: what a short answer leaves out (the company's full name, the
/// role, the time of the interview that is cancelled) is taken from the mails of the same
/// opportunity, and marked with the mail it is from. The role and the company may come from a
/// later mail too.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  afterword inspect invite.eml\n  \
    afterword inspect --me robin@mailbox.example --zone Europe/London ~/Mail/jobs\n  \
    afterword inspect --json --alone archive.mbox | jq .kind")]
pub struct Args {
    /// Print JSON Lines for programs
    #[arg(long)]
    json: bool,
    /// See each mail alone: nothing is taken from other mails
    #[arg(long)]
    alone: bool,
    /// The configuration that says who you are [default: the usual one, if there is one]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// An address of yours; may be given several times [default: those of the configuration]
    #[arg(long, value_name = "ADDRESS")]
    me: Vec<String>,
    /// Your time zone (IANA name) [default: that of the configuration, else UTC]
    #[arg(long, value_name = "IANA", value_parser = zone)]
    zone: Option<TimeZone>,
    /// .eml file, mbox, Maildir, or folder searched for .eml files and Maildirs
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
}

fn zone(name: &str) -> Result<TimeZone, String> {
    TimeZone::get(name).map_err(|_| format!("{name} is not an IANA zone such as Europe/London"))
}

/// Runs the command; true when every input was read. The rest is printed all the same.
pub fn run(args: &Args) -> Result<bool, Failure> {
    let reader = reader(args)?;
    let Input { mut mails, labels, whole } = read(args, &reader);
    let loans = if args.alone { Vec::new() } else { lend::loans(&mails) };
    let mut out = io::BufWriter::new(io::stdout().lock());
    let paper = Paper::stdout(reader.zone, 0);
    let names = names(&mails, &labels);
    let name = |id: &MailId| names.get(id).cloned().unwrap_or_default();
    let mut loans = loans.into_iter();
    for (n, (mail, label)) in mails.iter_mut().zip(&labels).enumerate() {
        let loan = loans.next().unwrap_or_default();
        loan.fill(&mut mail.reading, name);
        let printed = if args.json {
            json(&mut out, &line(label, &mail.reading, loan.keys()))
        } else {
            text(&mut out, &paper, n == 0, label, mail)
        };
        printed.map_err(Failure::output)?;
    }
    out.flush().map_err(Failure::output)?;
    Ok(whole)
}

/// The file of each Message-ID; of several mails with one, the oldest, which is the one believed.
fn names(mails: &[Mail], labels: &[String]) -> BTreeMap<MailId, String> {
    let mut named: Vec<(&Mail, &String)> = mails.iter().zip(labels).collect();
    named.sort_by_key(|(mail, _)| std::cmp::Reverse(mail.at));
    named.into_iter().map(|(mail, label)| (mail.id.clone(), label.clone())).collect()
}

/// Who reads: by the arguments, and what they leave open by the configuration.
fn reader(args: &Args) -> Result<Reader, Failure> {
    let usual = files::default_config();
    let settings = match &args.config {
        Some(file) => Some(files::load(file).map_err(|e| Failure::Config(e.to_string()))?),
        None if args.me.is_empty() || args.zone.is_none() => {
            usual.exists().then(|| files::load(&usual)).and_then(|loaded| {
                loaded
                    .inspect_err(|e| super::warn(&format!("{e}; reading goes on without it")))
                    .ok()
            })
        }
        None => None,
    };
    let me = settings.unwrap_or_else(Settings::bare).me;
    let own = if args.me.is_empty() { &me.addresses } else { &args.me };
    let zone = args.zone.clone().or_else(|| TimeZone::get(&me.zone).ok());
    Ok(Reader {
        me: own.iter().map(|address| address.to_lowercase()).collect(),
        name: None,
        zone: zone.unwrap_or(TimeZone::UTC),
    })
}

struct Input {
    mails: Vec<Mail>,
    /// The name of each mail's file.
    labels: Vec<String>,
    /// Every path could be read.
    whole: bool,
}

fn read(args: &Args, reader: &Reader) -> Input {
    let mut input = Input { mails: Vec::new(), labels: Vec::new(), whole: true };
    let mut progress = Progress::new(args.paths.iter().map(|path| source::size(path)).sum());
    for path in &args.paths {
        let (before, whole) = (input.mails.len(), input.whole);
        source::read(path, &mut |found| match found {
            Ok(found) => {
                progress.step(u64::try_from(found.bytes.len()).unwrap_or(u64::MAX));
                let message = message::parse(&found.bytes);
                let reading = reading::read(&message, reader);
                let dated = message.date.as_ref().map(Zoned::timestamp);
                let at = dated.unwrap_or(Timestamp::UNIX_EPOCH);
                let account = AccountName(ACCOUNT.to_owned());
                input.mails.push(Mail::new(&message, reading, reader, account, at));
                input.labels.push(found.label);
            }
            Err(unread) => {
                progress.end();
                super::warn(&view::line(&unread.to_string()));
                input.whole = false;
            }
        });
        if input.mails.len() == before && input.whole == whole {
            super::warn(&view::line(&format!("{}: no mail in it", path.display())));
        }
    }
    progress.end();
    input
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
    from_thread: Vec<&'static str>,
}

#[derive(Serialize)]
struct Span {
    start: String,
    end: Option<String>,
}

fn line<'a>(file: &'a str, reading: &'a Reading, from_thread: Vec<&'static str>) -> Line<'a> {
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
        from_thread,
    }
}

fn rfc3339(time: &Zoned) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

fn json(out: &mut dyn Write, line: &Line<'_>) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    writeln!(out)
}

/// The same for people, a blank line between mails.
fn text(
    out: &mut dyn Write,
    paper: &Paper,
    first: bool,
    file: &str,
    mail: &Mail,
) -> io::Result<()> {
    if !first {
        writeln!(out)?;
    }
    writeln!(out, "{}", paper.heading(file, &mail.subject))?;
    let below = Paper { indent: 2, ..paper.clone() };
    verdict::tell(out, &below, &mail.reading)
}
