//! Whatever a server says: no limit is passed, nothing but a command's own tagged OK is a success,
//! and a connection that is lost answers nothing again.

#![no_main]

use std::{cell::RefCell, panic};

use afterword::edge::imap::{
    answer::Fault,
    command::Line,
    fetch::fetched,
    guard::{LITERAL_BYTES_MAX, RESPONSE_BYTES_MAX},
    tls::Stream,
};
use tokio::runtime::{Builder, Runtime};

/// What is asked, one after the other.
const COMMANDS: [&str; 5] = [
    "CAPABILITY",
    "EXAMINE INBOX",
    "UID FETCH 1:* (UID FLAGS INTERNALDATE BODY.PEEK[])",
    "UID STORE 7 +FLAGS.SILENT (\\Deleted)",
    "NOOP",
];

thread_local! {
    static RUNTIME: RefCell<Runtime> =
        RefCell::new(Builder::new_current_thread().enable_time().build().unwrap());
}

/// How one command ended.
#[derive(Debug, PartialEq)]
enum End {
    Lost,
    Ok,
    Refused,
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((chunk, said)) = bytes.split_first() else { return };
    // The parser panics on some responses, which the strict layer catches: no crash.
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| ()));
    let ends = RUNTIME.with_borrow(|runtime| runtime.block_on(converse(said, (*chunk).into())));
    panic::set_hook(hook);
    judge(said, &ends);
});

async fn converse(said: &[u8], chunk: usize) -> Vec<End> {
    let mut line = Line::new(Stream::new(said, chunk));
    if line.greeting().await.is_err() {
        assert!(line.is_lost());
    }
    let mut ends = Vec::new();
    for command in COMMANDS {
        let lost = line.is_lost();
        let mut kept = 0;
        let done = line
            .run(command, &mut |response| {
                let body = fetched(response).and_then(|fetched| fetched.body);
                let length = body.map_or(0, <[u8]>::len);
                assert!(length <= LITERAL_BYTES_MAX);
                kept += length;
            })
            .await;
        assert!(kept <= said.len().max(RESPONSE_BYTES_MAX));
        let end = match done {
            Ok(_) => End::Ok,
            Err(Fault::Bad(_) | Fault::No(_)) => End::Refused,
            Err(Fault::Lost(_)) => End::Lost,
        };
        assert_eq!(line.is_lost(), end == End::Lost, "{command}");
        assert!(!lost || end == End::Lost, "a lost connection answered");
        ends.push(end);
    }
    ends
}

fn judge(said: &[u8], ends: &[End]) {
    let said = String::from_utf8_lossy(said).to_ascii_lowercase();
    for (end, tag) in ends.iter().zip(1..) {
        let answers = |word: &str| said.contains(&format!("a{tag} {word}"));
        match end {
            End::Ok => assert!(answers("ok"), "success without a tagged OK"),
            End::Refused => assert!(answers("no") || answers("bad")),
            End::Lost => {}
        }
    }
}
