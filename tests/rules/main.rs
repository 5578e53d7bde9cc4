//! The rules of etiquette, one by one: scenarios in mail and drafts, compared as transcripts.
//!
//! Every moment that is expected here was counted by hand.

mod desk;
mod script;
mod when;
