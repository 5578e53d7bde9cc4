//! How a draft is worded, rule by rule, in every language, register and preset (S1 to S10).
//!
//! Whole texts are in `tests/golden`; a lattice of odd briefs is in `tests/draft_words.rs`.

use afterword::{
    draft::{
        Addressee, Brief, InterviewBrief, Me, NotesBrief, Step, notes::Notes, own::OwnWords,
        words::compose,
    },
    message::Address,
    opportunity::{Fact, Noted},
    reading::{Language, Person, Register},
};
use jiff::{Timestamp, civil::date};

use crate::{
    desk::Line,
    script::{self, staged},
};

const LANGUAGES: [Language; 4] = [Language::De, Language::En, Language::Es, Language::Fr];
const PRESETS: [&str; 5] = ["recruiter", "four-touch", "engineer", "concise", "weekly"];
/// Seeds tried, so that every variant of a sentence is met.
const SEEDS: u64 = 12;

fn brief(step: Step, language: Language, preset: &str) -> Brief {
    let address = Address { name: Some("Ada Lind".into()), email: "ada@firm.example".into() };
    Brief {
        addressee: Some(Addressee { address, signs_as: Some("Ada".into()), title: None }),
        company: Some("Firm".into()),
        role: Some("Data Engineer".into()),
        interview: Some(InterviewBrief { date: date(2026, 9, 16), topic: None }),
        took_part: true,
        panel: vec![Person { name: "Ada Lind".into(), email: None, title: None }],
        preset: preset.into(),
        ordinal: 1,
        ..Brief::bare(step, language, Register::Formal)
    }
}

/// The paragraphs between greeting and closing, of every variant.
fn letters(brief: &Brief) -> Vec<Vec<String>> {
    let me = Me { name: "Robin Vale".into(), address: "r@home.example".into(), fit: None };
    let letter = |seed| {
        let body = compose(&Brief { seed, ..brief.clone() }, &me, &OwnWords::default()).body;
        let mut parts: Vec<String> = body.trim_end().split("\n\n").map(str::to_owned).collect();
        parts.remove(0);
        parts.pop();
        parts
    };
    (0..SEEDS).map(letter).collect()
}

fn each(step: Step, check: impl Fn(&Brief, &[String])) {
    for language in LANGUAGES {
        for preset in PRESETS {
            let brief = brief(step, language, preset);
            letters(&brief).iter().for_each(|letter| check(&brief, letter));
        }
    }
}

#[test]
fn s1_a_thank_you_thanks_and_leaves_one_slot_for_what_was_said() {
    each(Step::ThankYou, |_, letter| {
        let whole = letter.join(" ");
        assert_eq!(whole.matches("[[").count(), 2, "one thing said, one line of fit: {whole}");
        let thanks = ["Dank", "dank", "hank", "Gracias", "gracias", "Merci", "merci", "grade"];
        assert!(thanks.iter().any(|word| letter[0].contains(word)), "{whole}");
    });
}

#[test]
fn s2_a_check_in_is_one_paragraph_with_one_question() {
    for stated in [None, Some(date(2026, 10, 2))] {
        for language in LANGUAGES {
            for preset in PRESETS {
                let brief = Brief { deadline: stated, ..brief(Step::CheckIn, language, preset) };
                for letter in letters(&brief) {
                    assert_eq!(letter.len(), 1, "{letter:#?}");
                    assert_eq!(letter[0].matches('?').count(), 1, "{}", letter[0]);
                    let day = letter[0].contains("2. Okt") || letter[0].contains("2 Oct");
                    let day = day || letter[0].contains("2 de oct") || letter[0].contains("2 oct");
                    assert_eq!(day, stated.is_some(), "{}", letter[0]);
                    assert!(!letter[0].contains("[["), "{}", letter[0]);
                    let sentences = letter[0].matches(['.', '?']).count();
                    assert!(preset != "concise" || sentences <= 2, "{}", letter[0]);
                }
            }
        }
    }
}

#[test]
fn s3_a_value_add_without_material_is_a_slot_and_of_a_link_it_claims_nothing() {
    each(Step::ValueAdd, |_, letter| assert_eq!(letter.join(" ").matches("[[").count(), 1));
    let link = "https://talks.example/a";
    for language in LANGUAGES {
        let notes = NotesBrief { to_send: Some(link.into()), ..NotesBrief::default() };
        let brief = Brief { notes, ..brief(Step::ValueAdd, language, "recruiter") };
        for letter in letters(&brief) {
            let whole = letter.join(" ");
            assert_eq!((whole.matches(link).count(), whole.matches("[[").count()), (1, 1));
        }
    }
}

#[test]
fn s4_a_close_asks_nothing_and_leaves_no_slot() {
    each(Step::Close, |_, letter| {
        assert!(letter.iter().all(|part| !part.contains(['?', '['])), "{letter:#?}");
        assert_eq!(letter.len(), 1);
    });
}

