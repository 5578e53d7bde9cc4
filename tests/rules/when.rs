//! When: W1–W12, preset `recruiter`.

use crate::{after_thanks, script::check};

#[test]
fn w1_no_chaser_before_the_stated_deadline_and_its_grace() {
    // The second business day after the deadline, whatever its weekday.
    for (deadline, due) in [
        ("Mon 19 Oct", "Wed 21 Oct"),
        ("Tue 20 Oct", "Thu 22 Oct"),
        ("Wed 21 Oct", "Fri 23 Oct"),
        ("Thu 22 Oct", "Mon 26 Oct"),
        ("Fri 23 Oct", "Tue 27 Oct"),
        ("Sat 24 Oct", "Tue 27 Oct"),
        ("Sun 25 Oct", "Tue 27 Oct"),
    ] {
        after_thanks(
            "recruiter",
            &format!(
                "Fri 9 Oct 10:00 | priya | update | by {deadline}
                 Fri 9 Oct 11:00 | me | to priya
                 Wed 28 Oct 12:00 | end"
            ),
            &format!(
                "Fri 9 Oct 10:00 draft acknowledgement to priya (C2)
                 Fri 9 Oct 11:00 withdrawn: acknowledgement to priya
                 {due} 08:30 draft check-in to priya (W1)"
            ),
        );
    }
}

#[test]
fn w1_a_later_mail_moves_the_deadline() {
    after_thanks(
        "recruiter",
        "Fri 9 Oct 10:00 | priya | update | by Fri 16 Oct
         Fri 9 Oct 11:00 | me | to priya
         Mon 19 Oct 16:00 | priya | update | by Fri 30 Oct
         Mon 19 Oct 17:00 | me | to priya
         Wed 4 Nov 12:00 | end",
        "Fri 9 Oct 10:00 draft acknowledgement to priya (C2)
         Fri 9 Oct 11:00 withdrawn: acknowledgement to priya
         Mon 19 Oct 16:00 draft acknowledgement to priya (C2)
         Mon 19 Oct 17:00 withdrawn: acknowledgement to priya
         Tue 3 Nov 08:30 draft check-in to priya (W1)",
    );
}

#[test]
fn w1_a_deadline_named_before_the_interview_holds_through_its_calendar_copy_and_a_move() {
    check(
        "recruiter",
        "Mon 5 Oct 09:00 | priya | invite | at Thu 8 Oct 14:00-15:00 | by Fri 23 Oct
         Mon 5 Oct 09:01 | priya | invite | at Thu 8 Oct 14:00-15:00 | uid a 0
         Tue 6 Oct 10:00 | priya | reschedule | at Fri 9 Oct 10:00-11:00 | uid a 1
         Fri 9 Oct 12:00 | me | to priya
         Wed 28 Oct 12:00 | end",
        "Tue 27 Oct 08:30 draft check-in to priya (W1)",
    );
}

#[test]
fn w1_no_chaser_while_an_interview_is_still_to_come() {
    after_thanks(
        "recruiter",
        "Fri 9 Oct 09:00 | priya | invite | at Mon 26 Oct 14:00-15:00 | with Marcus <marcus>
         Mon 26 Oct 16:00 | me | to marcus
         Mon 2 Nov 09:00 | end",
        "Mon 2 Nov 08:30 draft check-in to priya (W1)",
    );
}

#[test]
fn w1_without_a_deadline_silence_is_five_business_days() {
    for (interview, due, thanked) in [
        ("Mon 5 Oct", "Mon 12 Oct", "Mon 5 Oct"),
        ("Fri 9 Oct", "Fri 16 Oct", "Fri 9 Oct"),
        ("Sat 10 Oct", "Fri 16 Oct", "Sat 10 Oct"),
        ("Sun 11 Oct", "Fri 16 Oct", "Sun 11 Oct"),
        ("Tue 22 Dec", "Thu 31 Dec", "Tue 22 Dec"),
    ] {
        check(
            "recruiter",
            &format!(
                "Fri 2 Oct 09:00 | priya | invite | at {interview} 14:00-15:00
                 {thanked} 16:00 | me | to priya
                 {due} 12:00 | end"
            ),
            &format!("{due} 08:30 draft check-in to priya (W1)"),
        );
    }
}

