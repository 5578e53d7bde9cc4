//! Sentences → signals: which of the phrases in `config/reading/phrases/` a mail says.
//!
//! Counts only; what the signals together mean is decided in `kind`.

use std::rc::Rc;

use serde::Deserialize;

use super::{Evidence, lexicon::Said, text::Sentence};

/// Shown evidence is cut here.
const EVIDENCE_CHARS_MAX: usize = 160;

/// What a sentence can say. The names in kebab case are reasons in the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Signal {
    Absent,
    Alert,
    AsksTimes,
    Cancelled,
    Clinic,
    Code,
    ColleagueAway,
    Confirm,
    Duty,
    Employer,
    Event,
    Finance,
    Fixed,
    Friend,
    Hiring,
    Home,
    Interview,
    Moved,
    News,
    Offer,
    OnHold,
    Outreach,
    Passed,
    Permit,
    Press,
    Publication,
    Received,
    Rejection,
    Reminder,
    RoleGone,
    Software,
    Starting,
    Study,
    Survey,
    Talk,
    Task,
    Teaching,
    ToFollow,
    Unfinished,
    Wants,
}

impl Signal {
    pub const ALL: [Signal; 40] = [
        Signal::Absent,
        Signal::Alert,
        Signal::AsksTimes,
        Signal::Cancelled,
        Signal::Clinic,
        Signal::Code,
        Signal::ColleagueAway,
        Signal::Confirm,
        Signal::Duty,
        Signal::Employer,
        Signal::Event,
        Signal::Finance,
        Signal::Fixed,
        Signal::Friend,
        Signal::Hiring,
        Signal::Home,
        Signal::Interview,
        Signal::Moved,
        Signal::News,
        Signal::Offer,
        Signal::OnHold,
        Signal::Outreach,
        Signal::Passed,
        Signal::Permit,
        Signal::Press,
        Signal::Publication,
        Signal::Received,
        Signal::Rejection,
        Signal::Reminder,
        Signal::RoleGone,
        Signal::Software,
        Signal::Starting,
        Signal::Study,
        Signal::Survey,
        Signal::Talk,
        Signal::Task,
        Signal::Teaching,
        Signal::ToFollow,
        Signal::Unfinished,
        Signal::Wants,
    ];

    /// Topics that borrow the words of hiring.
    pub const FOREIGN: [Signal; 14] = [
        Signal::Clinic,
        Signal::Duty,
        Signal::Employer,
        Signal::Event,
        Signal::Finance,
        Signal::Friend,
        Signal::Home,
        Signal::Permit,
        Signal::Press,
        Signal::Publication,
        Signal::Software,
        Signal::Study,
        Signal::Talk,
        Signal::Teaching,
    ];

    pub fn reason(self) -> &'static str {
        match self {
            Signal::Absent => "says-absent",
            Signal::Alert => "lists-jobs",
            Signal::AsksTimes => "asks-for-times",
            Signal::Cancelled => "says-cancelled",
            Signal::Clinic => "topic-appointment",
            Signal::Code => "topic-account",
            Signal::ColleagueAway => "tells-who-is-away",
            Signal::Confirm => "asks-to-confirm",
            Signal::Duty => "topic-you-interview",
            Signal::Employer => "topic-current-employer",
            Signal::Event => "topic-event",
            Signal::Finance => "topic-commerce",
            Signal::Fixed => "names-interview",
            Signal::Friend => "topic-friend",
            Signal::Hiring => "speaks-of-hiring",
            Signal::Home => "topic-housing",
            Signal::Interview => "speaks-of-interview",
            Signal::Moved => "says-moved",
            Signal::News => "tells-of-process",
            Signal::Offer => "says-offer",
            Signal::OnHold => "says-on-hold",
            Signal::Outreach => "writes-unasked",
            Signal::Passed => "says-next-round",
            Signal::Permit => "topic-permit",
            Signal::Press => "topic-press",
            Signal::Publication => "topic-newsletter",
            Signal::Received => "says-received",
            Signal::Rejection => "says-rejected",
            Signal::Reminder => "says-reminder",
            Signal::RoleGone => "says-role-gone",
            Signal::Software => "topic-software",
            Signal::Starting => "asks-for-start",
            Signal::Study => "topic-research",
            Signal::Survey => "topic-survey",
            Signal::Talk => "topic-conference",
            Signal::Task => "sets-task",
            Signal::Teaching => "topic-teaching",
            Signal::ToFollow => "says-to-follow",
            Signal::Unfinished => "says-unfinished",
            Signal::Wants => "asks-for-information",
        }
    }

    /// How much a hedge takes away.
    fn trust(self) -> Trust {
        match self {
            Signal::Rejection => Trust::Decided,
            Signal::Offer
            | Signal::Cancelled
            | Signal::Moved
            | Signal::Fixed
            | Signal::News
            | Signal::Passed => Trust::Stated,
            Signal::AsksTimes | Signal::Task | Signal::Wants | Signal::Confirm => Trust::Addressed,
            _ => Trust::Mentioned,
        }
    }
}

