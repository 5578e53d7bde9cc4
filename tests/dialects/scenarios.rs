//! What happens at every mailbox, told without a word of IMAP: each server must agree.

use std::time::Duration;

use afterword::edge::{imap::ImapMailbox, secret::Secret};

use crate::{
    lab::PASSWORD,
    place::Place,
    world::{
        ANSWERED, CHASER, CHASER_AHEAD, DURING, Desk, Draft, INVITED, THANKS, UPDATED, at,
        mails::{BAKERY, FOUNDRY, ME, rewritten},
        only, recipients,
    },
};

type Scenario = fn(&mut Place<'_>);

pub const SCENARIOS: [(&str, Scenario); 10] = [
    ("the mailboxes are found", found),
    ("a scan changes nothing", scanned),
    ("drafts are appended once", appended),
    ("a check-in is withdrawn", withdrawn),
    ("an edited draft is the user's", edited),
    ("a sent draft is not made again", sent),
    ("a discarded draft is not made again", discarded),
    ("the notes form is read", noted),
    ("a lost database finds its drafts", restored),
    ("a server that went is watched again", reconnected),
];

const LATER: &str = "2026-10-07T17:16:00Z";

fn desmond() -> String {
    FOUNDRY.address("desmond")
}

/// A mail of the weeks before that has nothing to do with any of it.
fn old_mail(n: usize) -> Vec<u8> {
    format!(
        "From: Ida <ida@friends.example>\nTo: <{ME}>\nSubject: Sonntag, Teil {n}\n\
         Date: Thu, 1 Oct 2026 08:{n:02}:00 +0000\nMessage-ID: <sunday.{n}@friends.example>\n\n\
         Hello,\n\nthe bread is in the oven.\n"
    )
    .into_bytes()
}

/// A draft of the user's own, and one that he flagged as gone.
fn own_drafts(place: &Place<'_>) -> [u32; 2] {
    let drafts = place.dialect.wire[0];
    [place.put(drafts, "\\Draft", &old_mail(58)), place.put(drafts, "\\Deleted", &old_mail(59))]
}

/// The thank-yous and the notes form lie there.
fn thanked(place: &Place<'_>) -> Vec<Draft> {
    place.deliver(&FOUNDRY.invite());
    let drafts = place.once(THANKS);
    let [desmond, yusra] = FOUNDRY.panel.map(|(_, local)| FOUNDRY.address(local));
    let mut expected = [desmond.as_str(), yusra.as_str(), ME];
    expected.sort_unstable();
    assert_eq!(recipients(&drafts), expected);
    drafts
}

fn found(place: &mut Place<'_>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let findings = runtime.block_on(async {
        let secret = Some(Secret::new(PASSWORD.into()));
        let mailbox = ImapMailbox::connect(&place.account(), secret).await.unwrap();
        let findings = mailbox.findings();
        mailbox.log_out().await;
        findings
    });
    let [drafts, sent, trash] = place.dialect.boxes;
    assert_eq!(findings.drafts, drafts);
    assert_eq!(findings.sent, sent);
    assert_eq!(findings.trash.as_deref(), Some(trash));
    assert!(findings.watched.contains(&"INBOX".to_owned()), "{:?}", findings.watched);
}

fn scanned(place: &mut Place<'_>) {
    (0..55).for_each(|n| place.deliver(&old_mail(n)));
    place.put(place.dialect.wire[1], "\\Seen", &old_mail(56));
    place.deliver(&FOUNDRY.invite());
    own_drafts(place);
    let everything = |place: &Place<'_>| {
        let mut client = place.raw();
        ["INBOX"].iter().chain(&place.dialect.wire).map(|at| client.list(at)).collect::<Vec<_>>()
    };
    let before = everything(place);
    place.desk.once(INVITED);
    place.desk.once(DURING);
    assert!(everything(place) == before, "a scan changed something");
    assert_eq!(before[0].len(), 56);
}

fn appended(place: &mut Place<'_>) {
    let own = own_drafts(place);
    place.deliver(&FOUNDRY.invite());
    let drafts = place.once(THANKS);
    assert_eq!(drafts.len(), 4, "{:?}", recipients(&drafts));
    for draft in drafts.iter().filter(|draft| !own.contains(&draft.uid)) {
        assert!(draft.flags.iter().any(|flag| flag.eq_ignore_ascii_case("\\Draft")), "{draft:?}");
    }
    assert_eq!(place.once(THANKS), drafts, "a second visit changes nothing");
}

