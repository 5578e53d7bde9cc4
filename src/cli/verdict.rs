//! One mail's reading for people: the verdict, what it rests on, and what was odd about the mail.
//!
//! Shared by `inspect` and `why`. Text of mails is printed without control characters.

use std::io::{self, Write};

use jiff::{
    civil::Date,
    tz::{Offset, TimeZone},
};

use super::{
    reasons,
    terminal::{self, wrap},
    view::line,
};
use crate::reading::{Appointment, Evidence, Kind, Language, Person, Reading};

/// Where a verdict is written.
#[derive(Debug, Clone)]
pub struct Paper {
    /// The reader's zone.
    pub zone: TimeZone,
    pub coloured: bool,
    /// Columns before each line.
    pub indent: usize,
    /// A longer line goes on in the next.
    pub columns: usize,
}

/// A terminal that tells less is not believed.
const COLUMNS_MIN: usize = 50;
const COLUMNS_MAX: usize = 100;

/// The widest of the words at the margin, and a space.
const MARGIN: usize = 11;

pub const BOLD: &str = "1";
const DIM: &str = "2";
const YELLOW: &str = "33";

/// Reasons that stand beside what they explain, not among the sentences.
const BESIDE: [&str; 3] = ["company-from-thread", "interview-from-thread", "role-from-thread"];

/// Writes what a mail was read as, and why.
pub fn tell(out: &mut dyn Write, paper: &Paper, reading: &Reading) -> io::Result<()> {
    let verdict = paper.paint(BOLD, &verdict(reading));
    writeln!(out, "{:1$}{verdict}", "", paper.indent)?;
    let mut rows = Rows { out, paper };
    if !reading.certain {
        rows.paint("unsure", YELLOW, doubt(reading))?;
    }
    let from = |reason: &str| beside(reading, reason);
    if let Some(company) = &reading.company {
        rows.add("company", &(line(company) + &from("company-from-thread")))?;
    }
    if let Some(role) = &reading.role {
        rows.add("role", &(line(role) + &from("role-from-thread")))?;
    }
    if let Some(writer) = reading.writer.as_ref().filter(|_| reading.kind != Kind::OwnSent) {
        rows.add("from", &person(writer))?;
    }
    if let Some(interview) = &reading.interview {
        rows.add("when", &(when(interview, &paper.zone) + &from("interview-from-thread")))?;
    }
    for (n, interviewer) in reading.interviewers.iter().enumerate() {
        rows.add(if n == 0 { "with" } else { "" }, &person(interviewer))?;
    }
    if let Some(topic) = &reading.topic {
        rows.add("about", &line(topic))?;
    }
    days(&mut rows, reading)?;
    if let Some(language) = foreign(reading.language) {
        rows.add("language", language)?;
    }
    for (n, evidence) in reading.reasons.iter().filter(|e| is_listed(reading, e)).enumerate() {
        rows.add(if n == 0 { "because" } else { "" }, &sentence(evidence))?;
    }
    for (n, defect) in reading.defects.iter().enumerate() {
        rows.add(if n == 0 { "odd" } else { "" }, &line(defect))?;
    }
    Ok(())
}

/// The days that bind somebody, each with the words that said so.
fn days(rows: &mut Rows<'_>, reading: &Reading) -> io::Result<()> {
    if let Some(deadline) = reading.deadline {
        let words = words(reading, "promises-answer-by");
        rows.add("promised", &format!("an answer by {}{words}", day(deadline)))?;
    }
    if let Some(due) = reading.action_by {
        let words = words(reading, "wants-answer-by");
        rows.add("your turn", &format!("by {}{words}", day(due)))?;
    } else if reading.asks {
        rows.add("your turn", "they wait for you")?;
    }
    if let Some(back) = reading.returns {
        rows.add("back", &format!("on {}", day(back)))?;
    }
    Ok(())
}

struct Rows<'a> {
    out: &'a mut dyn Write,
    paper: &'a Paper,
}

impl Rows<'_> {
    fn add(&mut self, margin: &str, text: &str) -> io::Result<()> {
        self.paint(margin, "", text)
    }

    fn paint(&mut self, margin: &str, colour: &str, text: &str) -> io::Result<()> {
        let before = self.paper.indent + 2;
        let room = self.paper.columns.saturating_sub(before + MARGIN);
        for (n, text) in wrap(text, room).iter().enumerate() {
            let margin = if n == 0 { margin } else { "" };
            let margin = self.paper.paint(DIM, &format!("{margin:MARGIN$}"));
            writeln!(self.out, "{:before$}{margin}{}", "", self.paper.paint(colour, text))?;
        }
        Ok(())
    }
}

