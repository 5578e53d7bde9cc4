//! Words and an envelope → the bytes of a mail, the same each time; and back, for the assertion.
//!
//! lettre serves as a message builder alone. Must not choose words, recipients or dates, and takes
//! nothing on trust: what would end a header line is made harmless here.

use std::time::SystemTime;

use lettre::{
    Address as Mail, Message as Built,
    address::Envelope as Route,
    message::{
        Body, Mailbox,
        header::{ContentTransferEncoding, HeaderName, HeaderValue, InReplyTo, References},
    },
};
use mail_parser::{HeaderValue as Parsed, MessageParser};

use crate::{
    draft::{Envelope, flowed},
    message::{Address, MailId},
};

/// The thread's first mail and its latest stay; RFC 5322 §3.6.4 sets no limit, header lines do.
pub const REFERENCES_MAX: usize = 20;
/// RFC 3676 §4: paragraphs flow; a blank that ends a line is kept when lines are joined.
const FLOWED: &str = "text/plain; charset=utf-8; format=flowed; delsp=no";

/// The mail as it will lie in Drafts.
///
/// 7bit where the text is ASCII, else quoted-printable: an APPEND of 8bit text is allowed, but
/// some servers and gateways rewrite it, and a draft must come back as it was put there.
pub fn assemble(envelope: &Envelope, body: &str) -> Vec<u8> {
    let from = mailbox(&envelope.from).unwrap_or_else(nowhere);
    // The builder demands a route even where no To is known (T5); nobody ever uses it.
    let route = Route::new(None, vec![from.email.clone()]).expect("it has one recipient");
    let mut builder = Built::builder()
        .envelope(route)
        .date(SystemTime::from(envelope.date.timestamp()))
        .from(from)
        .subject(one_line(&envelope.subject))
        .message_id(Some(bracketed(&envelope.id).unwrap_or_default()));
    for to in envelope.to.iter().filter_map(mailbox) {
        builder = builder.to(to);
    }
    if let Some(parent) = envelope.parent.as_ref().and_then(bracketed) {
        builder = builder.header(InReplyTo::from(parent));
    }
    let references = references(envelope);
    if !references.is_empty() {
        builder = builder.header(References::from(references.join(" ")));
    }
    let mut mail = builder
        .body(encoded(body))
        .expect("a From and a route are set, which is all that the builder asks for");
    let headers = mail.headers_mut();
    // Again, with the user's own offset: the builder writes +0000 and no MIME-Version.
    for (name, value) in [
        ("Date", jiff::fmt::rfc2822::to_string(&envelope.date).unwrap_or_default()),
        ("MIME-Version", "1.0".to_owned()),
        ("Content-Type", FLOWED.to_owned()),
    ] {
        if !value.is_empty() {
            headers.insert_raw(HeaderValue::new(HeaderName::new_from_ascii_str(name), value));
        }
    }
    mail.formatted()
}

/// What a mail says of itself, for the assertion that it came out as it was meant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadBack {
    pub id: Option<MailId>,
    pub subject: String,
    pub from: Option<Address>,
    pub to: Vec<Address>,
    pub in_reply_to: Vec<MailId>,
    pub references: Vec<MailId>,
    /// Unwrapped, with LF.
    pub body: String,
}

/// Parses a mail with the parser that reads every other mail.
pub fn read_back(bytes: &[u8]) -> ReadBack {
    let Some(mail) = MessageParser::default().parse(bytes) else {
        return ReadBack::default();
    };
    let addresses = |list: Option<&mail_parser::Address>| -> Vec<Address> {
        let known = list.into_iter().flat_map(|list| list.iter());
        known
            .map(|a| Address {
                name: a.name().map(str::to_owned),
                email: a.address().unwrap_or_default().to_owned(),
            })
            .collect()
    };
    ReadBack {
        id: mail.message_id().map(|id| MailId(id.to_owned())),
        subject: mail.subject().unwrap_or_default().to_owned(),
        from: addresses(mail.from()).into_iter().next(),
        to: addresses(mail.to()),
        in_reply_to: ids(mail.in_reply_to()),
        references: ids(mail.references()),
        body: flowed::unwrap(&mail.body_text(0).unwrap_or_default()),
    }
}