fn withdrawn(place: &mut Place<'_>) {
    let own = own_drafts(place);
    place.deliver(&FOUNDRY.invite());
    place.once(INVITED);
    place.deliver(&FOUNDRY.update());
    place.once(UPDATED);
    let before = place.once(CHASER_AHEAD);
    let after = place.once(CHASER);
    let check_in = after.iter().find(|draft| before.iter().all(|d| d.id != draft.id)).unwrap();
    assert_eq!(check_in.to, FOUNDRY.recruiter_address());
    place.deliver(&FOUNDRY.reply());
    let left = place.once(ANSWERED);
    assert!(left.iter().all(|draft| draft.id != check_in.id), "it is still there");
    let all = place.raw().list(place.dialect.wire[0]);
    assert!(own.iter().all(|uid| all.iter().any(|stored| stored.uid == *uid)), "{all:?}");
}

fn edited(place: &mut Place<'_>) {
    let drafts = thanked(place);
    let old = only(&drafts, &desmond());
    let new = rewritten(&old.bytes, Some("edit.1@home.example"), at(THANKS), "\nP.S. The bridge!");
    let uid = place.put(place.dialect.wire[0], "\\Draft \\Seen", &new);
    place.remove(old);
    for hour in [THANKS, LATER, UPDATED] {
        let drafts = place.once(hour);
        assert_eq!(only(&drafts, &desmond()).uid, uid, "{hour}");
    }
}

fn sent(place: &mut Place<'_>) {
    let drafts = thanked(place);
    let old = only(&drafts, &desmond());
    place.remove(old);
    let mail = rewritten(&old.bytes, Some("sent.1@home.example"), at(LATER), "");
    place.put(place.dialect.wire[1], "\\Seen", &mail);
    for hour in [LATER, UPDATED] {
        assert!(!recipients(&place.once(hour)).contains(&desmond().as_str()), "{hour}");
    }
}

fn discarded(place: &mut Place<'_>) {
    let drafts = thanked(place);
    place.remove(only(&drafts, &desmond()));
    for hour in [THANKS, LATER, UPDATED] {
        assert!(!recipients(&place.once(hour)).contains(&desmond().as_str()), "{hour}");
    }
}

fn noted(place: &mut Place<'_>) {
    let drafts = thanked(place);
    let form = only(&drafts, ME);
    let text = String::from_utf8(rewritten(&form.bytes, None, at(THANKS), "")).unwrap();
    let lines =
        text.lines().map(|line| match line.starts_with("Desmond Achterberg talked about:") {
            true => format!("{line} the move of the old compiler to the new backend\n"),
            false => format!("{line}\n"),
        });
    let filled: String = lines.collect();
    assert!(filled.contains("old compiler"), "{text}");
    place.put(place.dialect.wire[0], "\\Draft", filled.as_bytes());
    place.remove(form);
    place.once(THANKS);
    let drafts = place.once(LATER);
    let thanks = only(&drafts, &desmond());
    assert!(thanks.text.contains("old compiler"), "{}", thanks.text);
}

fn restored(place: &mut Place<'_>) {
    let drafts = thanked(place);
    let desk = Desk::with("");
    place.configure(&desk);
    desk.once(THANKS);
    assert_eq!(place.drafts(), drafts, "adopted, not made again");
}

fn reconnected(place: &mut Place<'_>) {
    place.deliver(&FOUNDRY.invite());
    let mut daemon = place.desk.stay(THANKS);
    let of = |id: String, drafts: &[Draft]| drafts.iter().filter(|d| d.parent == id).count();
    place.await_drafts("drafted", |drafts| of(FOUNDRY.invite_id(), drafts) >= 2);
    place.server.kill();
    std::thread::sleep(Duration::from_millis(500));
    assert!(daemon.runs(), "{}", place.desk.daemon_log());
    place.server.start_again();
    place.deliver(&BAKERY.invite());
    place.await_drafts("went on", |drafts| of(BAKERY.invite_id(), drafts) >= 2);
    assert!(daemon.stop());
}
