//! The mails of the scenarios: invented firms, invented people, written as real systems write them.

use jiff::{Timestamp, tz::TimeZone};

pub const ME: &str = "sam.ferris@home.example";
pub const MY_NAME: &str = "Sam Ferris";

/// A firm that hires: who writes for it, and who interviews.
#[derive(Debug, Clone, Copy)]
pub struct Firm {
    pub name: &'static str,
    pub domain: &'static str,
    pub role: &'static str,
    pub recruiter: (&'static str, &'static str),
    pub panel: [(&'static str, &'static str); 2],
}

pub const FOUNDRY: Firm = Firm {
    name: "Tarnwick Foundry",
    domain: "tarnwick.example",
    role: "Compiler Engineer",
    recruiter: ("Oona Lindqvist", "oona"),
    panel: [("Desmond Achterberg", "desmond"), ("Yusra Haddad", "yusra")],
};

pub const BAKERY: Firm = Firm {
    name: "Marlow Crumb",
    domain: "marlowcrumb.example",
    role: "Data Engineer",
    recruiter: ("Petra Voss", "petra.voss"),
    panel: [("Ibrahim Sesay", "ibrahim"), ("Lena Kowalczyk", "lena")],
};

pub const OBSERVATORY: Firm = Firm {
    name: "Greyfell Optics",
    domain: "greyfell.example",
    role: "Site Reliability Engineer",
    recruiter: ("Tomoko Arai", "tomoko"),
    panel: [("Callum Reid", "callum"), ("Bea Fontaine", "bea")],
};

pub const SHIPYARD: Firm = Firm {
    name: "Orlsund Marine",
    domain: "orlsund.example",
    role: "Embedded Engineer",
    recruiter: ("Henrik Dahl", "henrik"),
    panel: [("Signe Moe", "signe"), ("Rafael Quint", "rafael")],
};

impl Firm {
    pub fn address(&self, local: &str) -> String {
        format!("{local}@{}", self.domain)
    }

    pub fn recruiter_address(&self) -> String {
        self.address(self.recruiter.1)
    }

    pub fn invite_id(&self) -> String {
        format!("calendar-0a1b2c3d-{}@google.com", self.domain)
    }

    /// Google Calendar's invitation: Wednesday 7 October 2026, 14:00 to 14:45 in London.
    pub fn invite(&self) -> Vec<u8> {
        let (coordinator, from) = (self.recruiter.0, self.recruiter_address());
        let [(one, one_local), (two, two_local)] = self.panel;
        let (name, role, domain) = (self.name, self.role, self.domain);
        let id = self.invite_id();
        let event = calendar_event(self);
        format!(
            "Return-Path: <3x@calendar-server.bounces.google.com>\n\
             Sender: Google Calendar <calendar-notification@google.com>\n\
             From: {coordinator} <{from}>\n\
             Reply-To: {coordinator} <{from}>\n\
             To: {MY_NAME} <{ME}>\n\
             Subject: Invitation: {name} | {MY_NAME} - {role} interview @ Wed 7 Oct 2026 2pm - 2:45pm\n\
             \x20(BST) ({MY_NAME})\n\
             Date: Fri, 2 Oct 2026 10:15:00 +0000\n\
             Message-ID: <{id}>\n\
             Auto-Submitted: auto-generated\n\
             MIME-Version: 1.0\n\
             Content-Type: multipart/alternative; boundary=\"b-{domain}\"\n\
             \n\
             --b-{domain}\n\
             Content-Type: text/plain; charset=\"utf-8\"\n\
             \n\
             {name} | {MY_NAME} - {role} interview\n\
             Wednesday 7 Oct 2026, 2pm - 2:45pm\n\
             United Kingdom Time\n\
             \n\
             Hi Sam, you will meet {one} and {two}. I will not join myself.\n\
             \n\
             Organiser\n\
             {coordinator}\n\
             {from}\n\
             \n\
             Guests\n\
             {coordinator} - organiser\n\
             {one} - {one_local}@{domain}\n\
             {two} - {two_local}@{domain}\n\
             {MY_NAME}\n\
             \n\
             --b-{domain}\n\
             Content-Type: text/calendar; charset=\"utf-8\"; method=REQUEST\n\
             \n\
             {event}\n\
             --b-{domain}--\n"
        )
        .into_bytes()
    }

    /// Two days after the interview: an answer by Friday the 16th.
    pub fn update(&self) -> Vec<u8> {
        self.letter(
            "Fri, 9 Oct 2026 11:00:00 +0100",
            "update",
            &format!("Re: {} - {} interview", self.name, self.role),
            "Hi Sam,\n\nThank you for coming in on Wednesday. Two more conversations are left, and we \
             will let you know our decision by Friday 16 October.\n",
        )
    }

