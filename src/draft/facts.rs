//! A brief → the values that sentences may speak of. What is unknown stays `none` and unsaid (S6).
//!
//! Chooses no words: a name, a date or the user's own text at most, cut to what a mail can carry.

use minijinja::Value;

use crate::{
    draft::{
        Brief, Me,
        lexicon::{Facts, Lexicon, fact},
        names::{self, Named},
        tone,
    },
    reading::{Language, Person},
};

/// A topic longer than this is a sentence, and does not fit after "about".
const TOPIC_CHARS_MAX: usize = 60;
/// What somebody talked about, when it has to fit inside a sentence.
const TALKED_WORDS_MAX: usize = 30;
/// More names than these are a list.
const PLAIN_NAMES_MAX: usize = 3;
/// A line of fit is "a sentence or two" (S1).
const FIT_SENTENCES_MAX: usize = 2;

/// How much of the user's own text is kept; a text that grows past its limit is made shorter.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    pub fit_sentences: usize,
    pub correction_sentences: usize,
    pub talked: bool,
    pub interest: bool,
    pub titles: bool,
}

impl Room {
    /// From the fullest to the shortest.
    pub fn tighter(brief: &Brief) -> [Self; 4] {
        // S5: how long a correction may be differs by guide.
        let correction_sentences = match brief.preset.as_str() {
            "four-touch" => 1,
            "concise" => 4,
            _ => 2,
        };
        let full = Self {
            fit_sentences: FIT_SENTENCES_MAX,
            correction_sentences,
            talked: true,
            interest: true,
            titles: true,
        };
        let plain = Self { fit_sentences: 1, interest: false, ..full };
        let short = Self { correction_sentences: 1, ..plain };
        [full, plain, short, Self { talked: false, titles: false, fit_sentences: 0, ..short }]
    }
}

/// Everything a text may say, by name.
pub fn of(brief: &Brief, me: &Me, words: &Lexicon, room: Room) -> Facts {
    let mut facts = Facts::new();
    facts.extend(process(brief, words));
    facts.extend(people(brief, words, room));
    facts.extend(own_words(brief, me, room));
    facts
}

fn process(brief: &Brief, words: &Lexicon) -> Facts {
    let window = brief.answer_window;
    Facts::from([
        fact("preset", brief.preset.as_str()),
        fact("ordinal", u32::from(brief.ordinal)),
        fact("last", brief.last),
        fact("accepts", brief.accepts),
        fact("preferred", brief.preferred),
        fact("missing", brief.addressee.is_none()),
        fact("company", known(brief.company.as_deref())),
        fact("role", known(brief.role.as_deref().map(plain_role))),
        fact("interview", brief.interview.is_some()),
        fact("took_part", brief.took_part && brief.interview.is_some()),
        fact("told_elsewhere", brief.told_elsewhere),
        fact("topic", Value::from(topic(brief))),
        fact("date", Value::from(brief.interview.as_ref().map(|held| words.date(held.date)))),
        fact("deadline", Value::from(brief.deadline.map(|date| words.date(date)))),
        fact("deadline_day", Value::from(brief.deadline.map(|date| words.day(date)))),
        fact("window_from", Value::from(window.map(|(from, to)| words.day(from.min(to))))),
        fact("window_to", Value::from(window.map(|(_, to)| words.day(to)))),
    ])
}

fn people(brief: &Brief, words: &Lexicon, room: Room) -> Facts {
    let company = brief.company.as_deref();
    let addressee = brief.addressee.as_ref();
    let named = addressee.and_then(|addressee| Named::of(addressee, company));
    let passed: Vec<String> = brief.pass_on.iter().map(|person| passed(person, room)).collect();
    // A few bare names stand inside a sentence; titles and long lists go to its end.
    let untitled = (1..=PLAIN_NAMES_MAX).contains(&passed.len())
        && brief
            .pass_on
            .iter()
            .all(|person| person.title.is_none() && !names::has_title(&person.name));
    let shorts: Vec<String> =
        brief.pass_on.iter().map(|person| plain(&names::short(&person.name))).collect();
    let one_of = (shorts.len() <= 2).then(|| names::list(&shorts, &words.or)).flatten();
    let colleagues: Vec<String> = brief
        .panel
        .iter()
        .filter(|person| !is_addressee(person, brief, named.as_ref()))
        .map(|person| plain(&names::short(&person.name)))
        .collect();
    // Behind "you": " and Ada", ", Ada and Femi".
    let and_colleagues = std::iter::once(String::new()).chain(colleagues.iter().cloned());
    let and_colleagues = names::list(&and_colleagues.collect::<Vec<_>>(), &words.and);
    Facts::from([
        fact("short", Value::from(named.as_ref().map(Named::short))),
        fact("pass_on", !passed.is_empty()),
        fact("people", Value::from(names::list(&passed, &words.and))),
        fact("plain_people", untitled),
        fact("one_of", Value::from(one_of)),
        fact("colleagues", Value::from(names::list(&colleagues, &words.and))),
        fact("and_colleagues", Value::from(and_colleagues)),
    ])
}

