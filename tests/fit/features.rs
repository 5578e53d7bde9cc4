//! Prints the features of labelled mails as JSON Lines, for `tests/fit/fit.py`.
//!
//! usage: features SOURCE... where a source is a folder of mails with labels.jsonl, or a file of
//! texts, one JSON object a line: kind, accept, from, reply, bulk, subject, body.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a tool for developers"
)]

use std::{env, fs, path::Path};

use afterword::{
    message,
    reading::{self, Reader},
};
use serde_json::{Value, json};

fn main() {
    let reader = Reader {
        me: vec!["robin.vale@mailbox.example".into()],
        name: None,
        zone: jiff::tz::TimeZone::get("Europe/London").unwrap(),
    };
    for source in env::args().skip(1) {
        let source = Path::new(&source);
        let set = source.file_stem().unwrap().to_str().unwrap();
        let folder = source.is_dir();
        let list = if folder { source.join("labels.jsonl") } else { source.to_owned() };
        for (n, line) in fs::read_to_string(list).unwrap().lines().enumerate() {
            let label: Value = serde_json::from_str(line).unwrap();
            let bytes = match label["file"].as_str() {
                Some(file) => fs::read(source.join(file)).unwrap(),
                None => mail(n, &label).into_bytes(),
            };
            let features = reading::features(&message::parse(&bytes), &reader);
            let (kind, accept) = (&label["kind"], &label["accept"]);
            println!(
                "{}",
                json!({"set": set, "n": n, "kind": kind, "accept": accept, "features": features})
            );
        }
    }
}

/// A text as the mail it would be.
fn mail(n: usize, text: &Value) -> String {
    let say = |key: &str| text[key].as_str().unwrap_or_default().replace('\n', " ");
    let mut headers = format!(
        "From: {}\nTo: Robin Vale <robin.vale@mailbox.example>\nSubject: {}\n\
         Date: Tue, 6 Oct 2026 09:30:00 +0100\nMessage-ID: <{n}@text.example>\n\
         MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n",
        say("from"),
        say("subject")
    );
    if text["reply"] == true {
        headers.push_str("In-Reply-To: <before@text.example>\n");
    }
    if text["bulk"] == true {
        headers.push_str("List-Unsubscribe: <https://text.example/unsubscribe>\n");
    }
    format!("{headers}\n{}\n", text["body"].as_str().unwrap_or_default())
}