    /// Four days late: a plain word from a person.
    pub fn reply(&self) -> Vec<u8> {
        self.letter(
            "Tue, 20 Oct 2026 10:05:00 +0100",
            "reply",
            &format!("Re: {} - {} interview", self.name, self.role),
            "Hi Sam,\n\nSorry for the silence on our side. The team has been travelling, and I have \
             no news yet. I have not forgotten you.\n",
        )
    }

    /// The recruiter's machine answers.
    pub fn auto_reply(&self) -> Vec<u8> {
        let text = self.letter(
            "Tue, 20 Oct 2026 10:06:00 +0100",
            "auto",
            &format!("Automatic reply: {} - {} interview", self.name, self.role),
            "Hello,\n\nI am out of the office with little access to mail. I will answer when I am \
             back.\n",
        );
        [b"Auto-Submitted: auto-replied\nX-Autoreply: yes\n", text.as_slice()].concat()
    }

    fn letter(&self, date: &str, id: &str, subject: &str, body: &str) -> Vec<u8> {
        let (name, from) = (self.recruiter.0, self.recruiter_address());
        let first = name.split(' ').next().unwrap_or(name);
        format!(
            "From: {name} <{from}>\nTo: {MY_NAME} <{ME}>\nSubject: {subject}\nDate: {date}\n\
             Message-ID: <{id}.0457@{}>\nIn-Reply-To: <{invite}>\nReferences: <{invite}>\n\
             MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n\
             {body}\nBest wishes,\n{first}\n\n-- \n{name}\nTalent Partner, {}\n",
            self.domain,
            self.name,
            invite = self.invite_id(),
        )
        .into_bytes()
    }
}

fn calendar_event(firm: &Firm) -> String {
    let (coordinator, from) = (firm.recruiter.0, firm.recruiter_address());
    let guest = |name: &str, address: &str, state: &str| {
        format!(
            "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={state};RSVP=TRUE\n ;CN={name}\
             ;X-NUM-GUESTS=0:mailto:{address}\n"
        )
    };
    let guests: String = [guest(coordinator, &from, "ACCEPTED")]
        .into_iter()
        .chain(firm.panel.iter().map(|(n, local)| guest(n, &firm.address(local), "ACCEPTED")))
        .chain([guest(MY_NAME, ME, "NEEDS-ACTION")])
        .collect();
    let [(one, _), (two, _)] = firm.panel;
    format!(
        "BEGIN:VCALENDAR\nPRODID:-//Google Inc//Google Calendar 70.9054//EN\nVERSION:2.0\n\
         CALSCALE:GREGORIAN\nMETHOD:REQUEST\nBEGIN:VEVENT\n\
         DTSTART:20261007T130000Z\nDTEND:20261007T134500Z\nDTSTAMP:20261002T101500Z\n\
         ORGANIZER;CN={coordinator}:mailto:{from}\nUID:3tk0{}@google.com\n{guests}\
         CREATED:20261002T101500Z\n\
         DESCRIPTION:Hi Sam\\, you will meet {one} and\n  {two}. I will not join myself.\n\
         LAST-MODIFIED:20261002T101500Z\nSEQUENCE:0\nSTATUS:CONFIRMED\n\
         SUMMARY:{} | {MY_NAME} - {} interview\nTRANSP:OPAQUE\nEND:VEVENT\nEND:VCALENDAR",
        firm.domain, firm.name, firm.role
    )
}

/// A draft as a mail client stores it once it was edited or sent: the client's own Message-ID if
/// `id` is given, and the text changed.
pub fn rewritten(draft: &[u8], id: Option<&str>, date: Timestamp, more: &str) -> Vec<u8> {
    let text = String::from_utf8(draft.to_vec()).unwrap().replace("\r\n", "\n");
    let (head, body) = text.split_once("\n\n").unwrap();
    let date = date.to_zoned(TimeZone::UTC).strftime("%a, %-d %b %Y %H:%M:%S +0000").to_string();
    let mut lines = Vec::new();
    for line in head.lines() {
        lines.push(match line.split_once(':').map(|(name, _)| name.to_ascii_lowercase()) {
            Some(name) if name == "message-id" && id.is_some() => {
                format!("Message-ID: <{}>", id.unwrap())
            }
            Some(name) if name == "date" => format!("Date: {date}"),
            _ => line.to_owned(),
        });
    }
    format!("{}\n\n{}{more}\n", lines.join("\n"), body).into_bytes()
}
