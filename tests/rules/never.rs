//! Never send, never lose: N2–N4, and what a mailbox may do to us.

use crate::{
    after_thanks,
    script::{check, staged},
};
use afterword::draft::Step;

#[test]
fn n1_every_draft_is_a_draft_and_nothing_else_leaves() {
    let stage = staged(
        "recruiter",
        "Mon 5 Oct 09:00 | priya | invite | at Thu 8 Oct 14:00-15:00
         Mon 30 Nov 12:00 | end",
    );
    assert!(stage.desk.drafts.is_empty() && !stage.desk.removed.is_empty());
}

#[test]
fn n2_an_edited_draft_stays_whatever_the_company_writes() {
    for verb in ["edits", "saves"] {
        let stage = staged(
            "recruiter",
            &format!(
                "Mon 5 Oct 09:00 | priya | invite | at Thu 8 Oct 14:00-15:00 | with Marcus <marcus>
                 Thu 15 Oct 09:00 | user | {verb} check-in
                 Fri 16 Oct 09:00 | priya | rejection
                 Fri 30 Oct 12:00 | end"
            ),
        );
        assert_eq!(stage.desk.drafts.len(), 1, "{verb}");
    }
}

#[test]
fn n3_a_deleted_chaser_ends_the_chasers_of_its_round() {
    after_thanks(
        "recruiter",
        "Thu 15 Oct 12:00 | user | deletes check-in
         Fri 16 Oct 12:00 | priya | human_reply
         Fri 16 Oct 13:00 | me | to priya
         Mon 2 Nov 10:00 | priya | invite | at Wed 4 Nov 10:00-11:00
         Wed 4 Nov 12:00 | me | to priya
         Wed 11 Nov 12:00 | end",
        "Thu 15 Oct 08:30 draft check-in to priya (W1)
         Thu 15 Oct 12:00 left to the user: check-in to priya
         Sat 31 Oct 00:00 closed as silent
         Wed 11 Nov 08:30 draft check-in to priya (W1)",
    );
}

#[test]
fn n3_a_copy_that_shows_up_in_sent_later_is_the_touch() {
    after_thanks(
        "recruiter",
        "Thu 15 Oct 10:00 | user | hides check-in
         Fri 16 Oct 09:00 | end
         Thu 15 Oct 10:00 | me | to priya
         Mon 26 Oct 12:00 | end",
        "Thu 15 Oct 08:30 draft check-in to priya (W1)
         Thu 15 Oct 10:00 left to the user: check-in to priya
         Mon 26 Oct 08:30 draft last check-in to priya (W1)",
    );
}

#[test]
fn n3_an_edited_chaser_that_is_sent_days_later_counts_from_then() {
    after_thanks(
        "recruiter",
        "Thu 15 Oct 10:00 | user | edits check-in
         Tue 20 Oct 10:00 | me | to priya
         Thu 29 Oct 12:00 | end",
        "Thu 15 Oct 08:30 draft check-in to priya (W1)
         Thu 15 Oct 10:00 left to the user: check-in to priya
         Thu 29 Oct 08:30 draft last check-in to priya (W1)",
    );
}

#[test]
fn n3_a_deleted_thank_you_is_never_made_again() {
    check(
        "recruiter",
        "Mon 5 Oct 09:00 | priya | invite | at Thu 8 Oct 14:00-15:00 | with Marcus <marcus>
         Thu 8 Oct 19:00 | user | deletes thank-you
         Wed 14 Oct 12:00 | end",
        "Thu 8 Oct 18:00 draft thank-you to marcus (T1)
         Thu 8 Oct 19:00 left to the user: thank-you to marcus",
    );
}

#[test]
fn n4_the_user_s_own_thank_you_is_the_thank_you() {
    check(
        "recruiter",
        "Mon 5 Oct 09:00 | priya | invite | at Thu 8 Oct 14:00-15:00 | with Marcus <marcus>, Ada <ada>
         Thu 8 Oct 17:00 | me | to marcus
         Thu 8 Oct 20:00 | me | to ada
         Wed 14 Oct 12:00 | end",
        "Thu 8 Oct 18:00 draft thank-you to ada (T1)
         Thu 8 Oct 20:00 withdrawn: thank-you to ada",
    );
}

