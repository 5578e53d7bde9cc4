//! Bytes → headers and parts. Decides which part speaks for the sender; never fails.
//!
//! Where the sender's own words end is decided in `quote` and `signature`.

use jiff::{Zoned, civil, tz};
use mail_parser::{
    Address as ParsedAddress, DateTime, HeaderValue, MessageParser, MessagePart, MimeHeaders,
    PartType,
};
use sha2::{Digest, Sha256};

use super::{Address, MailId, Message, clean, forward, html, quote, signature};

/// Text beyond this is not read: nobody writes so much by hand.
const TEXT_BYTES_MAX: usize = 100_000;
const HEADERS_MAX: usize = 200;
const ADDRESSES_MAX: usize = 200;
const REFERENCES_MAX: usize = 200;
const CALENDARS_MAX: usize = 20;
const CALENDAR_BYTES_MAX: usize = 256_000;
/// How a calendar begins (RFC 5545 §3.4).
const CALENDAR: &str = "BEGIN:VCALENDAR";

/// Reads a mail. Odd input gives a message with defects.
pub fn parse(bytes: &[u8]) -> Message {
    let mut message = empty(MailId(String::new()));
    let Some(parsed) = MessageParser::new().parse(bytes) else {
        message.id = MailId(hash_id(bytes));
        message.defects.push("no headers".into());
        let text = clean::plain(&String::from_utf8_lossy(bytes));
        message.own = head(&text, TEXT_BYTES_MAX).to_owned();
        return message;
    };
    read_headers(&mut message, &parsed);
    if message.id.0.is_empty() {
        message.id = MailId(hash_id(bytes));
        message.defects.insert(0, "no Message-ID".into());
    }
    for part in &parsed.parts {
        keep_calendar(&mut message, part);
    }
    let writer = message.from.as_ref().and_then(|from| from.name.clone());
    let mut voices = |parts: &[u32]| {
        let text = strip_calendars(&mut message, bodies(&parsed, parts));
        split(&text, writer.as_deref())
    };
    let plain = voices(&parsed.text_body);
    let said = words(&plain.own);
    let other = parsed.html_body != parsed.text_body
        && is_richer(words_max(&parsed, &parsed.html_body), said);
    let rich = other.then(|| voices(&parsed.html_body));
    let rich = rich.filter(|rich| is_richer(words(&rich.own), said));
    let chosen = rich.unwrap_or(plain);
    (message.own, message.signature, message.quoted) =
        (chosen.own, chosen.signature, chosen.quoted);
    for inner in parsed.parts.iter().filter_map(nested_text) {
        message.quoted.push('\n');
        message.quoted.push_str(&inner);
    }
    if let Some(inner) = forward::passed_on(&message) {
        message.own.push_str("\n\n");
        message.own.push_str(&inner);
    }
    if message.calendars.is_empty() && message.noted().trim().is_empty() {
        message.defects.push("no readable text".into());
    }
    message
}

fn empty(id: MailId) -> Message {
    Message {
        id,
        date: None,
        from: None,
        sender: None,
        reply_to: None,
        to: Vec::new(),
        cc: Vec::new(),
        subject: String::new(),
        in_reply_to: Vec::new(),
        references: Vec::new(),
        headers: Vec::new(),
        own: String::new(),
        signature: String::new(),
        quoted: String::new(),
        calendars: Vec::new(),
        defects: Vec::new(),
    }
}

/// An id for a mail without one: the same bytes give the same id.
fn hash_id(bytes: &[u8]) -> String {
    let hex: String = Sha256::digest(bytes).iter().take(16).map(|b| format!("{b:02x}")).collect();
    format!("{hex}@no-message-id.invalid")
}

