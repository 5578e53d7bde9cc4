//! From the text of `afterword.toml` to [`Settings`]: every key's type and bounds.
//!
//! Each error names the line and what would be right. Nothing here opens a file. Read `account.rs`
//! next.

use std::{collections::BTreeMap, ops::Range, path::PathBuf};

use serde::Deserialize;
use toml::Spanned;

use super::{
    EtiquetteSettings, MeSettings, ScanSettings, ScheduleSettings, Settings, SettingsError,
    account::RawAccount, preset::RawPreset,
};
use crate::{etiquette::preset::Preset, mailbox::AccountName};

/// The named sets of rules that `etiquette.preset` chooses from.
pub const PRESETS: [&str; 5] = ["recruiter", "four-touch", "engineer", "concise", "weekly"];
/// How far back the first scan reads when the configuration is silent.
pub const SCAN_DAYS_DEFAULT: u16 = 60;
/// No interview process is older.
pub const SCAN_DAYS_MAX: u16 = 730;

pub const MORNINGS_DEFAULT: &str = "30 8 * * Mon-Fri";
#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
struct RawFile {
    me: RawMe,
    #[serde(default)]
    account: BTreeMap<String, Spanned<RawAccount>>,
    #[serde(default)]
    preset: BTreeMap<Spanned<String>, RawPreset>,
    #[serde(default)]
    etiquette: RawEtiquette,
    #[serde(default)]
    schedule: RawSchedule,
    #[serde(default)]
    scan: RawScan,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table: [me]")]
struct RawMe {
    name: Spanned<String>,
    addresses: Spanned<Vec<Spanned<String>>>,
    zone: Spanned<String>,
    fit: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, expecting = "a table: [etiquette]")]
struct RawEtiquette {
    preset: Option<Spanned<String>>,
    holidays: Vec<Spanned<String>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, expecting = "a table: [schedule]")]
struct RawSchedule {
    mornings: Option<Spanned<String>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, expecting = "a table: [scan]")]
struct RawScan {
    days: Option<Spanned<i64>>,
}

pub(super) fn settings(text: &str, file: &str) -> Result<Settings, SettingsError> {
    let page = Page { text, file };
    let raw: RawFile = toml::from_str(text).map_err(|e| {
        let text = e.message().replace("expected i64", "expected a whole number");
        page.fault(e.span().unwrap_or_default(), text)
    })?;
    let mut accounts = BTreeMap::new();
    for (name, raw) in raw.account {
        let account = page.account(&name, raw)?;
        accounts.insert(AccountName(name), account);
    }
    let presets = page.presets(raw.preset)?;
    Ok(Settings {
        me: page.me(raw.me)?,
        accounts,
        etiquette: page.etiquette(raw.etiquette, &presets)?,
        presets,
        schedule: page.schedule(raw.schedule)?,
        scan: page.scan(raw.scan)?,
        drafts: None,
    })
}

/// The text being read, so that a fault can say where it stands.
pub(super) struct Page<'a> {
    text: &'a str,
    file: &'a str,
}

