//! Lists Drafts, completely or not at all, and reads single drafts afresh.
//!
//! Whether a draft should exist is decided elsewhere; here stands what the server really holds.

use async_imap::imap_proto::{MailboxDatum, Response, StatusAttribute};
use mail_parser::{Addr, HeaderValue, MessageParser};

use super::{
    ImapMailbox,
    answer::Fault,
    fetch::{Fetched, fetched},
    note,
};
use crate::{
    edge::Trouble,
    mailbox::{Digest, DraftKey, FETCH_BYTES_MAX, Look, Place, SeenDraft},
    message::{self, Address, MailId},
};

/// Tries to list Drafts while others change it.
const LISTINGS_MAX: usize = 3;
/// A draft's header fields beyond this are not read.
pub(super) const FIELDS_BYTES_MAX: usize = 64 * 1024;

/// What is remembered of a UID, which never changes its message: its digest and its text.
pub(super) type Whole = (Digest, Option<String>);

/// One message as a fresh FETCH showed it.
pub(super) struct Copy {
    pub digest: Digest,
    pub text: String,
    pub id: Option<MailId>,
    /// Flagged `\Deleted` or, on Gmail, sent.
    pub gone: bool,
    /// The server told what decides `gone`.
    pub told: bool,
}

impl ImapMailbox {
    /// Lists Drafts: as many lines as there are messages, or it is done again.
    pub(super) async fn look_at_drafts(&mut self) -> Result<Look, Trouble> {
        for _ in 0..LISTINGS_MAX {
            if let Some(look) = self.list_drafts().await? {
                self.digests.retain(|(validity, uid), _| {
                    let place = Place::Uid { validity: *validity, uid: *uid };
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
        let whole =
            |draft: &&mut SeenDraft| draft.to_self() || draft.id.as_ref().is_some_and(is_ours);
        for draft in seen.iter_mut().filter(whole) {
            let Place::Uid { uid, .. } = draft.place else {
                continue;
            };
            match self.whole(validity, uid).await.map_err(|f| f.during("Read a draft"))? {
                Some((digest, note)) => {
                    draft.digest = Some(digest);
                    draft.note = note.filter(|_| draft.to_self());
                }
                None => return Ok(None),
            }
        }
        let above = seen.iter().filter_map(|draft| match draft.place {
            Place::Uid { uid, .. } => uid.checked_add(1),
            Place::File(_) => None,
        });
        let said = opened.uid_next.or(uid_next_asked).unwrap_or(0);
        let uid_next = above.max().unwrap_or(1).max(said);
        Ok(Some(Look { uid_validity: validity, uid_next, drafts: seen }))
    }

    /// STATUS, before Drafts is open, where EXAMINE does not say UIDNEXT (Courier).
    async fn ask_uid_next(&mut self) -> Result<Option<u32>, Trouble> {
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

    /// The digest and text of a message in the open mailbox, `None` if it is gone.
    async fn whole(&mut self, validity: u32, uid: u32) -> Result<Option<Whole>, Fault> {
        if let Some(known) = self.digests.get(&(validity, uid)) {
            return Ok(Some(known.clone()));
        }
        let found = self.fetch_draft(uid).await?;
        let whole = found.map(|copy| (copy.digest, Some(copy.text)));
        if let Some(whole) = &whole {
            self.digests.insert((validity, uid), whole.clone());
        }
        Ok(whole)
    }

    /// Reads one message in the open mailbox afresh. Longer than any draft of ours it is cut, which
    /// gives a digest that none of ours has.
    pub(super) async fn fetch_draft(&mut self, uid: u32) -> Result<Option<Copy>, Fault> {
        let labels = if self.gmail() { " X-GM-LABELS" } else { "" };
        let command =
            format!("UID FETCH {uid} (UID FLAGS{labels} BODY.PEEK[]<0.{}>)", FETCH_BYTES_MAX + 1);
        let gmail = self.gmail();
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
                        text: message::parse(body).noted(),
                        id: message_id(body),
                        gone: line.deleted || line.labelled_sent,
                        told: line.flags && (line.labels || !gmail),
                    });
                }
            })
            .await?;
        Ok(copy)
    }
}

pub(super) fn is_ours(id: &MailId) -> bool {
    DraftKey::of(id).is_some()
}

pub(super) fn message_id(bytes: &[u8]) -> Option<MailId> {
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
        note: None,
        sent: line.labelled_sent,
    };
    if let Some(parsed) = MessageParser::default().parse_headers(header) {
        seen.id = parsed.message_id().map(|id| MailId(id.to_owned()));
        seen.in_reply_to = ids(parsed.in_reply_to());
        seen.references = ids(parsed.references());
        seen.from = parsed.from().and_then(|from| from.first()).and_then(address);
        seen.to = parsed.to().map(|to| to.iter().filter_map(address).collect()).unwrap_or_default();
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
    Some(Address { name: found.name.as_ref().map(ToString::to_string), email })
}
