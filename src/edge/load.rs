//! Files → settings and policy: reads the configuration and the holiday calendars it names.

use std::{fs, io::ErrorKind, path::Path};

use jiff::tz::TimeZone;

use crate::{
    draft::{Me, own::OwnWords},
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
    let words = own_words(settings.drafts.as_deref())?;
    let address = me.addresses.first().cloned().unwrap_or_default();
    let me_drafts = Me { name: me.name.clone(), address, fit: me.fit.clone() };
    let addresses = me.addresses.clone();
    Ok(Policy { me: me_drafts, addresses, zone, preset, holidays, mornings, words })
}

/// The sentences in the folder `drafts` beside the configuration; usually there is none.
fn own_words(folder: Option<&Path>) -> Result<OwnWords, Wrong> {
    let mut words = OwnWords::default();
    let Some(folder) = folder else {
        return Ok(words);
    };
    let files = OwnWords::LANGUAGES.map(|language| (language, OwnWords::file_of(language)));
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let toml = Path::new(&name).extension().is_some_and(|end| end == "toml");
        if toml && !files.iter().any(|(_, known)| name == *known) {
            let known = files.map(|(_, known)| known).join(", ");
            let shown = entry.path().display().to_string();
            return Err(Wrong(format!("{shown}: is none of {known}")));
        }
    }
    for (language, name) in files {
        let path = folder.join(name);
        let shown = path.display().to_string();
        match fs::read_to_string(&path) {
            Ok(text) => words.add(language, &text, &shown).map_err(|e| Wrong(e.to_string()))?,
            Err(e) if matches!(e.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {}
            Err(e) => return Err(Wrong(format!("cannot read {shown}: {e}"))),
        }
    }
    Ok(words)
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
