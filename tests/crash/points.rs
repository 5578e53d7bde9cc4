//! Lives a story again and again, dies at another step each time, and compares what is left with a
//! run that was left in peace.

use std::sync::Arc;

use crate::{
    lab::server::{Reply, Turn},
    stories::{Chapter, Story},
    world::{
        home::{Home, Life, Rest, temporary},
        post::Post,
    },
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

/// Where to die: at a step of the story, and perhaps again at a step of the life after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    pub step: u64,
    pub again: Option<u64>,
}

impl Ground {
    fn post(self) -> Post {
        let post = match self {
            Ground::Maildir => return Post::maildir(&temporary()),
            Ground::Bare => Post::server(""),
            Ground::Move => Post::server("MOVE"),
            Ground::Lies | Ground::Plus => Post::server("UIDPLUS UNSELECT"),
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

/// A story in one place, lived in peace.
pub struct Peace<'a> {
    pub story: &'a Story,
    pub ground: Ground,
    pub steps: u64,
    rest: Rest,
}

impl Peace<'_> {
    pub fn lived(story: &Story, ground: Ground) -> Peace<'_> {
        let (rest, steps) = live(story, ground, None).unwrap();
        Peace { story, ground, steps, rest }
    }

    /// Dies there; what is left must be the same. True when a draft less is there, as it may be.
    pub fn disturb(&self, point: Point) -> Result<bool, String> {
        let (rest, _) = live(self.story, self.ground, Some(point))?;
        if rest == self.rest {
            return Ok(false);
        }
        // Doubt fails towards silence: a Maildir cannot tell whether the draft that was being
        // written is what the user took away, and records it as not ours any more.
        let (less, more) = (rest.lacks(&self.rest), self.rest.lacks(&rest));
        let silent = more.iter().all(|what| what.contains("Disposed"));
        let one = less.len() <= 2 && more.len() == 1;
        if self.ground == Ground::Maildir && self.story.in_the_middle && silent && one {
            return Ok(true);
        }
        let lacks = rest.lacks(&self.rest);
        Err(format!("left {:?}, and not {lacks:?}", self.rest.lacks(&rest)))
    }
}

fn live(story: &Story, ground: Ground, point: Option<Point>) -> Result<(Rest, u64), String> {
    let posts = story.accounts.iter().map(|name| (*name, ground.post()));
    let mut run = Run {
        home: Home::with(posts.collect()),
        death: point.map(|point| point.step),
        again: point.and_then(|point| point.again),
    };
    for chapter in &story.chapters {
        run.chapter(chapter, story.in_the_middle)?;
    }
    if run.death.is_some() {
        return Err("it never died".into());
    }
    let (left, steps) = (run.home.left(), run.home.steps());
    if let Some(chapter) = story.chapters.last() {
        run.home.rest(chapter.at)?;
    }
    if run.home.left() == left { Ok((left, steps)) } else { Err("it was not at rest".into()) }
}

struct Run {
    home: Home,
    /// Steps to the first death, until it is met.
    death: Option<u64>,
    /// Steps of the life after it.
    again: Option<u64>,
}

impl Run {
    fn chapter(&mut self, chapter: &Chapter, in_the_middle: bool) -> Result<(), String> {
        for (account, mail) in &chapter.mails {
            self.home.put(account, "INBOX", mail);
        }
        let died = self.visit(chapter.at)?;
        let user = chapter.user;
        let acted = died && in_the_middle && user.is_some_and(|act| act(&mut self.home));
        self.rest(chapter.at, died)?;
        if let Some(act) = user {
            if !acted && !act(&mut self.home) {
                return Err("there is nothing for the user to do it to".into());
            }
            let died = self.visit(chapter.at)?;
            self.rest(chapter.at, died)?;
        }
        Ok(())
    }

    /// One life; true when it ended early.
    fn visit(&mut self, hour: &str) -> Result<bool, String> {
        let before = self.home.steps();
        let end = self.home.live(hour, self.death);
        self.home.wrong().map_or(Ok(()), Err)?;
        match end {
            Life::Rested => {
                let taken = self.home.steps() - before;
                self.death = self.death.map(|death| death - taken);
                Ok(false)
            }
            Life::Died => {
                self.death = None;
                Ok(true)
            }
            end => Err(format!("{end:?}")),
        }
    }

    /// Lives on until nothing is left to do; the first life after a death may end early too.
    fn rest(&mut self, hour: &str, died: bool) -> Result<(), String> {
        if !died {
            return Ok(());
        }
        if let Some(step) = self.again.take() {
            self.home.live(hour, Some(step));
            self.home.wrong().map_or(Ok(()), Err)?;
        }
        self.home.rest(hour)?;
        self.home.wrong().map_or(Ok(()), Err)
    }
}
