//! The strict layer: one way to send a command, and nothing short of its own tagged OK is success.
//!
//! async-imap is used for its parser and its buffer alone, since its typed commands turn a refusal
//! or the end of the connection into an empty success. "The connection died" must never read as
//! "my draft is not there": the end of the stream, BYE, silence, bytes that do not parse and a
//! dropped future all leave the connection lost, and a lost connection answers nothing again.

use std::{panic::AssertUnwindSafe, time::Duration};

use async_imap::imap_proto::{Response, ResponseCode, Status};
use futures_util::FutureExt as _;
use tokio::{
    io::AsyncWriteExt as _,
    time::{Instant, timeout, timeout_at},
};

use super::{
    answer::{Done, Fault, answer, done, said, text},
    guard::Guard,
    tls::Stream,
};
use crate::edge::fate;

/// Without a byte from the server for this long, or unable to send: the connection is lost.
const SILENCE_LIMIT: Duration = Duration::from_secs(60);
/// One response may take this long, however many bytes trickle in.
const RESPONSE_LIMIT: Duration = Duration::from_secs(200);
/// DONE must be answered within this.
const DONE_LIMIT: Duration = Duration::from_secs(15);

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
        Line { client, state: State::Ready, tags: 0, protection }
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
            Response::Data { status: Status::Ok, outcome } => Ok(done(outcome).capabilities),
            other => Err(said(other)),
        });
        let capabilities = greeting.await?.map_err(Fault::Lost)?;
        self.state = State::Ready;
        fate::step();
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
        self.write(format!("{tag} {command}\r\n").as_bytes()).await?;
        Ok(Tag(tag))
    }

    /// Sends the rest of a command: a literal, or an answer to a challenge.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        fate::step();
        let stream = self.client.get_mut();
        let writing = async {
            stream.write_all(bytes).await?;
            stream.flush().await
        };
        match timeout(fate::limit(SILENCE_LIMIT), writing).await {
            Ok(Ok(())) => {
                fate::step();
                Ok(())
            }
            Ok(Err(error)) => Err(self.lose(&format!("Send to the server: {error}"))),
            Err(_) => Err(self.lose("Send to the server: it does not read")),
        }
    }

    /// Reads on to the command's continuation request or tagged answer.
    pub async fn next(&mut self, tag: &Tag, each: Each<'_>) -> Result<Word, Fault> {
        loop {
            match self.read(|response| hear(tag, response, each)).await? {
                Heard::GoAhead => {
                    fate::step();
                    return Ok(Word::GoAhead);
                }
                Heard::Lost(text) => return Err(self.lose(&text)),
                Heard::Tagged(outcome) => {
                    self.state = State::Ready;
                    fate::step();
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
                match timeout(fate::limit(DONE_LIMIT), self.next(&tag, &mut |_| ())).await {
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
        let end = Instant::now() + fate::limit(RESPONSE_LIMIT);
        loop {
            let before = self.client.get_ref().bytes_read();
            match timeout(fate::limit(SILENCE_LIMIT), self.read_one(&mut judge)).await {
                Ok(read) => return read.map_err(|text| self.lose(&text)),
                Err(_) if self.client.get_ref().bytes_read() > before && Instant::now() < end => {}
                Err(_) => return Err(self.lose("The server is silent")),
            }
        }
    }

    /// May be dropped and called again: the bytes read so far stay in the parser's buffer.
    async fn read_one<T>(&mut self, judge: impl FnOnce(&Response<'_>) -> T) -> Result<T, String> {
        // The parser panics on a few responses (INTERNALDATE NIL, 8-bit text after a code).
        match AssertUnwindSafe(self.client.read_response()).catch_unwind().await {
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
        Response::Done { status, outcome, .. } => match status {
            Status::Ok => Heard::Tagged(Ok(done(outcome))),
            Status::No => Heard::Tagged(Err(Fault::No(answer(outcome)))),
            Status::Bad => Heard::Tagged(Err(Fault::Bad(answer(outcome)))),
            Status::Bye | Status::PreAuth => Heard::Lost(said(response)),
        },
        Response::Data { status: Status::Bye, .. } => Heard::Lost(said(response)),
        untagged => {
            if let Response::Data { outcome, .. } = untagged
                && outcome.code == Some(ResponseCode::Alert)
            {
                // RFC 3501 §7.1: an alert must be shown.
                tracing::warn!("the mail server alerts: {}", text(outcome));
            }
            each(untagged);
            Heard::Untagged
        }
    }
}
