//! What the user says with commands: C3–C5, W5 by phone, W7 done, snooze, pause, close, W11.

use crate::{after_thanks, script::check};

#[test]
fn w1_a_date_told_by_phone_moves_the_check_in_behind_it() {
    after_thanks(
        "recruiter",
        "Thu 15 Oct 10:00 | user | says deadline Fri 23 Oct
         Tue 27 Oct 12:00 | end",
        "Thu 15 Oct 08:30 draft check-in to priya (W1)
         Thu 15 Oct 10:00 withdrawn: check-in to priya
         Tue 27 Oct 08:30 draft check-in to priya (W1)",
    );
}

#[test]
fn w5_an_answer_by_phone_takes_the_check_in_away_and_silence_begins_anew() {
    after_thanks(
        "recruiter",
        "Thu 15 Oct 10:00 | user | says replied
         Fri 23 Oct 12:00 | end",
        "Thu 15 Oct 08:30 draft check-in to priya (W1)
         Thu 15 Oct 10:00 withdrawn: check-in to priya
         Thu 22 Oct 08:30 draft check-in to priya (W1)",
    );
}

#[test]
fn w5_an_answer_by_phone_opens_again_what_fell_silent() {
    after_thanks(
        "recruiter",
        "Thu 15 Oct 10:00 | user | deletes check-in
         Mon 9 Nov 10:00 | user | says replied
         Mon 30 Nov 12:00 | end",
        "Thu 15 Oct 08:30 draft check-in to priya (W1)
         Thu 15 Oct 10:00 left to the user: check-in to priya
         Fri 30 Oct 00:00 closed as silent
         Tue 24 Nov 00:00 closed as silent",
    );
}

#[test]
fn w7_done_gives_the_ball_back_and_silence_is_counted_from_it() {
    after_thanks(
        "recruiter",
        "Mon 12 Oct 10:00 | priya | info_request
         Wed 28 Oct 10:00 | user | says done
         Wed 4 Nov 12:00 | end",
        "Wed 4 Nov 08:30 draft check-in to priya (W1)",
    );
}

#[test]
fn done_takes_an_acknowledgement_away() {
    after_thanks(
        "recruiter",
        "Mon 12 Oct 15:00 | priya | update | by Fri 30 Oct
         Mon 12 Oct 16:00 | user | says done
         Wed 14 Oct 16:00 | end",
        "Mon 12 Oct 15:00 draft acknowledgement to priya (C2)
         Mon 12 Oct 16:00 withdrawn: acknowledgement to priya",
    );
}

#[test]
fn a_snoozed_chaser_goes_and_comes_in_the_morning_of_its_day() {
    after_thanks(
        "recruiter",
        "Thu 15 Oct 10:00 | user | says snooze Fri 13 Nov
         Fri 13 Nov 12:00 | end",
        "Thu 15 Oct 08:30 draft check-in to priya (W1)
         Thu 15 Oct 10:00 withdrawn: check-in to priya
         Fri 13 Nov 08:30 draft check-in to priya (W1)",
    );
    after_thanks(
        "recruiter",
        "Mon 12 Oct 10:00 | user | says snooze Tue 13 Oct
         Thu 15 Oct 12:00 | end",
        "Thu 15 Oct 08:30 draft check-in to priya (W1)",
    );
}

#[test]
fn a_snooze_ends_when_the_company_writes() {
    after_thanks(
        "recruiter",
        "Mon 12 Oct 10:00 | user | says snooze Fri 13 Nov
         Wed 14 Oct 10:00 | priya | human_reply
         Wed 21 Oct 12:00 | end",
        "Wed 21 Oct 08:30 draft check-in to priya (W1)",
    );
}

#[test]
fn while_paused_nothing_new_appears_and_nothing_closes() {
    after_thanks(
        "recruiter",
        "Mon 12 Oct 10:00 | user | says pause
         Mon 23 Nov 10:00 | user | says resume
         Mon 23 Nov 12:00 | end",
        "Mon 23 Nov 10:00 draft check-in to priya (W1)",
    );
    // What lay there stays, until the company answers.
    after_thanks(
        "recruiter",
        "Thu 15 Oct 10:00 | user | says pause
         Fri 16 Oct 10:00 | user | says resume
         Mon 19 Oct 10:00 | user | says pause
         Tue 20 Oct 10:00 | priya | update | by Fri 30 Oct
         Tue 20 Oct 12:00 | end",
        "Thu 15 Oct 08:30 draft check-in to priya (W1)
         Tue 20 Oct 10:00 withdrawn: check-in to priya",
    );
}

#[test]
fn a_pause_of_everything_holds_what_begins_later() {
    check(
        "recruiter",
        "Mon 5 Oct 08:00 | rob@halden | acknowledgement | company Halden
         Mon 5 Oct 08:30 | user | says pause | of everything | of Halden
         Mon 5 Oct 09:00 | priya | invite | at Thu 8 Oct 14:00-15:00 | with Marcus <marcus>
         Fri 9 Oct 09:00 | user | says resume | of everything
         Fri 9 Oct 12:00 | end",
        "Fri 9 Oct 09:00 draft thank-you to marcus (T1)",
    );
}