impl Page<'_> {
    pub(super) fn fault(&self, span: Range<usize>, text: impl Into<String>) -> SettingsError {
        let before = self.text.bytes().take(span.start);
        SettingsError {
            file: self.file.to_owned(),
            line: before.filter(|b| *b == b'\n').count() + 1,
            text: text.into(),
        }
    }

    fn me(&self, raw: RawMe) -> Result<MeSettings, SettingsError> {
        let name = self.plain("me.name", raw.name)?;
        if raw.addresses.get_ref().is_empty() {
            let text = "me.addresses is empty: list at least one, [\"robin@example.org\"]";
            return Err(self.fault(raw.addresses.span(), text));
        }
        let mut addresses = Vec::new();
        for address in raw.addresses.into_inner() {
            if !is_address(address.get_ref()) {
                let text = format!(
                    "\"{}\" is not a mail address: write it as \"robin@example.org\"",
                    address.get_ref()
                );
                return Err(self.fault(address.span(), text));
            }
            addresses.push(address.into_inner().to_lowercase());
        }
        if jiff::tz::TimeZone::get(raw.zone.get_ref()).is_err() {
            let text = format!(
                "\"{}\" is not a known time zone: use an IANA name, for example \"Europe/London\"",
                raw.zone.get_ref()
            );
            return Err(self.fault(raw.zone.span(), text));
        }
        Ok(MeSettings { name, addresses, zone: raw.zone.into_inner(), fit: raw.fit })
    }

    fn etiquette(
        &self,
        raw: RawEtiquette,
        own: &BTreeMap<String, Preset>,
    ) -> Result<EtiquetteSettings, SettingsError> {
        let known = |name: &str| PRESETS.contains(&name) || own.contains_key(name);
        let preset = match raw.preset {
            None => PRESETS.first().copied().unwrap_or_default().to_owned(),
            Some(preset) if known(preset.get_ref()) => preset.into_inner(),
            Some(preset) => {
                let all: Vec<&str> =
                    PRESETS.into_iter().chain(own.keys().map(String::as_str)).collect();
                let text = format!(
                    "preset \"{}\" is unknown: use one of {}",
                    preset.get_ref(),
                    all.join(", ")
                );
                return Err(self.fault(preset.span(), text));
            }
        };
        let mut holidays = Vec::new();
        for path in raw.holidays {
            holidays.push(PathBuf::from(self.plain("holidays", path)?));
        }
        Ok(EtiquetteSettings { preset, holidays })
    }

    fn schedule(&self, raw: RawSchedule) -> Result<ScheduleSettings, SettingsError> {
        let Some(raw) = raw.mornings else {
            return Ok(ScheduleSettings { mornings: MORNINGS_DEFAULT.to_owned() });
        };
        if raw.get_ref().split_whitespace().count() != 5 {
            let text = format!(
                "mornings has five fields, minute hour day month weekday: \"{MORNINGS_DEFAULT}\""
            );
            return Err(self.fault(raw.span(), text));
        }
        Ok(ScheduleSettings { mornings: raw.into_inner() })
    }

    fn scan(&self, raw: RawScan) -> Result<ScanSettings, SettingsError> {
        let Some(raw) = raw.days else {
            return Ok(ScanSettings { days: SCAN_DAYS_DEFAULT });
        };
        match u16::try_from(*raw.get_ref()) {
            Ok(days) if (1..=SCAN_DAYS_MAX).contains(&days) => Ok(ScanSettings { days }),
            _ => Err(self.fault(
                raw.span(),
                format!(
                    "days = {} is out of bounds: 1 to {SCAN_DAYS_MAX}, usually {SCAN_DAYS_DEFAULT}",
                    raw.get_ref()
                ),
            )),
        }
    }

    pub(super) fn optional(
        &self,
        key: &str,
        raw: Option<Spanned<String>>,
    ) -> Result<Option<String>, SettingsError> {
        raw.map(|value| self.plain(key, value)).transpose()
    }

    /// A text that is not empty and cannot smuggle a line end into a command or a header.
    pub(super) fn plain(&self, key: &str, raw: Spanned<String>) -> Result<String, SettingsError> {
        let text = raw.get_ref();
        if text.trim().is_empty() {
            return Err(self.fault(raw.span(), format!("{key} is empty")));
        }
        if text.contains(char::is_control) {
            return Err(self.fault(raw.span(), format!("{key} contains a control character")));
        }
        Ok(raw.into_inner())
    }
}

/// A mail address as far as it can be told without asking its domain (RFC 5321 §4.1.2, loosely).
fn is_address(text: &str) -> bool {
    let odd = |c: char| c.is_whitespace() || c.is_control() || "<>,;:\"()".contains(c);
    text.split_once('@').is_some_and(|(local, domain)| {
        let labels = || domain.split('.');
        !local.is_empty()
            && !text.contains(odd)
            && !domain.contains('@')
            && labels().all(|label| !label.is_empty())
    })
}