#[test]
fn w2_chasers_are_seven_days_apart_and_from_any_unasked_mail() {
    after_thanks(
        "recruiter",
        "Wed 14 Oct 20:00 | me | to marcus
         Tue 20 Oct 10:00 | priya | update | by Tue 20 Oct
         Tue 20 Oct 11:00 | me | to priya
         Fri 23 Oct 12:00 | end",
        "Tue 20 Oct 10:00 draft acknowledgement to priya (C2)
         Tue 20 Oct 11:00 withdrawn: acknowledgement to priya
         Thu 22 Oct 08:30 draft last check-in to priya (W1)",
    );
    after_thanks(
        "recruiter",
        "Fri 16 Oct 20:00 | me | to priya
         Mon 19 Oct 10:00 | priya | update | by Mon 19 Oct
         Mon 19 Oct 11:00 | me | to priya
         Fri 23 Oct 12:00 | end",
        "Thu 15 Oct 08:30 draft check-in to priya (W1)
         Fri 16 Oct 20:00 withdrawn: check-in to priya
         Mon 19 Oct 10:00 draft acknowledgement to priya (C2)
         Mon 19 Oct 11:00 withdrawn: acknowledgement to priya
         Fri 23 Oct 08:30 draft last check-in to priya (W1)",
    );
}

#[test]
fn w2_the_seventh_day_itself_is_allowed() {
    after_thanks(
        "engineer",
        "Thu 15 Oct 10:00 | user | sends check-in
         Thu 22 Oct 12:00 | end",
        "Thu 15 Oct 08:30 draft check-in to priya (W1)
         Thu 15 Oct 10:00 left to the user: check-in to priya
         Thu 22 Oct 08:30 draft last check-in to priya (W1)",
    );
}

#[test]
fn w2_a_thank_you_sent_late_is_no_chaser() {
    // Thirty hours after the end.
    check(
        "recruiter",
        "Thu 1 Oct 09:00 | priya | invite | at Thu 8 Oct 14:00-15:00
         Fri 9 Oct 21:00 | user | sends thank-you
         Fri 16 Oct 12:00 | end",
        "Thu 8 Oct 18:00 draft thank-you to priya (T2)
         Fri 9 Oct 21:00 left to the user: thank-you to priya
         Thu 15 Oct 08:30 draft check-in to priya (W1)",
    );
}

#[test]
fn w3_w4_sent_chasers_count_and_the_last_is_the_last() {
    after_thanks(
        "recruiter",
        "Thu 15 Oct 10:00 | user | sends check-in
         Mon 26 Oct 10:00 | user | sends check-in
         Mon 30 Nov 12:00 | end",
        "Thu 15 Oct 08:30 draft check-in to priya (W1)
         Thu 15 Oct 10:00 left to the user: check-in to priya
         Mon 26 Oct 08:30 draft last check-in to priya (W1)
         Mon 26 Oct 10:00 left to the user: check-in to priya
         Tue 10 Nov 00:00 closed as silent",
    );
}

#[test]
fn w3_the_next_is_counted_from_the_day_it_was_really_sent() {
    after_thanks(
        "recruiter",
        "Wed 21 Oct 17:00 | user | sends check-in
         Fri 30 Oct 12:00 | end",
        "Thu 15 Oct 08:30 draft check-in to priya (W1)
         Wed 21 Oct 17:00 left to the user: check-in to priya
         Fri 30 Oct 08:30 draft last check-in to priya (W1)",
    );
}

#[test]
fn w4_a_reply_does_not_reset_the_ceiling_and_a_new_round_does() {
    after_thanks(
        "recruiter",
        "Thu 15 Oct 10:00 | user | sends check-in
         Fri 16 Oct 10:00 | priya | human_reply
         Fri 23 Oct 10:00 | user | sends check-in
         Mon 26 Oct 10:00 | priya | human_reply
         Tue 3 Nov 10:00 | priya | invite | at Wed 4 Nov 10:00-11:00
         Wed 4 Nov 12:00 | me | to priya
         Wed 11 Nov 12:00 | end",
        "Thu 15 Oct 08:30 draft check-in to priya (W1)
         Thu 15 Oct 10:00 left to the user: check-in to priya
         Fri 23 Oct 08:30 draft last check-in to priya (W1)
         Fri 23 Oct 10:00 left to the user: check-in to priya
         Wed 11 Nov 08:30 draft check-in to priya (W1)",
    );
}

