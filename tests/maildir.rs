//! A Maildir as other programs keep it: what is read, what is written, and what is left alone.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test fails by panicking")]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use afterword::{
    edge::{Mailbox as _, Marks, News, Ring, Trouble, maildir::MaildirMailbox},
    mailbox::{AccountName, Appended, Arrival, Digest, DraftKey, Intent, Look, Place},
    settings::MaildirAccount,
};
use jiff::Timestamp;
use tempfile::TempDir;

const KEY: &str = "0123456789abcdef0123456789abcdef";

struct Home {
    dir: TempDir,
}

impl Home {
    /// A folder with these Maildirs; "" is the folder itself.
    fn with(maildirs: &[&str]) -> Home {
        let home = Home { dir: tempfile::tempdir().unwrap() };
        for name in maildirs {
            home.maildir(name);
        }
        home
    }

    /// Maildir++: the usual for Dovecot.
    fn plus() -> Home {
        Home::with(&["", ".Drafts", ".Sent", ".Junk", ".Archive"])
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn maildir(&self, name: &str) {
        for part in ["cur", "new", "tmp"] {
            fs::create_dir_all(self.path(name).join(part)).unwrap();
        }
    }

    fn put(&self, file: &str, text: &str) {
        fs::write(self.path(file), text).unwrap();
    }

    fn age(&self, file: &str, days: u64) {
        let then = SystemTime::now() - Duration::from_secs(days * 86_400);
        fs::File::open(self.path(file)).unwrap().set_modified(then).unwrap();
    }

    fn account(&self) -> MaildirAccount {
        MaildirAccount { path: self.path(""), watch: None, drafts: None, sent: None }
    }

    fn open(&self) -> MaildirMailbox {
        MaildirMailbox::open(&self.account()).map_err(|e| e.to_string()).unwrap()
    }

    /// Every file below, with its bytes.
    fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        fn walk(dir: &Path, all: &mut BTreeMap<PathBuf, Vec<u8>>) {
            for entry in fs::read_dir(dir).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    walk(&path, all);
                } else {
                    all.insert(path.clone(), fs::read(&path).unwrap());
                }
            }
        }
        let mut all = BTreeMap::new();
        walk(self.dir.path(), &mut all);
        all
    }

    /// The only file of Drafts.
    fn draft(&self) -> PathBuf {
        let mut files = fs::read_dir(self.path(".Drafts/cur")).unwrap();
        let path = files.next().unwrap().unwrap().path();
        assert!(files.next().is_none());
        path
    }
}

fn run<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(work)
}

/// The mails that are news, the marks that cover them, and how many were announced.
fn news(mailbox: &mut MaildirMailbox, marks: &mut Marks) -> (Vec<Arrival>, Option<u64>) {
    let known = marks.clone();
    let (mut mails, mut expected) = (Vec::new(), None);
    let since = Timestamp::now() - Duration::from_secs(60 * 86_400);
    let mut each = |news| match news {
        News::Mail(mail) => mails.push(mail),
        News::Mark { mailbox, mark } => {
            marks.insert(mailbox, mark);
        }
        News::Expected(count) => expected = Some(count),
    };
    run(mailbox.read_news(&known, since, &mut each)).unwrap();
    (mails, expected)
}

fn texts(mails: &[Arrival]) -> Vec<String> {
    mails.iter().map(|mail| String::from_utf8_lossy(&mail.bytes).into_owned()).collect()
}

fn look(mailbox: &mut MaildirMailbox) -> Look {
    run(mailbox.look()).unwrap()
}

fn intent() -> Intent {
    let text = format!(
        "Message-ID: <{KEY}@afterword.invalid>\r\nFrom: Robin <Robin@me.example>\r\n\
         To: Ines Duarte <ines@halden.example>\r\nIn-Reply-To: <invite@halden.example>\r\n\
         References: <first@halden.example> <invite@halden.example>\r\n\
         Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n\r\nThank you.\r\n"
    );
    Intent {
        key: DraftKey(KEY.into()),
        account: AccountName("local".into()),
        bytes: text.into_bytes(),
    }
}

fn append(mailbox: &mut MaildirMailbox) -> (Place, Digest) {
    match run(mailbox.append(&intent())).unwrap() {
        Appended::Stored { place, baseline } => (place, baseline),
        other => panic!("not stored: {other:?}"),
    }
}

/// Opening is refused with all these words.
#[track_caller]
fn refused(account: &MaildirAccount, words: &[&str]) {
    match MaildirMailbox::open(account) {
        Err(Trouble::Refuse(text)) => {
            for word in words {
                assert!(text.contains(word), "{text:?} lacks {word:?}");
            }
        }
        Err(other) => panic!("not refused: {other:?}"),
        Ok(_) => panic!("opened"),
    }
}

