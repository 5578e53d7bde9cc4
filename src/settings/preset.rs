//! A user's own presets: `[preset.NAME]` tables, each from one of the five with changed keys.
//!
//! Only what keeps the rules is accepted: W2's seven days, W4's ceiling, W8's hours. Read
//! `etiquette/preset.rs` for what the keys mean.

use std::{collections::BTreeMap, ops::Range};

use jiff::civil::{Time, time};
use serde::Deserialize;
use toml::Spanned;

use super::{
    SettingsError,
    parse::{PRESETS, Page},
};
use crate::{
    draft::Step,
    etiquette::preset::{Chaser, Distance, Preset, ThankYou},
};

/// Never more chasers in a round (W4): no guide has more.
const CHASERS_MAX: usize = 3;
const GRACE_MAX: i64 = 10;
/// W2: seven days, which are five business days, at least; two months are the end of a process.
const DAYS: std::ops::RangeInclusive<u8> = 7..=60;
const BUSINESS_DAYS: std::ops::RangeInclusive<u8> = 5..=40;
/// The hours of a thank-you (W8), and how long after the end one is still the same day's.
const FROM: Time = time(7, 0, 0, 0);
const UNTIL: Time = time(21, 0, 0, 0);
const AFTER_HOURS_MAX: i64 = 20;
/// Rounds from which a chaser may be left out.
const ROUNDS: std::ops::RangeInclusive<i64> = 2..=10;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table: [preset.NAME]")]
pub(super) struct RawPreset {
    from: Spanned<String>,
    thank_you: Option<Spanned<RawThankYou>>,
    grace: Option<Spanned<i64>>,
    chasers: Option<Spanned<Vec<Spanned<RawChaser>>>>,
    patience: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table: { at = \"18:00\" }")]
struct RawThankYou {
    after_hours: Option<Spanned<i64>>,
    at: Option<Spanned<String>>,
    next_day: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table: { step = \"check-in\", after = \"7 d\" }")]
struct RawChaser {
    step: Spanned<String>,
    after: Spanned<String>,
    until_round: Option<Spanned<i64>>,
}

