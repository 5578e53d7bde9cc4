//! Mails of a mebibyte: an ordinary one, and those that try to make a reader slow.

const SIZE: usize = 1 << 20;

/// A long letter about an interview, as people write.
pub fn ordinary() -> Vec<u8> {
    let letter = "Hi Robin,\n\nThank you for taking the time to speak with us last week. The team \
                  enjoyed the conversation about the ledger service, and how you cut the nightly \
                  run to twelve minutes.\nWe talked about it on Monday over lunch. Some of the \
                  figures in the report are new to me, so I asked Priya to look at the second \
                  table again before we go on.\n\nThe office is on the third floor, opposite the \
                  station; the lift is slow. Parking costs 4 pounds an hour.\n\n";
    text(&fill(letter))
}

/// Every hostile mail with its name.
pub fn mails() -> Vec<(&'static str, Vec<u8>)> {
    let mut all = Vec::new();
    for (name, unit) in TEXTS {
        all.push((name, text(&fill(unit))));
    }
    for (name, unit) in MARKUP {
        all.push((name, html(&fill(unit))));
    }
    all.extend(structures());
    all.extend(calendars());
    all
}

const TEXTS: [(&str, &str); 24] = [
    ("one line of words", "interview we would like to invite you "),
    ("one word", "a"),
    ("one word again", "interview "),
    ("one word a line", "interview\n"),
    ("quote marks", ">"),
    ("quoted lines", "> > on monday we wrote:\n"),
    ("commas", ","),
    ("brackets", "("),
    ("brackets around words", "(interview "),
    ("digits", "1"),
    ("digits apart", "1 "),
    ("dates", "12/10/2026 "),
    ("dates and times", "Mon 12 Oct 10:00-11:00 CET / 9am BST "),
    ("by Friday by Friday", "by Friday "),
    ("promises", "we will let you know by the end of next week or "),
    ("hedges", "if you are not unfortunately "),
    ("capital letters", "A B C "),
    ("names", "Priya Nair from Halden Rowe GmbH "),
    ("full stops", "a. "),
    ("attributions", "On Mon, 1 Jan 2026 at 10:00, A <a@b.example>\nwrote\n"),
    ("closings", "Kind regards\nPriya\n"),
    ("empty lines", "\n"),
    ("German compounds", "Vorstellungsgesprächsterminvereinbarung"),
    ("colons", "Role: Company: Date: "),
];

const MARKUP: [(&str, &str); 12] = [
    ("nested tags", "<div><b>word"),
    ("HTML without tags", "interview we would like to invite you "),
    ("less-than signs", "<"),
    ("open tags", "<a href=\""),
    ("attributes", "<p a=b c=d e=f "),
    ("ampersands", "&"),
    ("entities", "&amp;&#x41;&nosuch;"),
    ("comments", "<!--"),
    ("block quotes", "<blockquote>word "),
    ("tables", "<table><tr><td>word "),
    ("lists", "<ul><li>word "),
    ("closing tags", "</div></p>"),
];

fn structures() -> Vec<(&'static str, Vec<u8>)> {
    let mut nested = String::from(HEAD);
    let mut level = 0;
    while nested.len() < SIZE {
        nested.push_str(&format!(
            "Content-Type: multipart/mixed; boundary=b{level}\r\n\r\n--b{level}\r\n"
        ));
        level += 1;
    }
    let parts = fill("--b\r\nContent-Type: text/plain\r\n\r\nBy Friday.\r\n");
    let messages = fill("--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: a\r\n\r\nHello.\r\n");
    let multipart =
        |body: &str| mail("Content-Type: multipart/mixed; boundary=b\r\nMIME-Version: 1.0", body);
    vec![
        ("nested parts", nested.into_bytes()),
        ("many parts", multipart(&parts)),
        ("many messages", multipart(&messages)),
        ("base64 without end", {
            mail("Content-Transfer-Encoding: base64", &fill("SW50ZXJ2aWV3IG9uIE1vbmRheSAg"))
        }),
        (
            "quoted-printable",
            mail("Content-Transfer-Encoding: quoted-printable", &fill("=3D=\r\n")),
        ),
        ("many headers", mail(&fill("X-Odd: interview on monday\r\n"), "Hello.")),
        ("one long header", mail(&format!("Subject: {}", fill("interview ")), "Hello.")),
        ("many recipients", mail(&format!("To: {}", fill("A B <a@b.example>, ")), "Hello.")),
        ("long references", mail(&format!("References: {}", fill("<a@b.example> ")), "Hello.")),
        ("encoded words", mail(&format!("Subject: {}", fill("=?utf-8?q?a?= ")), "Hello.")),
        ("no headers at all", fill("interview on monday ").into_bytes()),
        ("zero bytes", vec![0; SIZE]),
    ]
}

fn calendars() -> Vec<(&'static str, Vec<u8>)> {
    let calendar = |inside: &str| {
        let body = format!("BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\n{inside}END:VCALENDAR\r\n");
        mail("Content-Type: text/calendar; method=REQUEST", &body)
    };
    let event = "BEGIN:VEVENT\r\nUID:a\r\nDTSTART:20261012T090000Z\r\nSUMMARY:Interview\r\n\
                 END:VEVENT\r\n";
    let rule = "BEGIN:VEVENT\r\nUID:a\r\nDTSTART:00010101T000000Z\r\n\
                RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30\r\nEND:VEVENT\r\n";
    let zone = "BEGIN:VTIMEZONE\r\nTZID:a\r\nBEGIN:STANDARD\r\nDTSTART:00010101T000000\r\n\
                TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\nRRULE:FREQ=SECONDLY\r\nEND:STANDARD\r\n\
                END:VTIMEZONE\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART;TZID=a:20261012T090000\r\n\
                END:VEVENT\r\n";
    // Just below the size at which a calendar is dropped unread.
    let most = |unit: &str| unit.repeat(250_000 / unit.len());
    let parts = "--b\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n";
    vec![
        ("many calendar events", calendar(&fill(event))),
        ("calendar events, most that is read", calendar(&most(event))),
        ("endless repetition", calendar(&most(rule))),
        ("odd time zones", calendar(&most(zone))),
        ("long calendar text", {
            let text = most("we will let you know by Friday ");
            calendar(&format!("BEGIN:VEVENT\r\nDESCRIPTION:{text}\r\nEND:VEVENT\r\n"))
        }),
        ("nested components", calendar(&most("BEGIN:VEVENT\r\n"))),
        ("many calendars", mail("Content-Type: multipart/mixed; boundary=b", &fill(parts))),
    ]
}

const HEAD: &str = "From: Priya Nair <priya@halden.example>\r\nTo: robin.vale@mailbox.example\r\n\
                    Date: Thu, 1 Oct 2026 09:30:00 +0100\r\nMessage-ID: <a@halden.example>\r\n";

fn text(body: &str) -> Vec<u8> {
    mail("Subject: Interview\r\nContent-Type: text/plain; charset=utf-8", body)
}

fn html(body: &str) -> Vec<u8> {
    mail("Subject: Interview\r\nContent-Type: text/html; charset=utf-8", body)
}

fn mail(headers: &str, body: &str) -> Vec<u8> {
    format!("{HEAD}{headers}\r\n\r\n{body}").into_bytes()
}

/// A mebibyte of one text again and again.
fn fill(unit: &str) -> String {
    unit.repeat(SIZE / unit.len())
}