#[test]
fn n4_somebody_the_user_thanked_himself_is_not_thanked_through_another() {
    check(
        "recruiter",
        "Mon 5 Oct 09:00 | priya | invite | at Thu 8 Oct 14:00-15:00 | with Tomasz Zielak, Ada Bo
         Thu 8 Oct 17:00 | me | to tomasz
         Thu 8 Oct 19:00 | end",
        "Thu 8 Oct 18:00 draft thank-you to priya for Ada Bo (T2)",
    );
    check(
        "recruiter",
        "Mon 5 Oct 09:00 | priya | invite | at Thu 8 Oct 14:00-15:00 | with Tomasz Zielak
         Thu 8 Oct 17:00 | me | to tomasz
         Thu 8 Oct 19:00 | end",
        "",
    );
}

#[test]
fn n4_an_unasked_mail_of_his_own_is_a_chaser() {
    after_thanks(
        "recruiter",
        "Wed 14 Oct 10:00 | me | to priya
         Fri 23 Oct 12:00 | end",
        "Fri 23 Oct 08:30 draft last check-in to priya (W1)",
    );
}

#[test]
fn n4_mail_to_himself_or_to_a_friend_is_no_touch() {
    for to in ["me | ", "me | to sam@gmail.com"] {
        after_thanks(
            "recruiter",
            &format!(
                "Mon 12 Oct 10:00 | priya | info_request
                 Mon 12 Oct 11:00 | {to}
                 Mon 26 Oct 12:00 | end"
            ),
            "",
        );
        after_thanks(
            "recruiter",
            &format!(
                "Mon 12 Oct 11:00 | {to}
                 Thu 15 Oct 12:00 | end"
            ),
            "Thu 15 Oct 08:30 draft check-in to priya (W1)",
        );
    }
}

#[test]
fn n4_a_friend_s_answer_to_a_forward_is_no_reply() {
    after_thanks(
        "recruiter",
        "Mon 12 Oct 11:00 | me | to sam@gmail.com
         Thu 15 Oct 10:00 | sam@gmail.com | human_reply
         Thu 15 Oct 12:00 | end",
        "Thu 15 Oct 08:30 draft check-in to priya (W1)",
    );
}

#[test]
fn nothing_is_made_beside_a_draft_that_the_user_began() {
    after_thanks(
        "recruiter",
        "Wed 14 Oct 20:00 | user | begins to priya
         Fri 16 Oct 12:00 | end",
        "",
    );
}

#[test]
fn a_new_uidvalidity_changes_nothing() {
    let stage = staged(
        "recruiter",
        "Mon 5 Oct 09:00 | priya | invite | at Thu 8 Oct 14:00-15:00 | with Marcus <marcus>
         Thu 8 Oct 19:00 | server | renumbers
         Fri 9 Oct 19:00 | server | renumbers
         Fri 9 Oct 20:00 | end",
    );
    assert_eq!(stage.desk.lying(Step::ThankYou).len(), 1);
    assert_eq!(stage.desk.stored.len(), 2, "the form and the thank-you");
}

#[test]
fn w12_a_stale_draft_found_at_another_place_goes_at_that_look() {
    check(
        "recruiter",
        "Mon 5 Oct 09:00 | priya | invite | at Thu 8 Oct 14:00-15:00 | with Marcus <marcus>
         Thu 8 Oct 19:00 | machine | sleeps
         Wed 14 Oct 10:00 | server | renumbers
         Wed 14 Oct 12:00 | machine | wakes",
        "Thu 8 Oct 18:00 draft thank-you to marcus (T1)
         Wed 14 Oct 10:00 withdrawn: thank-you to marcus",
    );
}

#[test]
fn w12_a_notes_form_goes_with_the_last_thank_you_at_once() {
    check(
        "recruiter",
        "with notes forms
         Mon 5 Oct 09:00 | priya | invite | at Thu 8 Oct 14:00-15:00 | with Marcus <marcus>
         Thu 8 Oct 19:00 | user | deletes thank-you
         Thu 8 Oct 20:00 | end",
        "Thu 8 Oct 15:00 draft notes-form to robin.vale@mailbox (Notes)
         Thu 8 Oct 18:00 draft thank-you to marcus (T1)
         Thu 8 Oct 19:00 left to the user: thank-you to marcus
         Thu 8 Oct 19:00 withdrawn: notes-form to robin.vale@mailbox",
    );
}
