//! Dies at every step of every story, starts again, and compares with a run that was left in peace.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test")]

#[path = "../lab/mod.rs"]
mod lab;
#[path = "../world/mod.rs"]
mod world;

use afterword::edge::fate;
use std::time::Instant;
use world::{THANKS, home::Home, mails::FOUNDRY, post::Post};

#[test]
#[allow(clippy::disallowed_methods, reason = "x")]
fn probe() {
    for post in [Post::server("UIDPLUS UNSELECT"), Post::maildir(&world::home::temporary())] {
        let start = Instant::now();
        let mut home = Home::with(vec![("home", post)]);
        home.put("home", "INBOX", &FOUNDRY.invite());
        eprintln!("made {:?}", start.elapsed());
        let start = Instant::now();
        fate::die_at(None);
        home.rest(THANKS).unwrap();
        eprintln!("first {:?}", start.elapsed());
        let start = Instant::now();
        home.rest(THANKS).unwrap();
        eprintln!("second {:?}", start.elapsed());
        fate::die_at(Some(40));
        eprintln!("{:?}", home.live(THANKS));
        eprintln!("{:#?} {:?}", home.left(), home.wrong());
    }
}