#[test]
fn the_mailboxes_of_a_maildir_plus_plus_are_found() {
    let home = Home::plus();
    home.maildir(".Sent.2026");
    let mailbox = home.open();
    let found = mailbox.mailboxes();
    assert_eq!(found, (vec!["INBOX", "Junk", "Archive"], Some("Sent"), "Drafts"));
}

#[test]
fn the_mailboxes_of_mbsyncs_verbatim_layout_are_found() {
    let home =
        Home::with(&["Inbox", "Drafts", "[Gmail]/Sent Mail", "[Gmail]/All Mail", "Sent/2025"]);
    let mailbox = home.open();
    let found = mailbox.mailboxes();
    let watched = vec!["INBOX", "[Gmail]/All Mail"];
    assert_eq!(found, (watched, Some("[Gmail]/Sent Mail"), "Drafts"));
}

#[test]
fn mailboxes_with_german_names_in_utf_7_are_found() {
    let home = Home::with(&["", ".Entw&APw-rfe", ".Gesendet", ".Spamverdacht"]);
    let mailbox = home.open();
    assert_eq!(mailbox.mailboxes(), (vec!["INBOX", "Spamverdacht"], Some("Gesendet"), "Entwürfe"));
}

#[test]
fn configured_mailboxes_come_before_known_names() {
    let home = Home::plus();
    home.maildir(".Jobs.Drafts");
    home.maildir(".Jobs.Out");
    let account = MaildirAccount {
        watch: Some(vec!["inbox".into(), "Jobs/Out".into(), "Jobs.Drafts".into()]),
        drafts: Some("Jobs.Drafts".into()),
        sent: Some("INBOX.Sent".into()),
        ..home.account()
    };
    let mailbox = MaildirMailbox::open(&account).map_err(|e| e.to_string()).unwrap();
    assert_eq!(mailbox.mailboxes(), (vec!["INBOX", "Jobs/Out"], Some("Sent"), "Jobs/Drafts"));
}

#[test]
fn without_drafts_or_a_sent_mailbox_the_user_is_told_what_there_is() {
    refused(&Home::with(&["", ".Sent", ".Work"]).account(), &["No Drafts", "INBOX, Sent, Work"]);
    refused(&Home::with(&["", ".Drafts", ".Postausgang"]).account(), &["sent = ", "Postausgang"]);
    let home = Home::plus();
    let drafts = Some("Entwürfe".to_owned());
    refused(&MaildirAccount { drafts, ..home.account() }, &["Entwürfe", "found are", "Drafts"]);
    let watch = Some(vec!["Recruiting".to_owned()]);
    refused(&MaildirAccount { watch, ..home.account() }, &["Recruiting", "Archive"]);
    refused(&Home::with(&["Drafts", "Sent"]).account(), &["INBOX"]);
}

#[test]
fn a_sent_mailbox_that_is_made_later_is_found_then() {
    let home = Home::with(&["", ".Drafts"]);
    let mut mailbox = home.open();
    assert_eq!(mailbox.mailboxes().1, None);
    home.maildir(".Sent");
    home.put(".Sent/cur/1.a:2,S", "mine");
    let (mails, _) = news(&mut mailbox, &mut Marks::new());
    assert!(mails[0].in_sent);
}

#[test]
fn an_unmounted_disk_is_waited_for_and_a_wrong_folder_is_not() {
    let home = Home::with(&[]);
    assert!(matches!(MaildirMailbox::open(&home.account()), Err(Trouble::Retry(_))));
    let absent = MaildirAccount { path: home.path("absent"), ..home.account() };
    assert!(matches!(MaildirMailbox::open(&absent), Err(Trouble::Retry(_))));
    home.put("letter.txt", "not a Maildir");
    refused(&home.account(), &["no Maildir"]);
    let file = MaildirAccount { path: home.path("letter.txt"), ..home.account() };
    refused(&file, &["letter.txt"]);

    let home = Home::plus();
    let mut mailbox = home.open();
    fs::rename(home.path("cur"), home.path("gone")).unwrap();
    let since = Timestamp::UNIX_EPOCH;
    let result = run(mailbox.read_news(&Marks::new(), since, &mut |_| panic!("no news")));
    assert!(matches!(result, Err(Trouble::Retry(_))), "{result:?}");
}

#[test]
fn mail_is_read_in_order_of_arrival_and_sent_mail_last() {
    let home = Home::plus();
    home.put(".Sent/cur/1.s:2,S", "sent");
    home.put("new/3.new", "newest");
    home.put("cur/2.b,U=7:2,S", "older");
    home.put(".Archive/cur/1.a,S=5,W=6:2,", "archived");
    home.put("cur/1.ancient:2,S", "ancient");
    home.age("cur/2.b,U=7:2,S", 5);
    home.age("cur/1.ancient:2,S", 90);
    let mut marks = Marks::new();
    let (mails, expected) = news(&mut home.open(), &mut marks);
    assert_eq!(texts(&mails), ["older", "newest", "archived", "sent"]);
    assert_eq!(expected, Some(4));
    assert_eq!(mails.iter().filter(|mail| mail.in_sent).count(), 1);
    assert!(marks["INBOX"].names.contains("1.ancient"), "what is too old is not looked at again");
}

