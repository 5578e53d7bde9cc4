//! Where the mail lies in the stories, and what the server there can do.

use std::sync::Arc;

use crate::{
    lab::server::{Reply, Turn},
    world::{home::temporary, post::Post},
};

/// Where the mail lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// Neither UIDPLUS nor MOVE.
    Bare,
    /// The UID that APPEND tells is another's.
    Lies,
    Maildir,
    Move,
    Plus,
}

pub const GROUNDS: [Ground; 5] =
    [Ground::Plus, Ground::Bare, Ground::Move, Ground::Lies, Ground::Maildir];

impl Ground {
    pub fn post(self) -> Post {
        let post = match self {
            Ground::Maildir => return Post::maildir(&temporary()),
            Ground::Bare => Post::server(""),
            Ground::Move => Post::server("MOVE"),
            Ground::Lies | Ground::Plus => Post::server("UIDPLUS UNSELECT IDLE"),
        };
        if self == Ground::Lies {
            post.as_server().twist(Some(Arc::new(lie)));
        }
        post
    }
}

/// Swapped fields, an older UID, one that nobody has: by turns.
fn lie(turn: &mut Turn<'_>) -> Option<Reply> {
    if turn.command != "literal" {
        return None;
    }
    turn.usual();
    let (next, validity) = (turn.mail.folder("Drafts").next, turn.mail.folder("Drafts").validity);
    let code = match next % 3 {
        0 => format!("{next} {validity}"),
        1 => format!("{validity} 1"),
        _ => format!("{validity} {}", next + 7),
    };
    Some(turn.say(&format!("% OK [APPENDUID {code}] stored\r\n")))
}
