//! The table of presets (§3): every moment of every thank-you and chaser, counted by hand from the
//! etiquette with a calendar of 2026 and its bank holidays in England.
//!
//! Columns stand in the order recruiter, four-touch, engineer, concise, weekly. Each chaser is sent
//! at ten on the day it appears, and the next is counted from there (W3).

use crate::script;

const PRESETS: [&str; 5] = ["recruiter", "four-touch", "engineer", "concise", "weekly"];

/// What each preset writes, in order: a name to send it by, and how the transcript calls it.
fn steps(preset: &str, rounds: usize) -> &'static [(&'static str, &'static str)] {
    const TWICE: &[(&str, &str)] = &[("check-in", "check-in"), ("check-in", "last check-in")];
    match (preset, rounds) {
        ("four-touch", 3) => &[("check-in", "check-in"), ("close", "last close")],
        ("four-touch", _) => {
            &[("check-in", "check-in"), ("value-add", "value-add"), ("close", "last close")]
        }
        ("weekly", _) => {
            &[("check-in", "check-in"), ("check-in", "check-in"), ("close", "last close")]
        }
        _ => TWICE,
    }
}

fn made(preset: &str, script: &str, what: &[&str]) -> Vec<String> {
    let told = |restarts| -> Vec<String> {
        let lines = script::play(preset, script, restarts).into_iter();
        let one = |line: &String| {
            what.iter().any(|step| line.contains("draft ") && line.contains(&format!("{step} to")))
        };
        lines.filter(one).collect()
    };
    assert_eq!(told(false), told(true), "{preset} with restarts");
    told(false)
}

/// The chasers of each preset appear on these days, and no others.
#[track_caller]
fn chasers(script: &str, rounds: usize, days: [&str; 5]) {
    for (preset, days) in PRESETS.into_iter().zip(days) {
        let days: Vec<&str> = days.split(", ").collect();
        let steps = steps(preset, rounds);
        assert_eq!(days.len(), steps.len(), "{preset}: a day for each chaser");
        let mut script = script.to_owned();
        for (day, (sends, _)) in days.iter().zip(steps) {
            script += &format!("\n{day} 10:00 | user | sends {sends}");
        }
        script += "\nFri 29 Jan 12:00 | end";
        let wanted: Vec<String> = days
            .iter()
            .zip(steps)
            .map(|(day, (_, named))| format!("{day} 08:30 draft {named} to priya (W1)"))
            .collect();
        let got = made(preset, &script, &["check-in", "value-add", "close"]);
        assert_eq!(got, wanted, "{preset}\n{script}");
    }
}

/// The thank-you of each preset appears at these moments.
#[track_caller]
fn thanks(interview: &str, moments: [&str; 5]) {
    for (preset, moment) in PRESETS.into_iter().zip(moments) {
        let script = format!(
            "Mon 5 Oct 09:00 | priya | invite | at {interview} | with Marcus <marcus>
             Mon 12 Oct 12:00 | end"
        );
        let got = made(preset, &script, &["thank-you"]);
        assert_eq!(got, [format!("{moment} draft thank-you to marcus (T1)")], "{preset}");
    }
}

#[test]
fn a_thank_you_appears_at_its_preset_s_hour() {
    let thursday = |recruiter, touch, six| [recruiter, touch, six, six, six];
    let next = "Fri 9 Oct 07:30";
    let six = "Thu 8 Oct 18:00";
    // Begins at six in the morning: 24 h after the end is before seven, or before half past.
    thanks("Thu 8 Oct 06:00-06:30", thursday("Thu 8 Oct 09:30", "Fri 9 Oct 07:00", six));
    thanks("Thu 8 Oct 06:30-07:10", thursday("Thu 8 Oct 10:10", "Fri 9 Oct 07:10", six));
    thanks("Thu 8 Oct 14:00-15:00", thursday("Thu 8 Oct 18:00", next, six));
    // An unknown end is an hour after the start.
    thanks("Thu 8 Oct 12:00", thursday("Thu 8 Oct 16:00", next, six));
    // Six o'clock is too soon: an hour after the end.
    thanks("Thu 8 Oct 16:30-17:30", thursday("Thu 8 Oct 20:30", next, "Thu 8 Oct 18:30"));
    thanks("Thu 8 Oct 16:00-17:00", thursday("Thu 8 Oct 20:00", next, six));
}

#[test]
fn late_on_a_friday_a_thank_you_appears_that_evening_or_on_saturday_morning() {
    let friday = |recruiter, six| [recruiter, "Sat 10 Oct 07:30", six, six, six];
    let saturday = "Sat 10 Oct 07:30";
    thanks("Fri 9 Oct 17:00-18:30", friday("Fri 9 Oct 21:00", "Fri 9 Oct 19:30"));
    thanks("Fri 9 Oct 19:00-20:00", friday("Fri 9 Oct 21:00", "Fri 9 Oct 21:00"));
    thanks("Fri 9 Oct 19:00-20:30", friday(saturday, saturday));
    thanks("Fri 9 Oct 22:00-23:00", friday(saturday, saturday));
    // Past midnight it ends on Saturday: its evening, or the morning after.
    thanks(
        "Sat 10 Oct 00:30-01:30",
        [
            "Sat 10 Oct 07:00",
            "Sun 11 Oct 07:00",
            "Sat 10 Oct 18:00",
            "Sat 10 Oct 18:00",
            "Sat 10 Oct 18:00",
        ],
    );
}

