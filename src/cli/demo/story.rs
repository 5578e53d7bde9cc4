//! The stories of the demo: data under `config/demo`, put in order of time.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;

use crate::message;

/// Who Robin is, as a configuration would say it.
pub const SETTINGS: &str = include_str!("../../../config/demo/afterword.toml");

const STORIES: [&str; 6] = [
    include_str!("../../../config/demo/kittiwake.toml"),
    include_str!("../../../config/demo/ottoline.toml"),
    include_str!("../../../config/demo/brindle.toml"),
    include_str!("../../../config/demo/cobnut.toml"),
    include_str!("../../../config/demo/hollowell.toml"),
    include_str!("../../../config/demo/noise.toml"),
];
const COMPILED_IN: &str = "the files under config/demo are compiled in, and a test plays them all";

/// Something that happens in the month.
pub struct Event {
    pub at: Timestamp,
    pub act: Act,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Act {
    /// Robin throws a draft away.
    Discard(Touch),
    /// Robin changes a draft and keeps it.
    Edit(Touch),
    /// A mail arrives, or Robin wrote one; its time is its Date.
    Mail(String),
    /// Robin sends a draft.
    Send(Touch),
}

/// What Robin does with the newest draft to somebody.
#[derive(Deserialize)]
pub struct Touch {
    at: Timestamp,
    pub to: String,
    /// Written where the draft has its slot.
    pub fill: Option<String>,
    /// Written behind the labels of a form.
    #[serde(default)]
    pub notes: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Story {
    event: Vec<Act>,
}

/// Everything that happens, oldest first.
pub fn events() -> Vec<Event> {
    let stories = STORIES.map(|text| toml::from_str::<Story>(text).expect(COMPILED_IN));
    let acts = stories.into_iter().flat_map(|story| story.event);
    let mut events: Vec<Event> = acts.map(|act| Event { at: time(&act), act }).collect();
    events.sort_by_key(|event| event.at);
    events
}

/// When the month is over.
pub fn end() -> Timestamp {
    "2026-09-30T18:00:00+01:00".parse().expect("it is a time")
}

fn time(act: &Act) -> Timestamp {
    match act {
        Act::Mail(text) => message::parse(text.as_bytes()).date.expect(COMPILED_IN).timestamp(),
        Act::Discard(touch) | Act::Edit(touch) | Act::Send(touch) => touch.at,
    }
}
