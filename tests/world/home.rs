//! A user's accounts and the daemon's library over them, life after life: each visit begins with
//! what the last one kept on the disk, may die at a step, and what is left is compared.

use std::{
    any::Any,
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    rc::Rc,
    time::Duration,
};

use afterword::{
    edge::{
        Mailbox as _, Trouble,
        daemon::{Clock, Daemon, restore},
        fate,
        imap::ImapMailbox,
        load,
        maildir::MaildirMailbox,
        secret::Secret,
        store::{Store, StoreError},
    },
    etiquette::Policy,
    mailbox::{AccountName, Digest},
    reconcile::Entry,
    settings::Settings,
};
use tempfile::TempDir;

use super::{
    at,
    mails::{ME, MY_NAME},
    post::{FOLDERS, Post},
};
use crate::lab::server::{Mailboxes, Server};

/// A visit comes to rest after at most so many lives.
const LIVES_MAX: usize = 20;
const DAYS: u16 = 60;
const WAIT: Duration = Duration::from_millis(2);

pub struct Home {
    dir: TempDir,
    pub posts: BTreeMap<AccountName, Post>,
    policy: Policy,
    /// After each visit it waits for a moment, as the daemon does.
    pub waits: bool,
    /// Steps of all lives.
    steps: Cell<u64>,
    /// Everything that is the user's: it must stay, byte for byte.
    theirs: BTreeMap<(String, &'static str), Vec<Digest>>,
}

impl Rest {
    /// What the other has and this has not.
    pub fn lacks(&self, other: &Rest) -> Vec<String> {
        let drafts = other.drafts.iter().filter(|draft| !self.drafts.contains(draft));
        let drafts = drafts.map(|draft| format!("draft {draft:?}"));
        let ledger = other.ledger.iter();
        let ledger = ledger.filter(|(key, what)| self.ledger.get(*key) != Some(*what));
        let ledger = ledger.map(|(_, what)| what.clone());
        let facts = other.facts.difference(&self.facts).map(|fact| format!("fact {fact:.60}"));
        let intents = (self.intents != other.intents).then(|| format!("{} intents", other.intents));
        drafts.chain(ledger).chain(facts).chain(intents).collect()
    }
}

/// A home as it was at a moment.
#[derive(Clone)]
pub struct Kept {
    posts: Vec<(String, Mailboxes)>,
    files: Vec<(PathBuf, Vec<u8>)>,
    theirs: BTreeMap<(String, &'static str), Vec<Digest>>,
}

/// How a life ended.
#[derive(Debug)]
pub enum Life {
    Broken(String),
    Died,
    Rested,
    Troubled(Vec<Trouble>),
}

/// What is left when nothing is left to do, without UIDs and places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rest {
    /// Account, recipient, Message-ID, bytes of what is live in Drafts.
    pub drafts: Vec<(String, String, String, Digest)>,
    /// What became of each draft.
    pub ledger: BTreeMap<String, String>,
    pub facts: BTreeSet<String>,
    /// Drafts whose bytes are still kept.
    pub intents: usize,
}

impl Home {
    pub fn with(posts: Vec<(&str, Post)>) -> Home {
        let mut home = Home::bare(posts);
        for name in home.posts.keys().map(|name| name.0.clone()).collect::<Vec<_>>() {
            for (folder, mail) in own_mails() {
                home.put(&name, folder, mail.as_bytes());
            }
        }
        home
    }

    fn bare(posts: Vec<(&str, Post)>) -> Home {
        let text = format!(
            "[me]\nname = \"{MY_NAME}\"\naddresses = [\"{ME}\"]\nzone = \"Europe/London\"\n"
        );
        let settings = Settings::parse(&text, "home").unwrap();
        let posts = posts.into_iter().map(|(name, post)| (AccountName(name.into()), post));
        Home {
            dir: tempfile::tempdir_in(temporary()).unwrap(),
            posts: posts.collect(),
            policy: load::policy(&settings).unwrap(),
            waits: false,
            steps: Cell::new(0),
            theirs: BTreeMap::new(),
        }
    }

    /// Everything as it is now: mailboxes and state folder.
    pub fn remember(&self) -> Kept {
        let posts = self.posts.iter();
        let posts =
            posts.map(|(name, post)| (name.0.clone(), post.as_server().mail(|mail| mail.clone())));
        let files = std::fs::read_dir(self.state_dir()).into_iter().flatten().map(|entry| {
            let path = entry.unwrap().path();
            (path.file_name().unwrap().into(), std::fs::read(&path).unwrap())
        });
        Kept { posts: posts.collect(), files: files.collect(), theirs: self.theirs.clone() }
    }