fn own_words(brief: &Brief, me: &Me, room: Room) -> Facts {
    // A line of fit in another language than the thread's would be a foreign body in it.
    let fit =
        me.fit.as_deref().filter(|fit| tone::language(fit).is_none_or(|l| l == brief.language));
    let fit = fit.and_then(|fit| sentences(fit, room.fit_sentences));
    let notes = &brief.notes;
    // What somebody said is said only to that person, or where one alone is meant (S6).
    let theirs = brief.took_part || brief.pass_on.len() == 1 || brief.pass_on.is_empty();
    let talked = notes.talked_about.as_deref().filter(|_| theirs && room.talked).and_then(inside);
    let about = talked.clone().or_else(|| topic(brief));
    let about = Value::from(about);
    let correction = notes.correction.as_deref();
    let correction = correction.and_then(|said| sentences(said, room.correction_sentences));
    let to_send = notes.to_send.as_deref().and_then(|said| sentences(said, usize::MAX));
    let bare_link = to_send.as_deref().is_some_and(|link| !link.contains(' '));
    // S1: four to six sentences; a correction does not count.
    let fit_count = fit.as_deref().map_or(1, |fit| split_sentences(fit).len());
    let room_left = fit_count == 1 && (!brief.took_part || brief.pass_on.is_empty());
    Facts::from([
        fact("fit", Value::from(fit)),
        fact("about", about),
        fact("talked", Value::from(talked)),
        fact("correction", Value::from(correction)),
        fact("to_send", Value::from(to_send)),
        fact("bare_link", bare_link),
        fact("room", room.interest && room_left),
        fact("me", me.name.trim()),
    ])
}

/// A value on one line; what looks like a slot or a template is made plain.
fn known(text: Option<&str>) -> Value {
    Value::from(text.map(plain).filter(|text| !text.is_empty()))
}

fn plain(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace(['[', '{'], "(").replace([']', '}'], ")")
}

/// "Mr D Fairbairn, Head of Systems": exactly as the source names the person (S9, T2).
fn passed(person: &Person, room: Room) -> String {
    let title = person.title.as_deref().map(str::trim);
    match title.filter(|title| room.titles && !title.is_empty()) {
        Some(title) => plain(&format!("{}, {title}", person.name.trim())),
        None => plain(&person.name),
    }
}

fn is_addressee(person: &Person, brief: &Brief, named: Option<&Named>) -> bool {
    let Some(addressee) = &brief.addressee else {
        return false;
    };
    let same_mail = person.email.as_ref().is_some_and(|email| *email == addressee.address.email);
    let same_name = named
        .zip(Named::parse(&person.name, None))
        .is_some_and(|(named, other)| named.given == other.given && named.surname == other.surname);
    same_mail || same_name
}

/// A role without the marks that advertisements add: "(m/w/d)", "(all genders)", "H/F"; and without
/// the word that the sentence says itself.
fn plain_role(role: &str) -> &str {
    let cut = role.trim();
    let cut = [" role", " position", " Role", " Position"]
        .iter()
        .find_map(|word| cut.strip_suffix(word))
        .unwrap_or(cut);
    match cut.rsplit_once('(') {
        Some((before, marks)) if is_gender_mark(marks.trim_end_matches(')')) => before.trim(),
        Some(_) => cut,
        None => match cut.rsplit_once(' ') {
            Some((before, marks)) if marks.contains('/') && is_gender_mark(marks) => before.trim(),
            _ => cut,
        },
    }
}

fn is_gender_mark(marks: &str) -> bool {
    let marks = marks.trim().to_lowercase();
    let letters = |part: &str| part.chars().count() == 1;
    marks == "all genders"
        || marks.split(['/', '|', '*']).count() > 1
            && marks.split(['/', '|', '*']).all(|p| letters(p.trim()))
}

fn topic(brief: &Brief) -> Option<String> {
    let topic = brief.interview.as_ref()?.topic.as_deref()?;
    is_subject(topic, brief).then(|| plain(topic))
}

