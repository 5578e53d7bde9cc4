//! Wanted × seen × ledger → at most one change of the mailbox: the table that keeps a draft written
//! exactly once, and what the user touched untouched.
//!
//! Pure; must not know why a draft is wanted. Read `step` next.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    draft::Step,
    mailbox::{AccountName, Digest, DraftKey, Look, Place, SeenDraft},
    message::MailId,
    opportunity::{Reason, Rule},
};

/// What we did about one draft, and what is known of it since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    pub account: AccountName,
    pub step: Step,
    /// The recipient; `None` where no address that hears was known (T5).
    pub to: Option<String>,
    /// The fact its moment is counted from.
    pub because: MailId,
    /// What it answers: survives every client's rewriting (In-Reply-To).
    pub parent: MailId,
    /// When it was made.
    pub at: Timestamp,
    pub rule: Rule,
    pub reason: Reason,
    /// Gaps left for the user: `status` warns of them (S9).
    #[serde(default)]
    pub slots: u8,
    pub entry: Entry,
}

/// Where a draft is in its life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Entry {
    /// Not ours any more: edited, sent, thrown away, or in doubt. Terminal.
    Disposed {
        at: Timestamp,
    },
    /// About to be appended: durable before the APPEND.
    Intended {
        uid_validity: u32,
        uid_next: u32,
        digest: Digest,
    },
    /// Taken away by us, proven untouched. Terminal.
    Retired {
        at: Timestamp,
    },
    /// About to be taken away: durable before the removal.
    Retiring {
        place: Place,
        baseline: Digest,
    },
    Written {
        place: Place,
        baseline: Digest,
    },
}

/// Every draft we ever intended, by key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger(pub BTreeMap<DraftKey, Record>);

impl Entry {
    /// Nothing more will be done about it.
    pub fn is_terminal(&self) -> bool {
        matches!(self, Entry::Disposed { .. } | Entry::Retired { .. })
    }

    /// Its bytes are still needed.
    pub fn is_intended(&self) -> bool {
        matches!(self, Entry::Intended { .. })
    }

    /// Lies in Drafts as far as we know.
    pub fn is_pending(&self) -> bool {
        matches!(self, Entry::Intended { .. } | Entry::Retiring { .. } | Entry::Written { .. })
    }
}

/// What a complete listing shows about one key, given what the ledger says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shows {
    /// The recorded place, unchanged.
    AsWritten,
    /// The recorded place, unchanged, and a second copy with the same bytes.
    AsWrittenTwice { copy: Place },
    /// Not as recorded: gone, other bytes, or a changed copy beside it.
    Changed,
    /// Nothing of ours; `accounted`: every UID since the intent is in the listing.
    Nothing { accounted: bool },
    /// Our Message-ID and our bytes, at a place not recorded.
    Ours { place: Place, digest: Digest },
    /// Our Message-ID, other bytes.
    OursEdited,
    /// Nothing of ours, but the user writes to the same person in the same thread.
    UsersOwn,
}

/// What follows for one key. `Adopt`, `Dispose`, `Retire` and `Retired` change the ledger;
/// `Append`, `AppendAgain`, `Remove` and `RemoveCopy` change the mailbox, one at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Adopt {
        place: Place,
        digest: Digest,
    },
    Append,
    AppendAgain,
    Dispose,
    Nothing,
    /// Record that it is being retired, then remove it.
    Remove {
        place: Place,
        baseline: Digest,
    },
    RemoveCopy {
        place: Place,
        baseline: Digest,
    },
    Retired,
}

/// How much the rules want a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wish {
    No,
    /// May stay, must not be made.
    Keep,
    Make,
}

