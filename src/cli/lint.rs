//! `afterword lint FILE...`: the tone check (S7) for a text of the user's own.
//!
//! Knows where texts come from and how faults are shown; what a fault is, `draft::tone` decides.

use std::{
    fs,
    io::{self, Read as _, Write},
};

use serde::de::DeserializeOwned;
use serde_json::json;

use super::{Failure, view};
use crate::{
    draft::{
        Step,
        tone::{self, Fault},
        words::THANKS_WORDS_MAX,
    },
    reading::Language,
};

/// No letter is longer.
const TEXT_BYTES_MAX: u64 = 1024 * 1024;

/// Tells what in a text would press, blame or weary its reader, and what to write instead.
///
/// The exit status is 1 when something was found.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  afterword lint check-in.txt\n  \
    xclip -o | afterword lint - --step thank-you\n\n\
    $ echo \"I am just checking in.\" | afterword lint -\n  \
    -:1: \"just checking in\": gives checking in as the whole reason\n      \
    instead: say the one thing that you would like to know, first")]
pub struct Args {
    /// Text files; - is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<String>,
    /// en, de, fr or es [default: as the text reads]
    #[arg(long, value_name = "LANG", value_parser = named::<Language>)]
    language: Option<Language>,
    /// What the text is, such as thank-you, check-in, rejection-reply, competing-offer
    #[arg(long, value_name = "STEP", default_value = "check-in", value_parser = named::<Step>)]
    step: Step,
    /// Print JSON Lines for programs
    #[arg(long)]
    json: bool,
}

/// A value by the name that it has in data; serde's error lists the names.
fn named<T: DeserializeOwned>(name: &str) -> Result<T, String> {
    serde_json::from_value(json!(name)).map_err(|e| e.to_string())
}

/// Runs the command; true when nothing was found.
pub fn run(args: &Args) -> Result<bool, Failure> {
    let mut out = io::stdout().lock();
    let mut fine = true;
    for file in &args.files {
        let text = read(file).map_err(|e| Failure::Other(format!("cannot read {file}: {e}")))?;
        let language = match args.language.or_else(|| tone::language(&text)) {
            Some(Language::Other) | None => {
                let text = format!("{file}: the language is not plain; name it with --language");
                return Err(Failure::Other(text));
            }
            Some(language) => language,
        };
        for fault in found(&text, args.step, language) {
            fine = false;
            show(&mut out, args.json, file, &fault).map_err(Failure::output)?;
        }
    }
    Ok(fine)
}

fn read(file: &str) -> io::Result<String> {
    let mut bytes = Vec::new();
    if file == "-" {
        io::stdin().lock().take(TEXT_BYTES_MAX).read_to_end(&mut bytes)?;
    } else {
        fs::File::open(file)?.take(TEXT_BYTES_MAX).read_to_end(&mut bytes)?;
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The faults of tone, the gaps, and for a thank-you its length (S1).
fn found(text: &str, step: Step, language: Language) -> Vec<Fault> {
    let mut found = tone::faults(text, step, language);
    for (line, said) in (1..).zip(text.lines()) {
        if let Some((_, slot)) = said.split_once("[[") {
            let inside = slot.split_once("]]").map_or(slot, |(inside, _)| inside);
            found.push(Fault { name: "gap".to_owned(), text: format!("[[{inside}]]"), line });
        }
    }
    let words = text.split_whitespace().count();
    if step == Step::ThankYou && words > THANKS_WORDS_MAX {
        found.push(Fault { name: "length".to_owned(), text: format!("{words} words"), line: 1 });
    }
    found.sort_by_key(|fault| fault.line);
    found
}

fn show(out: &mut impl Write, json: bool, file: &str, fault: &Fault) -> io::Result<()> {
    let advice = tone::advice(&fault.name);
    let what = advice.map_or(fault.name.as_str(), |advice| &advice.what);
    let instead = advice.map_or("", |advice| &advice.instead);
    let Fault { name, text, line } = fault;
    if json {
        let value = json!({
            "file": file, "line": line, "fault": name, "text": text,
            "what": what, "instead": instead,
        });
        return writeln!(out, "{value}");
    }
    let (file, text) = (view::line(file), view::line(text));
    writeln!(out, "{file}:{line}: \"{text}\": {what}\n    instead: {instead}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_and_a_long_thank_you_are_found_beside_the_tone() {
        let text =
            format!("Dear Ada,\n\n[[One thing.]]\nSorry to bother you. {}", "so ".repeat(160));
        let names = |step| -> Vec<String> {
            found(&text, step, Language::En).into_iter().map(|fault| fault.name).collect()
        };
        assert_eq!(names(Step::ThankYou), ["length", "gap", "apology"]);
        assert_eq!(names(Step::CheckIn), ["gap", "apology"]);
    }

    #[test]
    fn names_are_those_of_the_data() {
        assert_eq!(named::<Step>("thank-you"), Ok(Step::ThankYou));
        assert_eq!(named::<Language>("de"), Ok(Language::De));
        assert!(named::<Step>("thanks").unwrap_err().contains("thank-you"));
    }
}
