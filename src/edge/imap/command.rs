//! The strict layer: one way to send a command, and nothing short of its own tagged OK is success.
//!
//! async-imap is used for its parser and its buffer alone, since its typed commands turn a refusal
//! or the end of the connection into an empty success. "The connection died" must never read as
//! "my draft is not there": the end of the stream, BYE, silence, bytes that do not parse and a
//! dropped future all leave the connection lost, and a lost connection answers nothing again.

use std::{panic::AssertUnwindSafe, time::Duration};

use async_imap::imap_proto::{
    Capability, Outcome, Response, ResponseCode, Status, rfc4315::UidSetMember,
};
use futures_util::FutureExt as _;
use tokio::{
    io::AsyncWriteExt as _,
    time::{Instant, timeout, timeout_at},
};

use super::{guard::Guard, tls::Stream};
use crate::edge::Trouble;

/// Without a byte from the server for this long, or unable to send: the connection is lost.
const SILENCE_LIMIT: Duration = Duration::from_secs(60);
/// One response may take this long, however many bytes trickle in.
const RESPONSE_LIMIT: Duration = Duration::from_secs(600);
/// DONE must be answered within this.
const DONE_LIMIT: Duration = Duration::from_secs(15);

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

/// The server's next word on a running command.
pub enum Word {
    Done(Done),
    /// A continuation request (RFC 3501 §7.5).
    GoAhead,
}

