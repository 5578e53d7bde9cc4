//! A brief → the subject and body of a draft, in the words of `config/drafts`.
//!
//! Decides which variant of a sentence is used and how people are greeted. Must not decide whether
//! a draft is wanted, and adds nothing to what the brief knows (S6).

use crate::{
    draft::{
        Brief, Me, Step, Text,
        facts::{self, Room},
        greeting::Manners,
        lexicon::{self, Lexicon, fact, line, number},
        notes,
        own::{Own, OwnWords},
    },
    reading::Language,
};

/// S1: a thank-you stays under this; under [`WEEKLY_WORDS_MAX`] in the preset `weekly`.
pub const THANKS_WORDS_MAX: usize = 149;
pub const WEEKLY_WORDS_MAX: usize = 299;

const NO_BREAK: &str = "\u{a0}";

/// The words of a draft: the same for the same brief, whatever the day.
pub fn compose(brief: &Brief, me: &Me, own: &OwnWords) -> Text {
    if brief.step == Step::NotesForm {
        return notes::form(brief);
    }
    let words = lexicon::of(brief.language);
    let limit = if brief.preset == "weekly" { WEEKLY_WORDS_MAX } else { THANKS_WORDS_MAX };
    let mut body = String::new();
    for room in Room::tighter(brief) {
        body = letter(brief, me, words, own.of(brief.language), room);
        if body.split_whitespace().count() <= limit {
            break;
        }
    }
    Text { subject: subject(brief, me, words), body }
}

/// A thank-you to somebody who never wrote opens a thread with a subject of its own (T6).
fn subject(brief: &Brief, me: &Me, words: &Lexicon) -> Option<String> {
    let own = brief.own_subject && brief.step == Step::ThankYou;
    let [full, ..] = Room::tighter(brief);
    own.then(|| line(&words.subject.thanks, &facts::of(brief, me, words, full)))
}

fn letter(brief: &Brief, me: &Me, words: &Lexicon, own: Option<&Own>, room: Room) -> String {
    let manners = Manners::of(brief, words);
    let mut facts = facts::of(brief, me, words, room);
    facts.extend([fact("greeting", manners.greeting())]);
    let subject = facts.get("topic").filter(|topic| !topic.is_none()).cloned();
    let mut facts = words.with_phrases(brief.register, facts);
    let subject = subject.or_else(|| facts.get("about_role").cloned());
    facts.extend([fact("subject", subject.unwrap_or_default())]);
    let choice = Choice::of(brief);
    let number = |name: &str| choice.number(name);
    let text = words.write(layout(brief.step), brief.register, &facts, own, number);
    format!("{}\n\n{}\n", tidy(&text), manners.farewell(brief, me, own))
}

/// The words for another channel (§3), printed and never a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aside {
    /// On LinkedIn, where no mail address is known: asks for the timing.
    Ask,
    /// On LinkedIn, after the thank-you.
    Connect,
    /// On LinkedIn, shorter and lighter than the mail.
    Light,
    Phone,
}

/// A short text for another channel; a call has no greeting of a letter and no name below it.
pub fn aside(aside: Aside, brief: &Brief, me: &Me, own: &OwnWords) -> String {
    let words = lexicon::of(brief.language);
    let [full, ..] = Room::tighter(brief);
    let mut facts = facts::of(brief, me, words, full);
    facts.extend([fact("greeting", Manners::of(brief, words).greeting())]);
    let facts = words.with_phrases(brief.register, facts);
    let layout = match aside {
        Aside::Ask => "text-on-linkedin-ask",
        Aside::Connect => "text-on-linkedin-connect",
        Aside::Light => "text-on-linkedin-light",
        Aside::Phone => "text-on-the-phone",
    };
    let number = |name: &str| number(brief.seed, name);
    let own = own.of(brief.language);
    tidy(&words.write(layout, brief.register, &facts, own, number)) + "\n"
}

fn layout(step: Step) -> &'static str {
    match step {
        Step::Acknowledgement => "acknowledgement",
        Step::CheckIn => "check-in",
        Step::Close => "close",
        Step::CompetingOffer => "competing-offer",
        Step::OfferReply => "offer-reply",
        Step::RejectionReply => "rejection-reply",
        Step::ThankYou | Step::NotesForm => "thank-you",
        Step::ValueAdd => "value-add",
        Step::Withdrawal => "withdrawal",
    }
}

/// What chooses the variant of each sentence.
#[derive(Debug, Clone, Copy)]
struct Choice {
    seed: u64,
    ordinal: u8,
    /// The addressee's place in the panel, for the sentence that thanks.
    place: Option<u64>,
}

impl Choice {
    fn of(brief: &Brief) -> Self {
        let place = place_in_panel(brief).filter(|_| brief.step == Step::ThankYou);
        Self { seed: brief.seed, ordinal: brief.ordinal, place }
    }

    /// A second check-in does not repeat the first, and the members of a panel are thanked with the
    /// variants of one sentence in turn, so that no two read the same (T1).
    fn number(self, sentence: &str) -> u64 {
        match self.place {
            Some(place) if sentence == "thanks" => place,
            _ => number(self.seed, sentence).wrapping_add(u64::from(self.ordinal)),
        }
    }
}

/// A number that differs by one from panel member to panel member.
fn place_in_panel(brief: &Brief) -> Option<u64> {
    let address = &brief.addressee.as_ref()?.address;
    let is_theirs = |email: &Option<String>| email.as_ref() == Some(&address.email);
    let place = brief.panel.iter().position(|person| {
        is_theirs(&person.email) || address.name.as_ref() == Some(&person.name)
    })?;
    let everybody: Vec<&str> = brief.panel.iter().map(|person| person.name.as_str()).collect();
    let first = number(0, &everybody.join("\n"));
    Some(first.wrapping_add(u64::try_from(place).unwrap_or_default()))
}

/// One blank between words, one empty line between paragraphs.
fn tidy(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let words = line.split(' ').filter(|word| !word.is_empty());
        let line = words.collect::<Vec<_>>().join(" ");
        // French sets a blank before these marks, and a line must not begin with one.
        [" ?", " :", " ;", " !"]
            .iter()
            .fold(line, |line, mark| line.replace(mark, &mark.replace(' ', NO_BREAK)))
    });
    let mut paragraphs: Vec<String> = lines.collect();
    paragraphs.dedup_by(|next, last| next.is_empty() && last.is_empty());
    paragraphs.join("\n").trim().to_owned()
}

/// Whether there are words for a language (W11).
pub fn speaks(language: Language) -> bool {
    lexicon::LANGUAGES.contains(&language)
}
