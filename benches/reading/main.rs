//! How fast mail is read: the whole reading against mail-parser alone, and hostile mail against
//! ordinary mail of the same size.
//!
//! Fails when a ratio is above its limit. Each mail is read by both sides in turn, many times, and
//! counts with its medians: what else the machine does strikes both. `-- corpus` reads the corpus
//! alone, for a profiler.

#![expect(clippy::disallowed_methods, reason = "it measures time")]

mod hostile;

use std::{
    fs,
    hint::black_box,
    io::{self, Write},
    path::Path,
    process::ExitCode,
    time::{Duration, Instant},
};

use afterword::{
    message,
    reading::{self, Reader},
};
use mail_parser::MessageParser;

/// Reading may take so many times what mail-parser takes.
const PARSER_RATIO_MAX: f64 = 8.0;
/// A hostile mail may take so many times what an ordinary mail of its size takes.
const HOSTILE_RATIO_MAX: f64 = 50.0;
const CORPUS_ROUNDS: usize = 31;
const HOSTILE_ROUNDS: usize = 5;

fn main() -> io::Result<ExitCode> {
    let mut out = io::stdout().lock();
    let reader = Reader {
        me: vec!["robin.vale@mailbox.example".into()],
        name: None,
        zone: jiff::tz::TimeZone::get("Europe/London").map_err(io::Error::other)?,
    };
    let ours = |mail: &[u8]| {
        black_box(reading::read(&message::parse(mail), &reader));
    };
    let corpus = corpus()?;
    let parser = corpus_ratio(&mut out, &corpus, ours)?;
    if std::env::args().any(|argument| argument == "corpus") {
        return Ok(ExitCode::SUCCESS);
    }
    let hostile = hostile_ratio(&mut out, ours)?;
    let kept = parser <= PARSER_RATIO_MAX && hostile <= HOSTILE_RATIO_MAX;
    Ok(if kept { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The bytes of every mail of the corpus.
fn corpus() -> io::Result<Vec<Vec<u8>>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut paths: Vec<_> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "eml"));
    paths.sort();
    paths.into_iter().map(fs::read).collect()
}

fn corpus_ratio(out: &mut impl Write, mails: &[Vec<u8>], ours: impl Fn(&[u8])) -> io::Result<f64> {
    let first = time(|| mails.iter().for_each(|mail| ours(mail)));
    let mut theirs_took = vec![Vec::new(); mails.len()];
    let mut ours_took = vec![Vec::new(); mails.len()];
    for _ in 0..CORPUS_ROUNDS {
        for ((mail, theirs_took), ours_took) in
            mails.iter().zip(&mut theirs_took).zip(&mut ours_took)
        {
            theirs_took.push(time(|| {
                black_box(MessageParser::new().parse(black_box(mail.as_slice())));
            }));
            ours_took.push(time(|| ours(black_box(mail))));
        }
    }
    let each = |took: Vec<Vec<Duration>>| {
        let all: Duration = took.into_iter().map(median).sum();
        all / u32::try_from(mails.len()).unwrap_or(1).max(1)
    };
    let (theirs, ours) = (each(theirs_took), each(ours_took));
    let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
    let bytes: usize = mails.iter().map(Vec::len).sum();
    writeln!(out, "{} mails, {} KB; first pass {first:.1?}", mails.len(), bytes / 1000)?;
    writeln!(out, "  mail-parser    {theirs:>9.1?} a mail")?;
    writeln!(out, "  parse and read {ours:>9.1?} a mail")?;
    writeln!(out, "  ratio          {ratio:>9.2}   at most {PARSER_RATIO_MAX}")?;
    Ok(ratio)
}

fn hostile_ratio(out: &mut impl Write, ours: impl Fn(&[u8])) -> io::Result<f64> {
    let ordinary = hostile::ordinary();
    writeln!(out, "mails of 1 MiB against an ordinary one")?;
    let mut worst = 0.0_f64;
    for (name, mail) in hostile::mails() {
        let (mut plain, mut odd) = (Vec::new(), Vec::new());
        for _ in 0..HOSTILE_ROUNDS {
            plain.push(time(|| ours(black_box(&ordinary))));
            odd.push(time(|| ours(black_box(&mail))));
        }
        let (plain, odd) = (median(plain), median(odd));
        let ratio = odd.as_secs_f64() / plain.as_secs_f64();
        worst = worst.max(ratio);
        writeln!(out, "  {name:<34} {odd:>9.1?} {ratio:>7.2}   ordinary {plain:.1?}")?;
    }
    writeln!(out, "  worst ratio {worst:.2}   at most {HOSTILE_RATIO_MAX}")?;
    Ok(worst)
}

fn time(run: impl FnOnce()) -> Duration {
    let start = Instant::now();
    run();
    start.elapsed()
}

fn median(mut took: Vec<Duration>) -> Duration {
    took.sort();
    took.get(took.len() / 2).copied().unwrap_or_default()
}