/// Watches the untagged responses of a command go by.
pub type Each<'a> = &'a mut dyn FnMut(&Response<'_>);

pub struct Tag(String);

enum State {
    /// A command runs; if a new one finds this, the last one's future was dropped.
    Busy,
    /// IDLE runs: it is the one command that may be dropped.
    Idle(Tag),
    Ready,
}

/// One connection.
pub struct Line {
    client: async_imap::Client<Guard<Stream>>,
    state: State,
    tags: u32,
    protection: String,
}

impl Line {
    pub fn new(stream: Stream) -> Line {
        let protection = stream.protection();
        let client = async_imap::Client::new(Guard::new(stream));
        Line {
            client,
            state: State::Ready,
            tags: 0,
            protection,
        }
    }

    /// Of no use any more: connect again.
    pub fn is_lost(&self) -> bool {
        matches!(self.state, State::Busy)
    }

    pub fn protection(&self) -> &str {
        &self.protection
    }

    /// Reads the server's first word (RFC 3501 §7.1): its capabilities, if it says them.
    pub async fn greeting(&mut self) -> Result<Option<Vec<String>>, Fault> {
        self.state = State::Busy;
        let greeting = self.read(|response| match response {
            Response::Data {
                status: Status::Ok,
                outcome,
            } => Ok(done(outcome).capabilities),
            other => Err(said(other)),
        });
        let capabilities = greeting.await?.map_err(Fault::Lost)?;
        self.state = State::Ready;
        Ok(capabilities)
    }

    /// Runs one command to its tagged answer.
    pub async fn run(&mut self, command: &str, each: Each<'_>) -> Result<Done, Fault> {
        let tag = self.send(command).await?;
        match self.next(&tag, each).await? {
            Word::Done(done) => Ok(done),
            Word::GoAhead => Err(self.lose("The server asked for more than the command")),
        }
    }

    /// Sends a command; [`Line::next`] must follow until it gives `Done` or an error.
    pub async fn send(&mut self, command: &str) -> Result<Tag, Fault> {
        self.stop_idle().await?;
        self.state = State::Busy;
        self.tags += 1;
        let tag = format!("a{}", self.tags);
        self.write(format!("{tag} {command}\r\n").as_bytes())
            .await?;
        Ok(Tag(tag))
    }

    /// Sends the rest of a command: a literal, or an answer to a challenge.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        let stream = self.client.get_mut();
        let writing = async {
            stream.write_all(bytes).await?;
            stream.flush().await
        };
        match timeout(SILENCE_LIMIT, writing).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(self.lose(&format!("Send to the server: {error}"))),
            Err(_) => Err(self.lose("Send to the server: it does not read")),
        }
    }

    /// Reads on to the command's continuation request or tagged answer.
    pub async fn next(&mut self, tag: &Tag, each: Each<'_>) -> Result<Word, Fault> {
        loop {
            match self.read(|response| hear(tag, response, each)).await? {
                Heard::GoAhead => return Ok(Word::GoAhead),
                Heard::Lost(text) => return Err(self.lose(&text)),
                Heard::Tagged(outcome) => {
                    self.state = State::Ready;
                    return outcome.map(Word::Done);
                }
                Heard::Untagged => {}
            }
        }
    }

    /// Starts IDLE (RFC 2177); from here the future may be dropped at any await.
    pub async fn start_idle(&mut self, each: Each<'_>) -> Result<(), Fault> {
        let tag = self.send("IDLE").await?;
        match self.next(&tag, each).await? {
            Word::GoAhead => {
                self.state = State::Idle(tag);
                Ok(())
            }
            Word::Done(_) => Err(self.lose("The server ended IDLE before it began")),
        }
    }

    /// Reads one response of a running IDLE, `None` at the deadline.
    pub async fn idle_until(
        &mut self,
        deadline: Instant,
        each: Each<'_>,
    ) -> Result<Option<()>, Fault> {
        let State::Idle(tag) = &self.state else {
            return Ok(None);
        };
        let tag = Tag(tag.0.clone());
        let hearing = self.read_one(|response| hear(&tag, response, each));
        let Ok(heard) = timeout_at(deadline, hearing).await else {
            return Ok(None);
        };
        match heard.map_err(|text| self.lose(&text))? {
            Heard::Untagged | Heard::GoAhead => Ok(Some(())),
            Heard::Lost(text) => Err(self.lose(&text)),
            Heard::Tagged(_) => Err(self.lose("The server ended IDLE")),
        }
    }

    /// Ends a running IDLE, if one runs.
    pub async fn stop_idle(&mut self) -> Result<(), Fault> {
        match std::mem::replace(&mut self.state, State::Busy) {
            State::Busy => Err(Fault::Lost("The connection was lost before".into())),
            State::Ready => {
                self.state = State::Ready;
                Ok(())
            }
            State::Idle(tag) => {
                self.write(b"DONE\r\n").await?;
                match timeout(DONE_LIMIT, self.next(&tag, &mut |_| ())).await {
                    Ok(Ok(Word::Done(_))) => Ok(()),
                    Ok(Ok(Word::GoAhead)) => Err(self.lose("The server idles twice")),
                    Ok(Err(fault)) => Err(fault),
                    Err(_) => Err(self.lose("The server does not answer DONE")),
                }
            }
        }
    }

    /// Reads one response, as long as bytes keep coming.
    async fn read<T>(&mut self, mut judge: impl FnMut(&Response<'_>) -> T) -> Result<T, Fault> {
        let end = Instant::now() + RESPONSE_LIMIT;
        loop {
            let before = self.client.get_ref().bytes_read();
            match timeout(SILENCE_LIMIT, self.read_one(&mut judge)).await {
                Ok(read) => return read.map_err(|text| self.lose(&text)),
                Err(_) if self.client.get_ref().bytes_read() > before && Instant::now() < end => {}
                Err(_) => return Err(self.lose("The server is silent")),
            }
        }
    }

    /// May be dropped and called again: the bytes read so far stay in the parser's buffer.
    async fn read_one<T>(&mut self, judge: impl FnOnce(&Response<'_>) -> T) -> Result<T, String> {
        // The parser panics on a few responses (INTERNALDATE NIL, 8-bit text after a code).
        match AssertUnwindSafe(self.client.read_response())
            .catch_unwind()
            .await
        {
            Ok(Ok(Some(response))) => Ok(judge(response.parsed())),
            Ok(Ok(None)) => Err("The server closed the connection".into()),
            Ok(Err(error)) if error.kind() == std::io::ErrorKind::Other => {
                // The parser's own words quote mail.
                Err("The server sent something that cannot be read".into())
            }
            Ok(Err(error)) => Err(format!("Read from the server: {error}")),
            Err(_) => Err("The server sent something that stopped the parser".into()),
        }
    }

    /// Marks the connection as lost.
    pub fn lose(&mut self, text: &str) -> Fault {
        self.state = State::Busy;
        Fault::Lost(text.to_owned())
    }
}

/// What one response means for the running command.
enum Heard {
    GoAhead,
    Lost(String),
    Tagged(Result<Done, Fault>),
    Untagged,
}

fn hear(tag: &Tag, response: &Response<'_>, each: Each<'_>) -> Heard {
    match response {
        Response::Continue(_) => Heard::GoAhead,
        Response::Done { tag: got, .. } if got.0 != tag.0 => {
            Heard::Lost("The server answered a command that does not run".into())
        }
        Response::Done {
            status, outcome, ..
        } => match status {
            Status::Ok => Heard::Tagged(Ok(done(outcome))),
            Status::No => Heard::Tagged(Err(Fault::No(answer(outcome)))),
            Status::Bad => Heard::Tagged(Err(Fault::Bad(answer(outcome)))),
            Status::Bye | Status::PreAuth => Heard::Lost(said(response)),
        },
        Response::Data {
            status: Status::Bye,
            ..
        } => Heard::Lost(said(response)),
        untagged => {
            each(untagged);
            Heard::Untagged
        }
    }
}

fn text<'a>(outcome: &'a Outcome<'_>) -> &'a str {
    outcome.information.as_deref().unwrap_or_default()
}

fn done(outcome: &Outcome<'_>) -> Done {
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
fn answer(outcome: &Outcome<'_>) -> Answer {
    let text = text(outcome);
    match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((code, text)) => Answer {
            code: code.to_ascii_uppercase(),
            text: text.trim().to_owned(),
        },
        None => Answer {
            code: String::new(),
            text: text.to_owned(),
        },
    }
}

fn said(response: &Response<'_>) -> String {
    match response {
        Response::Data { outcome, .. } | Response::Done { outcome, .. } => {
            format!("The server said: {}", text(outcome))
        }
        _ => "The server said something unexpected".into(),
    }
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

    /// RFC 5530 §3: codes that say "not now", not "not you".
    pub fn passes(&self) -> bool {
        ["UNAVAILABLE", "LIMIT", "INUSE", "SERVERBUG", "CONTACTADMIN"].contains(&self.code.as_str())
            || backoff(&self.text).is_some()
    }
}

impl Fault {
    /// The fault as a trouble of the step that `what` names.
    pub fn during(self, what: &str) -> Trouble {
        let text = match self {
            Fault::Lost(text) => text,
            Fault::Bad(answer) | Fault::No(answer) => answer.words(),
        };
        match backoff(&text) {
            Some(wait) => Trouble::RetryAfter {
                text: format!("{what}: {text}"),
                wait,
            },
            None => Trouble::Retry(format!("{what}: {text}")),
        }
    }
}

/// Exchange: `Request is throttled. Suggested Backoff Time: 299961 milliseconds`.
fn backoff(text: &str) -> Option<Duration> {
    let (_, rest) = text.split_once("Suggested Backoff Time:")?;
    let digits = rest
        .trim_start()
        .split(|c: char| !c.is_ascii_digit())
        .next()?;
    digits.parse().ok().map(Duration::from_millis)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_throttling_server_names_its_wait() {
        let text = "Request is throttled. Suggested Backoff Time: 299961 milliseconds";
        let fault = Fault::No(Answer {
            code: String::new(),
            text: text.into(),
        });
        let Trouble::RetryAfter { wait, .. } = fault.during("Look") else {
            panic!()
        };
        assert_eq!(wait, Duration::from_millis(299_961));
    }

    #[test]
    fn a_code_that_the_parser_does_not_know_is_read_from_the_text() {
        let text = "[AUTHENTICATIONFAILED] No such luck";
        let got = answer(&Outcome {
            code: None,
            information: Some(text.into()),
        });
        assert_eq!(
            (got.code.as_str(), got.text.as_str()),
            ("AUTHENTICATIONFAILED", "No such luck")
        );
    }
}
