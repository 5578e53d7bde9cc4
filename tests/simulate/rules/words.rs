//! What a draft says, and to whom: as far as the rules hold for every text.

use afterword::{
    draft::{Step, tone},
    etiquette::Wanted,
    opportunity::Word,
    reading::{Answerability, Language, sender},
    step::Composed,
};
use jiff::Timestamp;

use super::Rules;
use crate::desk::Desk;

impl Rules {
    /// What a draft says, and to whom.
    pub(super) fn words(
        &self,
        desk: &Desk,
        composed: &Composed,
        at: Timestamp,
    ) -> Vec<&'static str> {
        let want = &composed.wanted;
        let mut wrong = Vec::new();
        if self.disposed.contains(&want.key) {
            wrong.push("N3: what was disposed came back");
        }
        if want.step == Step::NotesForm {
            return wrong;
        }
        let to = want.to.as_ref().map(|to| to.address.email.as_str());
        if to.is_some_and(|to| sender::hears(to) != Answerability::Hears) {
            wrong.push("T5: to an address that does not read");
        }
        if to.is_some_and(|to| to.starts_with("dag@")) && want.step == Step::ThankYou {
            wrong.push("T3: to an executive");
        }
        // Every fourth text: the judgement of tone is dear.
        let heard = want.key.0.ends_with(['0', '1', '2', '3']);
        if heard && !tone::faults(&composed.body, want.step, Language::En).is_empty() {
            wrong.push("S7: out of tone");
        }
        if want.step == Step::ThankYou && composed.body.split_whitespace().count() >= 300 {
            wrong.push("S1: too long");
        }
        if want.step == Step::OfferReply && !want.brief.accepts {
            wrong.extend(self.time_for_an_offer(desk, want, at));
        }
        wrong
    }

    /// C3: three to five business days, and not past the offer's own day.
    fn time_for_an_offer(&self, desk: &Desk, want: &Wanted, at: Timestamp) -> Option<&'static str> {
        let policy = &desk.policy;
        let made = policy.date(want.due);
        let [least, most] = [3, 5].map(|days| policy.business_days(made, days));
        let written = self.offers.get(&want.because).copied().flatten();
        let of = desk.state.opportunities().get(&want.opportunity)?;
        let told = self.word(of, at, |word| matches!(word, Word::Offer { .. }));
        let told = told.filter(|said| said.at >= want.due).map(|said| &said.what);
        let expires = match told {
            Some(Word::Offer { deadline: Some(day) }) => Some(*day),
            _ => written,
        };
        let last = expires.map_or(most, |day| most.min(day.max(made)));
        let asked = want.brief.answer_window.filter(|(_, until)| *until <= last);
        let fair = asked.is_some_and(|(from, until)| from >= least.min(until) && from <= until);
        (!fair).then_some("C3: asks for another time")
    }
}
