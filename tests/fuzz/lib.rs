//! The modules that read other people's bytes, and nothing else of afterword.
//!
//! They need no other module: that is the design (src/lib.rs), and this crate would not compile
//! without it.

#![allow(dead_code, unused_imports, reason = "the rest of afterword uses it")]

#[path = "edge.rs"]
pub mod edge;
#[path = "../../src/mailbox.rs"]
pub mod mailbox;
#[path = "../../src/message/mod.rs"]
pub mod message;
#[path = "../../src/reading/mod.rs"]
pub mod reading;
