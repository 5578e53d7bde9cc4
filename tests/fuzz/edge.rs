//! What speaks with a server, without a server: the guard, the parser's strict layer, the answers,
//! over a stream in memory that gives what the fuzzer made.

#[path = "../../src/edge/fate.rs"]
pub mod fate;
#[path = "imap.rs"]
pub mod imap;
#[path = "../../src/edge/mask.rs"]
pub mod mask;
#[path = "../../src/edge/trouble.rs"]
mod trouble;

pub use trouble::Trouble;
