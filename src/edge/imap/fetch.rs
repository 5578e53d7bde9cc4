//! What one FETCH response says, as plain values, and UID sets for asking.
//!
//! Pure. A response may come unasked and lack anything (flags changed elsewhere), so everything is
//! optional and the caller decides what makes a line count.

use async_imap::imap_proto::{AttributeValue, Response};
use jiff::Timestamp;

/// One FETCH response.
#[derive(Debug, Default)]
pub struct Fetched<'a> {
    pub uid: Option<u32>,
    /// Flags were said.
    pub flags: bool,
    pub deleted: bool,
    pub draft: bool,
    pub date: Option<Timestamp>,
    /// The one section that was asked for; empty for NIL.
    pub body: Option<&'a [u8]>,
    /// Gmail: labels were said, and which of them.
    pub labels: bool,
    pub labelled_sent: bool,
    pub labelled_draft: bool,
}

/// Reads a response, `None` if it is not a FETCH.
pub fn fetched<'a>(response: &'a Response<'_>) -> Option<Fetched<'a>> {
    let Response::Fetch(_, attributes) = response else {
        return None;
    };
    let mut fetched = Fetched::default();
    for attribute in attributes {
        match attribute {
            AttributeValue::Uid(uid) => fetched.uid = Some(*uid),
            AttributeValue::Flags(flags) => {
                fetched.flags = true;
                fetched.deleted = flags.iter().any(|f| f.eq_ignore_ascii_case("\\Deleted"));
                fetched.draft = flags.iter().any(|f| f.eq_ignore_ascii_case("\\Draft"));
            }
            AttributeValue::InternalDate(text) => fetched.date = internal_date(text),
            AttributeValue::BodySection { data, .. } => {
                fetched.body = Some(data.as_deref().unwrap_or_default());
            }
            AttributeValue::GmailLabels(labels) => {
                fetched.labels = true;
                let label = |name: &str| labels.iter().any(|l| is_label(l, name));
                fetched.labelled_sent = label("Sent");
                fetched.labelled_draft = label("Draft") || label("Drafts");
            }
            _ => {}
        }
    }
    Some(fetched)
}

/// System labels stand as `\Sent`, or quoted with the backslash escaped.
fn is_label(label: &str, name: &str) -> bool {
    label
        .strip_prefix('\\')
        .is_some_and(|rest| rest.strip_prefix('\\').unwrap_or(rest).eq_ignore_ascii_case(name))
}

/// `17-Jul-1996 02:44:25 -0700`, the day with a space for a leading zero (RFC 3501 §9 date-time).
fn internal_date(text: &str) -> Option<Timestamp> {
    Timestamp::strptime("%d-%b-%Y %H:%M:%S %z", text.trim()).ok()
}

/// A sequence set (RFC 3501 §9) for ascending UIDs, neighbours joined: `3,7:9`.
pub fn uid_set(uids: &[u32]) -> String {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for uid in uids {
        match ranges.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(*uid) => *last = *uid,
            _ => ranges.push((*uid, *uid)),
        }
    }
    let texts: Vec<String> = ranges
        .into_iter()
        .map(
            |(first, last)| {
                if first == last { first.to_string() } else { format!("{first}:{last}") }
            },
        )
        .collect();
    texts.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_joined() {
        assert_eq!(uid_set(&[3, 7, 8, 9, 11]), "3,7:9,11");
        assert_eq!(uid_set(&[u32::MAX]), u32::MAX.to_string());
    }

    #[test]
    fn a_date_with_a_space_for_a_zero_is_read() {
        let date = internal_date(" 7-Jul-2026 02:44:25 -0700").unwrap();
        assert_eq!(date.to_string(), "2026-07-07T09:44:25Z");
        assert_eq!(internal_date("yesterday"), None);
    }

    #[test]
    fn gmail_says_when_a_draft_was_sent() {
        for line in [r#"X-GM-LABELS ("\\Sent" work)"#, r"X-GM-LABELS (\Sent)"] {
            let bytes = format!("* 1 FETCH (UID 5 {line} FLAGS (\\Seen))\r\n");
            let (_, response) = Response::parse(bytes.as_bytes()).unwrap();
            let fetched = fetched(&response).unwrap();
            assert!(fetched.labelled_sent && !fetched.labelled_draft && !fetched.deleted);
        }
    }
}