impl Paper {
    /// For standard output as it is.
    pub fn stdout(zone: TimeZone, indent: usize) -> Paper {
        let columns = terminal::columns().map(|wide| wide.clamp(COLUMNS_MIN, COLUMNS_MAX));
        let columns = columns.unwrap_or(usize::MAX);
        Paper { zone, coloured: terminal::coloured(), indent, columns }
    }

    pub fn paint(&self, colour: &str, text: &str) -> String {
        if self.coloured && !colour.is_empty() && !text.trim().is_empty() {
            format!("\x1b[{colour}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }

    /// What a mail is called above its verdict.
    pub fn heading(&self, name: &str, subject: &str) -> String {
        let subject = line(subject);
        let name = self.paint(BOLD, &line(name));
        if subject.is_empty() { name } else { format!("{name}  {}", self.paint(DIM, &subject)) }
    }
}

fn verdict(reading: &Reading) -> String {
    match reading.kind {
        Kind::Acknowledgement => "Your application was received.",
        Kind::AutoReply => "An automatic reply: nobody has answered.",
        Kind::AvailabilityRequest => "They ask when you have time.",
        Kind::Cancellation if reading.role_gone => "An interview is cancelled; the role is gone.",
        Kind::Cancellation => "An interview is cancelled.",
        Kind::HumanReply => "A person answers, without news of the process.",
        Kind::InfoRequest => "They want something from you.",
        Kind::Invite if reading.reminder => "A reminder of an interview.",
        Kind::Invite => "An invitation to an interview.",
        Kind::JobAlert => "A job alert or newsletter.",
        Kind::NextRound => "You are through to the next round.",
        Kind::Offer => "An offer.",
        Kind::Other => "Not about an application of yours.",
        Kind::Outreach => "Somebody writes unasked about a job.",
        Kind::OwnSent => "Written by you.",
        Kind::Rejection => "A rejection.",
        Kind::Reschedule if reading.interview.is_none() => {
            "An interview is moved; its new time is not fixed."
        }
        Kind::Reschedule => "An interview is moved.",
        Kind::Update => "News of the process, without a new stage.",
    }
    .to_owned()
}

/// What makes a reading uncertain (W11).
fn doubt(reading: &Reading) -> &'static str {
    let because = |reason: &str| reading.reasons.iter().any(|e| e.reason == reason);
    let dated = matches!(reading.kind, Kind::Invite | Kind::Reschedule);
    match () {
        () if reading.language == Language::Other => "its language is not one that afterword reads",
        () if because("calendar-counter") => "somebody proposes another time, no more",
        () if because("known-sender-unknown-words") => {
            "its sender hires, but its words are unknown"
        }
        () if because("answers-in-thread") => "it answers, but says nothing definite",
        () if because("wants-something-by-a-day") => "it wants something, but not clearly what",
        () if dated && reading.interview.is_none() => "it names no definite time",
        () if dated => {
            "little in it speaks of an application of yours, or its time is not definite"
        }
        () => "little in it speaks of an application of yours",
    }
}

/// Whether a reason stands in the list of sentences: not if it is told beside its day.
fn is_listed(reading: &Reading, evidence: &Evidence) -> bool {
    let reason = evidence.reason.as_str();
    let told = match reason {
        "promises-answer-by" => reading.deadline.is_some(),
        "wants-answer-by" => reading.action_by.is_some(),
        _ => BESIDE.contains(&reason),
    };
    !told
}

fn sentence(evidence: &Evidence) -> String {
    let text = line(&reasons::shown(&evidence.reason, &evidence.text));
    let meaning = line(&reasons::meaning(&evidence.reason));
    if text.is_empty() {
        return meaning;
    }
    format!("\"{text}\" — {meaning}")
}

/// " (from o016.eml)" for what another mail of the opportunity said.
fn beside(reading: &Reading, reason: &str) -> String {
    let lender = reading.reasons.iter().find(|e| e.reason == reason);
    lender.map(|e| format!(" (from {})", line(&e.text))).unwrap_or_default()
}

/// The words that named a day.
fn words(reading: &Reading, reason: &str) -> String {
    let said = reading.reasons.iter().find(|e| e.reason == reason && !e.text.is_empty());
    said.map(|e| format!(": \"{}\"", line(&e.text))).unwrap_or_default()
}

/// A language that is worth a word.
fn foreign(language: Language) -> Option<&'static str> {
    match language {
        Language::De => Some("German"),
        Language::En => None,
        Language::Es => Some("Spanish"),
        Language::Fr => Some("French"),
        Language::Other => Some("none that afterword reads"),
    }
}

fn person(person: &Person) -> String {
    let title = person.title.as_ref().map(|title| format!(", {title}")).unwrap_or_default();
    let email = person.email.as_ref().map(|email| format!(" <{email}>")).unwrap_or_default();
    line(&format!("{}{title}{email}", person.name))
}

fn day(date: Date) -> String {
    date.strftime("%A %-d %B %Y").to_string()
}

/// The time in the reader's zone, and by the other side's clock where that shows another hour.
fn when(told: &Appointment, zone: &TimeZone) -> String {
    let here = told.start.with_time_zone(zone.clone());
    let end = told.end.as_ref().map(|end| end.with_time_zone(zone.clone()));
    let end = end.map(|end| {
        let form = if end.date() == here.date() { "–%H:%M" } else { " to %A %-d %B, %H:%M" };
        end.strftime(form).to_string()
    });
    let start = here.strftime("%A %-d %B %Y, %H:%M");
    let name = zone.iana_name().unwrap_or("your time");
    // A calendar writes UTC whatever the clock on the wall shows.
    let clock = told.start.offset() != Offset::UTC && told.start.offset() != here.offset();
    let theirs = clock.then(|| told.start.strftime(", %H:%M by their clock (UTC%:z)").to_string());
    format!("{start}{} {name}{}", end.unwrap_or_default(), theirs.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        message,
        reading::{self, Reader},
    };

    const MAIL: &str = "From: Ines Duarte <ines@tarnwick.example>\r\n\
        To: robin@mailbox.example\r\nSubject: Your interview\r\n\
        Date: Mon, 5 Oct 2026 10:00:00 +0200\r\n\r\n\
        Hi Robin,\r\n\r\nWe would like to invite you to an interview on Thursday 8 October at \
        15:00 CEST for the Data Engineer position at Tarnwick.\r\n\r\nInes\r\n";

    fn told(coloured: bool, columns: usize, change: impl Fn(&mut Reading)) -> String {
        let zone = TimeZone::get("Europe/London").unwrap();
        let me = vec!["robin@mailbox.example".to_owned()];
        let reader = Reader { me, name: None, zone: zone.clone() };
        let mut reading = reading::read(&message::parse(MAIL.as_bytes()), &reader);
        change(&mut reading);
        let mut out = Vec::new();
        tell(&mut out, &Paper { zone, coloured, indent: 0, columns }, &reading).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_verdict_gives_the_readers_time_and_the_sentences() {
        let text = told(false, usize::MAX, |_| ());
        assert!(text.starts_with("An invitation to an interview.\n"), "{text}");
        let time = "when       Thursday 8 October 2026, 14:00 Europe/London, 15:00 by their clock";
        assert!(text.contains(time), "{text}");
        assert!(text.contains("because    \"We would like to invite you"), "{text}");
        assert!(text.contains("\" — names an interview"), "{text}");
    }

    #[test]
    fn a_hostile_name_does_not_drive_the_terminal() {
        let text = told(false, usize::MAX, |reading| {
            reading.company = Some("Tarn\x1b]0;x\x07wick\u{202e}\u{9b}2J".to_owned());
            reading.defects = vec!["a\x1b[2Jb\r\nc".to_owned()];
        });
        assert!(text.contains("company    Tarn]0;xwick2J\n"), "{text}");
        assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text:?}");
    }

    #[test]
    fn a_long_sentence_goes_on_under_itself() {
        let text = told(false, 60, |_| ());
        assert!(text.lines().all(|line| line.chars().count() <= 60), "{text}");
        assert!(text.contains(&format!("\n{:13}", "")), "{text}");
        assert!(told(true, 60, |_| ()).starts_with("\x1b[1mAn invitation"));
    }

    #[test]
    fn a_doubt_says_what_it_rests_on() {
        let text = told(false, usize::MAX, |reading| {
            reading.certain = false;
            reading.interview = None;
        });
        assert!(text.contains("unsure     it names no definite time"), "{text}");
    }
}
