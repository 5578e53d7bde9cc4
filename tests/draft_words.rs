//! What no draft may say, whatever is known and whatever is not: every step, language and register
//! over a lattice of briefs.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may panic"
)]

use std::{collections::BTreeSet, sync::LazyLock};

use afterword::{
    draft::{
        Addressee, Brief, Envelope, InterviewBrief, Me, NotesBrief, Step, Text,
        assemble::{assemble, meant, read_back},
        own::OwnWords,
        subject, tone,
        words::compose,
    },
    message::{Address, MailId},
    reading::{Language, Person, Register},
};
use jiff::civil::date;

const STEPS: [Step; 10] = [
    Step::Acknowledgement,
    Step::CheckIn,
    Step::Close,
    Step::CompetingOffer,
    Step::NotesForm,
    Step::OfferReply,
    Step::RejectionReply,
    Step::ThankYou,
    Step::ValueAdd,
    Step::Withdrawal,
];
const LANGUAGES: [Language; 4] = [Language::De, Language::En, Language::Es, Language::Fr];
const REGISTERS: [Register; 2] = [Register::Familiar, Register::Formal];
const PRESETS: [&str; 5] = ["recruiter", "four-touch", "engineer", "concise", "weekly"];
/// How many briefs are drawn from the lattice for each step, language and register.
const DRAWN: u64 = 25;

/// Draws one value after the other from a number, so that a seed names a point of the lattice.
struct Draw(u64);

impl Draw {
    fn of<T: Clone>(&mut self, values: &[T]) -> T {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let high = usize::try_from(self.0 >> 33).unwrap();
        values[high % values.len()].clone()
    }
}

fn person(name: &str, title: Option<&str>) -> Person {
    Person { name: name.into(), email: None, title: title.map(Into::into) }
}

fn addressee(name: Option<&str>, signs_as: Option<&str>) -> Option<Addressee> {
    let address = Address { name: name.map(Into::into), email: "ada@firm.example".into() };
    Some(Addressee { address, signs_as: signs_as.map(Into::into), title: None })
}

