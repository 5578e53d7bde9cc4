//! What happens around the daemon while it dies: mails that come, and what the user does.

use crate::world::{
    ANSWERED, CHASER, INVITED, THANKS, UPDATED, at,
    home::Home,
    mails::{BAKERY, FOUNDRY, Firm, ME, OBSERVATORY, rewritten},
};

/// Half an hour after the thank-yous.
const LATER: &str = "2026-10-07T17:16:00Z";

/// One hour with something to do.
pub struct Chapter {
    pub at: &'static str,
    /// The account, and what came.
    pub mails: Vec<(&'static str, Vec<u8>)>,
    /// What the user does then, as soon as what he does it to is there; false when it is not.
    pub user: Option<Act>,
}

pub type Act = fn(&mut Home) -> bool;

pub struct Story {
    pub name: &'static str,
    pub accounts: &'static [&'static str],
    pub chapters: Vec<Chapter>,
    /// The user does not wait until the daemon comes to rest.
    pub in_the_middle: bool,
}

const ONE: &[&str] = &["home"];
const TWO: &[&str] = &["home", "work"];
/// More than are read with one command.
const OLD_MAILS: usize = 55;

fn hour(at: &'static str, mails: Vec<Vec<u8>>) -> Chapter {
    Chapter { at, mails: mails.into_iter().map(|mail| ("home", mail)).collect(), user: None }
}

fn story(name: &'static str, chapters: Vec<Chapter>) -> Story {
    Story { name, accounts: ONE, chapters, in_the_middle: false }
}

/// Thank-yous lie there, and the user does something to one of them.
fn touched(name: &'static str, act: Act) -> Story {
    let first = Chapter { user: Some(act), ..hour(THANKS, vec![FOUNDRY.invite()]) };
    let chapters = vec![first, hour(UPDATED, vec![FOUNDRY.update()])];
    Story { in_the_middle: true, ..story(name, chapters) }
}

pub fn stories() -> Vec<Story> {
    let firms = [FOUNDRY, OBSERVATORY];
    let mut old: Vec<Vec<u8>> = (0..OLD_MAILS).map(old_mail).collect();
    old.extend([FOUNDRY.invite(), FOUNDRY.update()]);
    vec![
        story("appended", vec![hour(THANKS, vec![FOUNDRY.invite()])]),
        story(
            "withdrawn",
            vec![
                hour(INVITED, vec![FOUNDRY.invite()]),
                hour(UPDATED, vec![FOUNDRY.update()]),
                hour(CHASER, vec![]),
                hour(ANSWERED, vec![FOUNDRY.reply()]),
            ],
        ),
        story(
            "renewed after notes",
            vec![
                Chapter { user: Some(fill_in), ..hour(THANKS, vec![FOUNDRY.invite()]) },
                hour(LATER, vec![]),
            ],
        ),
        touched("edited, the Message-ID kept", |home| edit(home, None)),
        touched("edited, the Message-ID new", |home| edit(home, Some("edit.1@home.example"))),
        touched("sent", |home| {
            let sent = |bytes: &[u8]| rewritten(bytes, Some("sent.1@home.example"), at(LATER), "");
            home.replace("home", &desmond(), "Sent", &sent)
        }),
        touched("thrown away", |home| home.discard("home", &desmond())),
        Story {
            accounts: TWO,
            ..story(
                "several accounts",
                vec![Chapter {
                    at: THANKS,
                    mails: vec![("home", FOUNDRY.invite()), ("work", BAKERY.invite())],
                    user: None,
                }],
            )
        },
        story(
            "several opportunities",
            vec![
                hour(THANKS, firms.iter().map(Firm::invite).collect()),
                hour(UPDATED, firms.iter().map(Firm::update).collect()),
            ],
        ),
        story("first scan", vec![hour(UPDATED, old)]),
    ]
}

fn desmond() -> String {
    FOUNDRY.address("desmond")
}

fn edit(home: &mut Home, id: Option<&'static str>) -> bool {
    let edited = move |bytes: &[u8]| rewritten(bytes, id, at(THANKS), "\nP.S. The bridge!");
    home.replace("home", &desmond(), "Drafts", &edited)
}

/// The user fills in the notes form and saves it.
fn fill_in(home: &mut Home) -> bool {
    let filled = |bytes: &[u8]| {
        let text = String::from_utf8(rewritten(bytes, None, at(THANKS), "")).unwrap();
        let lines =
            text.lines().map(|line| match line.trim_end().ends_with("Desmond Achterberg:") {
                true => format!("{line} the move of the old compiler to the new backend\n"),
                false => format!("{line}\n"),
            });
        lines.collect::<String>().into_bytes()
    };
    home.replace("home", ME, "Drafts", &filled)
}

/// A mail of the weeks before that has nothing to do with any of it.
fn old_mail(n: usize) -> Vec<u8> {
    format!(
        "From: Ida <ida@friends.example>\nTo: <{ME}>\nSubject: Sunday, part {n}\n\
         Date: Thu, 1 Oct 2026 08:{n:02}:00 +0000\nMessage-ID: <sunday.{n}@friends.example>\n\n\
         Hello,\n\nthe bread is in the oven.\n"
    )
    .into_bytes()
}