#[test]
fn a_closed_opportunity_has_no_drafts_and_goes_on_when_reopened() {
    after_thanks(
        "recruiter",
        "Thu 15 Oct 10:00 | user | says close
         Thu 22 Oct 10:00 | user | says reopen
         Thu 29 Oct 12:00 | end",
        "Thu 15 Oct 08:30 draft check-in to priya (W1)
         Thu 15 Oct 10:00 withdrawn: check-in to priya
         Thu 29 Oct 08:30 draft check-in to priya (W1)",
    );
}

#[test]
fn what_fell_silent_stays_open_for_another_while_when_reopened() {
    after_thanks(
        "recruiter",
        "Thu 15 Oct 10:00 | user | deletes check-in
         Mon 9 Nov 10:00 | user | says reopen
         Mon 30 Nov 12:00 | end",
        "Thu 15 Oct 08:30 draft check-in to priya (W1)
         Thu 15 Oct 10:00 left to the user: check-in to priya
         Fri 30 Oct 00:00 closed as silent
         Tue 24 Nov 00:00 closed as silent",
    );
}

#[test]
fn what_fell_silent_before_a_pause_of_everything_stays_closed() {
    after_thanks(
        "recruiter",
        "Thu 15 Oct 10:00 | user | deletes check-in
         Mon 2 Nov 10:00 | user | says pause | of everything | of Corvid
         Mon 16 Nov 10:00 | user | says resume | of everything
         Fri 18 Dec 12:00 | end",
        "Thu 15 Oct 08:30 draft check-in to priya (W1)
         Thu 15 Oct 10:00 left to the user: check-in to priya
         Fri 30 Oct 00:00 closed as silent",
    );
    after_thanks(
        "recruiter",
        "Thu 15 Oct 10:00 | user | deletes check-in
         Mon 19 Oct 10:00 | user | says pause | of everything | of Corvid
         Mon 16 Nov 10:00 | user | says resume | of everything
         Fri 18 Dec 12:00 | end",
        "Thu 15 Oct 08:30 draft check-in to priya (W1)
         Thu 15 Oct 10:00 left to the user: check-in to priya
         Tue 1 Dec 00:00 closed as silent",
    );
}

/// Halden made an offer; Corvid, with an interview behind it, does not know.
const TWO: &str = "Mon 5 Oct 08:00 | rob@halden | acknowledgement | company Halden";

#[test]
fn c4_the_note_on_another_offer_comes_at_once_in_place_of_the_chaser() {
    after_thanks(
        "recruiter",
        &format!(
            "{TWO}
             Thu 15 Oct 22:00 | user | says offer Fri 30 Oct | of Halden
             Thu 15 Oct 22:00 | user | says rival Fri 30 Oct
             Fri 16 Oct 10:00 | user | sends competing-offer
             Fri 23 Oct 12:00 | end"
        ),
        "Thu 15 Oct 08:30 draft check-in to priya (W1)
         Thu 15 Oct 22:00 withdrawn: check-in to priya
         Thu 15 Oct 22:00 draft competing-offer to priya (C4)
         Fri 16 Oct 10:00 left to the user: competing-offer to priya
         Fri 23 Oct 08:30 draft check-in to priya (W1)",
    );
}

#[test]
fn c4_the_note_waits_neither_for_the_deadline_nor_for_the_seven_days() {
    after_thanks(
        "recruiter",
        "Mon 12 Oct 09:00 | priya | update | by Fri 30 Oct
         Mon 12 Oct 10:00 | me | to priya
         Wed 14 Oct 10:00 | user | says rival Fri 16 Oct
         Wed 14 Oct 12:00 | me | to priya
         Wed 4 Nov 12:00 | end",
        "Mon 12 Oct 09:00 draft acknowledgement to priya (C2)
         Mon 12 Oct 10:00 withdrawn: acknowledgement to priya
         Wed 14 Oct 10:00 draft competing-offer to priya (C4)
         Wed 14 Oct 12:00 withdrawn: competing-offer to priya
         Tue 3 Nov 08:30 draft check-in to priya (W1)",
    );
}

#[test]
fn c4_the_note_does_not_count_towards_the_ceiling() {
    after_thanks(
        "recruiter",
        "Thu 15 Oct 10:00 | user | sends check-in
         Mon 19 Oct 10:00 | user | says rival Fri 23 Oct
         Mon 19 Oct 12:00 | user | sends competing-offer
         Mon 2 Nov 12:00 | end",
        "Thu 15 Oct 08:30 draft check-in to priya (W1)
         Thu 15 Oct 10:00 left to the user: check-in to priya
         Mon 19 Oct 10:00 draft competing-offer to priya (C4)
         Mon 19 Oct 12:00 left to the user: competing-offer to priya
         Mon 26 Oct 08:30 draft last check-in to priya (W1)",
    );
}

