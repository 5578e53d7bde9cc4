//! Drafts: lists it completely, writes one draft and proves it, removes one and proves it ours.
//!
//! Whether a draft should exist is decided elsewhere; here stands what the server really holds.
//! Doubt is an answer of its own: a lost connection is never an empty mailbox.

use async_imap::imap_proto::Response;
use mail_parser::{Addr, HeaderValue, MessageParser};

use super::{
    ImapMailbox, Opened, Removal,
    command::{Fault, Word},
    fetch::{Fetched, fetched},
    note,
};
use crate::{
    edge::Trouble,
    mailbox::{Appended, Digest, DraftKey, FETCH_BYTES_MAX, Intent, Look, Place, SeenDraft},
    message::{Address, MailId},
};

/// Tries to list Drafts while others change it.
const LISTINGS_MAX: usize = 3;
/// A draft's header fields beyond this are not read.
const FIELDS_BYTES_MAX: usize = 64 * 1024;

impl ImapMailbox {
    /// Lists Drafts: as many lines as there are messages, or it is done again.
    pub(super) async fn look_at_drafts(&mut self) -> Result<Look, Trouble> {
        for _ in 0..LISTINGS_MAX {
            if let Some(look) = self.list_drafts().await? {
                self.digests.retain(|(validity, uid), _| {
                    let place = Place::Uid {
                        validity: *validity,
                        uid: *uid,
                    };
                    look.drafts.iter().any(|draft| draft.place == place)
                });
                return Ok(look);
            }
        }
        Err(Trouble::Retry("Look at Drafts: it keeps changing".into()))
    }

    /// `None` when it changed meanwhile, or must be asked for UIDNEXT first.
    async fn list_drafts(&mut self) -> Result<Option<Look>, Trouble> {
        let drafts = self.boxes.drafts.clone();
        let uid_next_asked = self.ask_uid_next().await?;
        let mut opened = self.examine(&drafts).await?;
        if opened.uid_next.is_none() && uid_next_asked.is_none() {
            return Ok(None);
        }
        let validity = opened.validity;
        let mut seen: Vec<SeenDraft> = Vec::new();
        if opened.exists > 0 {
            let labels = if self.gmail() { " X-GM-LABELS" } else { "" };
            let command = format!(
                "UID FETCH 1:* (UID FLAGS{labels} BODY.PEEK[HEADER.FIELDS (MESSAGE-ID IN-REPLY-TO \
                 REFERENCES FROM TO SUBJECT)]<0.{FIELDS_BYTES_MAX}>)"
            );
            self.line
                .run(&command, &mut |response| {
                    note(&mut opened, response);
                    seen.extend(fetched(response).and_then(|line| draft(validity, &line)));
                })
                .await
                .map_err(|fault| fault.during("Look at Drafts"))?;
        }
        seen.sort_by(|a, b| a.place.cmp(&b.place));
        seen.dedup_by(|a, b| a.place == b.place);
        if u32::try_from(seen.len()) != Ok(opened.exists) || opened.validity != validity {
            return Ok(None);
        }
        for draft in seen
            .iter_mut()
            .filter(|draft| draft.id.as_ref().is_some_and(is_ours))
        {
            let Place::Uid { uid, .. } = draft.place else {
                continue;
            };
            match self
                .digest(validity, uid)
                .await
                .map_err(|f| f.during("Read a draft"))?
            {
                Some(digest) => draft.digest = Some(digest),
                None => return Ok(None),
            }
        }
        let above = seen.iter().filter_map(|draft| match draft.place {
            Place::Uid { uid, .. } => uid.checked_add(1),
            Place::File(_) => None,
        });
        let said = opened.uid_next.or(uid_next_asked).unwrap_or(0);
        let uid_next = above.max().unwrap_or(1).max(said);
        Ok(Some(Look {
            uid_validity: validity,
            uid_next,
            drafts: seen,
        }))
    }

    /// STATUS, before Drafts is open, where EXAMINE does not say UIDNEXT (Courier).
    async fn ask_uid_next(&mut self) -> Result<Option<u32>, Trouble> {
        use async_imap::imap_proto::{MailboxDatum, StatusAttribute};
        if !self.silent_on_uid_next {
            return Ok(None);
        }
        let command = format!("STATUS {} (UIDNEXT)", self.boxes.drafts.wire);
        let mut next = None;
        self.line
            .run(&command, &mut |response| {
                if let Response::MailboxData(MailboxDatum::Status { status, .. }) = response {
                    next = status.iter().find_map(|attribute| match attribute {
                        StatusAttribute::UidNext(uid) => Some(*uid),
                        _ => None,
                    });
                }
            })
            .await
            .map_err(|fault| fault.during("Look at Drafts"))?;
        Ok(Some(next.unwrap_or(0)))
    }

