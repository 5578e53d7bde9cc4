//! Reads what is new in the watched mailboxes and in Sent: read-only, streamed, in chunks.
//!
//! Each mailbox takes two steps: which UIDs are new and young enough, then their bodies. The first
//! asks for INTERNALDATE line by line instead of SEARCH SINCE: SEARCH answers in one line that
//! grows with the mailbox, fails on some servers, and counts days in the server's zone; a plain
//! FETCH is exact, is streamed, and the same for a first scan and for one new mail. A mail that the
//! server lists and does not give holds up no other: its UID is kept with the mark, and it is asked
//! for again from time to time.

use std::{collections::BTreeSet, time::Duration};

use async_imap::imap_proto::Response;
use jiff::Timestamp;
use tokio::time::Instant;

use super::{
    BoxName, ImapMailbox, Opened,
    answer::Fault,
    fetch::{self, fetched},
};
use crate::{
    edge::{Mark, Marks, News, Trouble},
    mailbox::{Arrival, FETCH_BYTES_MAX},
};

/// Mails fetched with one command: a mark is reported after each.
const CHUNK_MAILS: usize = 50;
/// Mails of a mailbox that are asked for again.
const OWED_MAX: usize = 200;
/// As often as this, and when a connection begins.
const OWED_PERIOD: Duration = Duration::from_secs(60 * 60);

/// A mail that is worth its body.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    uid: u32,
    /// On Gmail: carries the Sent label, wherever it was found.
    sent: bool,
}

/// What the first step found.
#[derive(Debug, Default)]
struct Listing {
    candidates: Vec<Candidate>,
    /// Above every UID listed.
    uid_next: u32,
    /// Any line at all.
    spoken: bool,
    /// Flags told unasked, or a server in trouble.
    undated: BTreeSet<u32>,
}

impl ImapMailbox {
    /// The watched mailboxes first, Sent last: an answer of the user's to a mail is read after it.
    pub(super) async fn read_all(
        &mut self,
        marks: &Marks,
        since: Timestamp,
        each: &mut dyn FnMut(News),
    ) -> Result<(), Trouble> {
        let sent = self.boxes.sent.clone();
        for (index, at) in self.boxes.watched.clone().iter().enumerate() {
            let opened = self.read_box(at, false, marks.get(&at.name), since, each).await?;
            if index == 0 {
                self.read = Some(opened);
            }
        }
        self.read_box(&sent, true, marks.get(&sent.name), since, each).await?;
        Ok(())
    }

    async fn read_box(
        &mut self,
        at: &BoxName,
        in_sent: bool,
        mark: Option<&Mark>,
        since: Timestamp,
        each: &mut dyn FnMut(News),
    ) -> Result<Opened, Trouble> {
        let opened = self.examine(at).await?;
        // Another UIDVALIDITY voids every UID that was known (RFC 3501 §2.3.1.1); so does a UIDNEXT
        // that went back, as after a restored backup.
        let mark = mark.filter(|mark| {
            mark.uid_validity == opened.validity
                && opened.uid_next.is_none_or(|next| next >= mark.uid_next)
        });
        let from = mark.map_or(1, |mark| mark.uid_next.max(1));
        let mut owed: BTreeSet<u32> =
            mark.iter().flat_map(|mark| &mark.names).filter_map(|uid| uid.parse().ok()).collect();
        let mut reported = mark.cloned();
        let mut report = |uid_next: u32, owed: &BTreeSet<u32>, each: &mut dyn FnMut(News)| {
            let names = owed.iter().map(ToString::to_string).collect();
            let mark = Mark { uid_validity: opened.validity, uid_next, names };
            if reported.as_ref() != Some(&mark) {
                reported = Some(mark.clone());
                each(News::Mark { mailbox: at.name.clone(), mark });
            }
        };
        if self.asks_for_owed(at, &owed) {
            owed = self.read_owed(at, in_sent, &owed, since, each).await?;
            report(from, &owed, each);
        }
        if mark.is_some() && opened.uid_next.is_some_and(|next| next <= from) {
            return Ok(opened);
        }
        let listing = match opened.exists {
            0 => Listing { uid_next: from, ..Listing::default() },
            _ => self.list(at, from, since).await?,
        };
        if mark.is_none() {
            each(News::Expected(listing.candidates.len() as u64));
        }
        for chunk in listing.candidates.chunks(CHUNK_MAILS) {
            owed.extend(self.read_chunk(at, in_sent, chunk, each).await?);
            if let Some(last) = chunk.last() {
                report(last.uid.saturating_add(1), &owed, each);
            }
        }
        owed.extend(listing.undated);
        while owed.len() > OWED_MAX {
            owed.pop_first();
        }
        report(listing.uid_next.max(opened.uid_next.unwrap_or(0)), &owed, each);
        Ok(opened)
    }

    fn asks_for_owed(&mut self, at: &BoxName, owed: &BTreeSet<u32>) -> bool {
        let asked = self.owed_asked.get(&at.name);
        let ask = !owed.is_empty() && asked.is_none_or(|asked| asked.elapsed() >= OWED_PERIOD);
        if ask {
            self.owed_asked.insert(at.name.clone(), Instant::now());
        }
        ask
    }

