//! `afterword demo`: five invented job searches, a virtual month, and the very loop of `run`.
//!
//! Decides nothing about drafts: mails are written into a Maildir at their time, [`Daemon::visit`]
//! does what it always does, and the screen shows what it did. Read `story`, `robin`, `screen`
//! next.

mod notice;
mod robin;
mod screen;
mod story;

use std::{
    cell::{Cell, RefCell},
    fs::{self, DirBuilder},
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
    rc::Rc,
};

use jiff::Timestamp;

use super::Failure;
use crate::{
    edge::{
        daemon::{Clock, Daemon, LOOK_EVERY, Observer},
        load,
        maildir::MaildirMailbox,
        store::Store,
    },
    mailbox::AccountName,
    message, reading,
    settings::{MaildirAccount, Settings},
};
use notice::Notice;
use robin::Hands;
use screen::Screen;
use story::{Act, Event};

/// Plays five invented job searches into a mailbox of its own and shows what lands in Drafts.
///
/// It needs no server, no account and no setting, and touches no mail of yours. A month goes by in
/// about twenty seconds; the mailbox is kept, so that you can open the drafts in a mail client.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  afterword demo\n  afterword demo --fast --keep ~/demo\n  \
    afterword demo --fast | less")]
pub struct Args {
    /// Do not wait between the lines
    #[arg(long)]
    fast: bool,
    /// Make the mailbox in this folder, new or empty; default: in a folder for temporary files
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
}

/// The one account of the demo.
const ACCOUNT: &str = "demo";
/// So many demos may lie in the folder for temporary files.
const FOLDERS_MAX: u32 = 1000;

/// Runs the command.
pub fn run(args: &Args) -> Result<bool, Failure> {
    let folder = match &args.keep {
        Some(folder) => empty(folder)?,
        None => temporary()?,
    };
    let runtime = super::runtime()?;
    runtime.block_on(async {
        let mut month = Month::open(&folder, Screen::open(args.fast))?;
        month.play().await?;
        month.end(&folder)
    })?;
    Ok(true)
}

/// Creates a folder, or takes one that holds nothing.
fn empty(folder: &Path) -> Result<PathBuf, Failure> {
    let shown = folder.display();
    let failed = |e| Failure::Other(format!("cannot make {shown}: {e}"));
    DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(failed)?;
    if fs::read_dir(folder).map_err(failed)?.next().is_some() {
        return Err(Failure::Usage(format!("{shown} is not empty; name a new folder")));
    }
    Ok(folder.to_owned())
}

fn temporary() -> Result<PathBuf, Failure> {
    let all = std::env::temp_dir();
    for number in 1..=FOLDERS_MAX {
        let folder = all.join(format!("afterword-demo-{number}"));
        match DirBuilder::new().mode(0o700).create(&folder) {
            Ok(()) => return Ok(folder),
            Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(e) => return Err(Failure::Other(format!("cannot make {}: {e}", folder.display()))),
        }
    }
    Err(Failure::Other(format!("{} is full of old demos; remove some", all.display())))
}

/// A month in the life of a mailbox.
struct Month {
    daemon: Daemon,
    mailbox: MaildirMailbox,
    account: AccountName,
    clock: Rc<Cell<Timestamp>>,
    seen: Rc<RefCell<Vec<Notice>>>,
    hands: Hands,
    screen: Screen,
    /// When time alone will next change something.
    next: Option<Timestamp>,
}

impl Month {
    fn open(folder: &Path, screen: Screen) -> Result<Month, Failure> {
        let settings = Settings::parse(story::SETTINGS, "config/demo/afterword.toml")
            .map_err(Failure::other)?;
        let policy = load::policy(&settings).map_err(Failure::other)?;
        let hands = Hands::new(&folder.join("mail"), &policy).map_err(Failure::other)?;
        let place =
            MaildirAccount { path: folder.join("mail"), watch: None, drafts: None, sent: None };
        let mailbox = MaildirMailbox::open(&place).map_err(Failure::other)?;
        let store = Store::open(&folder.join("state")).map_err(Failure::other)?;
        let clock = Rc::new(Cell::new(Timestamp::UNIX_EPOCH));
        let seen = Rc::new(RefCell::new(Vec::new()));
        let observer: Observer = {
            let (seen, policy) = (Rc::clone(&seen), policy.clone());
            Box::new(move |state, effect, _| {
                seen.borrow_mut().extend(notice::of(&policy, state, effect));
            })
        };
        let time = Clock::Set(Rc::clone(&clock));
        let daemon = Daemon::new(policy, time, settings.scan.days, store, observer)
            .map_err(Failure::other)?;
        let account = AccountName(ACCOUNT.to_owned());
        Ok(Month { daemon, mailbox, account, clock, seen, hands, screen, next: None })
    }

    async fn play(&mut self) -> Result<(), Failure> {
        self.screen.opening().map_err(Failure::output)?;
        let (events, end) = (story::events(), story::end());
        for event in events {
            self.advance(event.at).await?;
            self.clock.set(event.at);
            self.happen(&event)?;
            self.visit().await?;
            // What a vanished draft leads to shows at the next look.
            let look = jiff::SignedDuration::try_from(LOOK_EVERY).unwrap_or_default();
            self.clock.set(event.at.saturating_add(look).unwrap_or(event.at));
            self.visit().await?;
        }
        self.advance(end).await?;
        self.clock.set(end);
        Ok(())
    }

    /// Lets time pass, from one planned moment to the next.
    async fn advance(&mut self, until: Timestamp) -> Result<(), Failure> {
        while let Some(next) = self.next.filter(|next| *next <= until) {
            if next <= self.clock.get() {
                break;
            }
            self.clock.set(next);
            self.visit().await?;
        }
        Ok(())
    }

    /// Writes a mail, or does what Robin does in a mail client.
    fn happen(&mut self, event: &Event) -> Result<(), Failure> {
        let notice = match &event.act {
            Act::Mail(text) => {
                let message = message::parse(text.as_bytes());
                let reading = reading::read(&message, &self.daemon.reader);
                self.hands.deliver(text, &reading, event.at).map_err(Failure::other)?;
                Some(Notice::mail(&message, &reading))
            }
            Act::Send(touch) | Act::Edit(touch) | Act::Discard(touch) => {
                let done = self.hands.touch(&event.act, touch, event.at);
                done.map_err(Failure::other)?.map(|to| Notice::robin(&event.act, &to))
            }
        };
        self.seen.borrow_mut().extend(notice);
        Ok(())
    }

    async fn visit(&mut self) -> Result<(), Failure> {
        let visit = self.daemon.visit(&self.account, &mut self.mailbox).await;
        self.next = visit.map_err(Failure::other)?.next;
        let now = self.clock.get().to_zoned(self.daemon.policy.zone.clone());
        let seen = self.seen.take();
        self.screen.show(&now, &seen).await.map_err(Failure::output)
    }

    fn end(&mut self, folder: &Path) -> Result<(), Failure> {
        let drafts = self.hands.drafts().map_err(Failure::other)?;
        Hands::copy(&drafts, &folder.join("eml")).map_err(Failure::other)?;
        self.screen.closing(folder, &drafts).map_err(Failure::output)
    }
}
