//! What lies ahead as an iCalendar text (RFC 5545): interviews, stated deadlines, the next
//! follow-ups.
//!
//! The same facts give the same bytes: DTSTAMP is when the fact was told, and a UID stays when an
//! interview moves. Must not know files.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use sha2::{Digest as _, Sha256};

use crate::{
    etiquette::{Plan, Standing},
    message,
    opportunity::{Interview, Opportunity, Stage, correlate::Opportunities},
};

/// A content line holds at most so many octets without its line end (RFC 5545 §3.1).
const LINE_OCTETS_MAX: usize = 75;

/// So long before the end of an interview its alarm rings.
const ALARM: &str = "-PT10M";

/// What nobody should leave without having asked (§1: the stated deadline).
const ASK: &str = "Before you leave: ask what the next steps are, and by which date you will hear.";

/// The calendar of every opportunity that goes on; `step` names a draft for people.
pub fn text(
    all: &Opportunities,
    plan: &Plan,
    step: fn(crate::draft::Step) -> &'static str,
) -> String {
    let mut page = Page::default();
    page.line("BEGIN:VCALENDAR");
    page.line("VERSION:2.0");
    page.line(concat!("PRODID:-//afterword//afterword ", env!("CARGO_PKG_VERSION"), "//EN"));
    page.line("CALSCALE:GREGORIAN");
    page.text("X-WR-CALNAME", "Job interviews and follow-ups");
    for of in all.values() {
        let standing = plan.standings.get(&of.id).cloned().unwrap_or_default();
        let over = of.stage == Stage::Closed || of.lead || standing.silent_since.is_some();
        if !over {
            opportunity(&mut page, of, &standing, step);
        }
    }
    page.line("END:VCALENDAR");
    page.0
}

fn opportunity(
    page: &mut Page,
    of: &Opportunity,
    standing: &Standing,
    step: fn(crate::draft::Step) -> &'static str,
) {
    let title = title(of);
    for (n, interview) in of.interviews.iter().enumerate().filter(|(_, i)| i.stands()) {
        page.begin(&uid(of, &format!("interview {n}")), interview.announced);
        interview_event(page, interview, &title);
    }
    if let Some(deadline) = of.deadline.as_ref().filter(|_| of.stage == Stage::Open) {
        page.begin(&uid(of, "deadline"), deadline.stated.at);
        page.line(&format!("DTSTART;VALUE=DATE:{}", day(deadline.date)));
        let next = deadline.date.tomorrow().unwrap_or(Date::MAX);
        page.line(&format!("DTEND;VALUE=DATE:{}", day(next)));
        page.text("SUMMARY", &format!("{title}: they said they would answer by today"));
        page.line("TRANSP:TRANSPARENT");
        page.line("END:VEVENT");
    }
    if let Some(next) = standing.next {
        let told = of.last_word.as_ref().map_or(of.opened, |word| word.at);
        page.begin(&uid(of, "next"), told);
        page.line(&format!("DTSTART:{}", utc(next.at)));
        page.line("DURATION:PT15M");
        page.text("SUMMARY", &format!("{title}: {} ready in Drafts", step(next.step)));
        page.text("DESCRIPTION", "It appears then if nothing happens; nothing is ever sent.");
        page.line("TRANSP:TRANSPARENT");
        page.line("END:VEVENT");
    }
}

fn interview_event(page: &mut Page, interview: &Interview, title: &str) {
    page.line(&format!("DTSTART:{}", utc(interview.start.timestamp())));
    page.line(&format!("DTEND:{}", utc(interview.ends())));
    page.text("SUMMARY", &format!("Interview: {title}"));
    let panel: Vec<&str> = interview.panel.iter().map(|p| p.name.as_str()).collect();
    if !panel.is_empty() {
        page.text("DESCRIPTION", &format!("With {}.", panel.join(", ")));
    }
    page.line("BEGIN:VALARM");
    page.line("ACTION:DISPLAY");
    page.line(&format!("TRIGGER;RELATED=END:{ALARM}"));
    page.text("DESCRIPTION", ASK);
    page.line("END:VALARM");
    page.line("END:VEVENT");
}

/// "Halden Rowe, Staff Data Engineer".
fn title(of: &Opportunity) -> String {
    let company = of.company.as_deref().unwrap_or("company unknown");
    of.role.as_ref().map_or_else(|| company.to_owned(), |role| format!("{company}, {role}"))
}

/// The same for the same opportunity and thing, whatever moves.
fn uid(of: &Opportunity, what: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(of.mails.first().map_or("", |mail| &mail.0));
    hash.update([0]);
    hash.update(what);
    let hex: String = hash.finalize().iter().take(16).map(|b| format!("{b:02x}")).collect();
    format!("{hex}@afterword")
}

fn utc(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn day(date: Date) -> String {
    date.strftime("%Y%m%d").to_string()
}

/// The content lines so far.
#[derive(Default)]
struct Page(String);

impl Page {
    fn begin(&mut self, uid: &str, told: Timestamp) {
        self.line("BEGIN:VEVENT");
        self.line(&format!("UID:{uid}"));
        self.line(&format!("DTSTAMP:{}", utc(told)));
    }

    /// A property of type TEXT (RFC 5545 §3.3.11).
    fn text(&mut self, name: &str, value: &str) {
        let plain = message::plain(value);
        let mut line = format!("{name}:");
        for c in plain.trim().chars() {
            match c {
                '\\' | ';' | ',' => line.extend(['\\', c]),
                '\n' => line.push_str("\\n"),
                c if c.is_control() => {}
                c => line.push(c),
            }
        }
        self.line(&line);
    }

    /// One content line, folded between characters (RFC 5545 §3.1).
    fn line(&mut self, line: &str) {
        let mut octets = 0;
        for c in line.chars() {
            if octets + c.len_utf8() > LINE_OCTETS_MAX {
                self.0.push_str("\r\n ");
                octets = 1;
            }
            self.0.push(c);
            octets += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_and_long_lines_are_folded_between_characters() {
        let mut page = Page::default();
        page.text("SUMMARY", "Rowe, Hall; Söhne \\ Co\nnext\u{7}");
        assert_eq!(page.0, "SUMMARY:Rowe\\, Hall\\; Söhne \\\\ Co\\nnext\r\n");
        let mut page = Page::default();
        let long = "ü".repeat(120);
        page.text("SUMMARY", &long);
        assert!(page.0.lines().all(|line| line.len() <= LINE_OCTETS_MAX), "{}", page.0);
        assert_eq!(page.0.replace("\r\n ", ""), format!("SUMMARY:{long}\r\n"));
    }
}
