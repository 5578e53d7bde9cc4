//! Mail and words of the user in any order, and more than once, leads to the same.

use afterword::opportunity::{Fact, Mail, Said, Word};
use jiff::civil::date;

use crate::script::{self, moment};

const STORY: &str = "
    Thu 1 Oct 09:00 | noreply@us.greenhouse-mail.io | acknowledgement
    Fri 2 Oct 09:00 | priya | availability_request | new-thread
    Fri 2 Oct 10:00 | me | to priya
    Mon 5 Oct 09:00 | priya | invite | at Thu 8 Oct 14:00-15:00 | with Marcus <marcus> | uid a 0
    Tue 6 Oct 09:00 | priya | reschedule | at Fri 9 Oct 14:00-15:00 | uid a 1
    Fri 9 Oct 17:00 | me | to marcus
    Mon 12 Oct 10:00 | priya | update | by Fri 16 Oct
    Mon 12 Oct 11:00 | me | to priya
    Mon 12 Oct 12:00 | rob@halden | invite | company Halden | at Tue 13 Oct 10:00-11:00
    Wed 14 Oct 12:00 | zoe | human_reply
    Thu 15 Oct 12:00 | priya | auto_reply | back Mon 19 Oct
    Thu 15 Oct 13:00 | rob@halden | rejection | company Halden
    Fri 16 Oct 10:00 | priya | human_reply | unsure | name odd";

/// What was said between those mails and after them, about the opportunity of the first mail or
/// the fifteenth of Halden.
fn words(mails: &[Mail]) -> Vec<Fact> {
    let odd = mails.last().unwrap().id.clone();
    let said = |at: &str, anchor: Option<usize>, what: Word| {
        let anchor = anchor.map(|at| mails[at].id.clone());
        Fact::Said(Said { at: moment(at), anchor, what })
    };
    vec![
        said("Mon 5 Oct 10:00", None, Word::Pause),
        said("Tue 6 Oct 10:00", None, Word::Resume),
        said("Mon 12 Oct 10:30", Some(1), Word::Done),
        said("Tue 13 Oct 12:00", Some(8), Word::Replied),
        said("Thu 15 Oct 14:00", Some(8), Word::Reopen),
        said("Fri 16 Oct 11:00", Some(0), Word::Answer { mail: odd, yes: false }),
        said("Fri 16 Oct 12:00", Some(0), Word::Snooze { until: date(2026, 10, 20) }),
    ]
}

#[test]
fn facts_in_any_order_and_more_than_once_leads_to_the_same() {
    let now = moment("Wed 21 Oct 09:00");
    let known = |order: &[usize]| {
        let mails = script::mails(STORY);
        let mut desk = crate::desk::Desk::new(crate::desk::policy("recruiter"));
        let words = words(&mails);
        for at in order {
            match mails.get(*at) {
                Some(mail) => desk.read(mail.clone(), now),
                None => drop(desk.state.learn(words[*at - mails.len()].clone())),
            }
        }
        desk.settle(now);
        script::known(&desk, now)
    };
    let mails = script::mails(STORY);
    let count = mails.len() + words(&mails).len();
    let mut order: Vec<usize> = (0..count).collect();
    let wanted = known(&order);
    let mut seed = 7_u64;
    for _ in 0..60 {
        for i in (1..count).rev() {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            order.swap(i, (seed >> 33) as usize % (i + 1));
        }
        let twice: Vec<usize> = order.iter().chain(order.iter().take(4)).copied().collect();
        assert_eq!(known(&twice), wanted, "{order:?}");
    }
}