fn read_headers(message: &mut Message, parsed: &mail_parser::Message<'_>) {
    if let Some(id) = parsed.message_id().map(str::trim).filter(|id| !id.is_empty()) {
        message.id = MailId(id.to_owned());
    }
    message.date = parsed.date().and_then(zoned);
    if message.date.is_none() {
        message.defects.push("no readable Date".into());
    }
    message.from = addresses(parsed.from()).into_iter().next();
    if message.from.is_none() {
        message.defects.push("no readable From".into());
    }
    message.sender = addresses(parsed.sender()).into_iter().next();
    message.reply_to = addresses(parsed.reply_to()).into_iter().next();
    message.to = addresses(parsed.to());
    message.cc = addresses(parsed.cc());
    message.subject = clean::line(parsed.subject().unwrap_or_default());
    message.in_reply_to = ids(parsed.in_reply_to());
    message.references = ids(parsed.references());
    message.headers = parsed
        .headers_raw()
        .take(HEADERS_MAX)
        .map(|(name, value)| (name.to_ascii_lowercase(), clean::line(value)))
        .collect();
}

fn ids(value: &HeaderValue<'_>) -> Vec<MailId> {
    value
        .as_text_list()
        .unwrap_or_default()
        .iter()
        .map(|id| MailId(id.trim().trim_matches(['<', '>']).to_owned()))
        .filter(|id| !id.0.is_empty())
        .take(REFERENCES_MAX)
        .collect()
}

fn addresses(value: Option<&ParsedAddress<'_>>) -> Vec<Address> {
    let Some(value) = value else {
        return Vec::new();
    };
    value
        .iter()
        .filter_map(|addr| {
            let email = clean::line(addr.address.as_deref()?).to_lowercase();
            let name = addr
                .name
                .as_deref()
                .map(clean::line)
                .map(|name| name.trim_matches(['"', '\'', ' ']).to_owned());
            let name = name.filter(|name| !name.is_empty() && !name.eq_ignore_ascii_case(&email));
            email.contains('@').then_some(Address { name, email })
        })
        .take(ADDRESSES_MAX)
        .collect()
}

/// The Date header with the sender's own offset.
fn zoned(date: &DateTime) -> Option<Zoned> {
    let sign = if date.tz_before_gmt { -1 } else { 1 };
    let seconds = i32::from(date.tz_hour) * 3600 + i32::from(date.tz_minute) * 60;
    let offset = tz::Offset::from_seconds(sign * seconds).ok()?;
    let narrow = |n: u8| i8::try_from(n).ok();
    let second = narrow(date.second)?.min(59);
    civil::DateTime::new(
        i16::try_from(date.year).ok()?,
        narrow(date.month)?,
        narrow(date.day)?,
        narrow(date.hour)?,
        narrow(date.minute)?,
        second,
        0,
    )
    .ok()?
    .to_zoned(tz::TimeZone::fixed(offset))
    .ok()
}

/// The text of the given body parts; HTML is rendered, attachments are not read.
fn bodies(parsed: &mail_parser::Message<'_>, parts: &[u32]) -> String {
    let mut out = String::new();
    for part in parts.iter().filter_map(|id| parsed.part(*id)) {
        if is_calendar_type(part) || out.len() > TEXT_BYTES_MAX {
            continue;
        }
        let text = match &part.body {
            PartType::Text(text) if is_flowed(part) => unflow(&clean::plain(text)),
            PartType::Text(text) => clean::plain(text),
            PartType::Html(markup) => clean::plain(&html::to_text(markup)),
            _ => continue,
        };
        out.push_str(head(&text, TEXT_BYTES_MAX));
        out.push('\n');
    }
    out
}

/// Text of an attached message, a forward or the original in a bounce; one level only.
fn nested_text(part: &MessagePart<'_>) -> Option<String> {
    let PartType::Message(inner) = &part.body else {
        return None;
    };
    let mut text = format!("Subject: {}\n", clean::line(inner.subject().unwrap_or_default()));
    text.push_str(&bodies(inner, &inner.text_body));
    Some(text)
}

fn is_flowed(part: &MessagePart<'_>) -> bool {
    part.content_type()
        .and_then(|kind| kind.attribute("format"))
        .is_some_and(|format| format.eq_ignore_ascii_case("flowed"))
}

/// Joins soft-broken lines (RFC 3676 §4.2).
fn unflow(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut open: Option<usize> = None;
    for line in text.lines() {
        let marks = line.chars().take_while(|c| *c == '>').count();
        let body = line.trim_start_matches('>');
        match open {
            Some(depth) if depth == marks && body != "-- " => {
                out.push_str(body.strip_prefix(' ').unwrap_or(body));
            }
            Some(_) => {
                out.push('\n');
                out.push_str(line);
            }
            None => out.push_str(line),
        }
        open = (line.ends_with(' ') && body.trim() != "--" && !body.trim().is_empty())
            .then_some(marks);
        if open.is_none() {
            out.push('\n');
        }
    }
    out
}

