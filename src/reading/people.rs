//! Who writes, how they sign, and who holds the interview.
//!
//! Tells those who interview from those who only arrange; never names the user. Must not know what
//! is to be written to whom.

use std::sync::LazyLock;

use super::{
    Answerability, Kind, Person, Reader,
    calendar::CalendarEvent,
    names::{self, Token, WORDS},
    phrase::{self, Phrasebook},
    sender, text,
};
use crate::message::{Address, Message};

/// More interviewers than this is a list of something else.
const INTERVIEWERS_MAX: usize = 12;
const NAME_WORDS_MAX: usize = 4;
const TITLE_WORDS_MAX: usize = 7;

/// Whether a person rather than a team or a machine is in From.
pub fn is_person(message: &Message) -> bool {
    let Some(from) = message.from.as_ref() else {
        return false;
    };
    let machine = sender::hears(&from.email) == Answerability::Deaf;
    let team = from.name.as_deref().map_or_else(|| sender::is_group(&from.email), sender::is_team);
    !machine && !team
}

/// The human who writes; the address only if it hears.
pub fn writer(message: &Message, reader: &Reader) -> Option<Person> {
    let from = message.from.as_ref()?;
    if reader.is_me(from) {
        return None;
    }
    let address = sender::answer_to(message)?;
    let hears = sender::hears(&address.email) == Answerability::Hears;
    let shown = [from.name.as_deref(), address.name.as_deref()];
    let shown = shown.into_iter().flatten().map(bare_display).find(|name| is_name(name));
    let signed = signed_name(&message.signature);
    let name = match (shown, signed) {
        (Some(shown), _) => shown,
        (None, Some(signed)) => signed,
        (None, None) => {
            let name = from.name.clone().unwrap_or_else(|| from.email.clone());
            return hears.then(|| Person { name, email: Some(address.email.clone()), title: None });
        }
    };
    let title = title_in(&message.signature, &name);
    Some(Person { name, email: hears.then(|| address.email.clone()), title })
}

/// "Priya Nandakumar (Halden Rowe)", "Priya at Halden Rowe", "Nandakumar, Priya" → the name.
fn bare_display(name: &str) -> String {
    let cut =
        [" (", " at ", " from ", " via ", " | ", " - ", " – ", " @ ", " bei ", " von ", " chez "];
    let front = cut.iter().find_map(|cut| name.split_once(cut)).map_or(name, |(front, _)| front);
    match front.split_once(", ") {
        Some((last, first)) if first.split_whitespace().count() == 1 => format!("{first} {last}"),
        Some((front, _)) => front.to_owned(),
        None => front.trim().to_owned(),
    }
}

/// How the writer signs: the name in the signature, else the first name of the display name.
pub fn signs_as(message: &Message, writer: Option<&Person>) -> Option<String> {
    let writer = writer?;
    if !is_name(&writer.name) {
        return None;
    }
    let first = writer.name.split_whitespace().find(|word| !is_honorific(word))?;
    let signed = message.signature.lines().map(str::trim).find(|line| {
        let words = line.split_whitespace().count();
        (1..=2).contains(&words) && !line.starts_with(['/', '-']) && is_name(line)
    });
    // A nickname ("Pip" for Philippa) is how the person wants to be addressed.
    let short = signed.filter(|signed| {
        signed.split_whitespace().count() == 1
            && signed.chars().count() > 1
            && (signed.chars().next() == first.chars().next())
    });
    Some(short.unwrap_or(first).trim_matches([',', '.', '!']).to_owned())
}

/// Who holds the interview, with addresses and titles where the mail has them.
pub fn interviewers(
    message: &Message,
    reader: &Reader,
    events: &[CalendarEvent],
    company: Option<&str>,
    kind: Kind,
) -> Vec<Person> {
    let mut panel = Panel { message, reader, people: Vec::new() };
    let named = named_in(&message.own);
    let listed = !named.is_empty();
    for person in named {
        panel.add(person);
    }
    for event in events {
        for person in named_in(&event.description).into_iter().chain(summary_names(&event.summary))
        {
            panel.add(person);
        }
    }
    for event in events {
        let organizer = event.organizer.as_ref().map(|organizer| organizer.email.clone());
        for attendee in event.attendees.iter().filter(|attendee| !attendee.declined) {
            let arranges = organizer.as_ref() == Some(&attendee.person.email);
            if !arranges {
                panel.invite(&attendee.person, !attendee.optional || listed);
            }
        }
    }
    panel.people.retain(|person| !is_company(&person.name, company));
    panel.hosts(events, company, kind);
    panel.finish()
}

