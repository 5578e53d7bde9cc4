//! The notes form: its labels as a draft to oneself, and what was filled in, read back.
//!
//! Reads the labels of every language, wrapped or not. Must not know what becomes of the notes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    draft::{
        Brief, Text,
        lexicon::{self, Facts, Lexicon, fact, line},
    },
    reading::Person,
};

/// A name in front of "talked about" is not longer than this.
const NAME_WORDS_MAX: usize = 8;

/// What begins an entry of a list, and is no part of it.
const BULLETS: [&str; 4] = ["- ", "* ", "• ", "– "];

/// What a user filled in. A form left empty holds nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Notes {
    /// Who talked about what, by the name on the form.
    pub talked: BTreeMap<String, String>,
    /// Who else was there, and their address.
    pub others: Option<String>,
    pub next_steps: Option<String>,
    pub to_send: Option<String>,
    pub correction: Option<String>,
}

impl Notes {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The form for an interview: a labelled line for each person, and four more.
pub fn form(brief: &Brief) -> Text {
    let words = lexicon::of(brief.language);
    let labels = &words.notes;
    let mut people: Vec<&str> = brief.panel.iter().map(|person| person.name.trim()).collect();
    people.retain(|name| !name.is_empty());
    if people.is_empty() {
        people.push(&labels.interviewer);
    }
    let talked = people.into_iter().map(|person| label_of(words, person));
    let rest = [&labels.others, &labels.next_steps, &labels.to_send, &labels.correction];
    let lines: Vec<String> = talked.chain(rest.into_iter().cloned()).collect();
    Text {
        subject: Some(subject(brief, words)),
        body: format!("{}\n\n{}\n", labels.intro, lines.join("\n")),
    }
}

/// The people named in "who else was there" with an address: "Femi Adeyo <femi@corvid.example>".
pub fn others(notes: &Notes) -> Vec<Person> {
    let said = notes.others.as_deref().unwrap_or_default();
    let mut people = Vec::new();
    let mut name: Vec<&str> = Vec::new();
    for word in said.split([' ', ',', ';', '<', '>', '(', ')', ':']).filter(|w| !w.is_empty()) {
        if word.contains('@') {
            let email = word.trim_end_matches('.').to_lowercase();
            people.push(Person { name: name.join(" "), email: Some(email), title: None });
            name.clear();
        } else if word.chars().next().is_some_and(char::is_uppercase) {
            name.push(word);
        } else {
            name.clear();
        }
    }
    people
}

/// Reads a form back, in whatever language it was written.
pub fn parse(body: &str) -> Notes {
    let words = tokens(body);
    let labels = labels();
    let mut notes = Notes::default();
    let mut field: Option<Field> = None;
    let mut value: Vec<&str> = Vec::new();
    let mut rest = words.as_slice();
    while let Some((token, after)) = rest.split_first() {
        let found =
            token.starts_line.then(|| labels.iter().find_map(|l| l.found_at(rest))).flatten();
        if let Some((next, glued, after)) = found {
            notes.set(field.replace(next), &value);
            value = glued.into_iter().collect();
            rest = after;
        } else {
            if token.bullet && !value.is_empty() {
                value.push(",");
            }
            value.push(&token.word);
            rest = after;
        }
    }
    notes.set(field, &value);
    notes
}

impl Notes {
    fn set(&mut self, field: Option<Field>, value: &[&str]) {
        let value = value.join(" ").replace(" ,", ",");
        let said = value.chars().any(char::is_alphanumeric).then_some(value);
        match (field, said) {
            (Some(Field::Correction), Some(said)) => self.correction = Some(said),
            (Some(Field::NextSteps), Some(said)) => self.next_steps = Some(said),
            (Some(Field::Others), Some(said)) => self.others = Some(said),
            (Some(Field::Talked(name)), Some(said)) => drop(self.talked.insert(name, said)),
            (Some(Field::ToSend), Some(said)) => self.to_send = Some(said),
            (_, None) | (None, Some(_)) => {}
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Field {
    Correction,
    NextSteps,
    Others,
    Talked(String),
    ToSend,
}

/// A label as words in lower case, to be found whatever the line breaks.
struct Label {
    field: Field,
    words: Vec<String>,
}

struct Token {
    word: String,
    starts_line: bool,
    /// Begins an entry of a list.
    bullet: bool,
}

type Found<'a> = (Field, Option<&'a str>, &'a [Token]);

impl Label {
    fn new(field: Field, text: &str) -> Self {
        let words = tokens(text).into_iter().map(|token| token.word.to_lowercase()).collect();
        Self { field, words }
    }

    /// The field, a value written right behind the colon, and the words after the label.
    fn found_at<'a>(&self, tokens: &'a [Token]) -> Option<Found<'a>> {
        match self.field {
            Field::Talked(_) => (1..=NAME_WORDS_MAX).find_map(|count| {
                let (name, label) = tokens.split_at_checked(count)?;
                let (glued, after) = self.matched(label)?;
                if name.iter().skip(1).any(|token| token.starts_line) {
                    return None;
                }
                let name: Vec<&str> = name.iter().map(|token| token.word.as_str()).collect();
                Some((Field::Talked(name.join(" ")), glued, after))
            }),
            _ => {
                let (glued, after) = self.matched(tokens)?;
                Some((self.field.clone(), glued, after))
            }
        }
    }

    fn matched<'a>(&self, tokens: &'a [Token]) -> Option<(Option<&'a str>, &'a [Token])> {
        let (last, before) = self.words.split_last()?;
        let (here, rest) = tokens.split_at_checked(before.len())?;
        let (end, after) = rest.split_first()?;
        let same = here.iter().zip(before).all(|(token, word)| token.word.to_lowercase() == *word);
        let (label, glued) = end.word.split_once(':')?;
        let ends = format!("{}:", label.to_lowercase()) == *last;
        (same && ends).then(|| ((!glued.is_empty()).then_some(glued), after))
    }
}

fn labels() -> Vec<Label> {
    let of_language = |language| {
        let labels = &lexicon::of(language).notes;
        let (_, talked) = labels.talked.split_once("}}").unwrap_or_default();
        [
            Label::new(Field::Others, &labels.others),
            Label::new(Field::NextSteps, &labels.next_steps),
            Label::new(Field::ToSend, &labels.to_send),
            Label::new(Field::Correction, &labels.correction),
            Label::new(Field::Talked(String::new()), talked),
        ]
    };
    lexicon::LANGUAGES.into_iter().flat_map(of_language).collect()
}

/// The words of a form's lines up to a signature, quote marks dropped, a lone colon joined to its
/// word.
fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    for line in text.lines().take_while(|line| line.trim_end() != "--") {
        let line = line.trim_start_matches(['>', ' ', '\u{a0}']);
        let bullet = BULLETS.iter().any(|mark| line.starts_with(mark));
        let line = line.trim_start_matches(['*', '•', '-', '–', ' ']);
        for (at, word) in line.split_whitespace().enumerate() {
            match tokens.last_mut() {
                Some(last) if word == ":" => last.word.push(':'),
                _ => tokens.push(Token {
                    word: word.to_owned(),
                    starts_line: at == 0,
                    bullet: bullet && at == 0,
                }),
            }
        }
    }
    tokens
}