/// What [`read_back`] gives for a mail that came out as it was meant.
pub fn meant(envelope: &Envelope, body: &str) -> ReadBack {
    let shown = |address: &Address| {
        mailbox(address)
            .map(|mailbox| Address { name: mailbox.name, email: mailbox.email.to_string() })
    };
    let bare = |id: &String| MailId(id.trim_matches(['<', '>']).to_owned());
    ReadBack {
        id: bracketed(&envelope.id).as_ref().map(bare),
        subject: one_line(&envelope.subject),
        from: shown(&envelope.from),
        to: envelope.to.iter().filter_map(shown).collect(),
        in_reply_to: envelope.parent.as_ref().and_then(bracketed).iter().map(bare).collect(),
        references: references(envelope).iter().map(bare).collect(),
        body: flowed::unwrap(&flowed::wrap(&plain(body))),
    }
}

fn ids(value: &Parsed<'_>) -> Vec<MailId> {
    match value {
        Parsed::Text(one) => vec![MailId(one.to_string())],
        Parsed::TextList(many) => many.iter().map(|id| MailId(id.to_string())).collect(),
        _ => Vec::new(),
    }
}

fn encoded(body: &str) -> Body {
    let text = flowed::wrap(&plain(body)).replace('\n', "\r\n");
    let encoding = if text.is_ascii() && text.lines().all(|line| line.len() < 998) {
        ContentTransferEncoding::SevenBit
    } else {
        ContentTransferEncoding::QuotedPrintable
    };
    Body::new_with_encoding(text.clone(), encoding).unwrap_or_else(|_| Body::new(text))
}

/// LF line ends, and no control characters but those.
fn plain(body: &str) -> String {
    let lf = body.replace("\r\n", "\n").replace(['\r', '\t'], " ");
    lf.chars().filter(|c| *c == '\n' || !c.is_control()).collect()
}

/// Ancestors, then the parent (RFC 5322 §3.6.4), each once; a long thread loses its middle.
fn references(envelope: &Envelope) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    let parent = envelope.parent.as_ref().and_then(bracketed);
    for id in envelope.ancestors.iter().filter_map(bracketed) {
        if !ids.contains(&id) && parent.as_ref() != Some(&id) {
            ids.push(id);
        }
    }
    ids.extend(parent);
    if ids.len() > REFERENCES_MAX {
        let dropped = ids.len() - REFERENCES_MAX;
        ids.drain(1..=dropped);
    }
    ids
}

/// `<id>`, or nothing where it cannot stand in a header.
fn bracketed(id: &MailId) -> Option<String> {
    let bare = id.0.trim().trim_matches(['<', '>']);
    let sound = bare.chars().all(|c| c.is_ascii_graphic() && c != '<' && c != '>');
    (sound && !bare.is_empty()).then(|| format!("<{bare}>"))
}

fn mailbox(address: &Address) -> Option<Mailbox> {
    let email: Mail = address.email.trim().parse().ok()?;
    let name = address.name.as_deref().map(one_line).filter(|name| !name.is_empty());
    Some(Mailbox::new(name, email))
}

/// For a sender's address that is none: the settings let no such address through.
fn nowhere() -> Mailbox {
    let email = Mail::new("nobody", "localhost.invalid").expect("it is a valid address");
    Mailbox::new(None, email)
}

