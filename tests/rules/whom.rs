//! To whom: T1–T7, and the slots of S9.

use crate::script::{check, staged};
use afterword::draft::Step;

#[test]
fn t1_each_interviewer_with_an_address_is_thanked_in_other_words() {
    let stage = staged(
        "recruiter",
        "Mon 5 Oct 09:00 | priya | invite | at Thu 8 Oct 14:00-15:00 | with Marcus <marcus>, Ada <ada>, Lin <lin>
         Thu 8 Oct 19:00 | end",
    );
    let texts = stage.texts(Step::ThankYou);
    let distinct: std::collections::BTreeSet<_> = texts.iter().collect();
    assert_eq!((texts.len(), distinct.len()), (3, 3));
}

#[test]
fn t2_interviewers_without_an_address_are_thanked_through_the_recruiter_by_name() {
    check(
        "recruiter",
        "Mon 5 Oct 09:00 | priya | invite | at Thu 8 Oct 14:00-15:00 | with Marcus <marcus>, Ada King, Lin Wu
         Thu 8 Oct 19:00 | end",
        "Thu 8 Oct 18:00 draft thank-you to marcus (T1)
         Thu 8 Oct 18:00 draft thank-you to priya for Ada King and Lin Wu (T2)",
    );
}

#[test]
fn t3_an_executive_is_thanked_through_the_recruiter() {
    check(
        "recruiter",
        "Mon 5 Oct 09:00 | priya | invite | at Thu 8 Oct 14:00-15:00 | with Ada King (CTO) <ada>
         Thu 8 Oct 19:00 | end",
        "Thu 8 Oct 18:00 draft thank-you to priya for Ada King (T3)",
    );
}

#[test]
fn t4_a_chaser_goes_to_one_person_and_copies_nobody() {
    let stage = staged(
        "recruiter",
        "Mon 5 Oct 09:00 | priya | invite | at Thu 8 Oct 14:00-15:00 | with Marcus <marcus> | cc zoe, sam
         Thu 15 Oct 12:00 | end",
    );
    let (_, seen) = stage.desk.lying(Step::CheckIn).pop().unwrap();
    assert_eq!(seen.to.len(), 1);
    assert_eq!(seen.to[0].email, "priya@corvid.example");
}

#[test]
fn t5_never_to_an_address_that_cannot_read() {
    check(
        "recruiter",
        "Mon 5 Oct 09:00 | no-reply@us.greenhouse-mail.io | invite | at Thu 8 Oct 14:00-15:00 | with Bot <noreply@corvid>
         Thu 15 Oct 12:00 | end",
        "Thu 8 Oct 18:00 draft thank-you to nobody for Bot (T5)
         Wed 14 Oct 00:00 withdrawn: thank-you to nobody
         Thu 15 Oct 08:30 draft check-in to nobody (T5)",
    );
}

#[test]
fn t5_s9_a_draft_without_a_recipient_says_so_in_a_slot_and_slots_are_counted() {
    let stage = staged(
        "recruiter",
        "Mon 5 Oct 09:00 | no-reply@us.greenhouse-mail.io | invite | at Thu 8 Oct 14:00-15:00
         Thu 15 Oct 12:00 | end",
    );
    let (record, seen) = stage.desk.lying(Step::CheckIn).pop().unwrap();
    assert!(seen.to.is_empty() && record.slots >= 1);
    let slots = stage.texts(Step::CheckIn)[0].matches("[[").count();
    assert_eq!(usize::from(record.slots), slots);
}

#[test]
fn t6_a_draft_stands_in_the_thread_under_the_company_s_latest_message() {
    let stage = staged(
        "recruiter",
        "Mon 5 Oct 09:00 | priya | invite | at Thu 8 Oct 14:00-15:00
         Fri 9 Oct 09:00 | priya | human_reply | name latest
         Fri 16 Oct 12:00 | end",
    );
    let (_, seen) = stage.desk.lying(Step::CheckIn).pop().unwrap();
    assert_eq!(seen.in_reply_to, [stage.named("latest")]);
    assert_eq!(seen.references.last(), Some(&stage.named("latest")));
    assert_eq!(seen.subject, "Re: Your application");
}

#[test]
fn t6_a_thank_you_to_somebody_who_never_wrote_has_its_own_subject_and_the_invite_as_parent() {
    let stage = staged(
        "recruiter",
        "Mon 5 Oct 09:00 | priya | invite | at Thu 8 Oct 14:00-15:00 | with Marcus <marcus> | name invite
         Thu 8 Oct 19:00 | end",
    );
    let (_, seen) = stage.desk.lying(Step::ThankYou).pop().unwrap();
    assert_eq!(seen.in_reply_to, [stage.named("invite")]);
    assert!(!seen.subject.starts_with("Re:"), "{}", seen.subject);
}

#[test]
fn t7_a_process_that_runs_elsewhere_than_by_mail_makes_no_draft() {
    check(
        "recruiter",
        "Mon 5 Oct 09:00 | messages-noreply@linkedin.com | invite | at Thu 8 Oct 14:00-15:00 | with Bo
         Fri 9 Oct 09:00 | messages-noreply@linkedin.com | update | by Wed 14 Oct
         Fri 30 Oct 12:00 | end",
        "",
    );
    // Once somebody writes by mail, mail is its channel.
    check(
        "recruiter",
        "Mon 5 Oct 09:00 | messages-noreply@linkedin.com | invite | at Thu 8 Oct 14:00-15:00
         Tue 6 Oct 09:00 | priya | human_reply
         Thu 8 Oct 18:30 | end",
        "Thu 8 Oct 18:00 draft thank-you to priya (T2)",
    );
}
