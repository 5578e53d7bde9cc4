//! Which accounts do not work, and why: kept for `afterword status`, which runs beside the daemon.

use tracing::debug;

use super::Daemon;
use crate::{edge::store::Complaint, mailbox::AccountName};

impl Daemon {
    /// An account cannot be looked at. That it cannot be kept either (a full disk) changes nothing.
    pub fn ails(&self, account: &AccountName, text: &str) {
        let mut complaints = self.complaints.borrow_mut();
        let known = complaints.get(account);
        if known.is_some_and(|known| known.text == text) {
            return;
        }
        let since = known.map_or_else(|| self.clock.now(), |known| known.since);
        let complaint = Complaint { since, text: text.to_owned() };
        self.keep_complaint(account, Some(&complaint));
        complaints.insert(account.clone(), complaint);
    }

    /// An account was looked at.
    pub fn well(&self, account: &AccountName) {
        if self.complaints.borrow_mut().remove(account).is_some() {
            self.keep_complaint(account, None);
        }
    }

    fn keep_complaint(&self, account: &AccountName, complaint: Option<&Complaint>) {
        let mut store = self.store.borrow_mut();
        let Some(store) = store.as_mut() else { return };
        if let Err(error) = store.put_complaint(account, complaint) {
            debug!("a trouble could not be kept: {error}");
        }
    }
}