    /// The digest of a message in the open mailbox, `None` if it is gone.
    async fn digest(&mut self, validity: u32, uid: u32) -> Result<Option<Digest>, Fault> {
        if let Some(digest) = self.digests.get(&(validity, uid)) {
            return Ok(Some(*digest));
        }
        let found = self.fetch_draft(uid).await?;
        let digest = found.map(|copy| copy.digest);
        if let Some(digest) = digest {
            self.digests.insert((validity, uid), digest);
        }
        Ok(digest)
    }

    /// Reads one message in the open mailbox afresh. Longer than any draft of ours it is cut, which
    /// gives a digest that none of ours has.
    async fn fetch_draft(&mut self, uid: u32) -> Result<Option<Copy>, Fault> {
        let labels = if self.gmail() { " X-GM-LABELS" } else { "" };
        let command = format!(
            "UID FETCH {uid} (UID FLAGS{labels} BODY.PEEK[]<0.{}>)",
            FETCH_BYTES_MAX + 1
        );
        let mut copy = None;
        self.line
            .run(&command, &mut |response| {
                let Some(line) = fetched(response) else {
                    return;
                };
                if let (Some(got), Some(body)) = (line.uid, line.body)
                    && got == uid
                {
                    copy = Some(Copy {
                        digest: Digest::of(body),
                        id: message_id(body),
                        removable: !line.deleted && !line.labelled_sent,
                    });
                }
            })
            .await?;
        Ok(copy)
    }

    /// Appends, then proves what lies there.
    pub(super) async fn append_draft(&mut self, intent: &Intent) -> Result<Appended, Trouble> {
        let bytes = with_crlf(&intent.bytes);
        if bytes.len() > FETCH_BYTES_MAX {
            return Ok(Appended::Refused {
                text: "The draft is too long to be verified".into(),
            });
        }
        let drafts = self.boxes.drafts.clone();
        let before = self.examine(&drafts).await?;
        // A synchronising literal also where LITERAL+ is offered: a refusal then comes before the
        // bytes, and until `+` nothing can have been stored.
        let command = format!("APPEND {} (\\Draft) {{{}}}", drafts.wire, bytes.len());
        let what = "Append the draft to Drafts";
        let tag = self
            .line
            .send(&command)
            .await
            .map_err(|fault| fault.during(what))?;
        match self.line.next(&tag, &mut |_| ()).await {
            Ok(Word::GoAhead) => {}
            Ok(Word::Done(_)) => return Err(self.line.lose("OK before the draft").during(what)),
            Err(fault) => return refused(fault, what),
        }
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
                tracing::warn!("the answer to an APPEND was lost: {text}");
                Ok(Appended::Doubtful)
            }
            Err(fault) => refused(fault, what),
        }
    }

    /// APPENDUID may lie (DavMail swapped its fields) and OK may store nothing (Proton Bridge).
    async fn verify(
        &mut self,
        intent: &Intent,
        before: Opened,
        append_uid: Option<(u32, u32)>,
    ) -> Appended {
        match self.find_appended(intent, before, append_uid).await {
            Ok(Some((uid, digest))) => {
                self.digests.insert((before.validity, uid), digest);
                let place = Place::Uid {
                    validity: before.validity,
                    uid,
                };
                Appended::Stored {
                    place,
                    baseline: digest,
                }
            }
            Ok(None) => Appended::Doubtful,
            Err(fault) => {
                tracing::warn!("{}", fault.during("Verify the draft"));
                Appended::Doubtful
            }
        }
    }

    async fn find_appended(
        &mut self,
        intent: &Intent,
        before: Opened,
        append_uid: Option<(u32, u32)>,
    ) -> Result<Option<(u32, Digest)>, Fault> {
        // Courier shows an appended message only after a NOOP.
        self.line.run("NOOP", &mut |_| ()).await?;
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

    /// Removes one draft if it is proven ours and untouched, and nothing else ever.
    pub(super) async fn retire_draft(
        &mut self,
        place: &Place,
        baseline: &Digest,
    ) -> Result<(), Trouble> {
        let Place::Uid { validity, uid } = *place else {
            return Ok(());
        };
        let what = "Remove a draft that is not wanted any more";
        let drafts = self.boxes.drafts.clone();
        let opened = self.open("SELECT", &drafts).await?;
        let outcome = if opened.read_only {
            Err(Trouble::Refuse(format!(
                "The mailbox {} can only be read",
                drafts.name
            )))
        } else if opened.validity != validity {
            Ok(())
        } else {
            self.remove(uid, baseline)
                .await
                .map_err(|fault| fault.during(what))
        };
        // Left without CLOSE, which would expunge what others flagged (RFC 3501 §6.4.2).
        let closed = self.leave().await.map_err(|fault| fault.during(what));
        outcome.and(closed)
    }

    async fn remove(&mut self, uid: u32, baseline: &Digest) -> Result<(), Fault> {
        let Some(copy) = self.fetch_draft(uid).await? else {
            return Ok(());
        };
        let ours = copy.id.as_ref().is_some_and(is_ours);
        if !ours || !copy.removable || copy.digest != *baseline {
            return Ok(());
        }
        let trash = self.boxes.trash.as_ref().map(|trash| trash.wire.clone());
        match (self.removal(), trash) {
            (Removal::Move, Some(trash)) => {
                self.line
                    .run(&format!("UID MOVE {uid} {trash}"), &mut |_| ())
                    .await?;
            }
            (removal, _) => {
                let store = format!("UID STORE {uid} +FLAGS.SILENT (\\Deleted)");
                self.line.run(&store, &mut |_| ()).await?;
                if removal == Removal::Expunge {
                    self.line
                        .run(&format!("UID EXPUNGE {uid}"), &mut |_| ())
                        .await?;
                }
            }
        }
        Ok(())
    }

    /// Leaves Drafts, which was open for writing.
    async fn leave(&mut self) -> Result<(), Fault> {
        if self.has("UNSELECT") {
            self.line.run("UNSELECT", &mut |_| ()).await?;
        } else if let Some(at) = self.boxes.watched.first() {
            self.line
                .run(&format!("EXAMINE {}", at.wire), &mut |_| ())
                .await?;
        }
        Ok(())
    }
}