#[test]
fn late_on_a_friday_silence_counts_from_that_friday() {
    chasers(
        "Mon 5 Oct 09:00 | priya | invite | at Fri 9 Oct 17:00-18:30
         Fri 9 Oct 19:00 | me | to priya",
        1,
        [
            "Fri 16 Oct, Tue 27 Oct",
            "Fri 16 Oct, Fri 23 Oct, Fri 30 Oct",
            "Fri 16 Oct, Fri 23 Oct",
            "Fri 16 Oct, Fri 23 Oct",
            "Fri 16 Oct, Fri 23 Oct, Fri 30 Oct",
        ],
    );
}

#[test]
fn a_deadline_on_each_weekday_leads_to_these_chasers() {
    let one = "Tue 20 Oct, Tue 27 Oct, Tue 3 Nov";
    let three = "Thu 22 Oct, Thu 29 Oct, Thu 5 Nov";
    let monday = "Mon 26 Oct, Mon 2 Nov, Mon 9 Nov";
    let wednesday = "Wed 21 Oct, Wed 28 Oct, Wed 4 Nov";
    let friday = "Fri 23 Oct, Fri 30 Oct, Fri 6 Nov";
    for (deadline, days) in [
        (
            "Mon 19 Oct",
            [
                "Wed 21 Oct, Fri 30 Oct",
                one,
                "Wed 21 Oct, Wed 28 Oct",
                "Thu 22 Oct, Thu 29 Oct",
                one,
            ],
        ),
        (
            "Tue 20 Oct",
            [
                "Thu 22 Oct, Mon 2 Nov",
                wednesday,
                "Thu 22 Oct, Thu 29 Oct",
                "Fri 23 Oct, Fri 30 Oct",
                wednesday,
            ],
        ),
        (
            "Wed 21 Oct",
            [
                "Fri 23 Oct, Tue 3 Nov",
                three,
                "Fri 23 Oct, Fri 30 Oct",
                "Mon 26 Oct, Mon 2 Nov",
                three,
            ],
        ),
        (
            "Thu 22 Oct",
            [
                "Mon 26 Oct, Wed 4 Nov",
                friday,
                "Mon 26 Oct, Mon 2 Nov",
                "Tue 27 Oct, Tue 3 Nov",
                friday,
            ],
        ),
        ("Fri 23 Oct", after_a_weekend(monday)),
        ("Sat 24 Oct", after_a_weekend(monday)),
        ("Sun 25 Oct", after_a_weekend(monday)),
    ] {
        let script = format!(
            "Mon 5 Oct 09:00 | priya | invite | at Thu 8 Oct 14:00-15:00
             Thu 8 Oct 16:00 | me | to priya
             Fri 9 Oct 10:00 | priya | update | by {deadline}
             Fri 9 Oct 11:00 | me | to priya"
        );
        chasers(&script, 1, days);
    }
}

/// A deadline on Friday, Saturday or Sunday: Monday, Tuesday or Wednesday.
fn after_a_weekend(monday: &'static str) -> [&'static str; 5] {
    let (tuesday, wednesday) = ("Tue 27 Oct, Tue 3 Nov", "Wed 28 Oct, Wed 4 Nov");
    ["Tue 27 Oct, Thu 5 Nov", monday, tuesday, wednesday, monday]
}

#[test]
fn without_a_deadline_silence_after_each_weekday_leads_to_these_chasers() {
    let sixth = "Mon 26 Oct, Mon 2 Nov, Mon 9 Nov";
    let weekend = ["Fri 23 Oct, Tue 3 Nov", sixth];
    let rows = [
        ("Mon 12 Oct", ["Mon 19 Oct, Wed 28 Oct", "Mon 19 Oct, Mon 26 Oct, Mon 2 Nov"]),
        ("Tue 13 Oct", ["Tue 20 Oct, Thu 29 Oct", "Tue 20 Oct, Tue 27 Oct, Tue 3 Nov"]),
        ("Wed 14 Oct", ["Wed 21 Oct, Fri 30 Oct", "Wed 21 Oct, Wed 28 Oct, Wed 4 Nov"]),
        ("Thu 15 Oct", ["Thu 22 Oct, Mon 2 Nov", "Thu 22 Oct, Thu 29 Oct, Thu 5 Nov"]),
        ("Fri 16 Oct", ["Fri 23 Oct, Tue 3 Nov", "Fri 23 Oct, Fri 30 Oct, Fri 6 Nov"]),
        ("Sat 17 Oct", [weekend[0], weekend[1]]),
        ("Sun 18 Oct", [weekend[0], weekend[1]]),
    ];
    for (interview, [recruiter, thrice]) in rows {
        // Engineer and concise write the first two of the three.
        let (twice, _) = thrice.rsplit_once(", ").unwrap();
        let script = format!(
            "Mon 5 Oct 09:00 | priya | invite | at {interview} 14:00-15:00
             {interview} 16:00 | me | to priya"
        );
        chasers(&script, 1, [recruiter, thrice, twice, twice, thrice]);
    }
}

