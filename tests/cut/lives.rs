//! Lives a story again and again, its connection cut at another byte each time, and compares what
//! is left with a run that was left in peace.

use afterword::edge::fate;

use crate::{
    grounds::Ground,
    lab::proxy::{Cut, Direction, Proxy},
    stories::{Chapter, Story},
    world::home::{Home, Life, Rest},
};

/// The daemon's limits are divided by this while the cut is to come: 40 ms of silence are enough.
const HURRY: u32 = 1500;
/// More patience where a busy machine looked like silence before the cut.
const PATIENCE: [u32; 4] = [HURRY, HURRY / 4, HURRY / 15, HURRY / 15];
/// No multiple of the ways', so that each has its turn.
const AGAIN: u64 = 5;
/// A visit comes to rest after at most so many lives.
const LIVES_MAX: usize = 20;

/// Where to cut, and at which account's server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    pub account: &'static str,
    pub cut: Cut,
}

/// A story in one place, lived in peace.
pub struct Peace<'a> {
    pub story: &'a Story,
    pub ground: Ground,
    /// How much was said at each account, to the server and to the client.
    pub said: Vec<(&'static str, Direction, u64)>,
    rest: Rest,
}

enum End {
    Left(Rest),
    /// The dialogue was over before.
    Uncut,
}

impl Peace<'_> {
    pub fn lived(story: &Story, ground: Ground) -> Peace<'_> {
        let mut run = Run::new(story, ground, None, 1);
        run.lives().unwrap();
        let directions = [Direction::ToServer, Direction::ToClient];
        let places = story.accounts.iter().flat_map(|name| directions.map(|way| (*name, way)));
        let said = places.map(|(name, way)| (name, way, run.front(name).passed(way))).collect();
        let Ok(End::Left(rest)) = run.end(true) else { panic!("{} has no end", story.name) };
        Peace { story, ground, said, rest }
    }

    /// Cuts there; what is left must be the same, in one of some cases also after one more visit.
    /// False when the dialogue was over before.
    pub fn disturb(&self, point: Point) -> Result<bool, String> {
        for hurry in PATIENCE {
            let mut run = Run::new(self.story, self.ground, Some(point), hurry);
            let again = point.cut.at.is_multiple_of(AGAIN);
            let end = run.lives().and_then(|()| run.end(again));
            match end? {
                End::Uncut => {}
                End::Left(rest) if rest == self.rest => return Ok(true),
                End::Left(rest) => {
                    let (more, less) = (self.rest.lacks(&rest), rest.lacks(&self.rest));
                    return Err(format!("left {more:?}, and not {less:?}; told {:?}", run.told));
                }
            }
        }
        Ok(false)
    }
}

struct Run<'a> {
    story: &'a Story,
    home: Home,
    point: Option<Point>,
    hurry: u32,
    told: Vec<String>,
}

impl Run<'_> {
    fn new(story: &Story, ground: Ground, point: Option<Point>, hurry: u32) -> Run<'_> {
        let posts = story.accounts.iter().map(|name| (*name, ground.post()));
        let mut home = Home::with(posts.collect());
        home.waits = true;
        let run = Run { story, home, point, hurry, told: Vec::new() };
        for name in story.accounts {
            run.front(name).arm(point.filter(|point| point.account == *name).map(|p| p.cut));
        }
        run
    }

    fn front(&self, account: &str) -> &Proxy {
        self.home.post(account).as_server().front()
    }

    fn armed(&self) -> bool {
        self.point.is_some_and(|point| self.front(point.account).armed())
    }

    fn lives(&mut self) -> Result<(), String> {
        self.story.chapters.iter().try_for_each(|chapter| self.chapter(chapter))
    }

    /// What is left; one more visit changes nothing of it.
    fn end(&mut self, again: bool) -> Result<End, String> {
        if self.armed() {
            return Ok(End::Uncut);
        }
        let left = self.home.left();
        if let Some(chapter) = self.story.chapters.last().filter(|_| again) {
            self.rest(chapter.at)?;
            if self.home.left() != left {
                return Err("it was not at rest".into());
            }
        }
        Ok(End::Left(left))
    }

    fn chapter(&mut self, chapter: &Chapter) -> Result<(), String> {
        for (account, mail) in &chapter.mails {
            self.home.put(account, "INBOX", mail);
        }
        let rested = self.visit(chapter.at)?;
        let user = chapter.user;
        let in_the_middle = !rested && self.story.in_the_middle;
        let acted = in_the_middle && user.is_some_and(|act| act(&mut self.home));
        if !rested {
            self.rest(chapter.at)?;
        }
        if let Some(act) = user {
            if !acted && !act(&mut self.home) {
                return Err("there is nothing for the user to do it to".into());
            }
            self.rest(chapter.at)?;
        }
        Ok(())
    }

    fn rest(&mut self, hour: &str) -> Result<(), String> {
        for _ in 0..LIVES_MAX {
            if self.visit(hour)? {
                return Ok(());
            }
        }
        Err(format!("never came to rest: {:?}", self.told))
    }

    /// One life; false when something went wrong on the way.
    fn visit(&mut self, hour: &str) -> Result<bool, String> {
        fate::hurry(if self.armed() { self.hurry } else { 1 });
        let end = self.home.live(hour, None);
        fate::hurry(1);
        self.home.wrong().map_or(Ok(()), Err)?;
        match end {
            Life::Rested => Ok(true),
            Life::Troubled(troubles) => {
                self.told.extend(troubles.iter().map(ToString::to_string));
                Ok(false)
            }
            end => Err(format!("{end:?}")),
        }
    }
}