/// One line without control characters: what ends a header would begin another.
fn one_line(text: &str) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(name: &str, email: &str) -> Address {
        Address { name: Some(name.to_owned()), email: email.to_owned() }
    }

    fn envelope() -> Envelope {
        Envelope {
            id: MailId("d-1.afterword@home.example".to_owned()),
            from: address("Robin Vale", "robin@home.example"),
            to: vec![address("Zoë Müller, HR", "zoe@firm.example")],
            subject:
                "Re: Gespräch über die Stelle als Systemarchitektin im Team Netze und Speicher"
                    .to_owned(),
            parent: Some(MailId("p@firm.example".to_owned())),
            ancestors: (0..30).map(|n| MailId(format!("a{n}@firm.example"))).collect(),
            date: "2026-09-16T19:15:00+01:00[Europe/London]".parse().unwrap(),
        }
    }

    const BODY: &str = "Guten Tag Zoë Müller,\n\nvielen Dank für das Gespräch am 16. September und \
        für die Zeit, die Sie sich dafür genommen haben. Ein Satz mehr, damit die Zeile bricht.\n\n\
        From here\n> on\n\nRobin\n";

    #[test]
    fn a_draft_reads_back_as_it_was_meant() {
        let bytes = assemble(&envelope(), BODY);
        assert_eq!(read_back(&bytes), meant(&envelope(), BODY));
        assert_eq!(read_back(&bytes).body, BODY);
        assert_eq!(bytes, assemble(&envelope(), BODY));
    }

    #[test]
    fn a_draft_carries_its_date_in_the_user_s_zone_and_no_header_that_says_who_made_it() {
        let text = String::from_utf8(assemble(&envelope(), "Plain.\n")).unwrap();
        assert!(
            text.contains("\r\nDate: Wed, 16 Sep 2026 19:15:00 +0100\r\n")
                || text.starts_with("Date: Wed"),
            "{text}"
        );
        assert_eq!(text.matches("Date:").count(), 1);
        assert!(text.contains("MIME-Version: 1.0\r\n") && text.contains("format=flowed"), "{text}");
        assert!(text.contains("Content-Transfer-Encoding: 7bit"), "{text}");
        assert!(!text.contains("\r\nX-") && !text.contains("User-Agent"));
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
        assert!(text.lines().all(|line| line.len() <= 78 || !line.trim().contains(' ')), "{text}");
    }

    #[test]
    fn a_draft_whose_recipient_is_unknown_has_no_to() {
        let unknown =
            Envelope { to: Vec::new(), parent: None, ancestors: Vec::new(), ..envelope() };
        let text = String::from_utf8(assemble(&unknown, BODY)).unwrap();
        assert!(
            !text.contains("\r\nTo:")
                && !text.contains("References")
                && !text.contains("In-Reply-To")
        );
        assert_eq!(read_back(text.as_bytes()), meant(&unknown, BODY));
    }

    #[test]
    fn a_long_thread_keeps_its_first_mail_and_its_latest() {
        let references = references(&envelope());
        assert_eq!(references.len(), REFERENCES_MAX);
        assert_eq!(
            (references[0].as_str(), references[19].as_str()),
            ("<a0@firm.example>", "<p@firm.example>")
        );
    }

    #[test]
    fn a_line_break_in_a_mail_makes_no_header_in_the_draft() {
        let evil = "x\r\nBcc: all@evil.example\r\n\r\nbody\u{0}\u{85}\u{2028}";
        let mut hostile = envelope();
        hostile.subject = evil.to_owned();
        hostile.from.name = Some(evil.to_owned());
        hostile.to = vec![address(evil, "zoe@firm.example"), address("x", evil)];
        hostile.parent = Some(MailId(evil.to_owned()));
        hostile.ancestors = vec![MailId(evil.to_owned()), MailId("ok@x.example".to_owned())];
        let bytes = assemble(&hostile, evil);
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        let head = text.split("\r\n\r\n").next().unwrap();
        assert!(!head.contains("\nbcc:"), "{head}");
        assert_eq!(read_back(&bytes).to.len(), 1);
        assert_eq!(read_back(&bytes).references, [MailId("ok@x.example".to_owned())]);
    }
}
