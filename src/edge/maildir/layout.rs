//! Which Maildirs lie below a folder and what they are for.
//!
//! Understands Maildir++ (the folder itself is INBOX, the others are `.Sent`, `.Sent.2026`),
//! mbsync's Verbatim (`INBOX`, `Drafts`, `Sent/2026` side by side) and what lies between. Reads
//! directories, never mail.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use super::{Trouble, trouble};
use crate::{
    edge::folders::{self, Role},
    settings::MaildirAccount,
};

const DEPTH_MAX: usize = 8;
const FOLDERS_MAX: usize = 2_000;
/// Of the names found, an error shows at most this many.
const NAMES_SHOWN_MAX: usize = 30;

/// A mailbox by its name, levels parted by `/`, and its folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Folder {
    pub name: String,
    pub path: PathBuf,
}

/// The mailboxes that matter.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    pub watched: Vec<Folder>,
    pub drafts: Folder,
    /// `None` while no mailbox could be Sent: nothing was ever sent from here.
    pub sent: Option<Folder>,
}

impl Layout {
    pub(super) fn find(account: &MaildirAccount) -> Result<Layout, Trouble> {
        let found = list(&account.path)?;
        let drafts = match &account.drafts {
            Some(name) => named(&found, name, "drafts")?,
            None => known(&found, Role::Drafts).ok_or_else(|| {
                Trouble::Refuse(format!(
                    "No Drafts mailbox in {}: create one, or set drafts = to one of {}",
                    account.path.display(),
                    shown(&found)
                ))
            })?,
        };
        let sent = match &account.sent {
            Some(name) => Some(named(&found, name, "sent")?),
            None => sent(&found, &account.path)?,
        };
        let mut watched = match &account.watch {
            Some(names) => names
                .iter()
                .map(|name| named(&found, name, "watch"))
                .collect::<Result<Vec<_>, _>>()?,
            None => usual(&found)?,
        };
        let mut kept = BTreeSet::new();
        watched.retain(|folder| {
            *folder != drafts && Some(folder) != sent.as_ref() && kept.insert(folder.clone())
        });
        Ok(Layout { watched, drafts, sent })
    }
}

type Found = BTreeMap<String, PathBuf>;

/// INBOX, and Junk and the archive where there are any: replies get filtered and archived.
fn usual(found: &Found) -> Result<Vec<Folder>, Trouble> {
    let inbox = named(found, "INBOX", "watch")?;
    let others = [Role::Junk, Role::Archive];
    Ok([inbox]
        .into_iter()
        .chain(others.into_iter().filter_map(|role| known(found, role)))
        .collect())
}

/// A Sent mailbox under an unknown name would hide the user's own answers: ask rather than guess.
fn sent(found: &Found, root: &Path) -> Result<Option<Folder>, Trouble> {
    if let Some(folder) = known(found, Role::Sent) {
        return Ok(Some(folder));
    }
    let could_be = |name: &String| !is_inbox(name) && Role::of(name).is_none();
    if found.keys().any(could_be) {
        return Err(Trouble::Refuse(format!(
            "No Sent mailbox in {}: set sent = to one of {}",
            root.display(),
            shown(found)
        )));
    }
    Ok(None)
}

fn known(found: &Found, role: Role) -> Option<Folder> {
    let name = role.find(found.keys().map(String::as_str))?;
    let path = found.get(name)?.clone();
    Some(Folder { name: name.to_owned(), path })
}

/// The mailbox that the configuration names, in any spelling of its levels.
fn named(found: &Found, name: &str, key: &str) -> Result<Folder, Trouble> {
    let spellings = |known: &str| {
        known == name
            || known.replace('/', ".") == name
            || format!("INBOX.{}", known.replace('/', ".")) == name
            || (is_inbox(known) && is_inbox(name))
            || folders::to_utf7(known) == name
    };
    found
        .iter()
        .find(|(known, _)| spellings(known))
        .map(|(known, path)| Folder { name: known.clone(), path: path.clone() })
        .ok_or_else(|| {
            Trouble::Refuse(format!("No mailbox \"{name}\" ({key}): found are {}", shown(found)))
        })
}

fn is_inbox(name: &str) -> bool {
    name.eq_ignore_ascii_case("INBOX")
}

fn shown(found: &Found) -> String {
    let names: Vec<_> = found.keys().take(NAMES_SHOWN_MAX).map(String::as_str).collect();
    let more = if found.len() > NAMES_SHOWN_MAX { ", …" } else { "" };
    names.join(", ") + more
}

/// Every Maildir at or below `root`.
fn list(root: &Path) -> Result<Found, Trouble> {
    let mut found = Found::new();
    if is_maildir(root) {
        found.insert("INBOX".to_owned(), root.to_owned());
    }
    let entries = descend(root, "", DEPTH_MAX, &mut found)?;
    if !found.is_empty() {
        return Ok(found);
    }
    let root = root.display();
    // The mount point of an absent disk is an empty folder.
    Err(if entries == 0 {
        Trouble::Retry(format!("{root} is empty: is its disk mounted?"))
    } else {
        Trouble::Refuse(format!(
            "{root} holds no Maildir: none of its folders has new, cur and tmp"
        ))
    })
}

/// Adds the Maildirs below `folder`, whose name as a mailbox is `above`; tells its count of
/// entries.
fn descend(folder: &Path, above: &str, depth: usize, found: &mut Found) -> Result<usize, Trouble> {
    let look = |error| trouble("Look into", folder, &error);
    let mut count = 0;
    for entry in fs::read_dir(folder).map_err(look)? {
        let entry = entry.map_err(look)?;
        count += 1;
        let raw = entry.file_name().to_string_lossy().into_owned();
        if matches!(raw.as_str(), "cur" | "new" | "tmp") || found.len() >= FOLDERS_MAX {
            continue;
        }
        let path = entry.path();
        let below = match raw.strip_prefix('.') {
            // A dot starts a Maildir++ folder, whose levels are parted by dots, or something
            // hidden.
            Some(plus) if is_maildir(&path) => decode(plus).replace('.', "/"),
            Some(_) => continue,
            None => decode(&raw),
        };
        let name = if above.is_empty() { below } else { format!("{above}/{below}") };
        if is_maildir(&path) {
            let name = if is_inbox(&name) { "INBOX".to_owned() } else { name.clone() };
            found.entry(name).or_insert_with(|| path.clone());
        }
        if depth > 0 && !raw.starts_with('.') && path.is_dir() {
            // What cannot be read below is not ours to judge.
            descend(&path, &name, depth - 1, found).ok();
        }
    }
    Ok(count)
}

fn decode(raw: &str) -> String {
    folders::from_utf7(raw).unwrap_or_else(|| raw.to_owned())
}

fn is_maildir(path: &Path) -> bool {
    ["cur", "new", "tmp"].iter().all(|part| path.join(part).is_dir())
}
