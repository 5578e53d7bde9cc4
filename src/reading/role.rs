//! The role a mail is about, and the topic of an interview.
use super::calendar::CalendarEvent;
use crate::message::Message;

pub fn find(
    _message: &Message,
    _events: &[CalendarEvent],
    _quoted: &str,
    _company: Option<&str>,
) -> Option<String> {
    None
}
pub fn topic(_message: &Message, _events: &[CalendarEvent]) -> Option<String> {
    None
}
