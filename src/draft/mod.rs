//! A wanted draft → words → RFC 5322 bytes, the same to the byte each time.
//!
//! Must not decide whether or when: that is `etiquette`. Everything a text may say is in its
//! [`Brief`]. Read [`words`] first, then [`assemble`].

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    message::{Address, MailId},
    reading::{Language, Person, Register},
};

/// The kinds of draft (contract.md names).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    Acknowledgement,
    CheckIn,
    Close,
    CompetingOffer,
    NotesForm,
    OfferReply,
    RejectionReply,
    ThankYou,
    ValueAdd,
    Withdrawal,
}

/// Everything one text may say. What is `None` here becomes a slot or stays unsaid (S6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brief {
    pub step: Step,
    pub language: Language,
    pub register: Register,
    /// Who is addressed. `None`: no address that hears is known; the text says so in a slot (T5).
    pub addressee: Option<Addressee>,
    pub company: Option<String>,
    pub role: Option<String>,
    /// The interview that the text speaks of.
    pub interview: Option<InterviewBrief>,
    /// Thank-you only: interviewers to be thanked through the addressee (T2, T3), with titles.
    pub pass_on: Vec<Person>,
    /// Whether the addressee took part in the interview ("our conversation", S6).
    pub took_part: bool,
    /// Answers: the news came from somebody else, such as a recruiting system, so that the
    /// addressee is not thanked for a message that they never wrote (S6).
    pub told_elsewhere: bool,
    /// Everybody who took part, for notes forms and for thanks in a reply to a rejection.
    pub panel: Vec<Person>,
    /// The stated deadline: passed (check-in) or promised (acknowledgement).
    pub deadline: Option<Date>,
    /// Check-ins: 1 for the first of the round.
    pub ordinal: u8,
    /// Check-ins: the last that the preset allows.
    pub last: bool,
    /// Offer reply: the days 3 and 5 business days ahead (C3), for the slot.
    pub answer_window: Option<(Date, Date)>,
    /// What the user has to say, from notes: what this person talked about, a correction, a link.
    pub notes: NotesBrief,
    /// The preset's own wording where guides differ ("recruiter", "four-touch", …).
    pub preset: String,
    /// Thank-you: it opens a thread of its own, because the addressee never wrote (T6).
    pub own_subject: bool,
    /// Offer reply: accept it, instead of asking for time (C3).
    pub accepts: bool,
    /// Competing offer: the user named this company as the one preferred (S6, C4).
    pub preferred: bool,
    /// Chooses among variants: a hash of user, thread, recipient and step.
    pub seed: u64,
}

impl Brief {
    /// A brief of which nothing is known but what kind of text it asks for.
    pub fn bare(step: Step, language: Language, register: Register) -> Self {
        Self {
            step,
            language,
            register,
            addressee: None,
            company: None,
            role: None,
            interview: None,
            pass_on: Vec::new(),
            took_part: false,
            told_elsewhere: false,
            panel: Vec::new(),
            deadline: None,
            ordinal: 1,
            last: false,
            answer_window: None,
            notes: NotesBrief::default(),
            preset: String::from("recruiter"),
            own_subject: false,
            accepts: false,
            preferred: false,
            seed: 0,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addressee {
    pub address: Address,
    /// As the person signs ("Priya"); else taken from the name.
    pub signs_as: Option<String>,
    pub title: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InterviewBrief {
    /// In the user's zone.
    pub date: Date,
    /// In the mail's own words.
    pub topic: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct NotesBrief {
    pub talked_about: Option<String>,
    pub correction: Option<String>,
    pub to_send: Option<String>,
}

/// Who the user is, as drafts show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Me {
    pub name: String,
    pub address: String,
    /// `me.fit`: a sentence or two on why the user fits, for thank-yous.
    pub fit: Option<String>,
}

/// The words of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// A subject of its own; `None`: `Re:` the parent's subject (T6).
    pub subject: Option<String>,
    /// Lines end with LF; a line is a paragraph or a greeting.
    pub body: String,
}

/// The frame around the words: addresses, threading and date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    pub id: MailId,
    pub from: Address,
    /// Empty when no address that hears is known (T5).
    pub to: Vec<Address>,
    pub subject: String,
    /// The parent: In-Reply-To, and last in References.
    pub parent: Option<MailId>,
    /// The parent's own References, oldest first.
    pub ancestors: Vec<MailId>,
    /// When the draft was due, in the user's zone: the Date header.
    pub date: jiff::Zoned,
}

pub mod assemble;
mod facts;
pub mod flowed;
mod greeting;
mod lexicon;
mod names;
pub mod notes;
pub mod own;
pub mod subject;
pub mod tone;
pub mod words;
