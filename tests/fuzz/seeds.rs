//! `seeds CORPUS... OUT`: writes below OUT the first inputs of each target.
//!
//! Mails as they are, the calendar parts found in them, and their own text a paragraph at a time.

#[path = "properties.rs"]
mod properties;

// The coverage counters of the instrumented crates are defined there.
use libfuzzer_sys as _;

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

use afterword::{
    message::{self, Message},
    reading::{self, Reader},
};
use jiff::{Timestamp, tz::TimeZone};

/// What servers say, well and badly, to the commands of the target `imap`.
const CONVERSATIONS: [&str; 6] = [
    "* OK [CAPABILITY IMAP4rev1 UIDPLUS] ready\r\n* CAPABILITY IMAP4rev1 IDLE\r\na1 OK done\r\n\
     * 3 EXISTS\r\n* OK [UIDVALIDITY 7] .\r\n* OK [UIDNEXT 9] .\r\na2 OK [READ-ONLY] done\r\n\
     * 1 FETCH (UID 7 FLAGS (\\Seen \\Draft) INTERNALDATE \" 7-Oct-2026 14:30:00 +0100\" \
     BODY[] {12}\r\nSubject: a\r\n)\r\na3 OK done\r\na4 OK done\r\na5 OK done\r\n",
    "* PREAUTH hello\r\n",
    "* OK hi\r\na1 OK\r\na2 NO [SERVERBUG] later\r\na3 BAD what\r\n* BYE gone\r\n",
    "* OK hi\r\na1 OK\r\n* 1 FETCH (BODYSTRUCTURE ((((((((((((\"a\" \"b\"))))))))))))\r\na2 OK\r\n",
    "* OK hi\r\na1 OK\r\na2 OK\r\n* 1 FETCH (UID 7 BODY[] {500000000}\r\nxxxx",
    "* OK hi\r\na9 OK\r\n+ go on\r\n* 1 FETCH (UID 1 X-GM-LABELS (\"\\\\Sent\"))\r\n* SEARCH 1 2\r\n",
];

fn main() -> io::Result<()> {
    let mut folders: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let out = folders.pop().ok_or_else(|| io::Error::other("seeds CORPUS... OUT"))?;
    for (target, _) in properties::TARGETS {
        fs::create_dir_all(out.join(target))?;
    }
    let imap = out.join("imap");
    fs::create_dir_all(&imap)?;
    for (number, text) in CONVERSATIONS.iter().enumerate() {
        // The first byte tells how many bytes arrive at once.
        fs::write(imap.join(number.to_string()), [&[64], text.as_bytes()].concat())?;
    }
    for folder in folders {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|ext| ext == "eml") {
                seed(&out, &path)?;
            }
        }
    }
    Ok(())
}

fn seed(out: &Path, path: &Path) -> io::Result<()> {
    let bytes = fs::read(path)?;
    let name = path.file_stem().unwrap_or_default().display().to_string();
    fs::write(out.join("message").join(&name), &bytes)?;
    fs::write(out.join("reading").join(&name), &bytes)?;
    let message = message::parse(&bytes);
    for (number, calendar) in message.calendars.iter().enumerate() {
        fs::write(out.join("calendar").join(format!("{name}-{number}")), calendar)?;
    }
    seed_dates(&out.join("dates"), &name, &message)
}

fn seed_dates(out: &Path, name: &str, message: &Message) -> io::Result<()> {
    let reader = Reader { me: Vec::new(), name: None, zone: TimeZone::UTC };
    let language = reading::read(message, &reader).language;
    let epoch = Timestamp::UNIX_EPOCH.to_zoned(TimeZone::UTC);
    let head = properties::dates_head(language, message.date.as_ref().unwrap_or(&epoch));
    let dated = |text: &&str| text.contains(|c: char| c.is_ascii_digit());
    for (number, text) in message.own.split("\n\n").filter(dated).enumerate() {
        fs::write(out.join(format!("{name}-{number}")), [&head, text.as_bytes()].concat())?;
    }
    Ok(())
}