    /// Asks again for mails that the server did not give; those that it still owes.
    async fn read_owed(
        &mut self,
        at: &BoxName,
        in_sent: bool,
        owed: &BTreeSet<u32>,
        since: Timestamp,
        each: &mut dyn FnMut(News),
    ) -> Result<BTreeSet<u32>, Trouble> {
        let uids: Vec<u32> = owed.iter().copied().collect();
        // What is listed no more is gone.
        let mut listing = self.list_set(at, &fetch::uid_set(&uids), 1, since).await?;
        let missing = self.read_chunk(at, in_sent, &listing.candidates, each).await?;
        listing.undated.extend(missing);
        Ok(listing.undated)
    }

    /// Lists the mails with a UID from `from` on that are not older than `since` and no drafts.
    async fn list(
        &mut self,
        at: &BoxName,
        from: u32,
        since: Timestamp,
    ) -> Result<Listing, Trouble> {
        let mut listing = self.list_set(at, &format!("{from}:*"), from, since).await?;
        // `n:*` names the last message at least, not at every server: silence about a mailbox that
        // is not empty must not hide a mail for ever.
        if !listing.spoken {
            listing = self.list_set(at, "1:*", from, since).await?;
        }
        if !listing.spoken {
            return Err(Trouble::Retry(format!("List {}: the server tells of no mail", at.name)));
        }
        if !listing.undated.is_empty() {
            let undated: Vec<u32> = listing.undated.iter().copied().collect();
            let again = self.list_set(at, &fetch::uid_set(&undated), from, since).await?;
            listing.candidates.extend(again.candidates);
            listing.undated = again.undated;
        }
        listing.candidates.sort_unstable_by_key(|c| c.uid);
        listing.candidates.dedup_by_key(|c| c.uid);
        Ok(listing)
    }

    async fn list_set(
        &mut self,
        at: &BoxName,
        set: &str,
        from: u32,
        since: Timestamp,
    ) -> Result<Listing, Trouble> {
        let labels = if self.gmail() { " X-GM-LABELS" } else { "" };
        let command = format!("UID FETCH {set} (UID FLAGS INTERNALDATE{labels})");
        let mut listing = Listing { uid_next: from, ..Listing::default() };
        self.line
            .run(&command, &mut |response| {
                let Some(line) = fetched(response) else {
                    return;
                };
                listing.spoken = true;
                // `n:*` also returns the last message when its UID is below n (RFC 3501 §6.4.8).
                let Some(uid) = line.uid.filter(|uid| *uid >= from) else {
                    return;
                };
                let Some(date) = line.date else {
                    if listing.undated.len() < OWED_MAX {
                        listing.undated.insert(uid);
                    }
                    return;
                };
                listing.uid_next = listing.uid_next.max(uid.saturating_add(1));
                if date >= since && !line.draft && !line.labelled_draft {
                    listing.candidates.push(Candidate { uid, sent: line.labelled_sent });
                }
            })
            .await
            .map_err(|fault| fault.during(&format!("List {}", at.name)))?;
        Ok(listing)
    }

    /// Reads these mails; gives the UIDs of those that the server could not give.
    async fn read_chunk(
        &mut self,
        at: &BoxName,
        in_sent: bool,
        chunk: &[Candidate],
        each: &mut dyn FnMut(News),
    ) -> Result<Vec<u32>, Trouble> {
        let what = format!("Read {}", at.name);
        if chunk.is_empty() {
            return Ok(Vec::new());
        }
        // One mail that the server cannot read must not hide the others for ever.
        let missing = match self.fetch_bodies(at, in_sent, chunk, each).await {
            Ok(missing) => missing,
            Err(Fault::No(answer)) if !answer.passes() => chunk.to_vec(),
            Err(fault) => return Err(fault.during(&what)),
        };
        let mut owed = Vec::new();
        for one in missing {
            let words = match self.fetch_bodies(at, in_sent, &[one], each).await {
                Ok(missing) if missing.is_empty() => continue,
                Ok(_) => "it is gone, or was not given".to_owned(),
                Err(Fault::No(answer)) if !answer.passes() => answer.words(),
                Err(fault) => return Err(fault.during(&what)),
            };
            tracing::warn!(mailbox = at.name, uid = one.uid, "a mail is left out for now: {words}");
            owed.push(one.uid);
        }
        Ok(owed)
    }

    /// Reads these mails; gives those that the server said nothing of.
    async fn fetch_bodies(
        &mut self,
        at: &BoxName,
        in_sent: bool,
        chunk: &[Candidate],
        each: &mut dyn FnMut(News),
    ) -> Result<Vec<Candidate>, Fault> {
        let uids: Vec<u32> = chunk.iter().map(|c| c.uid).collect();
        let command = format!(
            "UID FETCH {} (UID INTERNALDATE BODY.PEEK[]<0.{FETCH_BYTES_MAX}>)",
            fetch::uid_set(&uids)
        );
        let mut missing = chunk.to_vec();
        self.line
            .run(&command, &mut |response: &Response<'_>| {
                let Some(line) = fetched(response) else {
                    return;
                };
                let body = line.body.filter(|body| !body.is_empty());
                let (Some(uid), Some(received), Some(body)) = (line.uid, line.date, body) else {
                    return;
                };
                let Some(candidate) = chunk.iter().find(|c| c.uid == uid) else {
                    return;
                };
                missing.retain(|c| c.uid != uid);
                each(News::Mail(Arrival {
                    mailbox: at.name.clone(),
                    in_sent: in_sent || candidate.sent,
                    received,
                    bytes: body.to_vec(),
                }));
            })
            .await?;
        Ok(missing)
    }
}