fn label_of(words: &Lexicon, person: &str) -> String {
    line(&words.notes.talked, &Facts::from([fact("person", person)]))
}

fn subject(brief: &Brief, words: &Lexicon) -> String {
    let date = brief.interview.as_ref().map(|held| words.date(held.date));
    let about = [brief.company.clone(), brief.role.clone(), date];
    let about: Vec<String> = about.into_iter().flatten().collect();
    line(&words.subject.notes, &Facts::from([fact("about", about.join(", "))]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Step;
    use crate::reading::{Language, Person, Register};

    fn blank(language: Language) -> String {
        let mut brief = Brief::bare(Step::NotesForm, language, Register::Formal);
        for name in ["Ada Lind", "Mr D van Berg"] {
            brief.panel.push(Person { name: name.to_owned(), email: None, title: None });
        }
        form(&brief).body
    }

    fn filled(language: Language) -> String {
        let mut values = [
            "backfills",
            "on-call:\nwho carries the pager?",
            "Jo Ek, jo@firm.example",
            "they decide by 2 October",
            "https://talks.example/a?b=1",
            "Ada: I would use a queue",
        ]
        .iter();
        let fill = |line: &str| {
            let value = if line.ends_with(':') { values.next() } else { None };
            format!("{line} {}\n", value.unwrap_or(&""))
        };
        blank(language).lines().map(fill).collect()
    }

    #[test]
    fn a_form_left_empty_holds_nothing() {
        for language in lexicon::LANGUAGES {
            assert!(parse(&blank(language)).is_empty(), "{language:?}");
        }
    }

    #[test]
    fn a_filled_form_is_read_in_every_language_however_it_is_wrapped() {
        for language in lexicon::LANGUAGES {
            let text = filled(language);
            let wrapped = crate::draft::flowed::wrap(&text);
            let narrow: String = text.lines().map(|line| fold(line, 24)).collect();
            let below = text.replace(": ", ":\r\n\r\n  ");
            for shape in [&text, &wrapped, &narrow, &below] {
                let notes = parse(shape);
                assert_eq!(notes.talked["Ada Lind"], "backfills", "{shape}");
                assert_eq!(notes.talked["Mr D van Berg"], "on-call: who carries the pager?");
                assert_eq!(notes.others.as_deref(), Some("Jo Ek, jo@firm.example"));
                assert_eq!(notes.next_steps.as_deref(), Some("they decide by 2 October"));
                assert_eq!(notes.to_send.as_deref(), Some("https://talks.example/a?b=1"));
                assert_eq!(notes.correction.as_deref(), Some("Ada: I would use a queue"));
            }
        }
    }

    fn fold(line: &str, width: usize) -> String {
        let mut out = String::new();
        let mut used = 0;
        for word in line.split(' ') {
            if used > 0 && used + word.len() > width {
                out.push('\n');
                used = 0;
            }
            out += word;
            out.push(' ');
            used += word.len() + 1;
        }
        out + "\n"
    }
}
