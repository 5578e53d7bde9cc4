//! What each reason of a reading means, in plain words: one table for all of them.
//!
//! `tests/inspect.rs` holds the table against the code that gives the reasons.

/// Reason and meaning, in order of the reason; the meaning continues "this sentence …".
const WORDS: &[(&str, &str)] = &[
    ("answers-in-thread", "answers in a thread with you"),
    ("asks-for-information", "asks you for something"),
    ("asks-for-start", "asks when you could begin"),
    ("asks-for-times", "asks when you have time"),
    ("asks-to-confirm", "asks for a word that it suits you"),
    ("auto-reply-header", "is a mark that only automatic replies carry"),
    ("auto-reply-subject", "is how automatic replies begin"),
    ("bounce", "reports a mail that was not delivered"),
    ("calendar-cancel", "is taken out of the calendar"),
    ("calendar-counter", "is answered with another time, through the calendar"),
    ("calendar-file", "comes as a calendar file"),
    ("calendar-reply", "is a receipt of somebody's calendar, not an answer"),
    ("calendar-request", "comes as a calendar invitation"),
    ("calendar-update", "comes as a new version of a calendar invitation"),
    ("company-from-thread", "names the company"),
    ("confirms-quoted-time", "agrees to the time in the quoted mail"),
    ("from-you", "is an address of yours"),
    ("interview-from-thread", "names the time"),
    ("known-sender-unknown-words", "comes from a hiring system, in words not known to afterword"),
    ("known-system", "is a sender that hiring mail comes through"),
    ("lists-jobs", "lists jobs"),
    ("mailing-list", "comes through a mailing list and says nothing of an application"),
    ("names-definite-time", "names a definite time"),
    ("names-interview", "names an interview"),
    ("no-evidence", "says nothing about an application of yours"),
    ("other-thread", "answers in a thread that says nothing of an application"),
    ("promises-a-day", "promises an answer by a day"),
    ("promises-answer-by", "promises an answer by a day"),
    ("role-from-thread", "names the role"),
    ("says-absent", "says that the writer is away"),
    ("says-cancelled", "says that it does not take place"),
    ("says-moved", "says that the time changes"),
    ("says-next-round", "says that you passed a stage"),
    ("says-offer", "offers you the role"),
    ("says-on-hold", "says that the role is on hold"),
    ("says-received", "says that your application arrived"),
    ("says-rejected", "says no"),
    ("says-reminder", "reminds you of an interview"),
    ("says-role-gone", "says that the role is gone"),
    ("says-to-follow", "says that more will follow"),
    ("says-unfinished", "speaks of an application that you did not finish"),
    ("sets-task", "gives you a task"),
    ("speaks-most-for-it", "speaks most for it, all words weighed"),
    ("speaks-of-hiring", "speaks of an application"),
    ("speaks-of-interview", "speaks of an interview"),
    ("tells-of-process", "tells how the process goes on"),
    ("tells-who-is-away", "says which colleague is away"),
    ("test-platform", "comes from a system for tests"),
    ("topic-account", "is about an account or a code"),
    ("topic-appointment", "is about an appointment of another kind"),
    ("topic-commerce", "is about money or a purchase"),
    ("topic-conference", "is about a talk or a conference"),
    ("topic-current-employer", "is about a job that one already has"),
    ("topic-event", "is about an event"),
    ("topic-friend", "is a word between friends"),
    ("topic-housing", "is about a home"),
    ("topic-newsletter", "is about something published"),
    ("topic-permit", "is about a permit"),
    ("topic-press", "is about the press"),
    ("topic-research", "is about a study"),
    ("topic-software", "is about software"),
    ("topic-survey", "asks for your opinion"),
    ("topic-teaching", "is about teaching"),
    ("topic-you-interview", "is about an interview that you hold"),
    ("wants-answer-by", "wants something from you by a day"),
    ("wants-something-by-a-day", "wants something from you by a day"),
    ("writes-unasked", "writes to you unasked about a job"),
    ("written-by-a-person", "is written by a person, about hiring"),
];

/// What a reason means. One that an older version gave is told by its name.
pub fn meaning(reason: &str) -> String {
    let known = WORDS.iter().find(|(name, _)| *name == reason);
    known.map_or_else(|| reason.replace('-', " "), |(_, words)| (*words).to_owned())
}

/// What stands in the mail, without the calendar's own language (RFC 5546 METHOD, SEQUENCE).
pub fn shown(reason: &str, text: &str) -> String {
    let marks = |word: &&str| {
        reason.starts_with("calendar-")
            && ["METHOD:", "SEQUENCE:"].iter().any(|mark| word.starts_with(mark))
    };
    text.split_whitespace().skip_while(marks).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order_and_names_each_reason_once() {
        assert!(WORDS.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn a_calendar_part_is_shown_by_its_title() {
        assert_eq!(shown("calendar-update", "METHOD:REQUEST SEQUENCE:2 Panel"), "Panel");
        assert_eq!(shown("says-moved", "METHOD: we met"), "METHOD: we met");
        assert_eq!(meaning("of-old-times"), "of old times");
    }
}
