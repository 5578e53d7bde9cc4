//! The calendar that afterword writes, read back by another program's reader.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test, which runs the program"
)]

use std::{fs, path::Path, process::Command};

use calcard::{
    Entry, Parser,
    icalendar::{ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarProperty},
};

const CONFIG: &str = "[me]\nname = \"Robin Vale\"\naddresses = [\"robin.vale@mailbox.example\"]\n\
                      zone = \"Europe/London\"\n";

/// A mail in the mailbox.
fn arrives(home: &Path, n: u32, date: &str, subject: &str, body: &str) {
    let mail = format!(
        "From: Priya Nand <priya@corvid.example>\nTo: robin.vale@mailbox.example\n\
         Subject: {subject}\nDate: {date}\nMessage-ID: <{n}@corvid.example>\n\
         References: <1@corvid.example>\n\nHi Robin,\n\n{body}\n\nPriya\n"
    );
    fs::write(home.join(format!("mail/cur/{n}.x.y:2,S")), mail).unwrap();
}

fn home() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let mail = home.path().join("mail");
    for folder in ["", ".Drafts", ".Sent"] {
        for part in ["cur", "new", "tmp"] {
            fs::create_dir_all(mail.join(folder).join(part)).unwrap();
        }
    }
    let text = format!("{CONFIG}[account.a]\nmaildir = \"{}\"\n", mail.display());
    fs::write(home.path().join("afterword.toml"), text).unwrap();
    home
}

fn afterword(home: &Path, args: &[&str], at: &str) -> String {
    let ran = Command::new(env!("CARGO_BIN_EXE_afterword"))
        .args(args)
        .args(["--at", at, "--config"])
        .arg(home.join("afterword.toml"))
        .arg("--state-dir")
        .arg(home.join("state"))
        .output()
        .unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8(ran.stdout).unwrap()
}

fn read(ics: &str) -> ICalendar {
    let mut parser = Parser::new(ics);
    let Entry::ICalendar(calendar) = parser.entry() else {
        panic!("no calendar: {:?} {ics}", Parser::new(ics).entry())
    };
    assert!(matches!(parser.entry(), Entry::Eof), "{ics}");
    calendar
}

fn events(calendar: &ICalendar) -> Vec<&ICalendarComponent> {
    let events = calendar.components.iter();
    events.filter(|c| c.component_type == ICalendarComponentType::VEvent).collect()
}

fn word(component: &ICalendarComponent, property: &ICalendarProperty) -> String {
    component.property(property).unwrap().values[0].as_text().unwrap().to_owned()
}

#[test]
fn interviews_deadlines_and_follow_ups_stand_in_a_calendar_that_others_read() {
    let home = home();
    arrives(
        home.path(),
        1,
        "Mon, 05 Oct 2026 09:00:00 +0100",
        "Interview for Platform Engineer at Corvid",
        "Your interview for the Platform Engineer role at Corvid is on Thursday 8 October 2026 from \
         14:00 to 15:00 with Marcus Oye.",
    );
    let at = "2026-10-06T10:00:00+01:00";
    afterword(home.path(), &["run", "--once"], at);
    let before = afterword(home.path(), &["calendar", "--ics", "-"], at);
    assert!(before.lines().all(|line| line.len() <= 75));
    assert!(before.split_inclusive('\n').all(|line| line.ends_with("\r\n")));
    let calendar = read(&before);
    let interview = events(&calendar)[0].clone();
    assert_eq!(
        word(&interview, &ICalendarProperty::Summary),
        "Interview: Corvid, Platform Engineer"
    );
    assert!(before.contains("DTSTART:20261008T130000Z\r\nDTEND:20261008T140000Z"), "{before}");
    let alarms = calendar.components.iter();
    let alarm = alarms.filter(|c| c.component_type == ICalendarComponentType::VAlarm);
    let alarm: Vec<_> = alarm.map(|a| word(a, &ICalendarProperty::Description)).collect();
    assert!(
        alarm.len() == 1 && alarm[0].contains("next steps") && alarm[0].contains("by which date")
    );
    for event in events(&calendar) {
        assert!(event.property(&ICalendarProperty::Dtstamp).is_some());
        assert!(event.property(&ICalendarProperty::Uid).is_some());
    }

    // Moved: the same event at another time.
    arrives(
        home.path(),
        2,
        "Wed, 07 Oct 2026 09:00:00 +0100",
        "Re: Interview for Platform Engineer at Corvid",
        "Marcus is ill, so we have to move your interview to Friday 9 October 2026 from 10:00 to 11:00.",
    );
    arrives(
        home.path(),
        3,
        "Mon, 12 Oct 2026 09:00:00 +0100",
        "Re: Interview for Platform Engineer at Corvid",
        "Thank you for your time. You will hear from us by Friday 16 October.",
    );
    let at = "2026-10-12T10:00:00+01:00";
    afterword(home.path(), &["run", "--once"], at);
    let file = home.path().join("own.ics");
    afterword(home.path(), &["calendar", "--ics", file.to_str().unwrap()], at);
    let text = fs::read_to_string(&file).unwrap();
    let calendar = read(&text);
    let all = events(&calendar);
    assert_eq!(all.len(), 3, "{text}");
    let uid = ICalendarProperty::Uid;
    assert_eq!(word(all[0], &uid), word(&interview, &uid));
    assert!(text.contains("DTSTART:20261009T090000Z"), "{text}");
    assert!(text.contains("DTSTART;VALUE=DATE:20261016\r\nDTEND;VALUE=DATE:20261017"), "{text}");
    assert!(word(all[2], &ICalendarProperty::Summary).contains("check-in"), "{text}");
    assert!(text.contains("DTSTART:20261020T073000Z"), "{text}");
    // The same facts give the same bytes, and nothing is left beside the file.
    assert_eq!(afterword(home.path(), &["calendar", "--ics", "-"], at), text);
    let ours = fs::read_dir(home.path()).unwrap().map(|f| f.unwrap().file_name());
    let ours: Vec<_> = ours.filter(|f| f.to_string_lossy().contains("own.ics")).collect();
    assert_eq!(ours.len(), 1, "{ours:?}");
}
