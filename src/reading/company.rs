//! Which company a mail speaks for.
use super::{Kind, Reader, calendar::CalendarEvent};
use crate::message::Message;

/// Where to look.
pub struct Scope<'a> {
    pub message: &'a Message,
    pub reader: &'a Reader,
    pub events: &'a [CalendarEvent],
    pub quoted: &'a str,
    pub kind: Kind,
}
pub fn find(_scope: &Scope<'_>) -> Option<String> {
    None
}
