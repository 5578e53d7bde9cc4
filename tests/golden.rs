//! One golden text for each step, language and register, to be read aloud.
//! `UPDATE=1` rewrites them.

use std::{fmt::Write, fs, path::Path};

use afterword::{
    draft::{
        Addressee, Brief, InterviewBrief, Me, NotesBrief, Step, own::OwnWords, words::compose,
    },
    message::Address,
    reading::{Language, Person, Register},
};
use jiff::civil::date;

const STEPS: [(Step, &str); 10] = [
    (Step::Acknowledgement, "acknowledgement"),
    (Step::CheckIn, "check-in"),
    (Step::Close, "close"),
    (Step::CompetingOffer, "competing-offer"),
    (Step::NotesForm, "notes-form"),
    (Step::OfferReply, "offer-reply"),
    (Step::RejectionReply, "rejection-reply"),
    (Step::ThankYou, "thank-you"),
    (Step::ValueAdd, "value-add"),
    (Step::Withdrawal, "withdrawal"),
];
const LANGUAGES: [(Language, &str); 4] =
    [(Language::De, "de"), (Language::En, "en"), (Language::Es, "es"), (Language::Fr, "fr")];
const REGISTERS: [(Register, &str); 2] =
    [(Register::Familiar, "familiar"), (Register::Formal, "formal")];

fn person(name: &str, title: Option<&str>) -> Person {
    Person { name: name.to_owned(), email: None, title: title.map(str::to_owned) }
}

fn me(language: Language) -> Me {
    let fit = match language {
        Language::De => {
            "In den letzten vier Jahren habe ich Nachtläufe auf Ereignisströme umgestellt"
        }
        Language::Es => "Los últimos cuatro años he pasado procesos nocturnos a flujos de eventos",
        Language::Fr => {
            "Depuis quatre ans, je remplace des traitements de nuit par des flux d’événements"
        }
        Language::En | Language::Other => {
            "In the last four years I have moved nightly jobs to change streams"
        }
    };
    Me {
        name: "Robin Vale".to_owned(),
        address: "robin@home.example".to_owned(),
        fit: Some(fit.to_owned()),
    }
}

fn usual(step: Step, language: Language, register: Register) -> Brief {
    Brief {
        addressee: Some(Addressee {
            address: Address {
                name: Some("Ada Lind".to_owned()),
                email: "ada@corvid.example".to_owned(),
            },
            signs_as: Some("Ada".to_owned()),
            title: None,
        }),
        company: Some("Corvid".to_owned()),
        role: Some("Data Engineer".to_owned()),
        interview: Some(InterviewBrief { date: date(2026, 9, 16), topic: None }),
        took_part: true,
        panel: vec![person("Ada Lind", None), person("Femi Adeyo", None)],
        deadline: Some(date(2026, 10, 2)),
        answer_window: Some((date(2026, 10, 12), date(2026, 10, 14))),
        ..Brief::bare(step, language, register)
    }
}

