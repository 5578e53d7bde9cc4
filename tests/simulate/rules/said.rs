//! What the user said with commands, as invariants: what may appear after it, and what may stay.
//!
//! A real mail of the company is news: it ends what was said before it.

use afterword::{
    draft::Step,
    etiquette::Wanted,
    message::MailId,
    opportunity::{Opportunity, Said, Word},
    reconcile::Record,
};
use jiff::{Timestamp, ToSpan};

use super::{Rules, is_chaser};
use crate::desk::Desk;

impl Rules {
    /// The user said something.
    pub fn said(&mut self, said: Said) {
        self.said.push((said.id(), said));
    }

    /// He noted something on the interview with this anchor.
    pub fn noted(&mut self, anchor: MailId, at: Timestamp) {
        self.notes.push((anchor, at));
    }

    /// He took a thank-you for his own.
    pub fn had(&mut self, record: &Record) {
        self.had.insert((record.because.clone(), record.to.clone()));
    }

    /// The latest word of these about an opportunity.
    pub(super) fn word(
        &self,
        of: &Opportunity,
        at: Timestamp,
        these: fn(&Word) -> bool,
    ) -> Option<&Said> {
        let about = |id: &MailId, said: &Said| said.anchor.is_none() || of.mails.contains(id);
        let all = self.said.iter().rev().filter(|(_, said)| said.at <= at && these(&said.what));
        all.map(|(id, said)| (id, said)).find(|(id, said)| about(id, said)).map(|(_, said)| said)
    }

    /// The latest word of these, unless the company wrote since.
    fn holds(&self, of: &Opportunity, at: Timestamp, these: fn(&Word) -> bool) -> Option<&Said> {
        self.word(of, at, these).filter(|said| !self.replied(of, said.at, at))
    }

    /// Nothing new appears until further notice.
    pub(super) fn paused(&self, of: &Opportunity, at: Timestamp) -> bool {
        let these = |word: &Word| matches!(word, Word::Pause | Word::Resume);
        self.word(of, at, these).is_some_and(|said| said.what == Word::Pause)
    }

    /// W7, W11: the user said since that this is settled.
    pub(super) fn settled(&self, of: &Opportunity, since: Timestamp, at: Timestamp) -> bool {
        let these = |word: &Word| {
            use Word::{Accept, Answer, Close, Done, Offer, Replied, Withdraw};
            matches!(
                word,
                Accept | Answer { .. } | Close | Done | Offer { .. } | Replied | Withdraw
            )
        };
        self.word(of, at, these).is_some_and(|said| said.at >= since)
    }