#[test]
fn w5_any_real_reply_withdraws_the_pending_chaser() {
    for reply in [
        "priya | human_reply",
        "zoe@corvid-group | human_reply | new-thread",
        "noreply@us.greenhouse-mail.io | availability_request | new-thread",
        "marcus | update | new-thread | nameless",
    ] {
        after_thanks(
            "recruiter",
            &format!(
                "Thu 15 Oct 15:00 | {reply}
                 Wed 21 Oct 12:00 | end"
            ),
            "Thu 15 Oct 08:30 draft check-in to priya (W1)
             Thu 15 Oct 15:00 withdrawn: check-in to priya",
        );
    }
}

#[test]
fn w5_receipts_and_newsletters_withdraw_nothing() {
    after_thanks(
        "recruiter",
        "Thu 15 Oct 15:00 | noreply@us.greenhouse-mail.io | acknowledgement | new-thread
         Thu 15 Oct 16:00 | news@corvid | job_alert | new-thread
         Wed 21 Oct 12:00 | end",
        "Thu 15 Oct 08:30 draft check-in to priya (W1)",
    );
}

#[test]
fn w6_an_auto_reply_is_no_reply_and_its_return_date_is_waited_for() {
    after_thanks(
        "recruiter",
        "Mon 12 Oct 10:00 | priya | auto_reply | back Tue 20 Oct
         Wed 21 Oct 12:00 | end",
        "Wed 21 Oct 08:30 draft check-in to priya (W1)",
    );
    after_thanks(
        "recruiter",
        "Thu 15 Oct 12:00 | priya | auto_reply | back Tue 20 Oct
         Wed 21 Oct 12:00 | end",
        "Thu 15 Oct 08:30 draft check-in to priya (W1)",
    );
}

#[test]
fn w7_no_chaser_while_the_company_waits_for_the_user() {
    after_thanks(
        "recruiter",
        "Mon 12 Oct 10:00 | priya | info_request
         Tue 13 Oct 10:00 | marcus | human_reply
         Mon 26 Oct 18:00 | me | to priya
         Mon 2 Nov 12:00 | end",
        "Mon 2 Nov 08:30 draft check-in to priya (W1)",
    );
}

#[test]
fn w7_an_invite_that_asks_for_a_word_waits_no_longer_than_the_interview() {
    check(
        "recruiter",
        "Mon 5 Oct 09:00 | priya | invite | at Thu 8 Oct 14:00-15:00 | asks
         Thu 8 Oct 19:00 | user | sends thank-you
         Thu 15 Oct 12:00 | end",
        "Thu 8 Oct 18:00 draft thank-you to priya (T2)
         Thu 8 Oct 19:00 left to the user: thank-you to priya
         Thu 15 Oct 08:30 draft check-in to priya (W1)",
    );
}

#[test]
fn w8_a_thank_you_appears_between_seven_and_nine_in_the_evening() {
    for (hours, due) in [
        ("06:00-07:00", "Thu 8 Oct 10:00"),
        ("17:00-18:30", "Thu 8 Oct 21:00"),
        ("19:00-20:00", "Thu 8 Oct 21:00"),
        ("19:00-20:01", "Fri 9 Oct 07:30"),
        ("21:00-22:30", "Fri 9 Oct 07:30"),
        ("14:00", "Thu 8 Oct 18:00"),
    ] {
        check(
            "recruiter",
            &format!(
                "Mon 5 Oct 09:00 | priya | invite | at Thu 8 Oct {hours} | with Marcus <marcus>
                 Fri 9 Oct 08:00 | end"
            ),
            &format!("{due} draft thank-you to marcus (T1)"),
        );
    }
}

#[test]
fn w8_a_machine_that_woke_in_the_evening_thanks_the_next_morning() {
    check(
        "recruiter",
        "Mon 5 Oct 09:00 | priya | invite | at Thu 8 Oct 14:00-15:00 | with Marcus <marcus>
         Thu 8 Oct 12:00 | machine | sleeps
         Thu 8 Oct 22:15 | machine | wakes
         Fri 9 Oct 08:00 | end",
        "Fri 9 Oct 07:30 draft thank-you to marcus (T1)",
    );
}