/// "Corvid would like to meet you": a company, not a person.
fn is_company(name: &str, company: Option<&str>) -> bool {
    let first = |text: &str| text.split_whitespace().next().map(names::squash);
    company.is_some_and(|company| first(company) == first(name))
        && name.split_whitespace().count() <= company.map_or(0, |c| c.split_whitespace().count())
}

struct Panel<'a> {
    message: &'a Message,
    reader: &'a Reader,
    people: Vec<Person>,
}

impl Panel<'_> {
    /// Adds a person or completes one already known.
    fn add(&mut self, person: Person) {
        if self.is_user(&person) {
            return;
        }
        let room = self.people.len() < INTERVIEWERS_MAX;
        match self.people.iter_mut().find(|known| same(&known.name, &person.name)) {
            Some(known) => {
                if person.name.len() > known.name.len() {
                    known.name = person.name;
                }
                known.email = known.email.take().or(person.email);
                known.title = known.title.take().or(person.title);
            }
            None if room => self.people.push(person),
            None => {}
        }
    }

    /// An attendee of a calendar event.
    fn invite(&mut self, person: &Person, interviews: bool) {
        let known = self.people.iter().any(|known| same(&known.name, &person.name));
        let group = person.email.as_deref().is_some_and(sender::is_group);
        if (known || interviews) && !group && is_name(&person.name) {
            self.add(person.clone());
        }
    }

    fn is_user(&self, person: &Person) -> bool {
        let by_email = person.email.as_ref().is_some_and(|email| {
            self.reader.me.iter().any(|mine| mine.eq_ignore_ascii_case(email))
        });
        let mine = self.message.to.iter().chain(&self.message.cc);
        let mine = mine.filter(|to| self.reader.is_me(to)).filter_map(|to| to.name.as_deref());
        let local = self.reader.me.iter().map(|me| sender::parts(me).0.replace('.', " "));
        let local: Vec<String> = local.collect();
        by_email
            || mine
                .chain(self.reader.name.as_deref())
                .chain(local.iter().map(String::as_str))
                .any(|mine| same(mine, &person.name))
    }

    /// The writer or organiser, where the mail says that they take part or nobody else does.
    fn hosts(&mut self, events: &[CalendarEvent], company: Option<&str>, kind: Kind) {
        let Some(from) = self.message.from.as_ref() else {
            return;
        };
        let Some(writer) = writer(self.message, self.reader)
            .filter(|writer| is_name(&writer.name) && !is_company(&writer.name, company))
        else {
            return;
        };
        let text = &self.message.own;
        let takes_part = says(text, &TAKES_PART);
        let stays_away = says(text, &STAYS_AWAY);
        let arranges = writer.title.as_deref().is_some_and(is_arranging);
        let alone = self.people.is_empty() && !arranges && kind != Kind::AvailabilityRequest;
        let organised = events.iter().any(|event| {
            event.organizer.as_ref().is_some_and(|organizer| same(&organizer.name, &writer.name))
        });
        let only_host = self.people.is_empty()
            && organised
            && events
                .iter()
                .all(|event| event.attendees.iter().all(|attendee| self.is_user(&attendee.person)));
        let known = self.people.iter().any(|person| same(&person.name, &writer.name));
        if !stays_away && (takes_part || alone || only_host || known) && !self.reader.is_me(from) {
            self.add(writer);
        }
    }

    /// Fills addresses from the headers and titles from the text.
    fn finish(mut self) -> Vec<Person> {
        let message = self.message;
        let listed = message.from.iter().chain(&message.cc).chain(&message.to);
        let listed: Vec<&Address> = listed.chain(&message.reply_to).collect();
        for person in &mut self.people {
            if person.email.is_none() {
                let found = listed.iter().find(|address| {
                    address.name.as_deref().is_some_and(|name| same(name, &person.name))
                        && sender::hears(&address.email) == Answerability::Hears
                });
                person.email = found.map(|address| address.email.clone());
            }
            if person.title.is_none() {
                person.title = title_in(&message.own, &person.name)
                    .or_else(|| title_in(&message.signature, &person.name));
            }
        }
        self.people
    }
}

