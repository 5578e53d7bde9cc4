//! `afterword presets`: the five presets and the user's own, side by side.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use serde_json::{Value, json};

use super::{Failure, Shared, view};
use crate::{
    edge::files::{self, ConfigError},
    etiquette::preset::{Chaser, Distance, Preset, ThankYou},
    settings::{PRESETS, Settings},
};

/// Shows the presets side by side; a star marks the one you follow.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  afterword presets\n  afterword presets --json\n\n\
    Choose one with [etiquette] preset = \"NAME\", or write your own:\n  [preset.mine]\n  \
    from = \"recruiter\"\n  grace = 2")]
pub struct Args {
    #[command(flatten)]
    shared: Shared,
    /// Print JSON Lines for programs
    #[arg(long)]
    json: bool,
}

/// Runs the command; without a configuration the five are shown.
pub fn run(args: &Args) -> Result<bool, Failure> {
    let settings = match files::load(&args.shared.config()) {
        Ok(settings) => settings,
        Err(ConfigError::Missing(_)) if args.shared.config.is_none() => Settings::bare(),
        Err(error) => return Err(Failure::Config(error.to_string())),
    };
    let mut out = io::stdout().lock();
    let all = all(&settings.presets);
    let followed = &settings.etiquette.preset;
    let printed = if args.json {
        all.iter().try_for_each(|preset| writeln!(out, "{}", object(preset, followed)))
    } else {
        out.write_all(table(&all, followed).as_bytes())
    };
    printed.map_err(Failure::output)?;
    Ok(true)
}

/// The five in the order of the guides, then the user's own.
fn all(own: &BTreeMap<String, Preset>) -> Vec<Preset> {
    PRESETS.into_iter().filter_map(Preset::named).chain(own.values().cloned()).collect()
}

/// One row a preset; columns as wide as their widest cell.
fn table(all: &[Preset], followed: &str) -> String {
    let chasers = all.iter().map(|p| p.chasers.len()).max().unwrap_or_default();
    let titles = ["  preset", "thank-you", "after a deadline"].into_iter();
    let titles = titles.chain(["in silence", "then", "then"].into_iter().take(chasers));
    let mut rows: Vec<Vec<String>> = vec![titles.chain(["patience"]).map(str::to_owned).collect()];
    rows.extend(all.iter().map(|preset| row(preset, followed, chasers)));
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let width = |n: usize| {
        rows.iter().filter_map(|row| row.get(n)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for row in &rows {
        let cells: Vec<String> =
            row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        text.push_str(cells.join("  ").trim_end());
        text.push('\n');
    }
    text
}

fn row(preset: &Preset, followed: &str, chasers: usize) -> Vec<String> {
    let star = if preset.name == followed { "* " } else { "  " };
    let mut cells = vec![
        format!("{star}{}", preset.name),
        thank_you(preset.thank_you),
        match preset.grace {
            0 => "next business day".to_owned(),
            n => format!("business day {}", n + 1),
        },
    ];
    let step = |chaser: Option<&Chaser>| chaser.map_or_else(|| "-".to_owned(), chaser_words);
    cells.extend((0..chasers).map(|n| step(preset.chasers.get(n))));
    cells.push(distance(preset.patience));
    cells
}

fn thank_you(when: ThankYou) -> String {
    match when {
        ThankYou::AfterHours(hours) => format!("{hours} h after the end"),
        ThankYou::At(time) => time.strftime("%H:%M the same day").to_string(),
        ThankYou::NextDay(time) => time.strftime("%H:%M the next day").to_string(),
    }
}

fn chaser_words(chaser: &Chaser) -> String {
    let before = chaser.until_round.map(|round| format!(", before round {round}"));
    format!("{} {}{}", view::step(chaser.step), distance(chaser.after), before.unwrap_or_default())
}

fn distance(distance: Distance) -> String {
    match distance {
        Distance::BusinessDays(n) => format!("{n} bd"),
        Distance::Days(n) => format!("{n} d"),
    }
}

/// A preset for programs, with the words of the configuration.
fn object(preset: &Preset, followed: &str) -> Value {
    let thank_you = match preset.thank_you {
        ThankYou::AfterHours(hours) => json!({ "after_hours": hours }),
        ThankYou::At(time) => json!({ "at": time.strftime("%H:%M").to_string() }),
        ThankYou::NextDay(time) => json!({ "next_day": time.strftime("%H:%M").to_string() }),
    };
    let chasers: Vec<Value> = preset
        .chasers
        .iter()
        .map(|c| json!({"step": c.step, "after": distance(c.after), "until_round": c.until_round}))
        .collect();
    json!({
        "name": preset.name,
        "from": preset.words,
        "followed": preset.name == followed,
        "thank_you": thank_you,
        "grace": preset.grace,
        "chasers": chasers,
        "patience": distance(preset.patience),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_five_stand_side_by_side_and_a_star_marks_the_one_followed() {
        let text = table(&all(&BTreeMap::new()), "concise");
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 6, "{text}");
        let starts = |n: usize, with: &str| lines.get(n).is_some_and(|l| l.starts_with(with));
        assert!(starts(1, "  recruiter") && starts(4, "* concise"), "{text}");
        assert!(text.contains("3 h after the end   business day 2"), "{text}");
        assert!(text.contains("value-add 7 d, before round 3"), "{text}");
        let widest = text.lines().map(|l| l.chars().count()).max().unwrap_or_default();
        assert!(widest <= 160, "{text}");
    }
}
