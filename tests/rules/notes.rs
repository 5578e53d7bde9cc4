//! What the user notes on an interview: the latest notes alone count, and go with the opportunity.

use afterword::{
    draft::notes::Notes,
    opportunity::{Fact, Noted},
};
use jiff::civil::{Date, date};

use crate::script::{self, Stage, moment, staged};

const MET: &str =
    "Mon 5 Oct 09:00 | priya | invite | at Thu 8 Oct 14:00-15:00 | with Marcus <marcus>
                   Thu 8 Oct 15:30 | end";

/// The user notes that they will answer by this day.
fn note(stage: &mut Stage, at: &str, deadline: Option<Date>) {
    let of = stage.desk.state.opportunities().values().next().expect("an opportunity");
    let (at, anchor) = (moment(at), of.interviews[0].anchor.clone());
    let notes = Notes { to_send: Some("https://corvid.example/".into()), ..Notes::default() };
    stage.desk.learn(Fact::Noted(Noted { at, anchor, notes, deadline }), at);
}

/// How a stage goes on, by itself and after a restart.
fn both(stage: impl Fn() -> Stage, more: &str) -> [Vec<String>; 2] {
    [false, true].map(|restarts| {
        let mut stage = stage();
        if restarts {
            stage.desk.restart();
        }
        script::go_on(&mut stage, more);
        stage.transcript().into_iter().filter(|line| line.contains("check-in")).collect()
    })
}

#[test]
fn w1_a_date_in_the_notes_holds_the_check_in_until_they_name_another_or_none() {
    for (latest, due) in [
        (Some(date(2026, 10, 16)), "Tue 20 Oct"),
        (Some(date(2026, 10, 9)), "Tue 13 Oct"),
        (None, "Thu 15 Oct"),
    ] {
        let stage = || {
            let mut stage = staged("recruiter", MET);
            note(&mut stage, "Thu 8 Oct 15:40", Some(date(2026, 10, 16)));
            note(&mut stage, "Thu 8 Oct 15:50", latest);
            stage
        };
        let drafted = vec![format!("{due} 08:30 draft check-in to priya (W1)")];
        assert_eq!(both(stage, "Wed 21 Oct 12:00 | end"), [drafted.clone(), drafted]);
    }
}

#[test]
fn notes_are_forgotten_with_the_end_as_a_restart_would_find_them() {
    let mut stage = staged("recruiter", MET);
    note(&mut stage, "Thu 8 Oct 15:40", None);
    script::go_on(&mut stage, "Fri 9 Oct 10:00 | priya | rejection");
    let now = moment("Fri 9 Oct 10:00");
    let lived = script::known(&stage.desk, now);
    assert!(!lived.contains("corvid.example/"), "{lived}");
    stage.desk.restart();
    assert_eq!(script::known(&stage.desk, now), lived);
}

#[test]
fn n3_new_notes_bring_no_thank_you_back_that_was_deleted_or_edited() {
    for what in ["deletes", "edits"] {
        let mut stage = staged("recruiter", MET);
        script::go_on(&mut stage, &format!("Thu 8 Oct 18:10 | user | {what} thank-you"));
        note(&mut stage, "Thu 8 Oct 18:20", None);
        script::go_on(&mut stage, "Thu 8 Oct 20:00 | end");
        let thanks = |line: &&String| line.contains("draft thank-you");
        assert_eq!(stage.transcript().iter().filter(thanks).count(), 1, "{what}");
    }
}