static TAKES_PART: LazyLock<Phrasebook<()>> = LazyLock::new(|| book(&WORDS.people.takes_part));
static STAYS_AWAY: LazyLock<Phrasebook<()>> = LazyLock::new(|| book(&WORDS.people.stays_away));

fn book(patterns: &[String]) -> Phrasebook<()> {
    Phrasebook::new(patterns.iter().map(|pattern| (pattern.clone(), ())))
}

/// Whether a sentence of the text says it.
fn says(text: &str, book: &Phrasebook<()>) -> bool {
    text::sentences(text).iter().any(|sentence| !book.find(&sentence.words).is_empty())
}

fn is_arranging(title: &str) -> bool {
    let words = phrase::words(title);
    WORDS.people.arranges.iter().any(|cue| {
        let cue: Vec<&str> = cue.split(' ').collect();
        words.windows(cue.len()).any(|window| {
            window.iter().zip(&cue).all(|(word, cue)| {
                cue.strip_suffix('*').map_or(word == cue, |start| word.starts_with(start))
            })
        })
    })
}

/// Names in a summary: "Architecture review: Robin Vale & Jun-ho Seok (Tessellate Health)".
fn summary_names(summary: &str) -> Vec<Person> {
    let tokens = names::tokens(summary);
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let joins = matches!(token.lower.as_str(), "with" | "mit" | "avec" | "con")
            || token.text == "&"
            || matches!(token.lower.as_str(), "between" | "and");
        if joins && let Some((person, _)) = person_at(summary, &tokens, at + 1) {
            let whole = person.name.split_whitespace().count() > 1;
            if whole {
                found.push(person);
            }
        }
    }
    found
}

/// People named as those who hold the interview.
fn named_in(text: &str) -> Vec<Person> {
    let tokens = names::tokens(text);
    let mut found: Vec<Person> = Vec::new();
    for at in names::after_cues(&tokens, &WORDS.people.before) {
        let mut at = at;
        while tokens.get(at).is_some_and(|token| {
            token.is(':')
                || token.is('\n')
                || token.is('-')
                || token.is('•')
                || token.is('*')
                || [
                    "are",
                    "is",
                    "sind",
                    "ist",
                    "sera",
                    "seront",
                    "será",
                    "serán",
                    "both",
                    "our",
                    "your",
                    "the",
                    "my",
                    "colleague",
                    "colleagues",
                    "kollege",
                    "kollegin",
                    "unser",
                    "unserem",
                    "unserer",
                    "meinem",
                    "meiner",
                    "notre",
                    "nuestro",
                    "nuestra",
                ]
                .contains(&token.lower.as_str())
        }) {
            at += 1;
        }
        let mut at = Some(skip_title(&tokens, at));
        let mut broken = false;
        while let Some((person, next)) = at.and_then(|at| person_at(text, &tokens, at)) {
            if broken && !person.name.contains(' ') {
                break;
            }
            broken = tokens.get(next).is_some_and(|token| token.is('\n'));
            found.push(person);
            at = joined(&tokens, next);
        }
    }
    found.extend(listed(text));
    found.extend(subjects(text, &tokens));
    found
}

/// People who stand before what interviewers do: "Ines will join", "Jana und ich".
fn subjects(text: &str, tokens: &[Token<'_>]) -> Vec<Person> {
    let does =
        |at: usize| WORDS.people.does.iter().any(|does| names::cue_at(tokens, at, does).is_some());
    let lower_case = !text.chars().any(char::is_uppercase);
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| tokens.get(before));
        let inside = before.is_some_and(|before| {
            before.is_capital() && !WORDS.people.never.contains(&before.lower)
        });
        if inside {
            continue;
        }
        let named = person_at(text, tokens, at).filter(|(_, next)| does(*next));
        found.extend(named.map(|(person, _)| person));
        found.extend(announced(text, tokens, at));
        let plain = lower_case && token.is_word && token.lower.len() > 3;
        if plain
            && !WORDS.people.never.contains(&token.lower)
            && names::cue_at(tokens, at + 1, "will join").is_some()
        {
            found.push(Person { name: capitalised(token.text), email: None, title: None });
        }
    }
    found
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    first + letters.as_str()
}