enum Trust {
    /// Counts unless it is supposed: "other candidates" is no generality here.
    Decided,
    /// Counts wherever it is said.
    Mentioned,
    /// Counts unless it speaks of candidates in general or of being chosen.
    Addressed,
    /// Counts only as a statement.
    Stated,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    Weak,
    Fair,
    Strong,
}

/// One sentence that gives a signal.
#[derive(Debug, Clone)]
pub struct Hit {
    pub strength: Strength,
    pub text: Rc<str>,
}

/// The signals of a mail, one hit a sentence and signal, in the order of [`Signal::ALL`].
#[derive(Debug, Clone)]
pub struct Signals([Vec<Hit>; Signal::ALL.len()]);

impl Default for Signals {
    fn default() -> Signals {
        Signals(std::array::from_fn(|_| Vec::new()))
    }
}

impl Signals {
    /// Adds what a text says; hits of `only` signals alone, if given.
    pub fn add(&mut self, sentences: &[Sentence], only: Option<&[Signal]>) {
        for sentence in sentences {
            let mut here = [None; Signal::ALL.len()];
            for found in &sentence.said {
                let Said::Signal(signal, strength) = found.what else {
                    continue;
                };
                if only.is_some_and(|only| !only.contains(&signal)) {
                    continue;
                }
                let counts = match signal.trust() {
                    Trust::Decided => sentence.supposed_from.is_none_or(|from| found.start < from),
                    Trust::Mentioned => true,
                    Trust::Addressed => {
                        !sentence.general && !sentence.hopes && !is_promised(sentence, found.start)
                    }
                    Trust::Stated => sentence.states(found.start),
                };
                if let Some(best) = here.get_mut(signal as usize).filter(|_| counts) {
                    *best = (*best).max(Some(strength));
                }
            }
            let mut shown: Option<Rc<str>> = None;
            for (strength, hits) in here.into_iter().zip(&mut self.0) {
                if let Some(strength) = strength {
                    let text = shown.get_or_insert_with(|| shorten(&sentence.text).into()).clone();
                    hits.push(Hit { strength, text });
                }
            }
        }
    }

    pub fn hits(&self, signal: Signal) -> &[Hit] {
        self.0.get(signal as usize).map(Vec::as_slice).unwrap_or_default()
    }

    /// How many sentences say it strongly.
    pub fn strong(&self, signal: Signal) -> usize {
        self.hits(signal).iter().filter(|hit| hit.strength == Strength::Strong).count()
    }

    pub fn says(&self, signal: Signal) -> bool {
        self.strong(signal) > 0
    }

    /// Strong sentences count 3, fair 2, weak 1.
    pub fn score(&self, signal: Signal) -> usize {
        let worth = |hit: &Hit| match hit.strength {
            Strength::Strong => 3,
            Strength::Fair => 2,
            Strength::Weak => 1,
        };
        self.hits(signal).iter().map(worth).sum()
    }

    /// The strongest sentences for a signal, as reasons.
    pub fn reasons(&self, signal: Signal) -> Vec<Evidence> {
        let best = self.hits(signal).iter().map(|hit| hit.strength).max();
        let hits = self.hits(signal).iter().filter(|hit| Some(hit.strength) == best);
        hits.take(2)
            .map(|hit| Evidence { reason: signal.reason().into(), text: hit.text.to_string() })
            .collect()
    }
}

/// "I'll send some dates" asks for none; "you'll need to" does.
fn is_promised(sentence: &Sentence, start: usize) -> bool {
    let before = |back: usize| {
        start.checked_sub(back).and_then(|at| sentence.words.get(at)).unwrap_or_default()
    };
    ["ll", "will", "shall"].contains(&before(1)) && before(2) != "you"
}

/// The signals of one text.
#[cfg(test)]
pub fn of(text: &str) -> Signals {
    let mut signals = Signals::default();
    signals.add(&super::text::sentences(text), None);
    signals
}

/// The beginning of a text in one line.
pub fn shorten(text: &str) -> String {
    let mut line = String::with_capacity(text.len().min(EVIDENCE_CHARS_MAX));
    for word in text.split_ascii_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        let long = line.len() > EVIDENCE_CHARS_MAX;
        if long && let Some((end, _)) = line.char_indices().nth(EVIDENCE_CHARS_MAX) {
            line.truncate(line.get(..end).map_or(end, |cut| cut.trim_end().len()));
            line.push('…');
            break;
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conditional_invitation_is_no_invitation() {
        let signals = of("If you are shortlisted we will invite you to an interview on Monday.");
        assert!(!signals.says(Signal::Fixed));
        assert!(of("We would like to invite you to an interview.").says(Signal::Fixed));
    }
}
