//! The presets (etiquette §3) as data: when a thank-you appears, and the chasers in their order.

use std::collections::BTreeMap;

use jiff::civil::Time;
use serde::Deserialize;

use crate::draft::Step;

/// One way to follow up.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    #[serde(skip)]
    pub name: String,
    /// Whose guide's wording its texts keep: a user's own preset starts from one of the five.
    #[serde(skip)]
    pub words: String,
    pub thank_you: ThankYou,
    /// The chaser is due in the morning of the (grace + 1)-th business day after a deadline.
    pub grace: u8,
    /// Their number is the ceiling (W4).
    pub chasers: Vec<Chaser>,
    /// After the last allowed touch the opportunity closes as silent (C6).
    pub patience: Distance,
}

/// When a thank-you appears.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThankYou {
    /// So many hours after the end.
    AfterHours(u8),
    /// At this hour of the day of the interview, or 1 h after the end if later.
    At(Time),
    /// At this hour of the next day, or 24 h after the end if earlier, not before 07:00.
    NextDay(Time),
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chaser {
    pub step: Step,
    pub after: Distance,
    /// Left out from this round on.
    #[serde(default)]
    pub until_round: Option<u32>,
}

/// A distance between days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Distance {
    BusinessDays(u8),
    Days(u8),
}

impl TryFrom<String> for Distance {
    type Error = String;

    fn try_from(text: String) -> Result<Distance, String> {
        let wrong = || format!("\"{text}\" is no distance: write \"5 bd\" or \"7 d\"");
        let (count, unit) = text.split_once(' ').ok_or_else(wrong)?;
        let count = count.parse().map_err(|_| wrong())?;
        match unit {
            "bd" => Ok(Distance::BusinessDays(count)),
            "d" => Ok(Distance::Days(count)),
            _ => Err(wrong()),
        }
    }
}

impl Preset {
    /// The preset with this name.
    pub fn named(name: &str) -> Option<Preset> {
        Preset::all().remove(name)
    }

    /// All presets by name.
    pub fn all() -> BTreeMap<String, Preset> {
        let mut all: BTreeMap<String, Preset> =
            toml::from_str(include_str!("../../config/presets.toml"))
                .expect("the embedded presets parse: a test reads them");
        for (name, preset) in &mut all {
            preset.name.clone_from(name);
            preset.words.clone_from(name);
        }
        all
    }

    /// The chasers of the n-th round, in order: their number is its ceiling.
    pub fn chasers_in(&self, round: u32) -> Vec<&Chaser> {
        self.chasers.iter().filter(|c| c.until_round.is_none_or(|until| round < until)).collect()
    }

    /// Never more chasers in a round than this (W4).
    pub fn ceiling(&self) -> usize {
        self.chasers.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_five_presets_stand_as_the_guides_say() {
        let all = Preset::all();
        let ceilings: Vec<_> =
            all.iter().map(|(n, p)| (n.as_str(), p.ceiling(), p.grace)).collect();
        let wanted = [
            ("concise", 2, 2),
            ("engineer", 2, 1),
            ("four-touch", 3, 0),
            ("recruiter", 2, 1),
            ("weekly", 3, 0),
        ];
        assert_eq!(ceilings, wanted);
    }
}
