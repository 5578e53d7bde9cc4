//! The terminal: dates, lines no wider than it, colour where it is wanted, and small pauses.

use std::{
    io::{self, Write as _},
    path::Path,
    time::Duration,
};

use jiff::{Zoned, civil::Date};

use super::{
    notice::{Notice, Who},
    robin::Lying,
};
use crate::cli::terminal::{self, wrap};

/// Before each thing that happens; some fifty of them make about twenty seconds.
const PAUSE: Duration = Duration::from_millis(400);
/// Where the width is unknown, and the bounds of what is used of it.
const COLUMNS: usize = 80;
const COLUMNS_MIN: usize = 40;
const COLUMNS_MAX: usize = 100;
/// `  14:15  draft  `
const INDENT: usize = 16;

const BOLD: &str = "1";
const DIM: &str = "2";

/// Standard output, and how it looks.
pub struct Screen {
    columns: usize,
    coloured: bool,
    fast: bool,
    day: Option<Date>,
    mails: usize,
    drafts: usize,
    withdrawn: usize,
    sent: usize,
}

impl Screen {
    /// Looks at the terminal.
    pub fn open(fast: bool) -> Screen {
        let columns = terminal::columns().unwrap_or(COLUMNS);
        Screen {
            columns: columns.clamp(COLUMNS_MIN, COLUMNS_MAX),
            coloured: terminal::coloured(),
            fast,
            day: None,
            mails: 0,
            drafts: 0,
            withdrawn: 0,
            sent: 0,
        }
    }

    pub fn opening(&self) -> io::Result<()> {
        self.text(
            "Robin Vale has five interviews in September 2026. This is what arrives in Robin’s \
             mailbox, and what afterword puts into Drafts and takes out again, each with its \
             reason and the rule behind it. All people and companies are invented, and nothing \
             leaves this machine.",
        )
    }

    /// Shows what happened at a moment.
    pub async fn show(&mut self, now: &Zoned, notices: &[Notice]) -> io::Result<()> {
        for notice in notices {
            if self.day != Some(now.date()) {
                self.day = Some(now.date());
                let day = now.strftime("%A %-d %B").to_string();
                self.line(&format!("\n{}", self.paint(BOLD, &day)))?;
            }
            if !self.fast && notice.who != Who::Sense {
                tokio::time::sleep(PAUSE).await;
            }
            self.count(notice);
            self.notice(&now.strftime("%H:%M").to_string(), notice)?;
        }
        Ok(())
    }

    fn count(&mut self, notice: &Notice) {
        match notice.who {
            Who::Draft => self.drafts += 1,
            Who::Gone => self.withdrawn += 1,
            Who::Mail => self.mails += 1,
            Who::Robin if notice.sent => self.sent += 1,
            Who::Robin | Who::Sense => {}
        }
    }

    fn notice(&self, time: &str, notice: &Notice) -> io::Result<()> {
        let (word, colour) = match notice.who {
            Who::Draft => ("draft", "32"),
            Who::Gone => ("gone", "33"),
            Who::Mail => ("mail", "36"),
            Who::Robin => ("Robin", "35"),
            Who::Sense => ("", DIM),
        };
        let room = self.columns - INDENT;
        let mut lines = wrap(&notice.text, room).into_iter();
        if word.is_empty() {
            return lines.try_for_each(|text| self.below(&text, colour));
        }
        let word = self.paint(colour, &format!("{word:<5}"));
        self.line(&format!("  {time}  {word}  {}", lines.next().unwrap_or_default()))?;
        lines.try_for_each(|text| self.below(&text, ""))?;
        if let Some(subject) = &notice.subject {
            self.below(&shortened(&format!("“{subject}”"), room), "")?;
        }
        let why = notice.why.iter().flat_map(|why| wrap(why, room));
        why.into_iter().try_for_each(|text| self.below(&text, DIM))
    }

    fn below(&self, text: &str, colour: &str) -> io::Result<()> {
        self.line(&format!("{:INDENT$}{}", "", self.paint(colour, text)))
    }

    /// What is left in Drafts, one draft whole, how to open them, and the sum.
    pub fn closing(&self, folder: &Path, drafts: &[Lying]) -> io::Result<()> {
        self.line(&format!("\n{}", self.paint(BOLD, "In Drafts at the end of the month")))?;
        for draft in drafts {
            let state = match (draft.untouched(), draft.has_slot()) {
                (false, _) => "edited by Robin",
                (true, true) => "has a slot to fill",
                (true, false) => "ready to send",
            };
            let to = draft.mail.to.first().map_or("nobody", |to| &to.email);
            self.line(&format!("  {}", shortened(&format!("{state}: {to}"), self.columns - 2)))?;
            let subject = format!("“{}”", draft.mail.subject);
            self.line(&format!("    {}", shortened(&subject, self.columns - 4)))?;
        }
        let ready = |draft: &&Lying| draft.untouched() && !draft.has_slot();
        if let Some(draft) = drafts.iter().rfind(ready).or(drafts.last()) {
            self.whole(draft)?;
        }
        self.line(&format!("\n{}", self.paint(BOLD, "Look at them in a mail client")))?;
        let shown = folder.display();
        self.line(&format!("  neomutt -f {shown}/mail/.Drafts"))?;
        self.line(&format!("  mutt -m Maildir -f {shown}/mail/.Drafts"))?;
        self.line("  Thunderbird: File > Open > Saved Message, and there")?;
        self.line(&format!("    {shown}/eml"))?;
        self.line("")?;
        self.text(&format!(
            "{} mails read, {} drafts made, {} withdrawn; sent by Robin {}, by afterword 0.",
            self.mails, self.drafts, self.withdrawn, self.sent,
        ))
    }

    fn whole(&self, draft: &Lying) -> io::Result<()> {
        self.line(&format!("\n{}", self.paint(BOLD, "One of them whole")))?;
        let to = draft.mail.to.first();
        let name = to.and_then(|to| to.name.as_deref()).unwrap_or_default();
        let email = to.map_or("", |to| &to.email);
        self.line(&format!("  To: {name} <{email}>"))?;
        for text in wrap(&format!("Subject: {}", draft.mail.subject), self.columns - 2) {
            self.line(&format!("  {text}"))?;
        }
        self.line("")?;
        for paragraph in draft.mail.body.lines() {
            for text in wrap(paragraph, self.columns.min(COLUMNS) - 2) {
                self.line(format!("  {text}").trim_end())?;
            }
        }
        Ok(())
    }

    fn text(&self, text: &str) -> io::Result<()> {
        wrap(text, self.columns).iter().try_for_each(|text| self.line(text))
    }

    fn line(&self, text: &str) -> io::Result<()> {
        writeln!(io::stdout().lock(), "{text}")
    }

    fn paint(&self, colour: &str, text: &str) -> String {
        if self.coloured && !colour.is_empty() {
            format!("\x1b[{colour}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }
}

/// A text cut to a width, and marked as cut.
fn shortened(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let mut kept: String = text.chars().take(width.saturating_sub(1)).collect();
    kept.push('…');
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_cut_says_so() {
        assert_eq!(shortened("Notes: Kittiwake", 8), "Notes: …");
    }
}