#[test]
fn w8_a_chaser_waits_for_a_morning_unless_two_were_slept_through() {
    after_thanks(
        "recruiter",
        "Wed 14 Oct 20:00 | machine | sleeps
         Thu 15 Oct 12:00 | machine | wakes
         Fri 16 Oct 12:00 | end",
        "Fri 16 Oct 08:30 draft check-in to priya (W1)",
    );
    after_thanks(
        "recruiter",
        "Wed 14 Oct 20:00 | machine | sleeps
         Fri 16 Oct 13:10 | machine | wakes
         Fri 16 Oct 15:00 | end",
        "Fri 16 Oct 13:10 draft check-in to priya (W1)",
    );
    after_thanks(
        "recruiter",
        "Wed 14 Oct 20:00 | machine | sleeps
         Fri 16 Oct 18:00 | machine | wakes
         Mon 19 Oct 12:00 | end",
        "Mon 19 Oct 08:30 draft check-in to priya (W1)",
    );
    after_thanks(
        "recruiter",
        "Wed 14 Oct 20:00 | machine | sleeps
         Sat 17 Oct 10:00 | machine | wakes
         Mon 19 Oct 12:00 | end",
        "Mon 19 Oct 08:30 draft check-in to priya (W1)",
    );
}

#[test]
fn w8_mornings_follow_the_clock_over_the_end_of_summer_time() {
    check(
        "recruiter",
        "Mon 12 Oct 09:00 | priya | invite | at Sat 24 Oct 14:00-15:00
         Sat 24 Oct 16:00 | me | to priya
         Fri 30 Oct 12:00 | end",
        "Fri 30 Oct 08:30 draft check-in to priya (W1)",
    );
}

#[test]
fn w9_a_first_run_over_an_old_mailbox_is_silent() {
    check(
        "recruiter",
        "Mon 5 Oct 08:00 | machine | sleeps
         Mon 5 Oct 09:00 | priya | invite | at Thu 8 Oct 14:00-15:00 | with Marcus <marcus>
         Fri 9 Oct 10:00 | priya | update | by Fri 16 Oct
         Mon 5 Oct 09:00 | rob@halden | invite | at Thu 8 Oct 10:00-11:00 | company Halden
         Fri 16 Oct 10:00 | rob@halden | rejection | company Halden
         Wed 25 Nov 09:00 | machine | wakes
         Mon 30 Nov 12:00 | end",
        "Wed 25 Nov 09:00 closed as silent",
    );
}

#[test]
fn w9_three_weeks_offline_leave_what_is_still_timely() {
    after_thanks(
        "recruiter",
        "Fri 9 Oct 10:00 | machine | sleeps
         Mon 26 Oct 09:30 | priya | update | by Wed 28 Oct
         Fri 30 Oct 09:00 | machine | wakes
         Mon 2 Nov 12:00 | end",
        "Fri 30 Oct 09:00 draft check-in to priya (W1)",
    );
}

#[test]
fn w10_a_cancelled_interview_has_no_thank_you_and_no_form() {
    check(
        "recruiter",
        "with notes forms
         Mon 5 Oct 09:00 | priya | invite | at Thu 8 Oct 14:00-15:00 | with Marcus <marcus>
         Wed 7 Oct 17:00 | priya | cancellation
         Fri 30 Oct 12:00 | end",
        "",
    );
}

#[test]
fn w10_a_moved_interview_is_thanked_for_at_its_new_time() {
    for (moved, note) in [
        ("Wed 7 Oct 17:00 | priya | reschedule | at Fri 9 Oct 10:00-11:00", "ahead"),
        ("Thu 8 Oct 15:20 | priya | reschedule | at Fri 9 Oct 10:00-11:00", "after a no-show"),
        ("Thu 8 Oct 15:20 | priya | invite | at Fri 9 Oct 10:00-11:00 | uid a 1", "by calendar"),
    ] {
        let _ = note;
        check(
            "recruiter",
            &format!(
                "Mon 5 Oct 09:00 | priya | invite | at Thu 8 Oct 14:00-15:00 | with Ada <ada> | uid a 0
                 {moved}
                 Fri 9 Oct 15:00 | end"
            ),
            "Fri 9 Oct 14:00 draft thank-you to ada (T1)",
        );
    }
}

#[test]
fn w10_one_cancelled_session_does_not_hold_the_interview_that_stays() {
    check(
        "recruiter",
        "Mon 5 Oct 09:00 | priya | invite | at Thu 8 Oct 14:00-15:00 | uid a 0
         Mon 5 Oct 09:05 | priya | invite | at Mon 12 Oct 10:00-11:00 | uid b 0
         Wed 7 Oct 09:00 | priya | cancellation | uid a 1
         Mon 12 Oct 12:00 | me | to priya
         Mon 19 Oct 12:00 | end",
        "Mon 19 Oct 08:30 draft check-in to priya (W1)",
    );
}