impl Page<'_> {
    /// The user's presets by name.
    pub(super) fn presets(
        &self,
        raw: BTreeMap<Spanned<String>, RawPreset>,
    ) -> Result<BTreeMap<String, Preset>, SettingsError> {
        let named = |(name, raw): (Spanned<String>, RawPreset)| {
            let taken = PRESETS.contains(&name.get_ref().as_str());
            let plain = |c: char| c.is_alphanumeric() || "-_".contains(c);
            if taken || name.get_ref().is_empty() || !name.get_ref().chars().all(plain) {
                let text = format!(
                    "[preset.{}]: choose a name of your own, of letters, digits and hyphens; \
                     {} are taken",
                    name.get_ref().escape_debug(),
                    PRESETS.join(", ")
                );
                return Err(self.fault(name.span(), text));
            }
            let preset = self.own_preset(name.get_ref(), raw)?;
            Ok((name.into_inner(), preset))
        };
        raw.into_iter().map(named).collect()
    }

    fn own_preset(&self, name: &str, raw: RawPreset) -> Result<Preset, SettingsError> {
        let mut preset = Preset::named(raw.from.get_ref()).ok_or_else(|| {
            let text = format!(
                "from = \"{}\" is none of the presets to start from: {}",
                raw.from.get_ref(),
                PRESETS.join(", ")
            );
            self.fault(raw.from.span(), text)
        })?;
        name.clone_into(&mut preset.name);
        if let Some(raw) = raw.thank_you {
            preset.thank_you = self.thank_you(raw)?;
        }
        if let Some(raw) = raw.grace {
            let grace = *raw.get_ref();
            let fits = u8::try_from(grace).ok().filter(|_| grace <= GRACE_MAX);
            preset.grace = fits.ok_or_else(|| {
                let text = format!(
                    "grace = {grace} is out of bounds: 0 to {GRACE_MAX} business days after the \
                     deadline"
                );
                self.fault(raw.span(), text)
            })?;
        }
        if let Some(raw) = raw.chasers {
            preset.chasers = self.chasers(raw)?;
        }
        if let Some(raw) = raw.patience {
            preset.patience = self.distance("patience", &raw)?;
        }
        Ok(preset)
    }

    fn thank_you(&self, raw: Spanned<RawThankYou>) -> Result<ThankYou, SettingsError> {
        let span = raw.span();
        match raw.into_inner() {
            RawThankYou { after_hours: Some(hours), at: None, next_day: None } => {
                let fits = (1..=AFTER_HOURS_MAX).contains(hours.get_ref());
                let count = u8::try_from(*hours.get_ref()).ok().filter(|_| fits);
                count.map(ThankYou::AfterHours).ok_or_else(|| {
                    let text = format!(
                        "after_hours = {} is out of bounds: 1 to {AFTER_HOURS_MAX}, so that the \
                         thank-you comes within a day",
                        hours.get_ref()
                    );
                    self.fault(hours.span(), text)
                })
            }
            RawThankYou { after_hours: None, at: Some(at), next_day: None } => {
                Ok(ThankYou::At(self.hour("at", &at)?))
            }
            RawThankYou { after_hours: None, at: None, next_day: Some(at) } => {
                Ok(ThankYou::NextDay(self.hour("next_day", &at)?))
            }
            _ => {
                let text = "thank_you names exactly one moment: { after_hours = 3 }, \
                            { at = \"18:00\" } or { next_day = \"07:30\" }";
                Err(self.fault(span, text))
            }
        }
    }

    fn hour(&self, key: &str, raw: &Spanned<String>) -> Result<Time, SettingsError> {
        let read = Time::strptime("%H:%M", raw.get_ref()).ok();
        read.filter(|at| (FROM..=UNTIL).contains(at)).ok_or_else(|| {
            let text = format!(
                "{key} = \"{}\" is no hour of a thank-you: write one from \"07:00\" to \"21:00\"",
                raw.get_ref()
            );
            self.fault(raw.span(), text)
        })
    }

    fn chasers(&self, raw: Spanned<Vec<Spanned<RawChaser>>>) -> Result<Vec<Chaser>, SettingsError> {
        let (span, raw) = (raw.span(), raw.into_inner());
        if raw.len() > CHASERS_MAX {
            let text = format!(
                "{} chasers are too many: at most {CHASERS_MAX} in a round, or none: chasers = []",
                raw.len()
            );
            return Err(self.fault(span, text));
        }
        let last = raw.len().saturating_sub(1);
        let read = |(n, raw): (usize, Spanned<RawChaser>)| self.chaser(raw, n == last);
        raw.into_iter().enumerate().map(read).collect()
    }

    fn chaser(&self, raw: Spanned<RawChaser>, last: bool) -> Result<Chaser, SettingsError> {
        let raw = raw.into_inner();
        let step = match raw.step.get_ref().as_str() {
            "check-in" => Step::CheckIn,
            "value-add" => Step::ValueAdd,
            "close" if last => Step::Close,
            "close" => {
                let text = "a close is final: it can only be the last of the chasers";
                return Err(self.fault(raw.step.span(), text));
            }
            other => {
                let text =
                    format!("step \"{other}\" is no chaser: use check-in, value-add or close");
                return Err(self.fault(raw.step.span(), text));
            }
        };
        let after = self.distance("after", &raw.after)?;
        let until_round = match raw.until_round {
            None => None,
            Some(raw) if ROUNDS.contains(raw.get_ref()) => u32::try_from(*raw.get_ref()).ok(),
            Some(raw) => {
                let text = format!("until_round = {} is out of bounds: 2 to 10", raw.get_ref());
                return Err(self.fault(raw.span(), text));
            }
        };
        Ok(Chaser { step, after, until_round })
    }

    fn distance(&self, key: &str, raw: &Spanned<String>) -> Result<Distance, SettingsError> {
        let fault = |span: Range<usize>, text: String| Err(self.fault(span, text));
        match Distance::try_from(raw.get_ref().clone()) {
            Err(text) => fault(raw.span(), format!("{key}: {text}")),
            Ok(Distance::Days(n)) if DAYS.contains(&n) => Ok(Distance::Days(n)),
            Ok(Distance::BusinessDays(n)) if BUSINESS_DAYS.contains(&n) => {
                Ok(Distance::BusinessDays(n))
            }
            Ok(_) => fault(
                raw.span(),
                format!(
                    "{key} = \"{}\" is out of bounds: \"7 d\" to \"60 d\", or \"5 bd\" to \
                     \"40 bd\" (chasers are at least seven days apart)",
                    raw.get_ref()
                ),
            ),
        }
    }
}
