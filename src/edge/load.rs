//! Files → settings and policy: reads the configuration and the holiday calendars it names.

use std::{fs, path::Path};

use jiff::tz::TimeZone;

use crate::{
    draft::Me,
    etiquette::{Policy, calendar_days},
    settings::Settings,
};

/// What is wrong with the configuration, and what would be right.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Wrong(pub String);

/// Builds the policy that settings describe.
pub fn policy(settings: &Settings) -> Result<Policy, Wrong> {
    let me = &settings.me;
    let zone = TimeZone::get(&me.zone).map_err(|_| {
        Wrong(format!("me.zone: \"{}\" is no IANA time zone, such as \"Europe/London\"", me.zone))
    })?;
    let name = &settings.etiquette.preset;
    let preset = settings
        .preset(name)
        .map_err(|known| Wrong(format!("etiquette.preset: \"{name}\" is none of {known}")))?;
    let mornings = calendar_days::Mornings::parse(&settings.schedule.mornings)
        .map_err(|why| Wrong(format!("schedule.mornings: {why}")))?;
    let mut holidays = calendar_days::Holidays::default();
    for path in &settings.etiquette.holidays {
        holidays.add(holiday_file(path)?);
    }
    let address = me.addresses.first().cloned().unwrap_or_default();
    let me_drafts = Me { name: me.name.clone(), address, fit: me.fit.clone() };
    Ok(Policy { me: me_drafts, addresses: me.addresses.clone(), zone, preset, holidays, mornings })
}

fn holiday_file(path: &Path) -> Result<calendar_days::Holidays, Wrong> {
    let shown = path.display();
    let text = fs::read_to_string(path)
        .map_err(|e| Wrong(format!("etiquette.holidays: cannot read {shown}: {e}")))?;
    let (holidays, defects) = calendar_days::Holidays::parse(&text);
    if holidays.is_empty() {
        let why = defects.first().map_or("it names no day", String::as_str);
        return Err(Wrong(format!("etiquette.holidays: {shown} is no holiday calendar: {why}")));
    }
    for defect in defects {
        tracing::warn!(file = %shown, defect, "holiday calendar");
    }
    Ok(holidays)
}