#[test]
fn s6_a_preference_is_a_sentence_of_its_own_for_the_preferred_company_only() {
    let sentences = |letter: &Vec<String>| letter.join(" ").matches(['.', '?', ':']).count();
    for language in LANGUAGES {
        let deadline = Some(date(2026, 10, 2));
        let plain = Brief { deadline, ..brief(Step::CompetingOffer, language, "recruiter") };
        let preferred = Brief { preferred: true, ..plain.clone() };
        for (plain, preferred) in letters(&plain).iter().zip(&letters(&preferred)) {
            assert_eq!(sentences(plain) + 1, sentences(preferred), "{preferred:?}");
        }
    }
}

/// Two interviewers, and what the user notes an hour later.
fn noted(preset: &str, notes: Notes, more: &str) -> Vec<(Step, Option<String>, String)> {
    let script = "Mon 5 Oct 09:00 | priya | invite | at Thu 8 Oct 14:00-15:00 | \
                  with Marcus <marcus>, Ines <ines>
                  Thu 8 Oct 15:30 | end";
    let mut stage = staged(preset, script);
    let at: Timestamp = "2026-10-08T15:00:00Z".parse().unwrap();
    let anchor = stage.desk.state.opportunities().values().next().unwrap().mails[0].clone();
    stage.desk.learn(Fact::Noted(Noted { at, anchor, notes, deadline: None }), at);
    script::go_on(&mut stage, more);
    let drafts = stage.desk.lines.iter().filter_map(|line| match line {
        Line::Draft { composed, .. } => {
            let to = composed.wanted.to.as_ref().map(|to| to.address.email.clone());
            Some((composed.wanted.step, to, composed.body.clone()))
        }
        _ => None,
    });
    drafts.collect()
}

#[test]
fn s5_a_correction_goes_once_to_who_asked() {
    let said = "a queue rather than a lock";
    for (correction, asked) in
        [(format!("Ines: {said}"), "ines"), (format!("For Marcus, {said}"), "marcus")]
    {
        let notes = Notes { correction: Some(correction), ..Notes::default() };
        let drafts = noted("recruiter", notes, "Thu 15 Oct 12:00 | end");
        let holds: Vec<_> = drafts.iter().filter(|(_, _, body)| body.contains(said)).collect();
        assert_eq!(holds.len(), 1, "{drafts:#?}");
        let (step, to, _) = holds[0];
        assert_eq!(*step, Step::ThankYou);
        assert!(to.as_ref().unwrap().starts_with(asked), "{to:?}");
    }
}

#[test]
fn s5_a_correction_is_as_long_as_its_preset_allows() {
    let notes = NotesBrief {
        correction: Some("One. Two. Three. Four. Five. Six.".into()),
        ..NotesBrief::default()
    };
    for (preset, most) in [("four-touch", "One"), ("recruiter", "Two"), ("concise", "Four")] {
        let brief = Brief { notes: notes.clone(), ..brief(Step::ThankYou, Language::En, preset) };
        for letter in letters(&brief) {
            let whole = letter.join(" ");
            let told = ["One", "Two", "Three", "Four", "Five", "Six"];
            let last = told.iter().rfind(|word| whole.contains(*word)).unwrap();
            assert_eq!(*last, most, "{preset}: {whole}");
        }
    }
}

#[test]
fn s8_dates_are_named_and_nobody_is_greeted_by_more_than_they_sign() {
    for language in LANGUAGES {
        for step in [Step::CheckIn, Step::Close, Step::ThankYou, Step::Withdrawal] {
            let me = Me { name: "Robin Vale".into(), address: "r@home.example".into(), fit: None };
            let familiar =
                Brief { register: Register::Familiar, ..brief(step, language, "recruiter") };
            let body = compose(&familiar, &me, &OwnWords::default()).body;
            let greeting = body.lines().next().unwrap();
            assert!(greeting.contains("Ada") && !greeting.contains("Lind"), "{greeting}");
            let relative = ["yesterday", "today", "gestern", "heute", "ayer", "hier", "aujourd"];
            let words = |word: &&str| body.split_whitespace().any(|said| said == *word);
            assert!(!relative.iter().any(words), "{body}");
        }
    }
}

#[test]
fn s10_a_link_goes_out_once_in_every_preset() {
    let link = "https://talks.example/a";
    for preset in PRESETS {
        let notes = Notes { to_send: Some(link.into()), ..Notes::default() };
        let more = "Fri 9 Oct 21:40 | user | sends thank-you
                    Fri 9 Oct 21:50 | user | sends thank-you
                    Thu 12 Nov 12:00 | end";
        let drafts = noted(preset, notes, more);
        let holds = drafts.iter().filter(|(_, _, body)| body.contains(link)).count();
        assert_eq!(holds, 1, "{preset}: {drafts:#?}");
    }
}
