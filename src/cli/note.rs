//! `afterword note COMPANY`: the notes form in the user's editor; the same as the form in Drafts.

use super::{
    Failure,
    said::{Desk, Open, Whose, unchanged},
    view,
};
use crate::{
    draft::{
        Brief, InterviewBrief, Step,
        notes::{self, Notes},
    },
    edge::editor,
    opportunity::{Interview, Opportunity},
    reading::Person,
};

/// Opens the notes form of the last interview in $VISUAL or $EDITOR: what you write goes into the
/// thank-yous.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  afterword note Corvid")]
pub struct Args {
    #[command(flatten)]
    whose: Whose,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<bool, Failure> {
    let desk = Desk::open(&args.whose.common)?;
    let of = desk.find(&args.whose.company, Open::Only)?;
    let Some(interview) = desk.interview(of.id) else {
        return Err(unchanged(&format!("{} had no interview yet", view::title(of))));
    };
    let known = interview.notes.as_ref().map(|noted| noted.notes.clone()).unwrap_or_default();
    let blank = form(of, interview, &known, desk.policy.date(interview.start.timestamp()));
    let id = of.id;
    let written = editor::edit(&filled(&blank, &known)).map_err(Failure::Other)?;
    let kept = desk.note(id, &written.text);
    match kept {
        Err(Failure::Other(why)) => {
            let file = written.file().display();
            Err(Failure::Other(format!("{why}; what you wrote is in {file}")))
        }
        kept => {
            written.discard();
            kept
        }
    }
}

/// The form, with a line for everybody who is known or was noted.
fn form(of: &Opportunity, held: &Interview, known: &Notes, date: jiff::civil::Date) -> String {
    let mut brief = Brief::bare(Step::NotesForm, of.language, of.register);
    brief.interview = Some(InterviewBrief { date, topic: held.topic.clone() });
    brief.panel.clone_from(&held.panel);
    for name in known.talked.keys() {
        if !brief.panel.iter().any(|person| person.name.trim() == name) {
            brief.panel.push(Person { name: name.clone(), email: None, title: None });
        }
    }
    notes::form(&brief).body
}

/// What was noted before stands behind its label, which the parser itself finds.
fn filled(blank: &str, known: &Notes) -> String {
    let fill = |line: &str| {
        let asked = notes::parse(&format!("{line} x"));
        let talked = asked.talked.keys().find_map(|name| known.talked.get(name));
        let of = |asks: &Option<String>, known: &Option<String>| {
            asks.as_ref().and(known.as_ref()).cloned()
        };
        let value = talked.cloned();
        let value = value.or_else(|| of(&asked.others, &known.others));
        let value = value.or_else(|| of(&asked.next_steps, &known.next_steps));
        let value = value.or_else(|| of(&asked.to_send, &known.to_send));
        let value = value.or_else(|| of(&asked.correction, &known.correction));
        format!("{line}{}{}\n", if value.is_some() { " " } else { "" }, value.unwrap_or_default())
    };
    blank.lines().map(fill).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::{Language, Register};

    #[test]
    fn what_was_noted_before_stands_in_the_form_again() {
        for language in [Language::En, Language::De, Language::Fr, Language::Es] {
            let mut brief = Brief::bare(Step::NotesForm, language, Register::Formal);
            brief.panel.push(Person { name: "Ada Lind".into(), email: None, title: None });
            let blank = notes::form(&brief).body;
            let mut known = Notes::default();
            known.talked.insert("Ada Lind".into(), "backfills".into());
            known.next_steps = Some("they decide by 2 October".into());
            known.correction = Some("I would use a queue".into());
            let text = filled(&blank, &known);
            assert_eq!(notes::parse(&text), known, "{text}");
            assert_eq!(filled(&blank, &Notes::default()), blank);
        }
    }
}
