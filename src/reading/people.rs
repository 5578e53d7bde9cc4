//! Who writes and who holds the interview.
use super::{Kind, Person, Reader, calendar::CalendarEvent, sender};
use crate::message::Message;

pub fn is_person(message: &Message) -> bool {
    message.from.as_ref().is_some_and(|from| {
        !sender::is_group(&from.email) && !from.name.as_deref().is_some_and(sender::is_team)
    })
}
pub fn writer(_message: &Message, _reader: &Reader) -> Option<Person> {
    None
}
pub fn signs_as(_message: &Message, _writer: Option<&Person>) -> Option<String> {
    None
}
pub fn interviewers(
    _message: &Message,
    _reader: &Reader,
    _events: &[CalendarEvent],
    _kind: Kind,
) -> Vec<Person> {
    Vec::new()
}