    /// A home of its own where everything is as it was then.
    pub fn again(kept: &Kept) -> Home {
        let posts = kept.posts.iter();
        let posts =
            posts.map(|(name, mail)| (name.as_str(), Post::Server(Server::start(mail.clone()))));
        let mut home = Home::bare(posts.collect());
        home.theirs = kept.theirs.clone();
        std::fs::create_dir(home.state_dir()).unwrap();
        for (name, bytes) in &kept.files {
            std::fs::write(home.state_dir().join(name), bytes).unwrap();
        }
        home
    }

    pub fn post(&self, name: &str) -> &Post {
        &self.posts[&AccountName(name.into())]
    }

    pub fn state_dir(&self) -> PathBuf {
        self.dir.path().join("state")
    }

    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    /// A mail comes, or the user stores one: from now on it must stay.
    pub fn put(&mut self, account: &str, folder: &'static str, bytes: &[u8]) {
        self.post(account).put(folder, bytes);
        let theirs = self.theirs.entry((account.to_owned(), folder)).or_default();
        theirs.push(Digest::of(bytes));
    }

    /// The user throws a draft away.
    pub fn discard(&mut self, account: &str, to: &str) -> bool {
        let drafts = self.post(account).lying("Drafts");
        let mut found = drafts.into_iter().filter(|d| !d.deleted && d.ours() && d.to() == to);
        let Some(draft) = found.next() else { return false };
        self.post(account).take("Drafts", &draft);
        true
    }

    /// The user takes a draft from its place, and stores this instead.
    pub fn replace(
        &mut self,
        account: &str,
        to: &str,
        folder: &'static str,
        with: &Rewrite,
    ) -> bool {
        let drafts = self.post(account).lying("Drafts");
        let mut found = drafts.into_iter().filter(|d| !d.deleted && d.ours() && d.to() == to);
        let Some(draft) = found.next() else { return false };
        self.put(account, folder, &with(&draft.bytes));
        self.post(account).take("Drafts", &draft);
        true
    }

    /// One life at an hour, which may end at a step: every account is visited, twice where there
    /// are several.
    pub fn live(&self, hour: &str, death: Option<u64>) -> Life {
        fate::die_at(death);
        let run = || {
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(self.visit(hour))
        };
        let end = catch_unwind(AssertUnwindSafe(run));
        self.steps.set(self.steps.get() + fate::steps());
        fate::die_at(None);
        self.posts.values().for_each(Post::drain);
        match end {
            Ok(troubles) if troubles.is_empty() => Life::Rested,
            Ok(troubles) => Life::Troubled(troubles),
            Err(end) if end.is::<fate::Died>() => Life::Died,
            Err(end) => Life::Broken(words(&*end)),
        }
    }

    /// The steps that were taken so far.
    pub fn steps(&self) -> u64 {
        self.steps.get()
    }

    /// The store. A child that another thread forks holds the lock too, until it becomes a program.
    fn open(&self) -> Store {
        loop {
            match Store::open(&self.state_dir()) {
                Err(StoreError::AlreadyRunning(_)) => std::thread::yield_now(),
                store => return store.unwrap(),
            }
        }
    }

    async fn visit(&self, hour: &str) -> Vec<Trouble> {
        let store = self.open();
        let clock = Clock::Set(Rc::new(Cell::new(at(hour))));
        let quiet = Box::new(|_: &_, _: &_, _| {});
        let daemon = Daemon::new(self.policy.clone(), clock, DAYS, store, quiet).unwrap();
        let mut troubles = Vec::new();
        for _ in 0..self.posts.len().min(2) {
            troubles.clear();
            for (name, post) in &self.posts {
                troubles.extend(visit_post(&daemon, name, post, self.waits).await.err());
            }
        }
        troubles
    }

    /// Lives until nothing is left to do; what went wrong on the way is told.
    pub fn rest(&self, hour: &str) -> Result<(), String> {
        let mut told = Vec::new();
        for _ in 0..LIVES_MAX {
            match self.live(hour, None) {
                Life::Rested => return Ok(()),
                Life::Broken(text) => return Err(text),
                Life::Died => return Err("it died of its own".into()),
                Life::Troubled(troubles) => told = troubles,
            }
        }
        Err(format!("never came to rest: {told:?}"))
    }