/// The table: the first row that fits.
pub fn decide(entry: Option<&Entry>, shows: &Shows, wish: Wish) -> Verdict {
    match (entry, shows) {
        (Some(Entry::Disposed { .. } | Entry::Retired { .. }), _) => Verdict::Nothing,

        (None, Shows::Ours { place, digest }) => {
            Verdict::Adopt { place: place.clone(), digest: *digest }
        }
        (None, Shows::OursEdited) => Verdict::Dispose,
        (None, Shows::Nothing { accounted: true }) if wish == Wish::Make => Verdict::Append,
        (None, _) => Verdict::Nothing,

        (Some(Entry::Intended { .. }), Shows::Ours { place, digest }) => {
            Verdict::Adopt { place: place.clone(), digest: *digest }
        }
        (Some(Entry::Intended { .. }), Shows::OursEdited | Shows::Changed) => Verdict::Dispose,
        (Some(Entry::Intended { .. }), Shows::Nothing { accounted: false }) => Verdict::Dispose,
        (Some(Entry::Intended { .. }), Shows::Nothing { accounted: true }) => match wish {
            Wish::Make => Verdict::AppendAgain,
            Wish::Keep => Verdict::Nothing,
            Wish::No => Verdict::Retired,
        },
        (Some(Entry::Intended { .. }), _) => Verdict::Nothing,

        (Some(Entry::Written { baseline, .. }), Shows::AsWrittenTwice { copy }) => {
            Verdict::RemoveCopy { place: copy.clone(), baseline: *baseline }
        }
        (Some(Entry::Written { place, baseline }), Shows::AsWritten) if wish == Wish::No => {
            Verdict::Remove { place: place.clone(), baseline: *baseline }
        }
        (Some(Entry::Written { .. }), Shows::AsWritten) => Verdict::Nothing,
        (Some(Entry::Written { .. }), Shows::Ours { place, digest }) => {
            Verdict::Adopt { place: place.clone(), digest: *digest }
        }
        (Some(Entry::Written { .. }), _) => Verdict::Dispose,

        (Some(Entry::Retiring { place, baseline }), Shows::AsWritten) => {
            Verdict::Remove { place: place.clone(), baseline: *baseline }
        }
        (Some(Entry::Retiring { baseline, .. }), Shows::AsWrittenTwice { copy }) => {
            Verdict::RemoveCopy { place: copy.clone(), baseline: *baseline }
        }
        (Some(Entry::Retiring { .. }), Shows::Ours { place, digest }) => {
            Verdict::Adopt { place: place.clone(), digest: *digest }
        }
        (Some(Entry::Retiring { .. }), Shows::OursEdited) => Verdict::Dispose,
        (Some(Entry::Retiring { .. }), _) => Verdict::Retired,
    }
}

/// Reads a complete listing for one key.
pub fn shows(look: &Look, key: &DraftKey, entry: Option<&Entry>, users_own: bool) -> Shows {
    let id = key.message_id();
    let ours: Vec<&SeenDraft> = look
        .drafts
        .iter()
        .filter(|d| !d.deleted && !d.sent && d.id.as_ref() == Some(&id))
        .collect();
    match entry {
        Some(Entry::Written { place, baseline } | Entry::Retiring { place, baseline }) => {
            written(look, &ours, place, *baseline)
        }
        Some(Entry::Intended { uid_validity, uid_next, digest }) => {
            match ours.iter().find(|d| d.digest == Some(*digest)) {
                Some(found) => Shows::Ours { place: found.place.clone(), digest: *digest },
                None if !ours.is_empty() => Shows::OursEdited,
                None => Shows::Nothing { accounted: accounted(look, *uid_validity, *uid_next) },
            }
        }
        Some(Entry::Disposed { .. } | Entry::Retired { .. }) | None => match ours.first() {
            Some(SeenDraft { place, digest: Some(digest), .. }) => {
                Shows::Ours { place: place.clone(), digest: *digest }
            }
            Some(_) => Shows::OursEdited,
            None if users_own => Shows::UsersOwn,
            None => Shows::Nothing { accounted: true },
        },
    }
}

fn written(look: &Look, ours: &[&SeenDraft], place: &Place, baseline: Digest) -> Shows {
    let renumbered = matches!(place, Place::Uid { validity, .. } if *validity != look.uid_validity);
    let same = |d: &&&SeenDraft| d.digest == Some(baseline);
    if renumbered {
        return match ours.iter().find(same) {
            Some(found) => Shows::Ours { place: found.place.clone(), digest: baseline },
            None if ours.is_empty() => Shows::Changed,
            None => Shows::OursEdited,
        };
    }
    let here = ours.iter().any(|d| d.place == *place);
    let renamed = ours.iter().find(same).filter(|_| matches!(place, Place::File(_)) && !here);
    if let (Some(found), 1) = (renamed, ours.len()) {
        return Shows::Ours { place: found.place.clone(), digest: baseline };
    }
    if !ours.iter().filter(same).any(|d| d.place == *place) {
        return if ours.is_empty() { Shows::Changed } else { Shows::OursEdited };
    }
    let mut others = ours.iter().filter(|d| d.place != *place);
    match others.next() {
        None => Shows::AsWritten,
        Some(copy)
            if copy.digest == Some(baseline) && others.all(|d| d.digest == Some(baseline)) =>
        {
            Shows::AsWrittenTwice { copy: copy.place.clone() }
        }
        Some(_) => Shows::OursEdited,
    }
}

/// Whether every UID that was given out since the intent is in the listing, so that an absence
/// proves that the APPEND stored nothing. A Maildir has no UIDs: there absence is proof while
/// nothing came or went since, or what the user threw away after a crash would be made again.
fn accounted(look: &Look, uid_validity: u32, uid_next: u32) -> bool {
    if look.uid_validity == 0 {
        return uid_validity == 0 && look.uid_next == uid_next;
    }
    let seen = look.drafts.iter().filter(|d| match d.place {
        Place::Uid { validity, uid } => validity == uid_validity && uid >= uid_next,
        Place::File(_) => false,
    });
    look.uid_validity == uid_validity
        && look.uid_next >= uid_next
        && seen.count() == (look.uid_next - uid_next) as usize
}

#[cfg(test)]
mod tests;
