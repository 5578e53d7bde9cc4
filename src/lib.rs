//! afterword keeps the right follow-up drafts in a mailbox, and never sends anything.
//!
//! ```text
//!  bytes ─▶ message ─▶ reading ─▶ opportunity (correlate, fold) ─▶ State
//!  Drafts as seen ───────────────────────────────────────────────┐  │
//!  now ─────────────────────────────▶ etiquette (plan) ◀─────────┼──┘
//!                                     wanted drafts              │
//!                                     reconcile ◀────────────────┘◀── ledger
//!                                     effects, at most one mailbox mutation, then look again
//! ```
//!
//! What is absent holds the design together:
//! - nothing can send: lettre is compiled as a message builder, and no other module speaks SMTP;
//! - nothing outside [`edge`] (and the command line that starts it) reads a clock, a file, a
//!   socket, the environment or randomness: the rest are functions of values, and `now` is an
//!   argument;
//! - nothing stores a schedule: facts are kept, and [`etiquette::plan()`] derives what should lie
//!   in Drafts now.
//!
//! Read the modules in this order.

pub mod agenda;
pub mod cli;
pub mod draft;
pub mod edge;
pub mod etiquette;
pub mod mailbox;
pub mod message;
pub mod opportunity;
pub mod reading;
pub mod reconcile;
pub mod replay;
pub mod settings;
pub mod state;
pub mod step;
