//! The rules of etiquette, one by one: scenarios in mail and drafts, compared as transcripts.
//!
//! Every moment that is expected here was counted by hand.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a scenario stops where it is written wrongly"
)]

mod answers;
mod desk;
mod never;
mod notes;
mod order;
mod presets;
mod said;
mod script;
mod style;
mod table;
mod time;
mod when;
mod whom;

/// One interview on Thursday 8 October, thanked for the same day; then what a test adds.
#[track_caller]
fn after_thanks(preset: &str, script: &str, wanted: &str) {
    let met = "Mon 5 Oct 09:00 | priya | invite | at Thu 8 Oct 14:00-15:00 | with Marcus <marcus>
        Thu 8 Oct 18:30 | user | sends thank-you";
    let thanked = "Thu 8 Oct 18:00 draft thank-you to marcus (T1)
        Thu 8 Oct 18:30 left to the user: thank-you to marcus";
    script::check(preset, &format!("{met}\n{script}"), &format!("{thanked}\n{wanted}"));
}
