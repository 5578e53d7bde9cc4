//! Placeholder.

pub mod calendar_days;
