//! Close the loop: C1–C3, section 4.

use crate::{after_thanks, script::check};

#[test]
fn c1_a_refusal_ends_everything_with_one_gracious_reply() {
    after_thanks(
        "recruiter",
        "Thu 15 Oct 15:00 | noreply@us.greenhouse-mail.io | rejection | new-thread
         Mon 30 Nov 12:00 | end",
        "Thu 15 Oct 08:30 draft check-in to priya (W1)
         Thu 15 Oct 15:00 withdrawn: check-in to priya
         Thu 15 Oct 15:00 draft rejection-reply to priya (C1)
         Fri 23 Oct 00:00 withdrawn: rejection-reply to priya",
    );
}

#[test]
fn c1_a_second_refusal_makes_no_second_reply() {
    after_thanks(
        "recruiter",
        "Mon 12 Oct 15:00 | priya | rejection
         Mon 12 Oct 16:00 | user | sends rejection-reply
         Tue 13 Oct 15:00 | noreply@us.greenhouse-mail.io | rejection | new-thread
         Tue 13 Oct 18:00 | end",
        "Mon 12 Oct 15:00 draft rejection-reply to priya (C1)
         Mon 12 Oct 16:00 left to the user: rejection-reply to priya",
    );
    after_thanks(
        "recruiter",
        "Mon 12 Oct 15:00 | priya | rejection
         Mon 12 Oct 16:00 | user | deletes rejection-reply
         Tue 13 Oct 15:00 | priya | rejection
         Tue 13 Oct 18:00 | end",
        "Mon 12 Oct 15:00 draft rejection-reply to priya (C1)
         Mon 12 Oct 16:00 left to the user: rejection-reply to priya",
    );
}

#[test]
fn c1_a_platform_s_refusal_before_any_interview_closes_without_a_word() {
    check(
        "recruiter",
        "Mon 5 Oct 09:00 | noreply@us.greenhouse-mail.io | acknowledgement
         Thu 8 Oct 09:00 | noreply@us.greenhouse-mail.io | rejection
         Thu 8 Oct 12:00 | end",
        "",
    );
    check(
        "recruiter",
        "Mon 5 Oct 09:00 | noreply@us.greenhouse-mail.io | rejection
         Thu 8 Oct 09:00 | priya | rejection
         Thu 8 Oct 12:00 | end",
        "Thu 8 Oct 09:00 draft rejection-reply to priya (C1)",
    );
}

#[test]
fn c1_two_roles_at_one_company_are_refused_apart() {
    check(
        "recruiter",
        "Mon 5 Oct 09:00 | priya | invite | role Data Engineer | at Thu 8 Oct 14:00-15:00
         Mon 5 Oct 10:00 | bram | human_reply | role Product Manager | new-thread
         Mon 5 Oct 11:00 | bram | update | role Product Manager | new-thread
         Thu 8 Oct 16:00 | me | to priya | new-thread
         Mon 12 Oct 09:00 | bram | rejection | role Product Manager | new-thread | name no
         Mon 12 Oct 10:00 | me | to bram | re no
         Thu 15 Oct 12:00 | end",
        "Mon 12 Oct 09:00 draft rejection-reply to bram (C1)
         Mon 12 Oct 10:00 withdrawn: rejection-reply to bram
         Thu 15 Oct 08:30 draft check-in to priya (W1)",
    );
}

#[test]
fn c2_an_update_with_a_date_is_acknowledged_to_its_writer() {
    after_thanks(
        "recruiter",
        "Mon 12 Oct 15:00 | marcus | update | by Fri 30 Oct
         Mon 12 Oct 16:00 | end",
        "Mon 12 Oct 15:00 draft acknowledgement to marcus (C2)",
    );
}

#[test]
fn c3_an_offer_ends_the_rest_and_asks_for_time() {
    after_thanks(
        "recruiter",
        "Thu 15 Oct 21:30 | priya | offer
         Fri 16 Oct 09:00 | me | to priya
         Mon 30 Nov 12:00 | end",
        "Thu 15 Oct 08:30 draft check-in to priya (W1)
         Thu 15 Oct 21:30 withdrawn: check-in to priya
         Thu 15 Oct 21:30 draft offer-reply to priya (C3)
         Fri 16 Oct 09:00 withdrawn: offer-reply to priya",
    );
}

#[test]
fn c3_a_second_letter_about_an_offer_that_was_answered_asks_for_no_more_time() {
    after_thanks(
        "recruiter",
        "Mon 12 Oct 15:00 | priya | offer
         Mon 12 Oct 16:00 | user | sends offer-reply
         Wed 14 Oct 15:00 | priya | offer
         Wed 14 Oct 16:00 | end",
        "Mon 12 Oct 15:00 draft offer-reply to priya (C3)
         Mon 12 Oct 16:00 left to the user: offer-reply to priya",
    );
}

#[test]
fn a_plain_reply_begins_the_silence_anew() {
    after_thanks(
        "recruiter",
        "Mon 12 Oct 15:00 | priya | human_reply
         Mon 19 Oct 12:00 | end",
        "Mon 19 Oct 08:30 draft check-in to priya (W1)",
    );
}