#[test]
fn w11_an_uncertain_invite_makes_no_draft() {
    check(
        "recruiter",
        "Mon 5 Oct 09:00 | priya | invite | unsure | at Thu 8 Oct 14:00-15:00
         Mon 30 Nov 12:00 | end",
        "",
    );
}

#[test]
fn w11_an_uncertain_reply_withdraws_the_chaser_and_holds_it() {
    after_thanks(
        "recruiter",
        "Thu 15 Oct 15:00 | priya | human_reply | unsure
         Mon 30 Nov 12:00 | end",
        "Thu 15 Oct 08:30 draft check-in to priya (W1)
         Thu 15 Oct 15:00 withdrawn: check-in to priya",
    );
}

#[test]
fn w11_an_agency_s_mail_that_names_no_client_holds_the_chasers_of_both() {
    check(
        "recruiter",
        "Mon 5 Oct 09:00 | rita@agency | invite | at Thu 8 Oct 14:00-15:00
         Mon 5 Oct 09:30 | rita@agency | invite | company Halden | at Thu 8 Oct 17:00-17:30
         Thu 8 Oct 20:10 | me | to rita@agency | new-thread
         Fri 16 Oct 09:00 | rita@agency | update | new-thread | nameless | by Mon 19 Oct
         Fri 30 Oct 12:00 | end",
        "Thu 8 Oct 18:00 draft thank-you to rita@agency (T2)
         Thu 8 Oct 20:10 withdrawn: thank-you to rita@agency
         Thu 15 Oct 08:30 draft check-in to rita@agency (W1)
         Thu 15 Oct 08:30 draft check-in to rita@agency (W1)
         Fri 16 Oct 09:00 withdrawn: check-in to rita@agency
         Fri 16 Oct 09:00 withdrawn: check-in to rita@agency",
    );
}

#[test]
fn w11_a_language_without_words_and_a_lone_executive_make_no_draft() {
    check(
        "recruiter",
        "Mon 5 Oct 09:00 | priya | invite | in other | at Thu 8 Oct 14:00-15:00
         Mon 5 Oct 09:00 | ada@halden | invite | company Halden | at Thu 8 Oct 14:00-15:00 | with Ada (CEO) <ada@halden>
         Fri 9 Oct 12:00 | end",
        "",
    );
}

#[test]
fn w12_unedited_drafts_do_not_go_stale() {
    check(
        "recruiter",
        "with notes forms
         Mon 5 Oct 09:00 | priya | invite | at Thu 8 Oct 14:00-15:00 | with Marcus <marcus>
         Sat 31 Oct 12:00 | end",
        "Thu 8 Oct 15:00 draft notes-form to robin.vale@mailbox (Notes)
         Thu 8 Oct 18:00 draft thank-you to marcus (T1)
         Wed 14 Oct 00:00 withdrawn: thank-you to marcus
         Wed 14 Oct 00:00 withdrawn: notes-form to robin.vale@mailbox
         Thu 15 Oct 08:30 draft check-in to priya (W1)
         Fri 30 Oct 00:00 closed as silent
         Fri 30 Oct 00:00 withdrawn: check-in to priya",
    );
}

#[test]
fn c6_a_silent_opportunity_opens_again_when_the_company_writes() {
    after_thanks(
        "recruiter",
        "Thu 15 Oct 12:00 | user | deletes check-in
         Mon 9 Nov 10:00 | priya | update | by Fri 13 Nov
         Tue 10 Nov 10:00 | me | to priya
         Tue 24 Nov 12:00 | end",
        "Thu 15 Oct 08:30 draft check-in to priya (W1)
         Thu 15 Oct 12:00 left to the user: check-in to priya
         Fri 30 Oct 00:00 closed as silent
         Mon 9 Nov 10:00 draft acknowledgement to priya (C2)
         Tue 10 Nov 10:00 withdrawn: acknowledgement to priya",
    );
}

#[test]
fn w1_no_check_in_appears_between_two_interviews_of_a_round() {
    let script = "
        Mon 5 Oct 09:00 | priya | invite | at Thu 8 Oct 14:00-15:00 | with Marcus <marcus> | uid a 0
        Mon 5 Oct 09:10 | priya | invite | at Thu 22 Oct 14:00-15:00 | with Ines <ines> | uid b 0
        Fri 30 Oct 12:00 | end";
    let told = crate::script::play("recruiter", script, false);
    let chasers: Vec<String> =
        told.into_iter().filter(|line| line.contains("draft check-in")).collect();
    assert_eq!(chasers, ["Thu 29 Oct 08:30 draft check-in to priya (W1)"]);
}