/// "Frau Dr. Kolb", "our CEO, Malcolm Trent", "Jens Aagaard will dial in"; not who only writes.
fn announced(text: &str, tokens: &[Token<'_>], at: usize) -> Option<Person> {
    let words = &WORDS.people;
    let token = tokens.get(at)?;
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    if before.is_some_and(|before| words.greetings.contains(&before.lower)) {
        return None;
    }
    if words.owned.contains(&token.lower) {
        let behind = skip_title(tokens, at + 1);
        let titled = behind > at + 1;
        let (mut person, _) = person_at(text, tokens, behind).filter(|_| titled)?;
        let title = names::slice(text, tokens, at + 1, behind).trim_end_matches([',', ' ']);
        person.title = person.title.or_else(|| Some(title.to_owned()));
        return Some(person);
    }
    let (person, next) = person_at(text, tokens, at)?;
    let titled = person.title.is_some();
    let honoured = token.is_word && is_honorific(token.text) && person.name.contains(' ');
    let will = tokens
        .get(next)
        .is_some_and(|verb| ["will", "wird", "werden", "sera"].contains(&verb.lower.as_str()));
    let writes = words.writes.iter().any(|verb| names::cue_at(tokens, next + 1, verb).is_some());
    let whole = person.name.split_whitespace().count() > 1;
    (honoured || (will || titled) && !writes && whole).then_some(person)
}

/// "our Head of Data, Ines Duarte", "our CTO Oskar": the title stands first.
fn skip_title(tokens: &[Token<'_>], at: usize) -> usize {
    let is_title = |token: &Token<'_>| {
        token.is_word && WORDS.people.titles.iter().any(|title| title == &token.lower)
    };
    let mut next = at;
    while tokens.get(next).is_some_and(|token| {
        is_title(token)
            || next > at && matches!(token.lower.as_str(), "of" | "für" | "de" | "data" | "for")
    }) {
        next += 1;
    }
    if next > at && tokens.get(next).is_some_and(|token| token.is(',')) {
        next += 1;
    }
    next
}

/// The index after "and", "," or a line end that leads to a further name.
fn joined(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let mut next = at;
    let mut joins = false;
    while let Some(token) = tokens.get(next) {
        let link = matches!(
            token.lower.as_str(),
            "and"
                | "&"
                | "und"
                | "et"
                | "y"
                | "e"
                | "sowie"
                | "then"
                | "plus"
                | "with"
                | "both"
                | "mr"
                | "our"
                | "mein"
                | "my"
                | "colleague"
        );
        if link && token.lower != "mr"
            || token.is(',')
            || token.is(';')
            || token.is('\n')
            || token.is('-')
            || token.is('•')
            || token.is('/')
        {
            joins = true;
            next += 1;
        } else {
            break;
        }
    }
    joins.then_some(skip_title(tokens, next))
}

/// A person's name at a token with a title behind it; returns the index after both.
fn person_at(text: &str, tokens: &[Token<'_>], at: usize) -> Option<(Person, usize)> {
    let mut from = at;
    while tokens.get(from).is_some_and(|token| token.is_word && is_honorific(token.text)) {
        from += 1;
        if tokens.get(from).is_some_and(|token| token.is('.')) {
            from += 1;
        }
    }
    let titled = from > at;
    let mut end = from;
    while let Some(token) = tokens.get(end) {
        let small = [
            "van", "von", "de", "der", "den", "del", "la", "le", "di", "da", "dos", "bin", "al",
            "ter", "zu",
        ];
        let initial = token.is_word && token.text.chars().count() == 1 && token.is_capital();
        let contracted = ["'d", "'m", "'ll", "'ve", "'re", "’d", "’m", "’ll", "’ve", "’re"]
            .iter()
            .any(|tail| token.lower.ends_with(tail));
        let word = token.is_word
            && !contracted
            && token.text.starts_with(char::is_uppercase)
            && !WORDS.people.never.contains(&token.lower)
            && !token.text.chars().any(|c| c.is_ascii_digit() || c == '.' || c == '/');
        let particle = end > from
            && small.contains(&token.lower.as_str())
            && tokens.get(end + 1).is_some_and(Token::is_capital);
        if !(word || particle || initial && titled) || end - from >= NAME_WORDS_MAX {
            break;
        }
        end += 1;
        if initial && tokens.get(end).is_some_and(|token| token.is('.')) {
            end += 1;
        }
    }
    if end == from {
        return None;
    }
    let name = names::slice(text, tokens, if titled { at } else { from }, end);
    let name = name.trim_end_matches(['.', ',']).to_owned();
    if !is_name(&name) || WORDS.people.titles.contains(&name.to_lowercase()) {
        return None;
    }
    let (title, next) = title_after(text, tokens, end);
    Some((Person { name, email: None, title }, next))
}

/// ", Head of Data", " (Platform Reliability)", " - Staff Engineer" behind a name.
fn title_after(text: &str, tokens: &[Token<'_>], at: usize) -> (Option<String>, usize) {
    let none = (None, at);
    let Some(mark) = tokens.get(at) else {
        return none;
    };
    if mark.is('(') {
        let Some(close) = (at + 1..at + 2 + TITLE_WORDS_MAX * 2)
            .find(|n| tokens.get(*n).is_some_and(|token| token.is(')')))
        else {
            return none;
        };
        let inside = names::slice(text, tokens, at + 1, close);
        let pronoun = inside.contains('/') && inside.len() < 16;
        let title = (!pronoun && holds_title(inside)).then(|| inside.to_owned());
        return (title, close + 1);
    }
    if !(mark.is(',')
        || mark.is('-')
        || mark.is('–')
        || mark.is('—')
        || mark.is('|')
        || mark.is(':'))
    {
        return none;
    }
    let mut start = at + 1;
    while tokens.get(start).is_some_and(|token| {
        ["our", "the", "who", "unser", "unsere", "notre", "nuestro", "nuestra", "is"]
            .contains(&token.lower.as_str())
    }) {
        start += 1;
    }
    let end = (start..start + TITLE_WORDS_MAX + 1).find(|n| {
        tokens.get(*n).is_none_or(|token| {
            !token.is_word
                || !(token.is_capital()
                    || WORDS.people.titles.contains(&token.lower)
                    || n.checked_sub(1)
                        .and_then(|before| tokens.get(before))
                        .is_some_and(|before| before.lower == "de")
                    || [
                        "of", "for", "de", "der", "für", "la", "des", "&", "and", "und", "et",
                        "du", "del",
                    ]
                    .contains(&token.lower.as_str()))
                || matches!(token.lower.as_str(), "and" | "und" | "et" | "y")
                    && tokens.get(n + 1).is_some_and(|next| {
                        !holds_title(next.text)
                            && !tokens
                                .get(n + 2)
                                .is_some_and(|t| holds_title(t.text) || !t.is_word && !t.is(','))
                    })
        })
    });
    let Some(end) = end.filter(|end| *end > start) else {
        return none;
    };
    let title = names::slice(text, tokens, start, end);
    if holds_title(title) { (Some(title.to_owned()), end) } else { none }
}

fn holds_title(text: &str) -> bool {
    phrase::words(text).iter().any(|word| {
        WORDS.people.titles.contains(word)
            || ["leiter", "leiterin", "entwickler", "engineer"]
                .iter()
                .any(|end| word.ends_with(end))
    })
}

/// Lines of a schedule or panel: "10:00 - 10:45  People leadership - Amara Whitfield, Director".
fn listed(text: &str) -> Vec<Person> {
    let mut found = Vec::new();
    for line in text.lines() {
        let timed = line.trim_start().starts_with(|c: char| c.is_ascii_digit());
        let tokens = names::tokens(line);
        let behind_mark = (0..tokens.len()).filter(|n| {
            tokens.get(*n).is_some_and(|token| {
                token.is('-')
                    || token.is('–')
                    || token.is('—')
                    || token.is('(')
                    || token.is(':')
                    || token.is('|')
                    || token.is(',')
            })
        });
        let first = (0..tokens.len()).find(|n| tokens.get(*n).is_some_and(Token::is_capital));
        let starts = behind_mark.map(|n| n + 1).chain(first.filter(|_| !timed));
        let mut starts: Vec<usize> = starts.chain(after_time(&tokens)).collect();
        starts.sort_unstable();
        starts.dedup();
        for at in starts {
            let Some((person, next)) = person_at(line, &tokens, at) else {
                continue;
            };
            let whole = person.name.split_whitespace().count() > 1;
            let short_line = tokens.get(next).is_none_or(|token| !token.is_word);
            if whole
                && (timed && short_line
                    || person.title.is_some() && short_line && tokens.len() < 24)
            {
                found.push(person);
            }
        }
    }
    found
}

/// The first word behind the times at a line's start.
fn after_time(tokens: &[Token<'_>]) -> Option<usize> {
    let numeric = |token: &Token<'_>| token.text.starts_with(|c: char| c.is_ascii_digit());
    tokens.first().filter(|token| numeric(token))?;
    (0..tokens.len()).find(|n| {
        tokens.get(*n).is_some_and(|token| {
            token.is_word
                && !numeric(token)
                && !["am", "pm", "uhr", "h", "to"].contains(&token.lower.as_str())
        })
    })
}

/// The title beside or under a name in a text or signature.
fn title_in(text: &str, name: &str) -> Option<String> {
    let tokens = names::tokens(text);
    let first = name.split_whitespace().find(|word| !is_honorific(word))?;
    let beside = tokens.iter().enumerate().find_map(|(at, token)| {
        if token.text != first {
            return None;
        }
        let (person, _) = person_at(text, &tokens, at)?;
        person.title.filter(|_| same(&person.name, name))
    });
    beside.or_else(|| {
        let mut lines = text.lines().map(str::trim);
        lines.find(|line| {
            let bare = line.split(['(', ',']).next().unwrap_or(line);
            same(bare, name) && line.split_whitespace().count() <= 6
        })?;
        let below = lines.find(|line| !line.is_empty())?;
        let title = below.split([',', '|', '@', '·', '•']).next()?.trim();
        let title = title.split(" at ").next()?.split(" - ").next()?.trim();
        let words = title.split_whitespace().count();
        (words <= TITLE_WORDS_MAX && holds_title(title)).then(|| title.to_owned())
    })
}

/// The first line of a signature that is a person's name.
fn signed_name(signature: &str) -> Option<String> {
    signature.lines().take(6).map(str::trim).find_map(|line| {
        let bare = line.split(['(', ',', '|']).next().unwrap_or(line).trim();
        let words = bare.split_whitespace().count();
        let capital = bare.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
        ((2..=3).contains(&words)
            && capital
            && is_name(bare)
            && !holds_title(bare)
            && !crate::message::is_closing(line))
        .then(|| bare.to_owned())
    })
}

fn is_honorific(word: &str) -> bool {
    let bare = word.trim_end_matches('.').to_lowercase();
    WORDS.people.honorifics.contains(&bare) && word.starts_with(char::is_uppercase)
}

/// Looks like a person's name rather than a team or a company.
fn is_name(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let count = words.len();
    (1..=NAME_WORDS_MAX + 1).contains(&count)
        && !sender::is_team(name)
        && !name.contains(['@', '&', '/', ':'])
        && !name.chars().any(|c| c.is_ascii_digit())
        && words.iter().any(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1)
        && !words.iter().any(|word| {
            let bare = word.trim_matches(['.', ',']).to_lowercase();
            WORDS.company.legal.contains(&bare)
                && !["sa", "as", "se", "co", "ab"].contains(&bare.as_str())
        })
        && !words.iter().all(|word| WORDS.people.never.contains(&word.to_lowercase()))
}

/// The same person: equal names, a first name alone, or an initial for the first name.
fn same(a: &str, b: &str) -> bool {
    let parts = |name: &str| -> Vec<String> {
        let words = name.split_whitespace().filter(|word| !is_honorific(word));
        words.map(names::squash).filter(|word| !word.is_empty()).collect()
    };
    let (a, b) = (parts(a), parts(b));
    let (Some(first_a), Some(first_b)) = (a.first(), b.first()) else {
        return false;
    };
    if a.len() == 1 || b.len() == 1 {
        return first_a == first_b || a.last() == b.last();
    }
    let initial = first_a.len() == 1 || first_b.len() == 1;
    a.last() == b.last()
        && (first_a == first_b || initial && first_a.chars().next() == first_b.chars().next())
}