#[test]
fn a_mail_is_news_once_whatever_becomes_of_its_file_name() {
    let home = Home::plus();
    home.put("new/100.M1P2.host", "invite");
    let mut mailbox = home.open();
    let mut marks = Marks::new();
    assert_eq!(news(&mut mailbox, &mut marks).0.len(), 1);
    let names = [
        "new/100.M1P2.host",
        "cur/100.M1P2.host,U=3:2,S",
        "cur/100.M1P2.host,U=3,FMD5=7e33429f656f1e6e9d79b29c3f82c57e:2,RS",
        "cur/100.M1P2.host,S=123,W=130:2,FS",
    ];
    for pair in names.windows(2) {
        fs::rename(home.path(pair[0]), home.path(pair[1])).unwrap();
        assert!(news(&mut mailbox, &mut marks).0.is_empty(), "{}", pair[1]);
    }
    home.put("cur/101.M1P2.host:2,", "another");
    let (mails, expected) = news(&mut mailbox, &mut marks);
    assert_eq!(texts(&mails), ["another"]);
    assert_eq!(expected, None, "only a first scan is announced");
}

#[test]
fn nothing_watched_is_moved_flagged_or_written() {
    let home = Home::plus();
    home.put("new/1.a", "invite");
    home.put(".Sent/new/2.a", "mine");
    home.put(".Drafts/new/3.a", "Subject: x\n\nbody");
    let before = home.files();
    let mut mailbox = home.open();
    news(&mut mailbox, &mut Marks::new());
    look(&mut mailbox);
    run(mailbox.wait(Duration::from_millis(20))).unwrap();
    assert_eq!(home.files(), before);
}

#[test]
fn of_a_huge_mail_only_the_beginning_is_read() {
    let home = Home::plus();
    home.put("new/1.a", &"x".repeat(1_000_000));
    let (mails, _) = news(&mut home.open(), &mut Marks::new());
    assert_eq!(mails[0].bytes.len(), afterword::mailbox::FETCH_BYTES_MAX);
}

#[test]
fn hidden_files_and_folders_among_the_mail_are_passed_over() {
    let home = Home::plus();
    home.put("cur/.DS_Store", "junk");
    home.put(".mbsyncstate", "junk");
    fs::create_dir_all(home.path("cur/folder")).unwrap();
    fs::create_dir_all(home.path(".git")).unwrap();
    let mut marks = Marks::new();
    assert!(news(&mut home.open(), &mut marks).0.is_empty());
    assert!(marks["INBOX"].names.is_empty());
}

#[test]
fn drafts_are_listed_with_what_tells_them_apart() {
    let home = Home::plus();
    let mut mailbox = home.open();
    let (place, baseline) = append(&mut mailbox);
    home.put(
        ".Drafts/new/7.theirs",
        "Message-ID: <x@y.example>\nTo: a@b.example\nSubject: Hi\n\n.",
    );
    home.put(".Drafts/cur/8.gone:2,DT", "Subject: Bye\n\n.");
    home.put(".Drafts/cur/9.odd:2,", "");
    let drafts = look(&mut mailbox).drafts;
    let by = |name: &str| drafts.iter().find(|d| d.place == Place::File(name.into())).unwrap();
    let ours = drafts.iter().find(|draft| draft.place == place).unwrap();
    assert_eq!(ours.digest, Some(baseline));
    assert_eq!(ours.id.as_ref().and_then(DraftKey::of), Some(DraftKey(KEY.into())));
    assert_eq!(ours.in_reply_to[0].0, "invite@halden.example");
    assert_eq!(ours.references.len(), 2);
    assert_eq!(ours.from.as_ref().unwrap().email, "robin@me.example");
    assert_eq!(ours.to[0].email, "ines@halden.example");
    assert_eq!(ours.to[0].name.as_deref(), Some("Ines Duarte"));
    assert_eq!(ours.subject, "Grüße");
    assert!(!ours.deleted);
    assert_eq!(by("7.theirs").digest, None, "only our own bytes are compared");
    assert_eq!(by("7.theirs").to[0].email, "a@b.example");
    assert!(by("8.gone").deleted);
    assert_eq!(by("9.odd").id, None);
    assert_eq!(drafts.len(), 4);
}