    /// What was made against the user's word.
    pub(super) fn against(&self, desk: &Desk, want: &Wanted, at: Timestamp) -> Vec<&'static str> {
        let Some(of) = desk.state.opportunities().get(&want.opportunity) else { return vec![] };
        let mut wrong = Vec::new();
        if self.paused(of, at) {
            wrong.push("W8: something new while paused");
        }
        match self.holds(of, at, ends).map(|said| &said.what) {
            Some(Word::Close) => wrong.push("C6: something new after the user closed it"),
            Some(Word::Withdraw) if want.step != Step::Withdrawal => {
                wrong.push("C5: something new after the withdrawal");
            }
            Some(Word::Accept | Word::Offer { .. }) if !is_answer(want.step) => {
                wrong.push("C3: something new beside the offer");
            }
            _ => {}
        }
        let asked = |these| self.word(of, at, these).is_some();
        if want.step == Step::Withdrawal && !asked(|word| *word == Word::Withdraw) {
            wrong.push("C5: a withdrawal that nobody asked for");
        }
        if want.step == Step::CompetingOffer && !asked(|word| matches!(word, Word::Rival { .. })) {
            wrong.push("C4: a note that nobody asked for");
        }
        let to = want.to.as_ref().map(|to| to.address.email.clone());
        if want.step == Step::ThankYou && self.had.contains(&(want.because.clone(), to)) {
            wrong.push("N3: a thank-you again that the user had");
        }
        if is_chaser(want.step) {
            wrong.extend(self.too_soon(desk, of, at));
        }
        wrong
    }

    /// A chaser before the user's word lets it.
    fn too_soon(&self, desk: &Desk, of: &Opportunity, at: Timestamp) -> Vec<&'static str> {
        let (policy, today) = (&desk.policy, desk.policy.date(at));
        let mut wrong = Vec::new();
        if self.is_put_off(desk, of, at) {
            wrong.push("W1: before the day until which it was put off");
        }
        if self.is_promised(desk, of, at) {
            wrong.push("W1: before the day that the user was told");
        }
        let rival = self.holds(of, at, |word| matches!(word, Word::Rival { .. } | Word::Replied));
        if let Some(Said { at: told, what: Word::Rival { .. }, .. }) = rival
            && today < policy.date(*told).saturating_add(7.days())
        {
            wrong.push("C4: within seven days of the note on another offer");
        }
        let anew = |word: &Word| matches!(word, Word::Done | Word::Reopen | Word::Replied);
        if let Some(said) = self.holds(of, at, anew) {
            let day = policy.date(said.at);
            let least = policy.preset.chasers.iter().map(|c| policy.after(day, c.after)).min();
            let promised = self.word(of, at, |word| matches!(word, Word::Deadline { .. }));
            let news = promised.is_some_and(|promised| promised.at > said.at)
                || self.noted_since(of, said.at, at)
                || of.interviews.iter().any(|i| i.ends() > said.at && i.ends() <= at);
            if !news && least.is_some_and(|least| today < least) {
                wrong.push(match said.what {
                    Word::Done => "W7: silence was to be counted from the user's answer",
                    Word::Replied => "W5: silence was to be counted from their answer",
                    _ => "C6: silence was to be counted anew",
                });
            }
        }
        wrong
    }

    fn is_put_off(&self, desk: &Desk, of: &Opportunity, at: Timestamp) -> bool {
        let these = |word: &Word| {
            use Word::{Answer, Reopen, Replied, Snooze};
            matches!(word, Answer { .. } | Reopen | Replied | Snooze { .. })
        };
        let word = self.holds(of, at, these).map(|said| &said.what);
        matches!(word, Some(Word::Snooze { until }) if desk.policy.date(at) < *until)
    }

    fn is_promised(&self, desk: &Desk, of: &Opportunity, at: Timestamp) -> bool {
        let policy = &desk.policy;
        let Some(said) = self.holds(of, at, |word| matches!(word, Word::Deadline { .. })) else {
            return false;
        };
        let Word::Deadline { date } = said.what else { return false };
        let until = policy.business_days(date, policy.preset.grace + 1);
        policy.date(at) < until && !self.noted_since(of, said.at, at)
    }

    fn noted_since(&self, of: &Opportunity, since: Timestamp, at: Timestamp) -> bool {
        self.notes.iter().any(|(on, noted)| *noted > since && *noted <= at && of.mails.contains(on))
    }

    /// What lies there although the user said since what takes it away.
    pub(super) fn outlived(
        &self,
        desk: &Desk,
        of: &Opportunity,
        record: &Record,
        now: Timestamp,
    ) -> Option<&'static str> {
        let later = |said: &&Said| said.at > record.at;
        let word = |these| self.holds(of, now, these).filter(later);
        let chaser = is_chaser(record.step);
        let answer = is_answer(record.step);
        let told = |these| self.word(of, now, these);
        let rival = told(|word| matches!(word, Word::Rival { .. })).map(|said| &said.what);
        let today = desk.policy.date(now);
        let over = matches!(rival, Some(Word::Rival { deadline, .. }) if *deadline < today);
        match word(ends).map(|said| &said.what) {
            Some(Word::Close) => Some("C6: lies there after the user closed it"),
            Some(Word::Withdraw) => Some("C5: lies there after the withdrawal"),
            Some(Word::Accept) => Some("C3: lies there after the offer was accepted"),
            Some(Word::Offer { .. }) if !answer => Some("C3: lies there beside the offer"),
            _ if (chaser || answer) && word(|word| *word == Word::Replied).is_some() => {
                Some("W5: lies there after they answered elsewhere")
            }
            _ if answer && word(|word| *word == Word::Done).is_some() => {
                Some("W7: lies there after the user answered elsewhere")
            }
            _ if chaser && word(|w| matches!(w, Word::Rival { .. })).is_some() => {
                Some("C4: a chaser lies beside the note on another offer")
            }
            _ if chaser
                && word(|w| matches!(w, Word::Snooze { .. })).is_some()
                && self.is_put_off(desk, of, now) =>
            {
                Some("W1: lies there although it was put off")
            }
            _ if chaser
                && word(|w| matches!(w, Word::Deadline { .. })).is_some()
                && self.is_promised(desk, of, now) =>
            {
                Some("W1: lies there before the day that the user was told")
            }
            _ if record.step == Step::CompetingOffer && over => {
                Some("C4: lies there after the other company's day")
            }
            _ => None,
        }
    }
}

/// A second letter after an offer may have asked for another answer than the reply to it.
fn is_answer(step: Step) -> bool {
    use Step::{Acknowledgement, OfferReply, RejectionReply, Withdrawal};
    matches!(step, Acknowledgement | OfferReply | RejectionReply | Withdrawal)
}

/// Words that end an opportunity, or open it again.
fn ends(word: &Word) -> bool {
    use Word::{Accept, Close, Offer, Reopen, Withdraw};
    matches!(word, Accept | Close | Offer { .. } | Reopen | Withdraw)
}
