//! A parent's subject → the subject of a reply (T6), by the base subject of RFC 5256 §2.1.
//!
//! Knows the marks that mail programs put before a subject; must not know what it is about.

/// Marks of replies and forwards in the languages of common mail programs, in lower case.
const MARKS: [&str; 24] = [
    "re", "aw", "antw", "antwort", "fw", "fwd", "wg", "tr", "rv", "sv", "vs", "ref", "réf", "rif",
    "res", "enc", "odp", "vb", "doorst", "ynt", "rép", "tr.", "re.", "i",
];
/// What calendars write before a title.
const CALENDAR: [&str; 22] = [
    "invitation",
    "updated invitation",
    "updated invitation with note",
    "canceled event",
    "cancelled event",
    "canceled",
    "cancelled",
    "accepted",
    "tentative",
    "declined",
    "new event",
    "updated",
    "einladung",
    "aktualisierte einladung",
    "abgesagt",
    "zugesagt",
    "invitación",
    "invitación actualizada",
    "invitation mise à jour",
    "annulé",
    "reminder",
    "new time proposed",
];

/// "Re: …" once, whatever stood before.
pub fn reply(parent_subject: &str) -> String {
    let base = base(parent_subject);
    if base.is_empty() { "Re:".to_owned() } else { format!("Re: {base}") }
}

/// The subject without reply marks, list tags at its front and a calendar's decoration.
pub fn base(subject: &str) -> String {
    let clean: String = subject.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let folded = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut rest = folded.as_str();
    let mut calendar = false;
    while let Some((shorter, by_calendar)) = unmarked(rest) {
        calendar |= by_calendar;
        rest = shorter;
    }
    if calendar {
        without_time(rest).to_owned()
    } else {
        rest.trim_end_matches(" (fwd)").to_owned()
    }
}

/// One mark less, and whether a calendar had set it; `None` where there is none.
fn unmarked(subject: &str) -> Option<(&str, bool)> {
    let (mark, rest) = subject.split_once([':', '：'])?;
    let mark = mark.trim().to_lowercase();
    let rest = rest.trim_start();
    // RFC 5256 §2.1: a mark may count ("Re[2]") or stand behind a list's tag ("[Jobs] Re").
    let plain = mark.split_once(['[', '(']).map_or(mark.as_str(), |(plain, _)| plain.trim());
    let behind = mark.rsplit_once(']').map_or(plain, |(_, behind)| behind.trim());
    if rest.is_empty() {
        return None;
    }
    if MARKS.contains(&plain) || !behind.is_empty() && MARKS.contains(&behind) {
        return Some((rest, false));
    }
    CALENDAR.contains(&mark.as_str()).then_some((rest, true))
}

/// "Chat @ Wed Sep 16, 2026 3:30pm (BST) (robin@…)" → "Chat".
fn without_time(title: &str) -> &str {
    match title.rsplit_once(" @ ") {
        Some((before, when)) if when.chars().any(|c| c.is_ascii_digit()) => before.trim_end(),
        _ => title,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_is_marked_once_and_a_calendar_s_decoration_is_dropped() {
        for (parent, expected) in [
            ("Your interview", "Re: Your interview"),
            ("Re: Your interview", "Re: Your interview"),
            ("RE: AW: Antw: Fwd: Re[2]: Gespräch", "Re: Gespräch"),
            ("[Jobs] Re: Offer", "Re: Offer"),
            ("[Jobs] Offer", "Re: [Jobs] Offer"),
            ("Interview: Data Engineer", "Re: Interview: Data Engineer"),
            ("Invitation: Chat @ Wed Sep 16, 2026 3:30pm - 4pm (BST) (r@x.example)", "Re: Chat"),
            ("Updated invitation: Chat at 5 @ Wed 16 Sep 2026 17:00", "Re: Chat at 5"),
            ("Invitation: Firm | Robin - Engineer", "Re: Firm | Robin - Engineer"),
            ("Invitation to interview", "Re: Invitation to interview"),
            ("", "Re:"),
            ("Re:", "Re: Re:"),
            ("a\r\nBcc: x@y.example", "Re: a Bcc: x@y.example"),
        ] {
            assert_eq!(reply(parent), expected, "{parent}");
        }
    }
}
