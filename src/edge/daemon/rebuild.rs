//! A state made again from the mailbox, and from what an old database still tells.
//!
//! Drafts of ours are known by their Message-ID. Of one that is due and does not lie there nobody
//! can say whether it was made before and thrown away: doubt fails towards silence.

use super::{CHANGES_MAX, Daemon, restore};
use crate::{
    edge::store::{FactRow, StoreError, salvage::Salvage},
    etiquette::Wanted,
    mailbox::{AccountName, Look},
    opportunity::{Fact, Mail},
    reconcile::{Record, Verdict},
    step::{self, Effect, Event},
};

impl Daemon {
    /// Takes over what the user said and what became of drafts; gives back the mails, which are
    /// read from the mailbox first.
    pub fn inherit(&self, salvage: Salvage) -> Result<Vec<Mail>, StoreError> {
        let (mut words, mut mails): (Vec<FactRow>, Vec<Mail>) = Default::default();
        for row in salvage.facts {
            match serde_json::from_value(row.body.clone()) {
                Ok(Fact::Mail(mail)) => mails.push(*mail),
                Ok(Fact::Noted(_) | Fact::Said(_)) => words.push(row),
                Err(_) => {}
            }
        }
        let settled = salvage.ledger.into_iter().filter(|(_, body)| {
            let record = serde_json::from_value::<Record>(body.clone());
            // The bytes of an intent are gone: Drafts shows whether it was written.
            record.is_ok_and(|record| !record.entry.is_intended())
        });
        if let Some(store) = self.store.borrow_mut().as_mut() {
            store.record_facts(&words, None)?;
            store.put_ledger(&settled.collect::<Vec<_>>())?;
            *self.state.borrow_mut() = restore(store)?;
        }
        Ok(mails)
    }

    /// Hears mails that the mailbox no longer holds, or that are older than a first scan reads;
    /// tells how many.
    pub fn remember(&self, mails: Vec<Mail>) -> Result<usize, StoreError> {
        let mut count = 0;
        for mail in mails {
            for effect in self.step(Event::Heard(Box::new(mail))).effects {
                count += usize::from(matches!(effect, Effect::Keep(_)));
                self.keep(&effect)?;
            }
        }
        self.state.borrow_mut().settle();
        Ok(count)
    }

    /// Recognises the drafts of ours in Drafts; tells those that are due and not there, which are
    /// never made now. Changes no mailbox.
    pub fn recognise(&self, account: &AccountName, look: &Look) -> Result<Vec<Wanted>, StoreError> {
        let mut silent = Vec::new();
        for _ in 0..CHANGES_MAX {
            let missing = self.missing(account, look);
            self.never_make(&missing)?;
            let event = Event::Looked { account: account.clone(), look: look.clone() };
            let effects = self.step(event).effects;
            let mut news = !missing.is_empty();
            for effect in &effects {
                news |= matches!(effect, Effect::Keep(_) | Effect::Record { .. });
                self.keep(effect)?;
            }
            silent.extend(missing.into_iter().filter(|(_, there)| !there).map(|(w, _)| w));
            if !news {
                break;
            }
        }
        Ok(silent)
    }

    /// What is due, was not recorded, and does not lie there as we make it, and whether it lies
    /// there otherwise: those may be the user's words, which nobody may take away.
    fn missing(&self, account: &AccountName, look: &Look) -> Vec<(Wanted, bool)> {
        let (state, now) = (self.state.borrow(), self.clock.now());
        let due = step::preview(&self.policy, &state, account, look, now);
        let unknown = due.into_iter().filter(|(w, _)| !state.ledger().0.contains_key(&w.key));
        let judged = unknown.filter_map(|(wanted, verdict)| match verdict {
            Verdict::Adopt { digest, .. } => {
                let ours = step::digest(&self.policy, &wanted, look, now) == digest;
                (!ours).then_some((wanted, true))
            }
            Verdict::Dispose => Some((wanted, true)),
            _ => Some((wanted, false)),
        });
        judged.collect()
    }

    fn never_make(&self, missing: &[(Wanted, bool)]) -> Result<(), StoreError> {
        let now = self.clock.now();
        let wanted = missing.iter().map(|(wanted, _)| wanted);
        let records = wanted.map(|wanted| (wanted.key.clone(), step::record(wanted, now)));
        let mut state = self.state.borrow_mut();
        for (key, record) in records {
            self.keep(&Effect::Record { key: key.clone(), record: record.clone() })?;
            state.ledger.0.insert(key, record);
        }
        Ok(())
    }
}