/// The same step in the situations that change its words.
fn situations(step: Step, language: Language, register: Register) -> Vec<(&'static str, Brief)> {
    let usual = usual(step, language, register);
    let with = |name: &'static str, change: &dyn Fn(&mut Brief)| {
        let mut brief = usual.clone();
        change(&mut brief);
        (name, brief)
    };
    let others = |brief: &mut Brief| {
        brief.took_part = false;
        brief.pass_on = vec![
            person("Mr D Fairbairn", Some("Head of Systems")),
            person("Dr A Okonjo", Some("Lead Engineer")),
        ];
    };
    let mut all = vec![
        with("usual", &|_| ()),
        with("another variant", &|b| b.seed = 5),
        with("a third variant", &|b| b.seed = 11),
    ];
    let more = match step {
        Step::ThankYou => vec![
            with("with notes, a correction and a link", &|b| b.notes = notes()),
            with("and pass it on", &|b| b.pass_on = vec![person("Femi Adeyo", None)]),
            with("through the coordinator, titles", &others),
            with("through the coordinator, two names", &|b| {
                b.took_part = false;
                b.pass_on = vec![person("Oskar Lind", None), person("Femi Adeyo", None)];
                b.seed = 2;
            }),
            with("weekly", &|b| b.preset = "weekly".to_owned()),
        ],
        Step::CheckIn => vec![
            with("no deadline", &|b| b.deadline = None),
            with("no deadline, a known topic", &|b| {
                b.deadline = None;
                b.notes.talked_about = notes().talked_about;
            }),
            with("last", &|b| {
                b.deadline = None;
                b.last = true;
                b.ordinal = 2;
            }),
            with("last after a deadline, no role", &|b| {
                b.last = true;
                b.ordinal = 2;
                b.role = None;
            }),
            with("concise", &|b| b.preset = "concise".to_owned()),
            with("concise, no deadline", &|b| {
                b.preset = "concise".to_owned();
                b.deadline = None;
            }),
            with("four-touch", &|b| {
                b.preset = "four-touch".to_owned();
                b.deadline = None;
            }),
            with("four-touch after a deadline", &|b| b.preset = "four-touch".to_owned()),
            with("nobody to write to", &|b| {
                b.addressee = None;
                b.took_part = false;
            }),
        ],
        Step::ValueAdd => vec![with("with a link", &|b| b.notes.to_send = notes().to_send)],
        Step::RejectionReply => vec![
            with("no interview", &|b| {
                b.interview = None;
                b.panel.clear();
                b.took_part = false;
            }),
            with("four-touch", &|b| b.preset = "four-touch".to_owned()),
            with("not an interviewer", &|b| b.took_part = false),
            with("two colleagues", &|b| b.panel.push(person("Yusra Hale", None))),
            with("told by a recruiting system", &|b| b.told_elsewhere = true),
            with("told by a recruiting system, no interview", &|b| {
                b.told_elsewhere = true;
                b.interview = None;
                b.panel.clear();
                b.took_part = false;
            }),
        ],
        Step::OfferReply => vec![with("accepted", &|b| b.accepts = true)],
        Step::CompetingOffer => vec![with("preferred", &|b| b.preferred = true)],
        Step::Close => vec![with("no role", &|b| b.role = None)],
        Step::Withdrawal => vec![
            with("no role", &|b| b.role = None),
            with("two colleagues", &|b| b.panel.push(person("Yusra Hale", None))),
        ],
        Step::Acknowledgement | Step::NotesForm => Vec::new(),
    };
    all.extend(more);
    all
}

fn notes() -> NotesBrief {
    NotesBrief {
        talked_about: Some("Backfills".to_owned()),
        correction: Some("Backfills: two columns and a switch.".to_owned()),
        to_send: Some("https://talks.example/backfills".to_owned()),
    }
}

#[test]
fn every_draft_reads_as_it_was_last_read_aloud() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let update = std::env::var_os("UPDATE").is_some();
    let mut changed = Vec::new();
    for (step, name) in STEPS {
        for (language, tag) in LANGUAGES {
            for (register, tone) in REGISTERS {
                let mut text = String::new();
                for (situation, brief) in situations(step, language, register) {
                    let draft = compose(&brief, &me(language), &OwnWords::default());
                    writeln!(text, "=== {situation}").unwrap();
                    if let Some(subject) = draft.subject {
                        writeln!(text, "Subject: {subject}\n").unwrap();
                    }
                    writeln!(text, "{}", draft.body).unwrap();
                }
                let file = folder.join(format!("{name}.{tag}.{tone}.txt"));
                if update {
                    fs::write(&file, &text).unwrap();
                } else if fs::read_to_string(&file).ok().as_deref() != Some(text.as_str()) {
                    changed.push(file);
                }
            }
        }
    }
    assert!(changed.is_empty(), "read these, then run with UPDATE=1: {changed:#?}");
}
