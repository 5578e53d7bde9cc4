//! Removes one draft that is proven ours and untouched, and nothing else ever.
//!
//! The one place that opens a mailbox for writing. Plain EXPUNGE and CLOSE are never sent: they
//! would take with them what others flagged.

use super::{ImapMailbox, Removal, answer::Fault, look::is_ours};
use crate::{
    edge::Trouble,
    mailbox::{Digest, Place},
};

impl ImapMailbox {
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
        // Should the server have changed the bytes under a UID, the next look must see it, too.
        self.digests.remove(&(validity, uid));
        let opened = self.open("SELECT", &drafts).await?;
        let outcome = if opened.read_only {
            Err(Trouble::Refuse(format!("The mailbox {} can only be read", drafts.name)))
        } else if opened.validity != validity {
            Ok(())
        } else {
            self.remove(uid, baseline).await.map_err(|fault| fault.during(what))
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
        if !ours || copy.gone || copy.digest != *baseline {
            return Ok(());
        }
        if !copy.told {
            return Err(Fault::no("The server does not tell the flags of the draft"));
        }
        let trash = self.boxes.trash.as_ref().map(|trash| trash.wire.clone());
        match (self.removal(), trash) {
            (Removal::Move, Some(trash)) => {
                self.line.run(&format!("UID MOVE {uid} {trash}"), &mut |_| ()).await?;
            }
            (removal, _) => {
                let store = format!("UID STORE {uid} +FLAGS.SILENT (\\Deleted)");
                self.line.run(&store, &mut |_| ()).await?;
                if removal == Removal::Expunge {
                    self.line.run(&format!("UID EXPUNGE {uid}"), &mut |_| ()).await?;
                }
            }
        }
        // With too few rights some servers say OK and do nothing: no success, or the caller would
        // find the draft again and again.
        match self.fetch_draft(uid).await? {
            Some(copy) if !copy.gone => Err(Fault::no("The server said OK and kept the draft")),
            _ => Ok(()),
        }
    }

    /// Leaves Drafts.
    pub(super) async fn leave(&mut self) -> Result<(), Fault> {
        if self.has("UNSELECT") {
            self.line.run("UNSELECT", &mut |_| ()).await?;
        } else if let Some(at) = self.boxes.watched.first() {
            self.line.run(&format!("EXAMINE {}", at.wire), &mut |_| ()).await?;
        }
        Ok(())
    }
}