fn drawn(step: Step, language: Language, register: Register, number: u64) -> (Brief, Me) {
    let draw = &mut Draw(number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    draw.of(&[()]);
    let text = |text: &str| Some(text.to_owned());
    let everybody = vec![
        vec![],
        vec![person("Jo Ek", None)],
        vec![person("Jo Ek", None), person("Bo Rask", None)],
        vec![
            person("Mr D Berg", Some("Head of Systems")),
            person("Dr A Osei", None),
            person("Ms L Thwaite", Some("HR")),
        ],
        (0..7).map(|n| person(&format!("Jo{n} Ek-Lindqvist"), Some("Senior Vice Head"))).collect(),
    ];
    let fit = match language {
        Language::De => {
            "Ich habe zwei Jahre an Speichern gearbeitet. Davor habe ich viel über Netze gelernt"
        }
        Language::Es => {
            "He trabajado dos años con redes. Antes llevé los datos de una empresa de transporte"
        }
        Language::Fr => {
            "J’ai passé deux ans sur les réseaux. Avant, je m’occupais des données de transport"
        }
        Language::En | Language::Other => {
            "I spent two years on the same kind of problem. Before that I ran the data of a carrier"
        }
    };
    let brief = Brief {
        addressee: draw.of(&[
            None,
            addressee(None, None),
            addressee(Some("Firm Recruiting Team"), None),
            addressee(Some("Ada Lind"), Some("Ada")),
            addressee(Some("Lind, Ada"), None),
            addressee(Some("Ms Ada Lind"), None),
            addressee(Some("Frau Ada Lind"), Some("Ada Lind")),
        ]),
        company: draw.of(&[None, text("Firm")]),
        role: draw.of(&[None, text("Data Engineer"), text("Ingenieur (m/w/d)")]),
        interview: draw
            .of(&[None, Some(None), Some(text("backfills")), Some(text("Architecture interview"))])
            .map(|topic| InterviewBrief {
                date: draw.of(&[date(2026, 9, 16), date(2026, 10, 1)]),
                topic,
            }),
        pass_on: if step == Step::ThankYou { draw.of(&everybody) } else { vec![] },
        took_part: draw.of(&[true, false]),
        panel: draw.of(&everybody),
        deadline: draw.of(&[None, Some(date(2026, 10, 2))]),
        ordinal: draw.of(&[1, 2, 3]),
        last: draw.of(&[false, true]),
        answer_window: draw.of(&[
            None,
            Some((date(2026, 10, 12), date(2026, 10, 14))),
            Some((date(2026, 10, 12), date(2026, 10, 12))),
        ]),
        notes: NotesBrief {
            talked_about: draw.of(&[
                None,
                None,
                text("backfills"),
                text("why they moved.\nAnd the pager!"),
                Some("so ".repeat(80)),
            ]),
            correction: draw.of(&[
                None,
                None,
                text("I would use a queue, not a lock"),
                Some("We tried that. ".repeat(30)),
            ]),
            to_send: draw.of(&[
                None,
                None,
                text("https://talks.example/a"),
                text("a talk on queues: https://talks.example/b"),
            ]),
        },
        preset: draw.of(&PRESETS).to_owned(),
        own_subject: draw.of(&[false, true]),
        accepts: draw.of(&[false, false, true]),
        preferred: draw.of(&[false, true]),
        seed: number,
        told_elsewhere: number & 1 == 1,
        ..Brief::bare(step, language, register)
    };
    let me = Me {
        name: draw.of(&["Robin Vale", "Robin", "Robin de la Vale"]).to_owned(),
        address: "robin@home.example".into(),
        fit: draw.of(&[
            None,
            text(fit),
            text("English only, of the kind that you would write for the others"),
        ]),
    };
    (brief, me)
}

static DRAFTS: LazyLock<Vec<(Brief, Me, Text)>> = LazyLock::new(|| {
    let mut drafts = Vec::new();
    for step in STEPS {
        for language in LANGUAGES {
            for register in REGISTERS {
                for number in 0..DRAWN {
                    let (brief, me) = drawn(step, language, register, number);
                    let text = compose(&brief, &me, &OwnWords::default());
                    drafts.push((brief, me, text));
                }
            }
        }
    }
    drafts
});

fn every_draft(check: impl Fn(&Brief, &Me, &str)) {
    for (brief, me, text) in &*DRAFTS {
        check(brief, me, &text.body);
    }
}

#[test]
fn a_subject_of_its_own_is_one_line_without_gaps() {
    for (_, _, text) in &*DRAFTS {
        let subject = text.subject.as_deref();
        assert!(subject.is_none_or(|s| !s.trim().is_empty() && !s.contains(['[', '{', '\n'])));
    }
}

fn without_slots(text: &str) -> String {
    let pieces = text.split("[[").enumerate();
    pieces
        .map(|(n, piece)| if n == 0 { piece } else { piece.split_once("]]").unwrap().1 })
        .collect()
}

fn has_slots(step: Step) -> bool {
    matches!(step, Step::ThankYou | Step::ValueAdd | Step::OfferReply | Step::RejectionReply)
}

#[test]
fn s7_no_draft_has_a_tone_that_is_forbidden() {
    every_draft(|brief, _, body| {
        if brief.step != Step::NotesForm {
            assert_eq!(tone::faults(body, brief.step, brief.language), [], "{body}");
        }
    });
}

#[test]
fn s6_slots_stand_only_where_the_candidate_alone_can_fill_them() {
    every_draft(|brief, _, body| {
        let slots = body.matches("[[").count();
        let missing = usize::from(brief.addressee.is_none() && brief.step != Step::NotesForm);
        assert_eq!(slots, body.matches("]]").count(), "{body}");
        assert!(slots == missing || has_slots(brief.step), "{body}");
        assert_eq!(missing == 1, body.starts_with("[["), "{body}");
        // Ready to send, or the one gap: the answer's date.
        if brief.step == Step::OfferReply {
            assert_eq!(slots, missing + usize::from(!brief.accepts), "{body}");
        }
    });
}

#[test]
fn no_draft_shows_what_is_not_known_or_how_it_was_made() {
    every_draft(|_, _, body| {
        for artefact in [
            "{{", "}}", "{%", "None", "  ", " ,", " .", ",,", "..", " \n", "\n\n\n", "()", ";.",
            ":.", ",.", "?.", "!",
        ] {
            let theirs = artefact == "!" && body.contains("pager!");
            assert!(theirs || !body.contains(artefact), "{artefact:?} in\n{body}");
        }
        assert!(body.ends_with('\n') && !body.ends_with("\n\n"));
        assert!(!body.contains('\r') && !body.contains("m/w/d"), "{body}");
    });
}

#[test]
fn s8_every_draft_is_written_in_the_language_of_its_thread() {
    let mut other = BTreeSet::new();
    for (brief, _, text) in &*DRAFTS {
        // A user's own words may be in whatever language; the form's labels are few.
        let own = brief.notes != NotesBrief::default() || brief.step == Step::NotesForm;
        if !own && tone::language(&text.body) != Some(brief.language) {
            other.insert(&text.body);
        }
    }
    assert!(other.is_empty(), "{other:#?}");
}

#[test]
fn s8_a_draft_says_du_or_sie_and_never_both() {
    let familiar = [
        (Language::De, " du dir dich dein deine deinen deiner deinem ihr euch euer eure "),
        (Language::Fr, " tu te toi ton ta tes "),
        (Language::Es, " tu tú te ti tuyas contigo vosotros vuestra habéis "),
    ];
    let formal = [
        (Language::De, " sie ihnen ihr ihre ihren ihrem "),
        (Language::Fr, " votre vos "),
        (Language::Es, " usted ustedes su sus suyas "),
    ];
    every_draft(|brief, _, body| {
        if brief.step == Step::NotesForm || brief.notes != NotesBrief::default() {
            return;
        }
        let foreign = if brief.register == Register::Formal { &familiar } else { &formal };
        let words = without_slots(body);
        // German writes "Sie" and "Ihr" large where a person is meant, and "sie" is also a thing.
        for word in words.split(|c: char| !c.is_alphanumeric()) {
            let other = foreign.iter().any(|(language, known)| {
                let word = word.to_lowercase();
                *language == brief.language
                    && !word.is_empty()
                    && known.contains(&format!(" {word} "))
            });
            let thing = brief.language == Language::De
                && brief.register == Register::Familiar
                && !word.starts_with(char::is_uppercase);
            // A plural "votre" may mean the company even where the person is "tu".
            let company = brief.language == Language::Fr
                && matches!(word.to_lowercase().as_str(), "votre" | "vos");
            let polite = brief.language == Language::De
                && brief.register == Register::Formal
                && word.starts_with("Ihr");
            assert!(!other || thing || company || polite, "{word} in\n{body}");
        }
    });
}

#[test]
fn s1_a_thank_you_has_four_to_six_sentences_and_under_150_words() {
    for language in LANGUAGES {
        for number in 0..4 * DRAWN {
            let (brief, me) =
                drawn(Step::ThankYou, language, REGISTERS[(number % 2) as usize], number);
            let body = compose(&brief, &me, &OwnWords::default()).body;
            let limit = if brief.preset == "weekly" { 300 } else { 150 };
            assert!(body.split_whitespace().count() < limit, "{body}");
            if brief.preset == "weekly" {
                let first = usize::from(brief.addressee.is_none()) + 1;
                let paragraphs = body.trim_end().split("\n\n").count();
                assert_eq!(paragraphs - first - 1, 3, "{body}");
                continue;
            }
            // S5 and S10 stand outside the count.
            let extra = usize::from(brief.notes.correction.is_some())
                + usize::from(brief.notes.to_send.is_some());
            let paragraphs: Vec<&str> = body.trim_end().split("\n\n").collect();
            let first = usize::from(brief.addressee.is_none()) + 1;
            let letter = paragraphs[first..paragraphs.len() - 1 - extra].join(" ");
            let ends = letter
                .replace("]].", "]]")
                .replace("1. Okt", "1 Okt")
                .replace("2. Okt", "2 Okt")
                .replace("6. Sep", "6 Sep")
                .matches(['.', '?'])
                .count();
            let slots = letter.matches("]]").count() - letter.matches(".]]").count();
            let count = ends + slots - letter.matches("]]?").count();
            assert!((4..=6).contains(&count), "{count} in\n{body}");
        }
    }
}

#[test]
fn t1_no_two_members_of_a_panel_read_the_same_thank_you() {
    for language in LANGUAGES {
        for talked_about in [None, Some("backfills".to_owned())] {
            let names = ["Ada Lind", "Bo Rask", "Cy Osei"];
            let panel: Vec<Person> = names
                .iter()
                .map(|name| Person {
                    name: (*name).into(),
                    email: Some(format!("{}@firm.example", &name[..2])),
                    title: None,
                })
                .collect();
            let bodies: BTreeSet<String> = panel
                .iter()
                .map(|member| {
                    let brief = Brief {
                        addressee: Some(Addressee {
                            address: Address {
                                name: Some(member.name.clone()),
                                email: member.email.clone().unwrap(),
                            },
                            signs_as: None,
                            title: None,
                        }),
                        interview: Some(InterviewBrief { date: date(2026, 9, 16), topic: None }),
                        took_part: true,
                        panel: panel.clone(),
                        notes: NotesBrief {
                            talked_about: talked_about.clone(),
                            ..NotesBrief::default()
                        },
                        ..Brief::bare(Step::ThankYou, language, Register::Formal)
                    };
                    let me = Me {
                        name: "Robin Vale".into(),
                        address: "r@home.example".into(),
                        fit: None,
                    };
                    let body = compose(&brief, &me, &OwnWords::default()).body;
                    body.split_once("\n\n").unwrap().1.to_owned()
                })
                .collect();
            assert_eq!(bodies.len(), names.len(), "{bodies:#?}");
        }
    }
}

#[test]
fn s2_a_date_is_named_and_a_deadline_is_always_said() {
    for language in LANGUAGES {
        for number in 0..DRAWN {
            for step in [Step::CheckIn, Step::Acknowledgement, Step::CompetingOffer] {
                let (brief, me) = drawn(step, language, Register::Formal, number);
                let body = compose(&brief, &me, &OwnWords::default()).body;
                let said = match language {
                    Language::De => "2. Oktober",
                    Language::Es => "2 de octubre",
                    Language::Fr => "2 octobre",
                    Language::En | Language::Other => "2 October",
                };
                assert_eq!(brief.deadline.is_some(), body.contains(said), "{body}");
            }
        }
    }
}

#[test]
fn s9_everybody_to_be_thanked_is_named_as_the_source_names_them() {
    for language in LANGUAGES {
        for number in 0..DRAWN {
            let (brief, me) = drawn(Step::ThankYou, language, Register::Familiar, number);
            let body = compose(&brief, &me, &OwnWords::default()).body;
            for person in &brief.pass_on {
                let title =
                    person.title.as_ref().map(|title| format!(", {title}")).unwrap_or_default();
                // The titles of a crowd would not leave room for the letter.
                let title = if brief.pass_on.len() > 3 { "" } else { &title };
                assert!(body.contains(&format!("{}{title}", person.name)), "{body}");
            }
        }
    }
}

#[test]
fn every_draft_reads_back_from_its_bytes_as_it_was_meant() {
    for (brief, me, text) in &*DRAFTS {
        let envelope = Envelope {
            id: MailId("d-1@home.example".into()),
            from: Address { name: Some(me.name.clone()), email: me.address.clone() },
            to: brief.addressee.iter().map(|to| to.address.clone()).collect(),
            subject: text
                .subject
                .clone()
                .unwrap_or_else(|| subject::reply("AW: Gespräch – Gehört")),
            parent: Some(MailId("p@firm.example".into())),
            ancestors: vec![MailId("a@firm.example".into())],
            date: "2026-09-16T19:15:00+01:00[Europe/London]".parse().unwrap(),
        };
        let bytes = assemble(&envelope, &text.body);
        let read = read_back(&bytes);
        assert_eq!(read, meant(&envelope, &text.body), "{}", String::from_utf8_lossy(&bytes));
        assert_eq!(read.body, text.body);
        assert!(bytes.split(|byte| *byte == b'\n').all(|line| line.len() <= 100));
    }
}
