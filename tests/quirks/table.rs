//! The situations: at which command the server misbehaves, how, and what may come of it.
//!
//! One line is one way to answer one kind of command wrongly. Most come from servers that exist
//! (Courier, Cyrus, DavMail, Exchange, Gmail, mail.ru, Proton Bridge, Yahoo, 163), the rest from
//! an enemy. Every other command is answered as it should be.

use std::{sync::Arc, time::Duration};

use crate::lab::server::{Reply, Turn};

/// What the daemon leaves when the server behaves again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The same as in a quiet run.
    Same,
    /// As in a quiet run but for drafts that it did not dare to make again or to take away: each is
    /// recorded as not ours any more.
    Silent,
    /// A mail that the server did not give is not known.
    Unread,
}

pub type Answer = Arc<dyn Fn(&mut Turn<'_>) -> Reply + Send + Sync>;

pub struct Situation {
    pub name: String,
    /// Concerns the commands that contain this.
    pub at: &'static str,
    pub answer: Answer,
    /// What must be told when it lasts; empty when nothing needs to be.
    pub says: &'static str,
    pub end: End,
    /// Times are divided by this.
    pub hurry: u32,
    /// The server itself stores a draft twice.
    pub doubled: bool,
    /// What the server can do.
    pub can: &'static str,
}

/// The commands that a visit sends, by what only they contain.
pub const COMMANDS: [(&str, &str); 19] = [
    ("the greeting", "greeting"),
    ("the log-in", "AUTHENTICATE"),
    ("the list of mailboxes", "LIST"),
    ("opening INBOX", "EXAMINE \"INBOX\""),
    ("opening Sent", "EXAMINE \"Sent\""),
    ("opening Drafts", "EXAMINE \"Drafts\""),
    ("opening Drafts for writing", "SELECT \"Drafts\""),
    ("listing new mail", "INTERNALDATE)"),
    ("reading new mail", "INTERNALDATE BODY.PEEK[]"),
    ("listing Drafts", "IN-REPLY-TO"),
    ("reading a draft", "FLAGS BODY.PEEK[]"),
    ("looking for the stored draft", "(MESSAGE-ID)]"),
    ("APPEND", "APPEND"),
    ("the draft itself", "literal"),
    ("NOOP", "NOOP"),
    ("STORE", "UID STORE"),
    ("EXPUNGE", "UID EXPUNGE"),
    ("UNSELECT", "UNSELECT"),
    ("IDLE", "IDLE"),
];

/// The servers: with UIDPLUS, with MOVE alone, and with neither.
pub const PLUS: &str = "UIDPLUS UNSELECT IDLE";
pub const MOVE: &str = "MOVE IDLE";
pub const BARE: &str = "";

const NOISE: &str = "* 1 RECENT\r\n* OK Still here\r\n* FLAGS (\\Seen $Forwarded)\r\n";
const HURRY: u32 = 300;
const FLOOD: usize = 5_000;

fn line(name: impl Into<String>, at: &'static str, answer: Answer) -> Situation {
    Situation {
        name: name.into(),
        at,
        answer,
        says: "",
        end: End::Same,
        hurry: 1,
        doubled: false,
        can: PLUS,
    }
}

impl Situation {
    fn says(self, says: &'static str) -> Situation {
        Situation { says, ..self }
    }

    fn silent(self) -> Situation {
        Situation { end: End::Silent, ..self }
    }

    fn unread(self) -> Situation {
        Situation { end: End::Unread, ..self }
    }

    fn hurried(self) -> Situation {
        Situation { hurry: HURRY, ..self }
    }

    fn at(self, can: &'static str) -> Situation {
        Situation { can, ..self }
    }

    fn doubled(self) -> Situation {
        Situation { doubled: true, ..self }
    }
}

/// Says this and does nothing.
fn instead(text: &'static str) -> Answer {
    Arc::new(move |turn| match text.strip_suffix("<close>") {
        Some(text) => turn.say(text).close(),
        None => turn.say(text),
    })
}

/// Does as it should, but says something first.
fn noise(text: &'static str) -> Answer {
    Arc::new(move |turn| turn.usual().after(text))
}

/// Does as it should and changes what it says.
fn edited(from: &'static str, to: &'static str) -> Answer {
    Arc::new(move |turn| turn.usual().edit(|text| text.replace(from, to)))
}

/// Everything.
pub fn situations() -> Vec<Situation> {
    let mut all = Vec::new();
    for (what, at) in COMMANDS {
        // With APPENDUID nothing is looked for.
        let can = if at == "(MESSAGE-ID)]" { BARE } else { PLUS };
        all.extend(everywhere(what, at).into_iter().map(|situation| situation.at(can)));
    }
    for (what, at, can) in
        [("MOVE", "UID MOVE", MOVE), ("STORE without EXPUNGE", "UID STORE", BARE)]
    {
        all.extend(everywhere(what, at).into_iter().map(|situation| situation.at(can)));
    }
    all.extend(opening());
    all.extend(appending());
    all.extend(listing());
    all.extend(removing());
    all.extend(logging_in());
    all.extend(attacks());
    all
}

/// What can go wrong with any command.
fn everywhere(what: &str, at: &'static str) -> Vec<Situation> {
    let ways: [(&str, Answer, bool); 18] = [
        ("NO", instead("% NO not today\r\n"), false),
        ("BAD", instead("% BAD what\r\n"), false),
        ("BYE", instead("* BYE Session expired\r\n<close>"), false),
        ("the end of the connection", instead("<close>"), false),
        (
            "the end of the connection once done",
            Arc::new(|turn| {
                turn.usual();
                Reply::default().close()
            }),
            false,
        ),
        (
            "half an answer",
            Arc::new(|turn| {
                let mut reply = turn.usual();
                reply.bytes.truncate(reply.bytes.len() / 2);
                reply.close()
            }),
            false,
        ),
        ("NO [SERVERBUG]", instead("% NO [SERVERBUG] Internal error. Refer to log\r\n"), false),
        ("NO [UNAVAILABLE]", instead("% NO [UNAVAILABLE] Back soon\r\n"), false),
        ("NO [LIMIT]", instead("% NO [LIMIT] Too many connections\r\n"), false),
        ("NO [NOPERM]", instead("% NO [NOPERM] Permission denied\r\n"), false),
        (
            "throttling",
            instead("% NO Request is throttled. Suggested Backoff Time: 4000 milliseconds\r\n"),
            false,
        ),
        ("untagged data first", noise(NOISE), false),
        (
            "unknown untagged lines first",
            noise(
                "* XYZZY 1 (2 3)\r\n* ESEARCH (TAG \"a9\") UID ALL 1:3\r\n* METADATA \"\" (/x)\r\n",
            ),
            false,
        ),
        ("8-bit text first", noise("* OK [ALERT] Boîte pleine à 90 %\r\n"), false),
        (
            "line ends without CR",
            Arc::new(|turn| {
                turn.usual().edit(|text| match text.contains('{') {
                    true => text,
                    false => text.replace("\r\n", "\n"),
                })
            }),
            false,
        ),
        ("the answer to another command", instead("a999 OK done\r\n"), false),
        ("no line at all", instead("((((\r\n"), false),
        ("silence", instead(""), true),
    ];
    let ways = ways.into_iter().filter(|(way, ..)| {
        // There the tag is no tag, or what is said is another thing.
        at != "greeting" || !way.starts_with("NO") && *way != "BAD"
    });
    ways.map(|(way, answer, slow)| {
        let situation = line(format!("{what} is answered by {way}"), at, answer);
        if slow { situation.hurried() } else { situation }
    })
    .collect()
}

fn opening() -> Vec<Situation> {
    let drafts = "EXAMINE \"Drafts\"";
    let write = "SELECT \"Drafts\"";
    let mut all = vec![
        line("Drafts opens for reading only", write, edited("[READ-WRITE]", "[READ-ONLY]"))
            .says("can only be read"),
        line("Drafts may not be opened", drafts, instead("% NO [NOPERM] not yours\r\n"))
            .says("may not be opened"),
        line("Drafts is gone", drafts, instead("% NO [NONEXISTENT] no such mailbox\r\n"))
            .says("no such mailbox"),
        line("Drafts tells no UIDNEXT", drafts, edited("UIDNEXT", "UNSEEN")),
        line("Drafts tells no UIDVALIDITY", drafts, edited("UIDVALIDITY", "UNSEEN"))
            .says("UIDVALIDITY"),
        line(
            "UIDVALIDITY is zero",
            drafts,
            Arc::new(|turn| {
                turn.usual().edit(|text| {
                    lines(&text, |line| match line.contains("UIDVALIDITY") {
                        true => "* OK [UIDVALIDITY 0] v".into(),
                        false => line.to_owned(),
                    })
                })
            }),
        )
        .silent(),
        line(
            "EXISTS counts one too many",
            drafts,
            Arc::new(|turn| {
                turn.usual().after("").edit(|text| lines(&text, |line| bumped(line, " EXISTS", 1)))
            }),
        )
        .says("keeps changing"),
        line(
            "EXISTS counts none",
            drafts,
            Arc::new(|turn| {
                turn.usual().edit(|text| {
                    lines(&text, |line| match line.contains(" EXISTS") {
                        true => "* 0 EXISTS".into(),
                        false => line.to_owned(),
                    })
                })
            }),
        )
        .silent(),
    ];
    for (what, at) in
        [("INBOX", "EXAMINE \"INBOX\""), ("Sent", "EXAMINE \"Sent\""), ("Drafts", drafts)]
    {
        all.push(line(
            format!("{what}: UIDNEXT falls"),
            at,
            Arc::new(|turn| {
                turn.usual().edit(|text| {
                    lines(&text, |line| match line.contains("UIDNEXT") {
                        true => "* OK [UIDNEXT 1] n".into(),
                        false => line.to_owned(),
                    })
                })
            }),
        ));
        all.push(line(
            format!("{what}: UIDNEXT leaps"),
            at,
            Arc::new(|turn| {
                turn.usual().edit(|text| {
                    lines(&text, |line| match line.contains("UIDNEXT") {
                        true => "* OK [UIDNEXT 4294967295] n".into(),
                        false => line.to_owned(),
                    })
                })
            }),
        ));
        all.push(line(
            format!("{what} is numbered anew before it is opened"),
            at,
            Arc::new(|turn| {
                let name = turn.command.split('"').nth(1).unwrap().to_owned();
                turn.mail.folder(&name).renumber();
                turn.usual()
            }),
        ));
        let anew = line(
            format!("{what} is numbered anew once it is open"),
            at,
            Arc::new(|turn| {
                let reply = turn.usual();
                let name = turn.command.split('"').nth(1).unwrap().to_owned();
                turn.mail.folder(&name).renumber();
                reply
            }),
        );
        // A server may not do that (RFC 3501 §2.3.1.1): a copy under another UID is the user's.
        all.push(if what == "Drafts" { anew.silent() } else { anew });
    }
    all
}

fn appending() -> Vec<Situation> {
    let mut all = vec![
        line("APPEND: full", "APPEND", instead("% NO [OVERQUOTA] Quota exceeded\r\n"))
            .says("[OVERQUOTA] Quota exceeded"),
        line("APPEND: full once it is sent", "literal", instead("% NO [OVERQUOTA] Full\r\n"))
            .says("[OVERQUOTA] Full"),
        line("APPEND: wants the mailbox made", "APPEND", instead("% NO [TRYCREATE] none\r\n"))
            .says("none"),
        line("APPEND: OK before the draft", "APPEND", instead("% OK already\r\n")),
        line("APPEND: EXISTS before the go-ahead", "APPEND", noise("* 9 EXISTS\r\n* 1 RECENT\r\n")),
        line("APPEND: a second go-ahead", "literal", instead("+ more\r\n")),
        line("APPEND: OK, and nothing is stored", "literal", instead("% OK stored\r\n")),
        line(
            "APPEND: OK with a UID, and nothing is stored",
            "literal",
            instead("% OK [APPENDUID 8 99] stored\r\n"),
        ),
        line(
            "APPEND: OK, nothing is stored, and a UID is spent",
            "literal",
            Arc::new(|turn| {
                turn.mail.folder("Drafts").next += 1;
                turn.say("% OK stored\r\n")
            }),
        )
        .silent(),
        line(
            "APPEND: NO, and it is stored",
            "literal",
            Arc::new(|turn| {
                turn.usual();
                turn.say("% NO something else failed\r\n")
            }),
        ),
        line(
            "APPEND: BAD, and it is stored",
            "literal",
            Arc::new(|turn| {
                turn.usual();
                turn.say("% BAD something else failed\r\n")
            }),
        ),
        line(
            "APPEND: stored twice",
            "literal",
            Arc::new(|turn| {
                turn.usual();
                turn.usual()
            }),
        )
        .doubled(),
        line(
            "APPEND: stored when the next one comes",
            "literal",
            Arc::new(|turn| {
                if turn.mail.late.is_empty() {
                    turn.mail.late = turn.literal.to_vec();
                    return Reply::default().close();
                }
                let late = std::mem::take(&mut turn.mail.late);
                turn.mail.folder("Drafts").add(&["\\Draft"], "01-Oct-2026 10:00:00 +0000", &late);
                turn.usual()
            }),
        )
        .doubled(),
        line(
            "APPEND: stored, and numbered anew at once",
            "literal",
            Arc::new(|turn| {
                let reply = turn.usual();
                turn.mail.folder("Drafts").renumber();
                reply
            }),
        ),
        line(
            "APPEND: stored without the flag",
            "literal",
            Arc::new(|turn| {
                let reply = turn.usual();
                turn.mail.folder("Drafts").mails.last_mut().unwrap().flags.clear();
                reply
            }),
        ),
        line(
            "APPEND: line ends changed in the store",
            "literal",
            Arc::new(|turn| {
                let reply = turn.usual();
                let stored = turn.mail.folder("Drafts").mails.last_mut().unwrap();
                let text = String::from_utf8(stored.bytes.clone()).unwrap();
                stored.bytes = text.replace("\r\n", "\n").into_bytes();
                reply
            }),
        ),
    ];
    for (what, code) in [
        ("its fields swapped", "[APPENDUID {uid} 8] "),
        ("an older UID", "[APPENDUID 8 1] "),
        ("a UID that is not given out", "[APPENDUID 8 4000000] "),
        ("many UIDs", "[APPENDUID 8 1:9] "),
        ("another UIDVALIDITY", "[APPENDUID 77 {uid}] "),
        ("no number", "[APPENDUID x y] "),
        ("nothing", "[APPENDUID] "),
        ("no APPENDUID at all", ""),
    ] {
        all.push(line(
            format!("APPENDUID: {what}"),
            "literal",
            Arc::new(move |turn| {
                turn.usual();
                let uid = turn.mail.folder("Drafts").next - 1;
                turn.say(&format!("% OK {}stored\r\n", code.replace("{uid}", &uid.to_string())))
            }),
        ));
    }
    all
}

fn listing() -> Vec<Situation> {
    let (drafts, one, new) = ("IN-REPLY-TO", "FLAGS BODY.PEEK[]", "INTERNALDATE)");
    vec![
        line(
            "a listing of Drafts lacks a line",
            drafts,
            Arc::new(|turn| {
                turn.usual().edit(|text| {
                    let at = text.find("\r\n)\r\n").map_or(0, |at| at + 5);
                    text[at..].to_owned()
                })
            }),
        )
        .says("keeps changing"),
        line(
            "a listing of Drafts says everything twice",
            drafts,
            Arc::new(|turn| {
                let (once, twice) = (turn.usual(), turn.usual());
                let end = format!("{} OK done\r\n", turn.tag);
                twice
                    .edit(|text| text.replace(&end, ""))
                    .edit(|text| text + &String::from_utf8(once.bytes).unwrap())
            }),
        ),
        line(
            "EXISTS in the middle of a listing",
            drafts,
            edited("\r\n)\r\n", "\r\n)\r\n* 9 EXISTS\r\n"),
        )
        .says("keeps changing"),
        line(
            "EXPUNGE in the middle of a listing",
            drafts,
            edited("\r\n)\r\n", "\r\n)\r\n* 1 EXPUNGE\r\n"),
        ),
        line(
            "other flags in the middle of a listing",
            drafts,
            edited("\r\n)\r\n", "\r\n)\r\n* 1 FETCH (FLAGS (\\Seen))\r\n"),
        ),
        line("a line of a listing without its UID", drafts, edited("(UID ", "(X-UID ")).says(""),
        line(
            "a listing without headers",
            drafts,
            Arc::new(|turn| {
                turn.usual().edit(|text| {
                    lines(&text, |line| {
                        line.split(" BODY[").next().unwrap().to_owned()
                            + if line.contains(" BODY[") { ")" } else { "" }
                    })
                })
            }),
        ),
        line("a draft is NIL", one, Arc::new(nil)).silent(),
        line("a draft is not given", one, Arc::new(|turn| turn.say("% OK done\r\n"))),
        line(
            "a draft is another's",
            one,
            Arc::new(|turn| {
                turn.usual().edit(|text| text.replace("afterword.invalid", "somewhere.invalid"))
            }),
        )
        .silent(),
        line("a draft's flags are not told", one, edited(" FLAGS (\\Draft)", "")),
        line("new mail without a date", new, edited(" INTERNALDATE", " X-DATE")),
        line(
            "new mail with the date NIL",
            new,
            Arc::new(|turn| {
                turn.usual().edit(|text| {
                    lines(&text, |line| match line.split_once("INTERNALDATE") {
                        Some((head, _)) => format!("{head}INTERNALDATE NIL)"),
                        None => line.to_owned(),
                    })
                })
            }),
        ),
        line("new mail cannot be listed", new, Arc::new(|turn| turn.say("% OK done\r\n")))
            .says("tells of no mail"),
        line("new mail is NIL", "INTERNALDATE BODY.PEEK[]", Arc::new(nil)).unread(),
        line("new mail is not given", "INTERNALDATE BODY.PEEK[]", instead("% OK done\r\n"))
            .unread(),
        line(
            "new mail cannot be read",
            "INTERNALDATE BODY.PEEK[]",
            instead("% NO Some messages could not be FETCHed\r\n"),
        )
        .unread(),
        line(
            "new mail ends in the middle",
            "INTERNALDATE BODY.PEEK[]",
            Arc::new(|turn| {
                let mut reply = turn.usual();
                reply.bytes.truncate(reply.bytes.len() * 2 / 3);
                reply.close()
            }),
        ),
    ]
}

fn removing() -> Vec<Situation> {
    vec![
        line("STORE: OK, and nothing happens", "UID STORE", instead("% OK done\r\n"))
            .says("kept the draft"),
        line(
            "STORE: NO, and it happens",
            "UID STORE",
            Arc::new(|turn| {
                turn.usual();
                turn.say("% NO not today\r\n")
            }),
        ),
        line(
            "STORE without EXPUNGE: OK, and nothing happens",
            "UID STORE",
            instead("% OK done\r\n"),
        )
        .says("kept the draft")
        .at(BARE),
        line("MOVE: OK, and nothing happens", "UID MOVE", instead("% OK done\r\n"))
            .says("kept the draft")
            .at(MOVE),
        line(
            "MOVE: NO, and it happens",
            "UID MOVE",
            Arc::new(|turn| {
                turn.usual();
                turn.say("% NO not today\r\n")
            }),
        )
        .at(MOVE),
        line("EXPUNGE: OK, and nothing happens", "UID EXPUNGE", instead("% OK done\r\n")),
        line(
            "EXPUNGE: BAD, and it happens",
            "UID EXPUNGE",
            Arc::new(|turn| {
                turn.usual();
                turn.say("% BAD what\r\n")
            }),
        ),
        line("EXPUNGE takes it and says so", "UID EXPUNGE", noise("* 1 EXPUNGE\r\n")),
        line("EXPUNGE tells by VANISHED", "UID EXPUNGE", noise("* VANISHED 3\r\n")),
        line(
            "STORE tells the flags unasked",
            "UID STORE",
            noise("* 1 FETCH (FLAGS (\\Deleted))\r\n"),
        ),
    ]
}

fn logging_in() -> Vec<Situation> {
    let at = "AUTHENTICATE";
    vec![
        line(
            "the password is wrong",
            at,
            instead("% NO [AUTHENTICATIONFAILED] Invalid credentials\r\n"),
        )
        .says("refused the log-in of alice ([AUTHENTICATIONFAILED] Invalid credentials)"),
        line(
            "an app password is wanted",
            at,
            instead("% NO [ALERT] Application-specific password required\r\n"),
        )
        .says("refused the log-in"),
        line(
            "too many connections",
            at,
            instead("% NO [ALERT] Too many simultaneous connections.\r\n"),
        )
        .says("Too many simultaneous"),
        line("challenge after challenge", at, instead("+ aGVsbG8=\r\n")),
        line("no capabilities after the log-in", at, instead("% OK in\r\n")),
        line("two spaces after CAPABILITY", "greeting", instead("* OK hello\r\n")),
        line("PREAUTH", "greeting", instead("* PREAUTH hello\r\n")),
        line(
            "only log-ins by token",
            "greeting",
            instead("* OK [CAPABILITY IMAP4rev1 LOGINDISABLED] hi\r\n"),
        )
        .says("takes no password"),
        line("no mailbox is listed", "LIST", instead("% OK done\r\n"))
            .says("No mailbox looks like drafts"),
        line("no mailbox can be opened", "LIST", edited("LIST ()", "LIST (\\Noselect)"))
            .says("No mailbox looks like drafts"),
        line(
            "mailboxes with odd names",
            "LIST",
            noise(
                "* LIST () NIL \"\"\r\n* LIST () \"/\" \"Entw&APw-rfe\"\r\n* LIST () \"/\" \"&&&-\"\r\n",
            ),
        ),
    ]
}

fn attacks() -> Vec<Situation> {
    let places = [
        ("the list of mailboxes", "LIST"),
        ("opening INBOX", "EXAMINE \"INBOX\""),
        ("listing new mail", "INTERNALDATE)"),
        ("listing Drafts", "IN-REPLY-TO"),
        ("the draft itself", "literal"),
    ];
    let mut all = Vec::new();
    for (what, at) in places {
        let mut attack = |how: &str, answer: Answer| {
            all.push(line(format!("{what}: {how}"), at, answer));
        };
        attack("a literal of 3 GB", instead("* 1 FETCH (UID 1 BODY[] {3221225472}\r\n"));
        attack("a name of 3 GB", instead("* LIST () \"/\" {3221225472}\r\n"));
        attack("an endless line", Arc::new(|_| flood("* OK ", b"xxxxxxxx", 4 << 20)));
        attack(
            "parentheses without end",
            Arc::new(|_| flood("* 1 FETCH (BODYSTRUCTURE ", b"((((((((((((((((", 1 << 18)),
        );
        attack(
            "a response that never ends",
            Arc::new(|_| flood("* 1 FETCH (", b"X-A NIL X-B NIL X-C NIL ", 1 << 18)),
        );
        attack(
            "a flood of untagged data",
            Arc::new(|turn| {
                let reply = turn.usual();
                Reply {
                    flood: b"* OK Still here\r\n* 3 RECENT\r\n".to_vec(),
                    times: FLOOD,
                    ..reply
                }
            }),
        );
        attack(
            "a flood of FETCH",
            Arc::new(|turn| {
                let reply = turn.usual();
                let one = b"* 7 FETCH (UID 7 FLAGS (\\Seen) INTERNALDATE \"07-Oct-2026 10:00:00 +0000\")\r\n";
                Reply { flood: one.to_vec(), times: FLOOD, ..reply }
            }),
        );
    }
    for (what, at) in places {
        all.push(
            line(
                format!("{what}: a byte a second"),
                at,
                Arc::new(|turn| Reply {
                    pause: Some(Duration::from_secs(1) / HURRY),
                    ..turn.usual()
                }),
            )
            .hurried(),
        );
    }
    all.push(line(
        "LIST: twenty thousand mailboxes",
        "LIST",
        Arc::new(|turn| {
            let reply = turn.usual();
            Reply {
                flood: b"* LIST () \"/\" \"Lists/announcements\"\r\n".to_vec(),
                times: FLOOD,
                ..reply
            }
        }),
    ));
    all
}

fn flood(head: &str, part: &[u8], times: usize) -> Reply {
    let mut flood = head.as_bytes().to_vec();
    // One write carries many parts.
    flood.clear();
    flood.extend(part.iter().cycle().take(part.len() * 512));
    let mut reply = Reply { flood, times: times / 512, ..Reply::default() };
    reply.head = head.as_bytes().to_vec();
    reply
}

/// Every line changed, the line ends kept.
fn lines(text: &str, change: impl Fn(&str) -> String) -> String {
    text.split("\r\n").map(change).collect::<Vec<_>>().join("\r\n")
}

/// `* n WORD` with a greater n.
fn bumped(line: &str, word: &str, by: u32) -> String {
    let number = line.strip_suffix(word).and_then(|head| head.strip_prefix("* "));
    match number.and_then(|number| number.parse::<u32>().ok()) {
        Some(number) => format!("* {}{word}", number + by),
        None => line.to_owned(),
    }
}

/// The bodies are there and nothing.
fn nil(turn: &mut Turn<'_>) -> Reply {
    turn.usual().edit(|text| {
        let mut out = String::new();
        let mut rest = text.as_str();
        while let Some((head, tail)) = rest.split_once(" {") {
            let (size, tail) = tail.split_once("}\r\n").unwrap();
            out.push_str(head);
            out.push_str(" NIL");
            rest = &tail[size.parse::<usize>().unwrap()..];
        }
        out + rest
    })
}
