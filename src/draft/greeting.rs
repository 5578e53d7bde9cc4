//! How a letter opens and ends: the greeting by how the person signs (S8), the closing, the name.
//!
//! The forms are the language's (`config/drafts`); which of them fits is decided here. Must not
//! know what stands between the two.

use crate::{
    draft::{
        Brief, Me,
        lexicon::{Facts, Lexicon, fact, line},
        names::Named,
        own::Own,
    },
    reading::Register,
};

/// Everything that decides the form, taken from a brief once.
pub struct Manners<'a> {
    words: &'a Lexicon,
    formal: bool,
    /// The addressee, or `None` for a mailbox without a person.
    named: Option<Named>,
    /// The name under the person's mails.
    signed: Option<Named>,
}

impl<'a> Manners<'a> {
    pub fn of(brief: &Brief, words: &'a Lexicon) -> Self {
        let company = brief.company.as_deref();
        let addressee = brief.addressee.as_ref();
        Self {
            words,
            formal: brief.register == Register::Formal,
            named: addressee.and_then(|to| Named::of(to, company)),
            signed: addressee.and_then(|to| Named::signed(to, company)),
        }
    }

    /// "Dear Priya,"; by title and surname where the source has a title; else without a name.
    pub fn greeting(&self) -> String {
        let forms = &self.words.greeting;
        let Some(named) = &self.named else {
            return line(&forms.nobody, &Facts::new());
        };
        let form = match (self.titled(), self.formal) {
            (true, _) => &forms.titled,
            (false, true) => &forms.formal,
            (false, false) => &forms.familiar,
        };
        let surname = named.surname.as_deref().map(|name| named.ranked(name));
        let facts = Facts::from([
            fact("title", named.title.clone().unwrap_or_default()),
            fact("surname", surname.unwrap_or_default()),
            fact("first", self.first(named)),
            fact("signs", self.signs(named)),
            fact("full", named.full()),
        ]);
        line(form, &facts)
    }

    /// The closing and the user's name, in full where it is formal and the writer a stranger.
    pub fn farewell(&self, brief: &Brief, me: &Me, own: Option<&Own>) -> String {
        let distant = self.named.is_none() || self.titled();
        let forms = &self.words.greeting;
        let full = self.formal && (forms.full_name || brief.own_subject || distant);
        let name = me.name.trim();
        let first = name.split_whitespace().next().unwrap_or_default();
        let closing = self.words.closing(brief.register, brief.seed, own);
        let letter_end = format!("{closing}\n{}", if full { name } else { first });
        letter_end.trim_end().to_owned()
    }

    /// Whether a word of address is used. Not to somebody who signs with the given name alone; but
    /// where the language has a polite form, that outweighs the signature, and "du" the title.
    fn titled(&self) -> bool {
        let title = self.named.as_ref().is_some_and(|named| named.title.is_some());
        let by_given_name = self.signed.as_ref().is_some_and(|signed| signed.surname.is_none());
        title && if self.words.greeting.full_name { self.formal } else { !by_given_name }
    }

    fn first(&self, named: &Named) -> String {
        match &named.given {
            Some(given) if named.title.is_some() => given.clone(),
            _ => named.short(),
        }
    }

    /// As the person signs, the given name where only the display name is known.
    fn signs(&self, named: &Named) -> String {
        match &self.signed {
            Some(signed) => signed.full(),
            None => self.first(named),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        draft::{Addressee, Step, lexicon},
        message::Address,
        reading::Language,
    };

    fn greeted(language: Language, register: Register, name: &str, signs: Option<&str>) -> String {
        let mut brief = Brief::bare(Step::CheckIn, language, register);
        brief.addressee = Some(Addressee {
            address: Address {
                name: (!name.is_empty()).then(|| name.to_owned()),
                email: "x@firm.example".to_owned(),
            },
            signs_as: signs.map(str::to_owned),
            title: None,
        });
        Manners::of(&brief, lexicon::of(language)).greeting()
    }

    #[test]
    fn a_person_is_greeted_as_the_language_greets() {
        use Language::{De, En, Es, Fr};
        use Register::{Familiar, Formal};
        for (language, register, name, signs, expected) in [
            (En, Formal, "Ada Lind", Some("Ada"), "Dear Ada,"),
            (En, Formal, "Ada Lind", None, "Dear Ada,"),
            (En, Formal, "Ada Lind", Some("Ada Lind"), "Dear Ada Lind,"),
            (En, Formal, "Ms Ada Lind", None, "Dear Ms Lind,"),
            (En, Formal, "Ms Ada Lind", Some("Ada"), "Dear Ada,"),
            (En, Formal, "", Some("Ms A Lind"), "Dear Ms Lind,"),
            (En, Formal, "Dr Ada Lind", None, "Dear Dr Lind,"),
            (En, Familiar, "Firm Talent Team", None, "Hello,"),
            (De, Formal, "Ada Lind", Some("Ada"), "Guten Tag Ada Lind,"),
            (De, Formal, "Frau Ada Lind", Some("Ada Lind"), "Sehr geehrte Frau Lind,"),
            (De, Formal, "Herr Dr. Bo van Dam", None, "Sehr geehrter Herr Dr. van Dam,"),
            (De, Familiar, "Ada Lind", None, "Hallo Ada,"),
            (De, Familiar, "Frau Ada Lind", None, "Hallo Ada,"),
            (De, Formal, "", None, "Guten Tag,"),
            (Fr, Formal, "Mme Ada Lind", None, "Bonjour Madame Lind,"),
            (Fr, Formal, "M. Bo Lind", None, "Bonjour Monsieur Lind,"),
            (Fr, Formal, "Ada Lind", Some("Ada"), "Bonjour Ada,"),
            (Es, Formal, "Sra. Ada Lind", None, "Estimada Sra. Lind:"),
            (Es, Familiar, "Ada Lind", None, "Hola, Ada:"),
        ] {
            assert_eq!(greeted(language, register, name, signs), expected);
        }
    }
}