#[test]
fn c4_the_note_goes_when_the_company_answers_or_the_other_offer_is_over() {
    after_thanks(
        "recruiter",
        "Mon 12 Oct 10:00 | user | says rival Fri 30 Oct
         Tue 13 Oct 10:00 | priya | human_reply
         Tue 13 Oct 12:00 | end",
        "Mon 12 Oct 10:00 draft competing-offer to priya (C4)
         Tue 13 Oct 10:00 withdrawn: competing-offer to priya",
    );
    after_thanks(
        "recruiter",
        "Mon 12 Oct 10:00 | user | says rival Tue 13 Oct
         Wed 14 Oct 12:00 | end",
        "Mon 12 Oct 10:00 draft competing-offer to priya (C4)
         Wed 14 Oct 00:00 withdrawn: competing-offer to priya",
    );
}

#[test]
fn c3_an_acceptance_takes_the_place_of_the_request_for_time() {
    after_thanks(
        "recruiter",
        "Mon 12 Oct 15:00 | priya | offer
         Mon 12 Oct 16:00 | user | says accept
         Mon 12 Oct 18:00 | end",
        "Mon 12 Oct 15:00 draft offer-reply to priya (C3)
         Mon 12 Oct 16:00 withdrawn: offer-reply to priya
         Mon 12 Oct 16:00 draft offer-reply to priya (C3)",
    );
}

#[test]
fn c3_an_offer_by_phone_ends_the_chasers_without_a_draft() {
    after_thanks(
        "recruiter",
        "Thu 15 Oct 10:00 | user | says offer Fri 30 Oct
         Mon 30 Nov 12:00 | end",
        "Thu 15 Oct 08:30 draft check-in to priya (W1)
         Thu 15 Oct 10:00 withdrawn: check-in to priya",
    );
}

#[test]
fn c5_a_withdrawal_is_one_polite_note_and_the_end() {
    after_thanks(
        "recruiter",
        "Thu 15 Oct 10:00 | user | says withdraw
         Thu 15 Oct 12:00 | user | sends withdrawal
         Fri 16 Oct 10:00 | priya | rejection
         Mon 30 Nov 12:00 | end",
        "Thu 15 Oct 08:30 draft check-in to priya (W1)
         Thu 15 Oct 10:00 withdrawn: check-in to priya
         Thu 15 Oct 10:00 draft withdrawal to priya (C5)
         Thu 15 Oct 12:00 left to the user: withdrawal to priya",
    );
    after_thanks(
        "recruiter",
        "Mon 12 Oct 10:00 | user | says withdraw
         Tue 13 Oct 10:00 | priya | rejection
         Tue 13 Oct 12:00 | end",
        "Mon 12 Oct 10:00 draft withdrawal to priya (C5)
         Tue 13 Oct 10:00 withdrawn: withdrawal to priya",
    );
}

#[test]
fn w11_a_mail_in_doubt_that_was_a_reply_begins_the_silence() {
    after_thanks(
        "recruiter",
        "Mon 12 Oct 10:00 | priya | update | by Fri 16 Oct | unsure | name odd
         Tue 13 Oct 10:00 | user | says yes odd
         Tue 20 Oct 12:00 | end",
        "Tue 13 Oct 10:00 draft acknowledgement to priya (C2)
         Tue 20 Oct 00:00 withdrawn: acknowledgement to priya
         Tue 20 Oct 08:30 draft check-in to priya (W1)",
    );
}

#[test]
fn w11_a_mail_in_doubt_that_was_nothing_lets_the_check_in_come_back() {
    after_thanks(
        "recruiter",
        "Thu 15 Oct 10:00 | priya | human_reply | unsure | name odd
         Thu 15 Oct 11:00 | user | says no odd
         Fri 16 Oct 12:00 | end",
        "Thu 15 Oct 08:30 draft check-in to priya (W1)
         Thu 15 Oct 10:00 withdrawn: check-in to priya
         Thu 15 Oct 11:00 draft check-in to priya (W1)",
    );
}

#[test]
fn w11_an_invite_in_doubt_is_thanked_for_once_it_is_confirmed() {
    check(
        "recruiter",
        "Mon 5 Oct 09:00 | priya | invite | at Thu 8 Oct 14:00-15:00 | with Marcus <marcus> \
           | unsure | name odd
         Thu 8 Oct 20:00 | user | says yes odd
         Thu 8 Oct 21:00 | end",
        "Thu 8 Oct 20:00 draft thank-you to marcus (T1)",
    );
}

#[test]
fn w1_a_date_told_after_a_sent_chaser_takes_the_next_one_away() {
    after_thanks(
        "recruiter",
        "Thu 15 Oct 10:00 | user | sends check-in
         Mon 26 Oct 10:00 | user | says deadline Fri 30 Oct
         Tue 3 Nov 12:00 | end",
        "Thu 15 Oct 08:30 draft check-in to priya (W1)
         Thu 15 Oct 10:00 left to the user: check-in to priya
         Mon 26 Oct 08:30 draft last check-in to priya (W1)
         Mon 26 Oct 10:00 withdrawn: check-in to priya
         Tue 3 Nov 08:30 draft last check-in to priya (W1)",
    );
}
