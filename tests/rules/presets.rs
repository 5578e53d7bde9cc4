//! The other presets' rows.

use crate::script::check;

/// One interview on Thursday 8 October 14:00, each chaser sent at ten.
fn row(preset: &str, wanted: &str, touches: &[(&str, &str)]) {
    let mut script = String::from(
        "Mon 5 Oct 09:00 | priya | invite | at Thu 8 Oct 14:00-15:00 | with Marcus <marcus>\n",
    );
    for (day, step) in touches {
        script += &format!("{day} 10:00 | user | sends {step}\n");
    }
    script += "Mon 30 Nov 12:00 | end";
    check(preset, &script, wanted);
}

#[test]
fn four_touch_thanks_next_morning_and_then_writes_every_week() {
    row(
        "four-touch",
        "Fri 9 Oct 07:30 draft thank-you to marcus (T1)
         Fri 9 Oct 10:00 left to the user: thank-you to marcus
         Thu 15 Oct 08:30 draft check-in to priya (W1)
         Thu 15 Oct 10:00 left to the user: check-in to priya
         Thu 22 Oct 08:30 draft value-add to priya (W1)
         Thu 22 Oct 10:00 left to the user: value-add to priya
         Thu 29 Oct 08:30 draft last close to priya (W1)
         Thu 29 Oct 10:00 left to the user: close to priya
         Fri 13 Nov 00:00 closed as silent",
        &[
            ("Fri 9 Oct", "thank-you"),
            ("Thu 15 Oct", "check-in"),
            ("Thu 22 Oct", "value-add"),
            ("Thu 29 Oct", "close"),
        ],
    );
}

#[test]
fn four_touch_after_three_rounds_checks_in_and_closes() {
    check(
        "four-touch",
        "Mon 14 Sep 09:00 | priya | invite | at Tue 15 Sep 14:00-15:00
         Tue 15 Sep 16:00 | me | to priya
         Mon 21 Sep 09:00 | priya | invite | at Tue 22 Sep 14:00-15:00
         Tue 22 Sep 16:00 | me | to priya
         Mon 5 Oct 09:00 | priya | invite | at Thu 8 Oct 14:00-15:00
         Thu 8 Oct 16:00 | me | to priya
         Thu 15 Oct 10:00 | user | sends check-in
         Thu 22 Oct 12:00 | end",
        "Tue 29 Sep 08:30 draft check-in to priya (W1)
         Mon 5 Oct 09:00 withdrawn: check-in to priya
         Thu 15 Oct 08:30 draft check-in to priya (W1)
         Thu 15 Oct 10:00 left to the user: check-in to priya
         Thu 22 Oct 08:30 draft last close to priya (W1)",
    );
}

#[test]
fn engineer_and_concise_thank_at_six_and_write_twice() {
    for preset in ["engineer", "concise"] {
        row(
            preset,
            "Thu 8 Oct 18:00 draft thank-you to marcus (T1)
             Fri 9 Oct 10:00 left to the user: thank-you to marcus
             Thu 15 Oct 08:30 draft check-in to priya (W1)
             Thu 15 Oct 10:00 left to the user: check-in to priya
             Thu 22 Oct 08:30 draft last check-in to priya (W1)
             Thu 22 Oct 10:00 left to the user: check-in to priya
             Fri 6 Nov 00:00 closed as silent",
            &[("Fri 9 Oct", "thank-you"), ("Thu 15 Oct", "check-in"), ("Thu 22 Oct", "check-in")],
        );
    }
}

#[test]
fn weekly_writes_three_times_and_waits_a_week() {
    row(
        "weekly",
        "Thu 8 Oct 18:00 draft thank-you to marcus (T1)
         Fri 9 Oct 10:00 left to the user: thank-you to marcus
         Thu 15 Oct 08:30 draft check-in to priya (W1)
         Thu 15 Oct 10:00 left to the user: check-in to priya
         Thu 22 Oct 08:30 draft check-in to priya (W1)
         Thu 22 Oct 10:00 left to the user: check-in to priya
         Thu 29 Oct 08:30 draft last close to priya (W1)
         Thu 29 Oct 10:00 left to the user: close to priya
         Fri 6 Nov 00:00 closed as silent",
        &[
            ("Fri 9 Oct", "thank-you"),
            ("Thu 15 Oct", "check-in"),
            ("Thu 22 Oct", "check-in"),
            ("Thu 29 Oct", "close"),
        ],
    );
}

#[test]
fn grace_after_a_friday_is_monday_tuesday_or_wednesday() {
    for (preset, due) in [
        ("four-touch", "Mon 19 Oct"),
        ("weekly", "Mon 19 Oct"),
        ("recruiter", "Tue 20 Oct"),
        ("engineer", "Tue 20 Oct"),
        ("concise", "Wed 21 Oct"),
    ] {
        check(
            preset,
            &format!(
                "Mon 5 Oct 09:00 | priya | invite | at Thu 8 Oct 14:00-15:00
                 Thu 8 Oct 16:00 | priya | update | by Fri 16 Oct
                 Thu 8 Oct 16:30 | me | to priya
                 {due} 12:00 | end"
            ),
            &format!(
                "Thu 8 Oct 16:00 draft acknowledgement to priya (C2)
                 Thu 8 Oct 16:30 withdrawn: acknowledgement to priya
                 {due} 08:30 draft check-in to priya (W1)"
            ),
        );
    }
}