    /// What is left now.
    pub fn left(&self) -> Rest {
        let mut drafts = Vec::new();
        for (name, post) in &self.posts {
            for draft in post.lying("Drafts").iter().filter(|d| !d.deleted) {
                drafts.push((name.0.clone(), draft.to(), draft.id(), draft.digest()));
            }
        }
        drafts.sort();
        let store = Store::open_read_only(&self.state_dir()).unwrap();
        let store = store.expect("a life was lived");
        let state = restore(&store).unwrap();
        let ledger = state.ledger().0.iter();
        let ledger = ledger.map(|(key, record)| {
            let entry = match &record.entry {
                Entry::Written { baseline, .. } => format!("written {baseline:?}"),
                Entry::Retiring { baseline, .. } => format!("retiring {baseline:?}"),
                Entry::Intended { digest, .. } => format!("intended {digest:?}"),
                entry => format!("{entry:?}"),
            };
            let what = (record.step, &record.to, record.rule, record.reason, record.at);
            (key.0.clone(), format!("{} {what:?} {entry}", record.account.0))
        });
        let keys = state.ledger().0.keys();
        Rest {
            drafts,
            ledger: ledger.collect(),
            facts: store.facts().unwrap().iter().map(ToString::to_string).collect(),
            intents: keys.filter(|key| store.intent_bytes(key).unwrap().is_some()).count(),
        }
    }

    /// What must hold at any moment: what is the user's is there, and no draft lies there twice.
    pub fn wrong(&self) -> Option<String> {
        for (name, post) in &self.posts {
            for folder in FOLDERS {
                let lying = post.lying(folder);
                let place = (name.0.clone(), folder);
                for theirs in self.theirs.get(&place).into_iter().flatten() {
                    let Some(found) = lying.iter().find(|l| l.digest() == *theirs) else {
                        return Some(format!("a mail of the user's is gone from {place:?}"));
                    };
                    if found.deleted || found.seen {
                        return Some(format!("a mail of the user's was flagged in {place:?}"));
                    }
                }
                let live = lying.iter().filter(|l| !l.deleted && l.ours());
                let mut ids: Vec<String> = live.map(|l| l.id()).collect();
                let all = ids.len();
                ids.sort();
                ids.dedup();
                if folder == "Drafts" && ids.len() < all {
                    return Some("a draft lies there twice".into());
                }
            }
        }
        None
    }
}

/// What a client makes of a draft.
pub type Rewrite = dyn Fn(&[u8]) -> Vec<u8>;

async fn visit_post(
    daemon: &Daemon,
    name: &AccountName,
    post: &Post,
    waits: bool,
) -> Result<(), Trouble> {
    if let Some(account) = post.account() {
        daemon.visit(name, &mut MaildirMailbox::open(&account)?).await?;
        return Ok(());
    }
    let secret = Some(Secret::new("apass".into()));
    let mut mailbox = ImapMailbox::connect(&post.as_server().account(), secret).await?;
    daemon.visit(name, &mut mailbox).await?;
    if waits {
        mailbox.wait(WAIT).await?;
    }
    mailbox.log_out().await;
    Ok(())
}

/// In memory where there is such a folder: durability itself is tested with real disks.
pub fn temporary() -> PathBuf {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() }
}

fn words(end: &(dyn Any + Send)) -> String {
    let text = end.downcast_ref::<String>().cloned();
    text.or_else(|| end.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_default()
}

/// What every user has: a letter, something sent, and drafts of his own.
fn own_mails() -> [(&'static str, String); 4] {
    let mail = |from: &str, to: &str, subject: &str, id: &str| {
        format!(
            "From: {from}\nTo: {to}\nSubject: {subject}\nDate: Thu, 1 Oct 2026 08:00:00 +0000\n\
             Message-ID: <{id}@home.example>\n\nHello,\n\nthe bread is in the oven.\n"
        )
    };
    [
        ("INBOX", mail("Ida <ida@friends.example>", ME, "Sunday", "sunday")),
        ("Sent", mail(ME, "ida@friends.example", "Re: Sunday", "re-sunday")),
        ("Drafts", mail(ME, "landlord@houses.example", "The roof", "roof")),
        ("Trash", mail("Shop <news@shop.example>", ME, "Sale", "sale")),
    ]
}
