//! The same mails lead to the same drafts, whether they lie on a server or in a Maildir.

#![expect(clippy::unwrap_used, reason = "a test")]

mod lab;
mod world;

use std::{
    fs,
    path::Path,
    time::{Duration, SystemTime},
};

use mail_parser::MessageParser;
use world::{
    ANSWERED, CHASER, DURING, Desk, ENDED, INVITED, THANKS, UPDATED, World,
    mails::{BAKERY, FOUNDRY},
};

/// The hours of the story, and the mails that have come by then.
fn chapters() -> [(&'static str, Vec<Vec<u8>>); 7] {
    [
        (INVITED, vec![FOUNDRY.invite(), BAKERY.invite()]),
        (DURING, Vec::new()),
        (ENDED, Vec::new()),
        (THANKS, Vec::new()),
        (UPDATED, vec![FOUNDRY.update(), BAKERY.update()]),
        (CHASER, Vec::new()),
        (ANSWERED, vec![FOUNDRY.reply(), BAKERY.auto_reply()]),
    ]
}

/// A desk with one account in a Maildir, as Dovecot lays it out.
struct Local {
    desk: Desk,
    count: u32,
}

impl Local {
    fn start() -> Local {
        let desk = Desk::with("");
        let root = desk.path().join("Maildir");
        for name in ["", ".Drafts", ".Sent", ".Junk", ".Trash"] {
            for part in ["cur", "new", "tmp"] {
                fs::create_dir_all(root.join(name).join(part)).unwrap();
            }
        }
        desk.configure(&format!("[account.home]\nmaildir = \"{}\"\n", root.display()));
        Local { desk, count: 0 }
    }

    fn deliver(&mut self, bytes: &[u8]) {
        self.count += 1;
        let written = MessageParser::default().parse(bytes).unwrap().date().unwrap().to_timestamp();
        let then = SystemTime::UNIX_EPOCH + Duration::from_secs(written.unsigned_abs());
        let path = self.desk.path().join(format!("Maildir/new/{written}.{}.host", self.count));
        fs::write(&path, bytes).unwrap();
        fs::File::open(&path).unwrap().set_modified(then).unwrap();
    }

    fn drafts(&self) -> Vec<String> {
        drafts(&self.desk.path().join("Maildir"))
    }
}

/// The bytes of every draft below a Maildir++, as the files hold them.
fn drafts(maildir: &Path) -> Vec<String> {
    let folders = ["cur", "new"].map(|part| maildir.join(".Drafts").join(part));
    let files = folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten();
    let texts = files.map(|file| fs::read_to_string(file.unwrap().path()).unwrap());
    let mut drafts: Vec<String> = texts.collect();
    drafts.sort();
    drafts
}

#[test]
fn a_server_and_a_maildir_hold_the_same_drafts_to_the_byte() {
    let (world, mut local) = (World::start(), Local::start());
    let mut made = 0;
    for (hour, mails) in chapters() {
        for mail in &mails {
            world.deliver(mail);
            local.deliver(mail);
        }
        world.desk.once(hour);
        local.desk.once(hour);
        // Dovecot keeps a Maildir too: the files themselves are compared.
        let there = drafts(&lab::mail_dir(&world.lab).join("Maildir"));
        assert_eq!(local.drafts(), there, "at {hour}");
        made += there.len();
    }
    assert!(made > 6, "the story must have drafts to compare");
}