/// Whether a topic in the mail's words can stand after "about": a subject, not a session's name.
fn is_subject(topic: &str, brief: &Brief) -> bool {
    let says_role = brief.role.as_deref().is_some_and(|role| {
        let (role, topic) = (role.to_lowercase(), topic.to_lowercase());
        role.contains(&topic) || topic.contains(&role)
    });
    // A title begins large ("Meet the team"), a subject small; in German both may begin large.
    let small = brief.language == Language::De || topic.starts_with(char::is_lowercase);
    let line = !topic.trim().is_empty() && topic.chars().count() <= TOPIC_CHARS_MAX;
    let bare = !topic.contains(['\n', '|', ':', '@', '[', ']', '.', '?']);
    small && line && bare && !says_role && !tone::names_a_session(topic)
}

/// A text that can stand inside a sentence, or `None` if it is a paragraph of its own.
fn inside(text: &str) -> Option<String> {
    let first = sentences(text, 1)?;
    let bare = first.trim_end_matches(['.', '!', '?', ';', ',']).trim();
    (!bare.is_empty() && bare.split_whitespace().count() <= TALKED_WORDS_MAX)
        .then(|| bare.to_owned())
}

/// The first sentences of a text on one line, the last with its full stop.
fn sentences(text: &str, max: usize) -> Option<String> {
    let kept: Vec<String> = split_sentences(text).into_iter().take(max).collect();
    let line = kept.join(" ");
    let ends = line.ends_with(['.', '!', '?', '…', ')', '”', '"', '/', ':']);
    let link = line.split_whitespace().last().is_some_and(|word| word.contains("://"));
    (!line.is_empty()).then(|| if ends || link { line } else { line + "." })
}

/// Splits after a word that ends a sentence, unless the next word begins in lower case.
fn split_sentences(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut split = Vec::new();
    let mut line: Vec<&str> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        line.push(word);
        let next = words.get(at + 1);
        let goes_on = next.is_some_and(|next| next.starts_with(char::is_lowercase));
        // "z. B.", "Mr. Rao": a short word with a dot is an abbreviation.
        let ends = word.ends_with(['.', '!', '?', '…']) && word.chars().count() > 3;
        if ends && !goes_on {
            split.push(line.join(" "));
            line.clear();
        }
    }
    if !line.is_empty() {
        split.push(line.join(" "));
    }
    split
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        draft::{InterviewBrief, Step},
        reading::Register,
    };

    #[test]
    fn a_role_is_said_without_the_marks_of_its_advertisement() {
        for (advertised, said) in [
            ("Data Engineer (m/w/d)", "Data Engineer"),
            ("Data Engineer (all genders)", "Data Engineer"),
            ("Chargée de projet H/F", "Chargée de projet"),
            ("Engineer (Routing)", "Engineer (Routing)"),
            ("founding engineer role", "founding engineer"),
            ("Engineer, C/C++", "Engineer, C/C++"),
        ] {
            assert_eq!(plain_role(advertised), said);
        }
    }

    #[test]
    fn a_session_s_name_is_no_topic() {
        let told = |words: &str| {
            let mut brief = Brief::bare(Step::ThankYou, Language::En, Register::Formal);
            brief.role = Some("Data Engineer".to_owned());
            let date = jiff::civil::date(2026, 9, 16);
            brief.interview = Some(InterviewBrief { date, topic: Some(words.to_owned()) });
            topic(&brief)
        };
        assert_eq!(told("backfills").as_deref(), Some("backfills"));
        assert_eq!(told("how on-call is shared").as_deref(), Some("how on-call is shared"));
        for name in
            ["Architecture interview", "an intro chat", "Meet the team", "data engineer", ""]
        {
            assert_eq!(told(name), None, "{name}");
        }
    }

    #[test]
    fn the_user_s_own_words_are_cut_at_a_sentence_s_end() {
        let text = "We tried v. 2 first. It failed!\nThen e.g. a queue worked";
        assert_eq!(sentences(text, 1).as_deref(), Some("We tried v. 2 first."));
        assert_eq!(sentences(text, 2).as_deref(), Some("We tried v. 2 first. It failed!"));
        assert_eq!(sentences("Then a queue", 2).as_deref(), Some("Then a queue."));
        assert_eq!(
            sentences("see https://x.example/a", 2).as_deref(),
            Some("see https://x.example/a")
        );
        assert_eq!(sentences(" \n ", 2), None);
        assert_eq!(inside("why they moved.").as_deref(), Some("why they moved"));
        assert_eq!(inside(&"so ".repeat(80)), None);
    }
}
