//! What a tagged answer means, as values: success, refusal, loss, and the words for people.
//!
//! Pure. The parser knows few response codes, so the others are read from the text.

use std::time::Duration;

use async_imap::imap_proto::{Capability, Outcome, Response, ResponseCode, rfc4315::UidSetMember};

use crate::edge::Trouble;

/// Why a command did not succeed.
#[derive(Debug)]
pub enum Fault {
    /// A tagged BAD: the server does not understand.
    Bad(Answer),
    /// Nothing is known of the command's effect, and the connection is of no use any more.
    Lost(String),
    /// A tagged NO.
    No(Answer),
}

/// The words of a tagged answer.
#[derive(Debug, Default)]
pub struct Answer {
    /// The response code's name in upper case, as far as it is one that the parser leaves as text.
    pub code: String,
    pub text: String,
}

/// A tagged OK.
#[derive(Debug, Default)]
pub struct Done {
    /// UIDVALIDITY and UID (RFC 4315 §3).
    pub append_uid: Option<(u32, u32)>,
    pub capabilities: Option<Vec<String>>,
    pub read_only: bool,
}

impl Answer {
    /// For people.
    pub fn words(&self) -> String {
        match (self.code.as_str(), self.text.as_str()) {
            ("", "") => "(no text)".into(),
            ("", text) => text.to_owned(),
            (code, text) => format!("[{code}] {text}"),
        }
    }

    /// The server says "not now", not "not you" (RFC 5530 §3; Gmail's two limits).
    pub fn passes(&self) -> bool {
        ["UNAVAILABLE", "LIMIT", "INUSE", "SERVERBUG", "OVERQUOTA"].contains(&self.code.as_str())
            || self.text.to_ascii_lowercase().contains("too many")
            || self.throttles()
    }

    /// The server names a wait of its own.
    pub fn throttles(&self) -> bool {
        backoff(&self.text).is_some()
    }
}

impl Fault {
    /// What the server in effect refuses, in our words.
    pub fn no(text: &str) -> Fault {
        Fault::No(Answer { code: String::new(), text: text.into() })
    }

    /// The fault as a trouble of the step that `what` names.
    pub fn during(self, what: &str) -> Trouble {
        let text = match self {
            Fault::Lost(text) => text,
            Fault::Bad(answer) | Fault::No(answer) => answer.words(),
        };
        match backoff(&text) {
            Some(wait) => Trouble::RetryAfter { text: format!("{what}: {text}"), wait },
            None => Trouble::Retry(format!("{what}: {text}")),
        }
    }
}

pub fn text<'a>(outcome: &'a Outcome<'_>) -> &'a str {
    outcome.information.as_deref().unwrap_or_default()
}

pub fn done(outcome: &Outcome<'_>) -> Done {
    let mut done = Done::default();
    match &outcome.code {
        Some(ResponseCode::AppendUid(validity, uids)) => {
            if let [UidSetMember::Uid(uid)] = uids.as_slice() {
                done.append_uid = Some((*validity, *uid));
            }
        }
        Some(ResponseCode::Capabilities(found)) => done.capabilities = Some(capabilities(found)),
        Some(ResponseCode::ReadOnly) => done.read_only = true,
        _ => {}
    }
    done
}

/// Upper case, as capabilities are compared without case.
pub fn capabilities(found: &[Capability<'_>]) -> Vec<String> {
    found
        .iter()
        .map(|capability| match capability {
            Capability::Imap4rev1 => "IMAP4REV1".to_owned(),
            Capability::Auth(name) => format!("AUTH={}", name.to_ascii_uppercase()),
            Capability::Atom(name) => name.to_ascii_uppercase(),
        })
        .collect()
}

/// The parser knows few codes; the others stand at the head of the text.
pub fn answer(outcome: &Outcome<'_>) -> Answer {
    let text = text(outcome);
    match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((code, text)) => {
            Answer { code: code.to_ascii_uppercase(), text: text.trim().to_owned() }
        }
        None => Answer { code: String::new(), text: text.to_owned() },
    }
}

pub fn said(response: &Response<'_>) -> String {
    match response {
        Response::Data { outcome, .. } | Response::Done { outcome, .. } => {
            format!("The server said: {}", text(outcome))
        }
        _ => "The server said something unexpected".into(),
    }
}

/// Exchange: `Request is throttled. Suggested Backoff Time: 299961 milliseconds`.
fn backoff(text: &str) -> Option<Duration> {
    let (_, rest) = text.split_once("Suggested Backoff Time:")?;
    let digits = rest.trim_start().split(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok().map(Duration::from_millis)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_throttling_server_names_its_wait() {
        let text = "Request is throttled. Suggested Backoff Time: 299961 milliseconds";
        let fault = Fault::No(Answer { code: String::new(), text: text.into() });
        let Trouble::RetryAfter { wait, .. } = fault.during("Look") else { panic!() };
        assert_eq!(wait, Duration::from_millis(299_961));
    }

    #[test]
    fn a_code_that_the_parser_does_not_know_is_read_from_the_text() {
        let text = "[AUTHENTICATIONFAILED] No such luck";
        let got = answer(&Outcome { code: None, information: Some(text.into()) });
        assert_eq!(
            (got.code.as_str(), got.text.as_str()),
            ("AUTHENTICATIONFAILED", "No such luck")
        );
    }
}