/// One message as a fresh FETCH showed it.
struct Copy {
    digest: Digest,
    id: Option<MailId>,
    /// Neither flagged `\Deleted` nor, on Gmail, sent.
    removable: bool,
}

/// A refusal stored nothing; anything else is trouble.
fn refused(fault: Fault, what: &str) -> Result<Appended, Trouble> {
    match fault {
        Fault::Bad(answer) | Fault::No(answer) if !answer.passes() => Ok(Appended::Refused {
            text: answer.words(),
        }),
        fault => Err(fault.during(what)),
    }
}

fn is_ours(id: &MailId) -> bool {
    DraftKey::of(id).is_some()
}

fn message_id(bytes: &[u8]) -> Option<MailId> {
    let parsed = MessageParser::default().parse_headers(bytes)?;
    parsed.message_id().map(|id| MailId(id.to_owned()))
}

/// A line of the listing; `None` for one that was not asked for.
fn draft(validity: u32, line: &Fetched<'_>) -> Option<SeenDraft> {
    let (uid, header) = (line.uid?, line.body?);
    let mut seen = SeenDraft {
        place: Place::Uid { validity, uid },
        id: None,
        in_reply_to: Vec::new(),
        references: Vec::new(),
        from: None,
        to: Vec::new(),
        subject: String::new(),
        digest: None,
        deleted: line.deleted,
        sent: line.labelled_sent,
    };
    if let Some(parsed) = MessageParser::default().parse_headers(header) {
        seen.id = parsed.message_id().map(|id| MailId(id.to_owned()));
        seen.in_reply_to = ids(parsed.in_reply_to());
        seen.references = ids(parsed.references());
        seen.from = parsed
            .from()
            .and_then(|from| from.first())
            .and_then(address);
        seen.to = parsed
            .to()
            .map(|to| to.iter().filter_map(address).collect())
            .unwrap_or_default();
        seen.subject = parsed.subject().unwrap_or_default().to_owned();
    }
    Some(seen)
}

fn ids(value: &HeaderValue<'_>) -> Vec<MailId> {
    match value {
        HeaderValue::Text(id) => vec![MailId(id.to_string())],
        HeaderValue::TextList(ids) => ids.iter().map(|id| MailId(id.to_string())).collect(),
        _ => Vec::new(),
    }
}

fn address(found: &Addr<'_>) -> Option<Address> {
    let email = found.address.as_ref()?.to_lowercase();
    Some(Address {
        name: found.name.as_ref().map(ToString::to_string),
        email,
    })
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