#[test]
fn a_deadline_that_moved_in_time_is_the_one_that_counts() {
    // Moved on the day itself, from Friday 16 to Friday 30 October.
    let monday = "Mon 2 Nov, Mon 9 Nov, Mon 16 Nov";
    chasers(
        "Mon 5 Oct 09:00 | priya | invite | at Thu 8 Oct 14:00-15:00
         Thu 8 Oct 16:00 | me | to priya
         Fri 9 Oct 10:00 | priya | update | by Fri 16 Oct
         Fri 9 Oct 11:00 | me | to priya
         Fri 16 Oct 16:00 | priya | update | by Fri 30 Oct
         Fri 16 Oct 17:00 | me | to priya",
        1,
        ["Tue 3 Nov, Thu 12 Nov", monday, "Tue 3 Nov, Tue 10 Nov", "Wed 4 Nov, Wed 11 Nov", monday],
    );
}

#[test]
fn christmas_between_a_deadline_and_its_chaser_does_not_count() {
    // Friday 25 and Monday 28 December are holidays; the holiday file says nothing of January.
    let tuesday = "Tue 29 Dec, Tue 5 Jan, Tue 12 Jan";
    chasers(
        "Mon 14 Dec 09:00 | priya | invite | at Tue 15 Dec 14:00-15:00
         Tue 15 Dec 16:00 | me | to priya
         Wed 16 Dec 10:00 | priya | update | by Thu 24 Dec
         Wed 16 Dec 11:00 | me | to priya",
        1,
        [
            "Wed 30 Dec, Fri 8 Jan",
            tuesday,
            "Wed 30 Dec, Wed 6 Jan",
            "Thu 31 Dec, Thu 7 Jan",
            tuesday,
        ],
    );
}

#[test]
fn christmas_between_an_interview_and_its_chaser_does_not_count_either() {
    // Five business days after Friday 18: 21, 22, 23, 24, 29. Seven days: the 25th, so the 29th.
    let tuesday = "Tue 29 Dec, Tue 5 Jan, Tue 12 Jan";
    let twice = "Tue 29 Dec, Tue 5 Jan";
    chasers(
        "Mon 14 Dec 09:00 | priya | invite | at Fri 18 Dec 14:00-15:00
         Fri 18 Dec 16:00 | me | to priya",
        1,
        ["Tue 29 Dec, Thu 7 Jan", tuesday, twice, twice, tuesday],
    );
}

#[test]
fn a_bank_holiday_monday_moves_what_is_due_on_it() {
    // Monday 31 August: a deadline on the Friday before it, and seven days after a Monday.
    let tuesday = "Tue 1 Sep, Tue 8 Sep, Tue 15 Sep";
    chasers(
        "Mon 17 Aug 09:00 | priya | invite | at Tue 18 Aug 14:00-15:00
         Tue 18 Aug 16:00 | me | to priya
         Wed 19 Aug 10:00 | priya | update | by Fri 28 Aug
         Wed 19 Aug 11:00 | me | to priya",
        1,
        [
            "Wed 2 Sep, Fri 11 Sep",
            tuesday,
            "Wed 2 Sep, Wed 9 Sep",
            "Thu 3 Sep, Thu 10 Sep",
            tuesday,
        ],
    );
    let twice = "Tue 1 Sep, Tue 8 Sep";
    chasers(
        "Mon 17 Aug 09:00 | priya | invite | at Mon 24 Aug 14:00-15:00
         Mon 24 Aug 16:00 | me | to priya",
        1,
        ["Tue 1 Sep, Thu 10 Sep", tuesday, twice, twice, tuesday],
    );
}

#[test]
fn after_three_rounds_four_touch_leaves_out_the_value_add_and_nobody_else_does() {
    let weekly = "Thu 15 Oct, Thu 22 Oct, Thu 29 Oct";
    let twice = "Thu 15 Oct, Thu 22 Oct";
    chasers(
        "Mon 14 Sep 09:00 | priya | invite | at Tue 15 Sep 14:00-15:00
         Tue 15 Sep 16:00 | me | to priya
         Mon 21 Sep 09:00 | priya | invite | at Tue 22 Sep 14:00-15:00
         Tue 22 Sep 16:00 | me | to priya
         Mon 28 Sep 09:00 | priya | invite | at Thu 8 Oct 14:00-15:00
         Thu 8 Oct 16:00 | me | to priya",
        3,
        ["Thu 15 Oct, Mon 26 Oct", twice, twice, twice, weekly],
    );
}