fn is_calendar_type(part: &MessagePart<'_>) -> bool {
    let typed = part.content_type().is_some_and(|kind| {
        let sub = kind.subtype().unwrap_or_default().to_ascii_lowercase();
        sub == "calendar" || sub == "ics" || sub == "x-calendar"
    });
    typed || part.attachment_name().is_some_and(|name| name.to_ascii_lowercase().ends_with(".ics"))
}

/// Takes a calendar part whatever its type says: the content decides.
fn keep_calendar(message: &mut Message, part: &MessagePart<'_>) {
    let content = match &part.body {
        PartType::Text(text) if is_calendar_type(part) => text.to_string(),
        PartType::Binary(bytes) | PartType::InlineBinary(bytes) => {
            let start = bytes.get(..bytes.len().min(64)).unwrap_or_default();
            if !is_calendar_type(part) && !String::from_utf8_lossy(start).contains(CALENDAR) {
                return;
            }
            String::from_utf8_lossy(bytes).into_owned()
        }
        _ => return,
    };
    add_calendar(message, &content);
}

fn add_calendar(message: &mut Message, content: &str) {
    let Some(at) = content.find(CALENDAR) else {
        message.defects.push("calendar part without VCALENDAR".into());
        return;
    };
    let content = content.split_at_checked(at).map_or(content, |(_, rest)| rest);
    if content.len() > CALENDAR_BYTES_MAX || message.calendars.len() >= CALENDARS_MAX {
        message.defects.push("calendar part too large".into());
        return;
    }
    let known = |other: &String| same_calendar(other, content);
    if !message.calendars.iter().any(known) {
        message.calendars.push(content.to_owned());
    }
}

/// Equal but for line ends, folding and trailing space.
fn same_calendar(a: &str, b: &str) -> bool {
    let shown = |c: &char| !c.is_whitespace();
    a.chars().filter(shown).eq(b.chars().filter(shown))
}

/// Moves calendar text that stands in a body to the calendars.
fn strip_calendars(message: &mut Message, text: String) -> String {
    let Some((before, rest)) = text.split_once(CALENDAR) else {
        return text;
    };
    let (inside, after) = rest.split_once("END:VCALENDAR").unwrap_or((rest, ""));
    add_calendar(message, &format!("{CALENDAR}{inside}END:VCALENDAR"));
    format!("{before}\n{after}")
}

/// The three voices of a body.
struct Voices {
    own: String,
    signature: String,
    quoted: String,
}

fn split(text: &str, writer: Option<&str>) -> Voices {
    let (written, quoted) = quote::split(text);
    let (own, signature) = signature::split(&written, writer);
    Voices { own, signature, quoted }
}

/// Whether the HTML says clearly more: some senders put only a footer in the text part.
fn is_richer(html: usize, text: usize) -> bool {
    text == 0 || html > text + text / 2 + 8
}

/// The words of a text, links and numbers apart.
fn words(text: &str) -> usize {
    let word = |run: &&str| run.contains(char::is_alphabetic) && !run.contains("://");
    text.split_whitespace().filter(word).count()
}

/// No fewer words than body parts hold; without an end where a calendar stands among them.
fn words_max(parsed: &mail_parser::Message<'_>, parts: &[u32]) -> usize {
    let words = |part: &MessagePart<'_>| match &part.body {
        PartType::Text(text) | PartType::Html(text) if text.contains(CALENDAR) => usize::MAX,
        PartType::Text(text) => text.split_whitespace().count(),
        PartType::Html(markup) => html::words_max(markup),
        _ => 0,
    };
    let parts = parts.iter().filter_map(|id| parsed.part(*id));
    parts.map(words).fold(0, usize::saturating_add)
}

fn head(text: &str, bytes_max: usize) -> &str {
    let end = text.floor_char_boundary(bytes_max);
    text.split_at_checked(end).map_or(text, |(head, _)| head)
}
