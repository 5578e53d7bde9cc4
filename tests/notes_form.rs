//! The notes form as mail programs save it again: read through the message parser, nothing lost,
//! nothing mixed.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use afterword::{
    draft::{
        Brief, Step,
        notes::{Notes, form, others, parse},
    },
    message,
    reading::{Language, Person, Register},
};

/// The form for two people, each line filled in; list entries go below their label.
fn filled(language: Language) -> Vec<String> {
    let mut brief = Brief::bare(Step::NotesForm, language, Register::Formal);
    for name in ["Ada Lind", "Bo Rask"] {
        brief.panel.push(Person { name: name.into(), email: None, title: None });
    }
    let values = [
        vec!["backfills, and how they replay a day of events without stopping the readers"],
        vec!["", "- on-call", "- the move to Zürich"],
        vec!["Jo Ek <jo@firm.example>"],
        vec!["they decide by 2 October"],
        vec!["https://talks.example/a?b=1&c=2"],
        vec!["Ada: I would use a queue,", "and a lock only for the switch"],
    ];
    let body = form(&brief).body;
    let mut values = values.iter();
    let mut lines = Vec::new();
    for line in body.lines() {
        if line.trim_end().ends_with(':') {
            let mut value = values.next().unwrap().iter();
            lines.push(format!("{line} {}", value.next().unwrap()).trim_end().to_owned());
            lines.extend(value.map(|line| (*line).to_owned()));
        } else {
            lines.push(line.to_owned());
        }
    }
    lines
}

fn read(headers: &str, body: &str) -> Notes {
    let mail = format!(
        "From: Robin Vale <robin@home.example>\r\nTo: Robin Vale <robin@home.example>\r\n\
         Subject: Notes\r\nDate: Wed, 16 Sep 2026 19:15:00 +0100\r\nMessage-ID: <n@home.example>\r\n\
         MIME-Version: 1.0\r\n{headers}\r\n\r\n{}",
        body.replace('\n', "\r\n")
    );
    parse(&message::parse(mail.as_bytes()).noted())
}

fn check(notes: &Notes, how: &str) {
    let talked = &notes.talked;
    assert_eq!(talked.len(), 2, "{how}: {notes:?}");
    assert_eq!(
        talked["Ada Lind"],
        "backfills, and how they replay a day of events without stopping the readers",
        "{how}"
    );
    assert_eq!(talked["Bo Rask"], "on-call, the move to Zürich", "{how}");
    let people = others(notes);
    assert_eq!(people.len(), 1, "{how}: {notes:?}");
    assert_eq!(people[0].email.as_deref(), Some("jo@firm.example"), "{how}");
    assert_eq!(people[0].name, "Jo Ek", "{how}");
    assert_eq!(notes.next_steps.as_deref(), Some("they decide by 2 October"), "{how}");
    assert_eq!(notes.to_send.as_deref(), Some("https://talks.example/a?b=1&c=2"), "{how}");
    let correction = "Ada: I would use a queue, and a lock only for the switch";
    assert_eq!(notes.correction.as_deref(), Some(correction), "{how}");
}

const LANGUAGES: [Language; 4] = [Language::De, Language::En, Language::Es, Language::Fr];

/// RFC 3676: lines end softly with a blank, and one that begins with a blank is stuffed.
fn flowed(lines: &[String]) -> String {
    let mut out = String::new();
    for line in lines {
        let mut used = 0;
        for word in line.split(' ') {
            if used > 0 && used + word.len() > 60 {
                out += " \n";
                used = 0;
            } else if used > 0 {
                out += " ";
            }
            out += word;
            used += word.len() + 1;
        }
        out += "\n";
    }
    out
}

fn quoted_printable(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let mut used = 0;
        for byte in line.bytes() {
            let piece = if byte == b'=' || !(byte == b' ' || byte.is_ascii_graphic()) {
                format!("={byte:02X}")
            } else {
                char::from(byte).to_string()
            };
            if used + piece.len() > 75 {
                out += "=\n";
                used = 0;
            }
            used += piece.len();
            out += &piece;
        }
        out += "\n";
    }
    out
}

fn escaped(line: &str) -> String {
    line.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

const PLAIN: &str = "Content-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: 8bit";
const FLOWED: &str = "Content-Type: text/plain; charset=UTF-8; format=flowed\r\n\
    Content-Transfer-Encoding: 8bit";
const QUOTED: &str = "Content-Type: text/plain; charset=UTF-8\r\n\
    Content-Transfer-Encoding: quoted-printable";
const HTML: &str = "Content-Type: text/html; charset=UTF-8\r\nContent-Transfer-Encoding: 8bit";

#[test]
fn a_form_is_read_as_each_mail_program_saves_it() {
    for language in LANGUAGES {
        let lines = filled(language);
        let text = lines.join("\n") + "\n";
        check(&read(PLAIN, &text), "neomutt, alpine");
        check(&read(PLAIN, &(text.clone() + "\n-- \nRobin Vale\nHarbour Street 1\n")), "signed");
        check(&read(FLOWED, &flowed(&lines)), "Thunderbird, flowed");
        check(&read(QUOTED, &quoted_printable(&text)), "aerc");
        let escaped: Vec<String> = lines.iter().map(|line| escaped(line)).collect();
        let breaks = escaped.join("<br>\n");
        let html = format!("<html><body><p>{breaks}<br></p></body></html>");
        check(&read(HTML, &html), "Thunderbird, HTML with br");
        let divs: String = escaped
            .iter()
            .map(|l| format!("<div>{}</div>", if l.is_empty() { "<br>" } else { l }))
            .collect();
        check(&read(HTML, &format!("<html><body>{divs}</body></html>")), "HTML with div");
    }
}

#[test]
fn a_deleted_label_takes_no_other_field_with_it() {
    for language in LANGUAGES {
        let lines = filled(language);
        let without: Vec<String> = lines
            .iter()
            .filter(|line| !line.contains("2 October") && !line.contains("talks.example"))
            .cloned()
            .collect();
        let notes = read(PLAIN, &(without.join("\n") + "\n"));
        assert_eq!((notes.next_steps.as_deref(), notes.to_send.as_deref()), (None, None));
        assert_eq!(notes.others.as_deref(), Some("Jo Ek <jo@firm.example>"));
        assert_eq!(notes.talked.len(), 2);
        assert!(notes.correction.is_some());
    }
}