#[test]
fn a_draft_is_written_whole_flagged_and_private() {
    let home = Home::plus();
    let (place, baseline) = append(&mut home.open());
    let path = home.draft();
    let name = path.file_name().unwrap().to_str().unwrap().to_owned();
    assert_eq!(Place::File(name.strip_suffix(":2,D").unwrap().into()), place);
    let bytes = fs::read(&path).unwrap();
    assert!(!bytes.contains(&b'\r'), "a Maildir's lines end with LF");
    assert_eq!(Digest::of(&bytes), Digest::of(&intent().bytes));
    assert_eq!(Digest::of(&bytes), baseline);
    let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&path).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(fs::read_dir(home.path(".Drafts/tmp")).unwrap().count(), 0);
}

#[test]
fn a_draft_that_cannot_be_written_leaves_nothing_behind() {
    let home = Home::plus();
    let mut mailbox = home.open();
    fs::remove_dir(home.path(".Drafts/cur")).unwrap();
    assert!(matches!(run(mailbox.append(&intent())), Err(Trouble::Retry(_))));
    assert_eq!(home.files().len(), 0);
}

#[test]
fn our_untouched_draft_is_removed_also_when_it_was_synchronised() {
    let home = Home::plus();
    let mut mailbox = home.open();
    let (place, baseline) = append(&mut mailbox);
    let Place::File(name) = &place else { panic!("no file") };
    let renamed = home.path(&format!(".Drafts/cur/{name},U=12:2,DS"));
    fs::rename(home.draft(), renamed).unwrap();
    assert_eq!(look(&mut mailbox).drafts[0].place, place);
    run(mailbox.retire(&place, &baseline)).unwrap();
    assert!(look(&mut mailbox).drafts.is_empty());
    run(mailbox.retire(&place, &baseline)).unwrap();
}

#[test]
fn a_draft_that_a_person_touched_is_left_alone() {
    let home = Home::plus();
    let mut mailbox = home.open();
    let (place, baseline) = append(&mut mailbox);
    let path = home.draft();
    let text = fs::read_to_string(&path).unwrap() + "And a word of my own.\n";
    fs::write(&path, text).unwrap();
    run(mailbox.retire(&place, &baseline)).unwrap();
    assert_eq!(home.draft(), path);
}

#[test]
fn what_is_not_ours_or_already_trashed_is_never_removed() {
    let home = Home::plus();
    let mut mailbox = home.open();
    let text = "Message-ID: <mine@robin.example>\n\nhello\n";
    home.put(".Drafts/cur/1.mine:2,D", text);
    let place = Place::File("1.mine".into());
    run(mailbox.retire(&place, &Digest::of(text.as_bytes()))).unwrap();
    assert_eq!(home.files().len(), 1);
    fs::remove_file(home.path(".Drafts/cur/1.mine:2,D")).unwrap();

    let (place, baseline) = append(&mut mailbox);
    let path = home.draft();
    let trashed = PathBuf::from(path.to_str().unwrap().replace(":2,D", ":2,DT"));
    fs::rename(&path, &trashed).unwrap();
    run(mailbox.retire(&place, &baseline)).unwrap();
    assert!(trashed.exists());
    run(mailbox.retire(&Place::Uid { validity: 1, uid: 1 }, &baseline)).unwrap();
}

#[test]
fn new_mail_rings_at_once_and_silence_does_not() {
    let home = Home::plus();
    let mut mailbox = home.open();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let silence = mailbox.wait(Duration::from_millis(50)).await.unwrap();
        assert_eq!(silence, Ring::Timer);
        // Arrived before anybody waits: not lost.
        home.put("new/1.a", "invite");
        assert_eq!(mailbox.wait(Duration::from_secs(10)).await.unwrap(), Ring::Bell);
        // Reading is no change.
        fs::read(home.path("new/1.a")).unwrap();
        mailbox.look().await.unwrap();
        assert_eq!(mailbox.wait(Duration::from_millis(300)).await.unwrap(), Ring::Timer);
        fs::rename(home.path("new/1.a"), home.path("cur/1.a:2,S")).unwrap();
        assert_eq!(mailbox.wait(Duration::from_secs(10)).await.unwrap(), Ring::Bell);
    });
}

#[test]
fn drafts_that_are_renamed_without_end_are_never_missed() {
    let home = Home::plus();
    let mut mailbox = home.open();
    append(&mut mailbox);
    let path = home.draft();
    let stop = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let names = ["D", "DS"].map(|flags| {
                PathBuf::from(path.to_str().unwrap().replace(":2,D", &format!(":2,{flags}")))
            });
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                fs::rename(&names[0], &names[1]).unwrap();
                fs::rename(&names[1], &names[0]).unwrap();
            }
        });
        for _ in 0..300 {
            match run(mailbox.look()) {
                Ok(look) => assert_eq!(look.drafts.len(), 1),
                Err(Trouble::Retry(_)) => {}
                Err(other) => panic!("{other:?}"),
            }
        }
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
    });
}
