//! Writes one draft and proves that it lies there.
//!
//! Doubt is an answer of its own: from the first byte of the draft on, a lost connection means that
//! it may be stored or not.

use super::{
    ImapMailbox, Opened,
    answer::Fault,
    command::{Tag, Word},
    fetch::fetched,
    look::{FIELDS_BYTES_MAX, message_id},
};
use crate::{
    edge::{Trouble, mask},
    mailbox::{Appended, Digest, FETCH_BYTES_MAX, Intent, Place},
};

impl ImapMailbox {
    /// Appends, then proves what lies there.
    pub(super) async fn append_draft(&mut self, intent: &Intent) -> Result<Appended, Trouble> {
        let bytes = with_crlf(&intent.bytes);
        if bytes.len() > FETCH_BYTES_MAX {
            return Ok(Appended::Refused { text: "The draft is too long to be verified".into() });
        }
        let drafts = self.boxes.drafts.clone();
        let before = self.examine(&drafts).await?;
        // A synchronising literal also where LITERAL+ is offered: a refusal then comes before the
        // bytes, and until `+` nothing can have been stored.
        let command = format!("APPEND {} (\\Draft) {{{}}}", drafts.wire, bytes.len());
        let what = "Append the draft to Drafts";
        let tag = match self.begin(&command).await {
            Ok(tag) => tag,
            Err(fault) => return refused(fault, what),
        };
        // From the first byte on, no answer means doubt.
        let stored = async {
            self.line.write(&bytes).await?;
            self.line.write(b"\r\n").await?;
            match self.line.next(&tag, &mut |_| ()).await? {
                Word::Done(done) => Ok(done.append_uid),
                Word::GoAhead => Err(self.line.lose("The server wants a second draft")),
            }
        };
        match stored.await {
            Ok(append_uid) => Ok(self.verify(intent, before, append_uid).await),
            Err(Fault::Lost(text)) => {
                tracing::warn!("the answer to an APPEND was lost: {}", mask::masked(&text));
                Ok(Appended::Doubtful)
            }
            Err(fault) => refused(fault, what),
        }
    }

    /// Sends the command up to the server's `+`. Courier refuses while Drafts is open read-only: a
    /// refusal stored nothing, so that it may be asked once more from outside.
    async fn begin(&mut self, command: &str) -> Result<Tag, Fault> {
        if self.appends_outside {
            self.leave().await?;
            return self.ask(command).await;
        }
        match self.ask(command).await {
            Err(Fault::No(answer)) if !answer.passes() => {
                self.leave().await?;
                let tag = self.ask(command).await?;
                self.appends_outside = true;
                Ok(tag)
            }
            outcome => outcome,
        }
    }

    async fn ask(&mut self, command: &str) -> Result<Tag, Fault> {
        let tag = self.line.send(command).await?;
        match self.line.next(&tag, &mut |_| ()).await? {
            Word::GoAhead => Ok(tag),
            Word::Done(_) => Err(self.line.lose("OK before the draft")),
        }
    }

    /// APPENDUID may lie (DavMail swapped its fields) and OK may store nothing (Proton Bridge).
    async fn verify(
        &mut self,
        intent: &Intent,
        before: Opened,
        append_uid: Option<(u32, u32)>,
    ) -> Appended {
        if !self.shown(before).await {
            return Appended::Doubtful;
        }
        match self.find_appended(intent, before, append_uid).await {
            Ok(Some((uid, digest))) => {
                self.digests.insert((before.validity, uid), (digest, None));
                let place = Place::Uid { validity: before.validity, uid };
                Appended::Stored { place, baseline: digest }
            }
            Ok(None) => Appended::Doubtful,
            Err(fault) => {
                let text = fault.during("Verify the draft").to_string();
                tracing::warn!("{}", mask::masked(&text));
                Appended::Doubtful
            }
        }
    }

    /// Drafts is open and shows what is there now.
    async fn shown(&mut self, before: Opened) -> bool {
        let shown = if self.appends_outside {
            let drafts = self.boxes.drafts.clone();
            self.examine(&drafts).await.map(|opened| opened.validity == before.validity)
        } else {
            // Courier shows an appended message only after a NOOP.
            let noop = self.line.run("NOOP", &mut |_| ()).await;
            noop.map(|_| true).map_err(|fault| fault.during("Verify the draft"))
        };
        shown.unwrap_or_else(|trouble| {
            tracing::warn!("{trouble}");
            false
        })
    }

    async fn find_appended(
        &mut self,
        intent: &Intent,
        before: Opened,
        append_uid: Option<(u32, u32)>,
    ) -> Result<Option<(u32, Digest)>, Fault> {
        let id = intent.key.message_id();
        let first = before.uid_next.unwrap_or(1);
        if let Some((validity, uid)) = append_uid
            && validity == before.validity
            && uid >= first
            && let Some(copy) = self.fetch_draft(uid).await?
            && copy.id.as_ref() == Some(&id)
        {
            return Ok(Some((uid, copy.digest)));
        }
        let mut found = None;
        let command = format!(
            "UID FETCH {first}:* (UID BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]<0.{FIELDS_BYTES_MAX}>)"
        );
        self.line
            .run(&command, &mut |response| {
                let Some(line) = fetched(response) else {
                    return;
                };
                if let (Some(uid), Some(header)) = (line.uid, line.body)
                    && uid >= first
                    && message_id(header).as_ref() == Some(&id)
                {
                    found = found.max(Some(uid));
                }
            })
            .await?;
        let Some(uid) = found else { return Ok(None) };
        Ok(self.fetch_draft(uid).await?.map(|copy| (uid, copy.digest)))
    }
}

/// A refusal stored nothing; a server that names a wait is asked again after it.
fn refused(fault: Fault, what: &str) -> Result<Appended, Trouble> {
    match fault {
        Fault::Bad(answer) | Fault::No(answer) if !answer.throttles() => {
            Ok(Appended::Refused { text: answer.words() })
        }
        fault => Err(fault.during(what)),
    }
}

/// IMAP stores lines that end with CRLF (RFC 3501 §2.3.1 by way of RFC 5322).
fn with_crlf(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    for line in bytes.split_inclusive(|b| *b == b'\n') {
        match line {
            [body @ .., b'\r', b'\n'] | [body @ .., b'\n'] => {
                out.extend_from_slice(body);
                out.extend_from_slice(b"\r\n");
            }
            rest => out.extend_from_slice(rest),
        }
    }
    out
}
