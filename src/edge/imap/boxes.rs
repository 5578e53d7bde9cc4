//! Decides which mailboxes are Drafts, Sent, Junk, the archive and Trash, and which are watched.
//!
//! First the configuration, then SPECIAL-USE attributes (RFC 6154), then known names in many
//! languages. Nothing is ever created: what is not found is told, with what was found instead.

use async_imap::imap_proto::{MailboxDatum, NameAttribute, Response};

use super::{command::Line, names};
use crate::{
    edge::{
        Trouble,
        folders::{self, Role},
    },
    settings::ImapAccount,
};

/// Mailboxes read from one LIST.
const MAILBOXES_MAX: usize = 10_000;

/// One mailbox: its name for people, and as it must be sent.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct BoxName {
    pub name: String,
    /// Quoted, in modified UTF-7, as LIST gave it.
    pub wire: String,
}

/// The mailboxes that matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Boxes {
    pub drafts: BoxName,
    pub sent: BoxName,
    pub trash: Option<BoxName>,
    /// Without Drafts and Sent.
    pub watched: Vec<BoxName>,
}

/// Asks the server and decides.
pub async fn find(line: &mut Line, account: &ImapAccount) -> Result<Boxes, Trouble> {
    let mut listed = Vec::new();
    line.run("LIST \"\" \"*\"", &mut |response| {
        if let Response::MailboxData(MailboxDatum::List(data)) = response
            && listed.len() < MAILBOXES_MAX
        {
            let delimiter = data.delimiter.as_deref().map(names::unescape).unwrap_or_default();
            listed.extend(Listed::new(&data.name, &delimiter, &data.name_attributes));
        }
    })
    .await
    .map_err(|fault| fault.during("List the mailboxes"))?;
    choose(&listed, account)
}

#[derive(Debug, Clone)]
struct Listed {
    at: BoxName,
    /// The name below INBOX, in lower case.
    plain: String,
    uses: Vec<NameAttribute<'static>>,
}

impl Listed {
    /// `None` for what cannot be opened.
    fn new(raw: &str, delimiter: &str, uses: &[NameAttribute<'_>]) -> Option<Listed> {
        let closed = uses.iter().any(|a| match a {
            NameAttribute::NoSelect => true,
            NameAttribute::Extension(text) => text.eq_ignore_ascii_case("\\NonExistent"),
            _ => false,
        });
        if closed {
            return None;
        }
        let unquoted = names::unescape(raw);
        let wire = names::quote(&unquoted)?;
        let name = folders::from_utf7(&unquoted).unwrap_or(unquoted);
        let lower = name.to_lowercase();
        // "INBOX.Drafts" (Courier), "[Gmail]/Entwürfe": the namespace says nothing about the use.
        let plain = ["inbox", "[gmail]", "[google mail]"]
            .iter()
            .find_map(|space| lower.strip_prefix(space)?.strip_prefix(delimiter))
            .filter(|rest| !rest.is_empty() && !delimiter.is_empty())
            .unwrap_or(&lower)
            .to_owned();
        let uses = uses.iter().cloned().map(NameAttribute::into_owned).collect();
        Some(Listed { at: BoxName { name, wire }, plain, uses })
    }

    fn is_inbox(&self) -> bool {
        self.at.name.eq_ignore_ascii_case("INBOX")
    }
}

fn choose(listed: &[Listed], account: &ImapAccount) -> Result<Boxes, Trouble> {
    let drafts = place(listed, account.drafts.as_deref(), Role::Drafts)?;
    let sent = place(listed, account.sent.as_deref(), Role::Sent)?;
    let trash = guess(listed, Role::Trash).map(|l| l.at.clone());
    let mut watched = Vec::new();
    match &account.watch {
        Some(names) => {
            for name in names {
                watched.push(configured(listed, name, "watch")?.at.clone());
            }
        }
        None => {
            watched.extend(listed.iter().find(|l| l.is_inbox()).map(|l| l.at.clone()));
            // Gmail archives by taking a label away: only \All still shows the mail.
            let archive = by_use(listed, &NameAttribute::Archive)
                .or_else(|| by_use(listed, &NameAttribute::All))
                .or_else(|| guess(listed, Role::Archive));
            watched.extend(
                [guess(listed, Role::Junk), archive].into_iter().flatten().map(|l| l.at.clone()),
            );
        }
    }
    let mut seen = vec![drafts.clone(), sent.clone()];
    watched.retain(|at| {
        let new = !seen.contains(at);
        seen.push(at.clone());
        new
    });
    if watched.is_empty() {
        return Err(Trouble::Refuse(format!("There is no mailbox to watch. {}", found(listed))));
    }
    Ok(Boxes { drafts, sent, trash, watched })
}

fn place(listed: &[Listed], name: Option<&str>, role: Role) -> Result<BoxName, Trouble> {
    let key = if role == Role::Sent { "sent" } else { "drafts" };
    if let Some(name) = name {
        return configured(listed, name, key).map(|l| l.at.clone());
    }
    guess(listed, role).map(|l| l.at.clone()).ok_or_else(|| {
        Trouble::Refuse(format!(
            "No mailbox looks like {key}: name it with {key} = \"…\". {}",
            found(listed)
        ))
    })
}

fn configured<'a>(listed: &'a [Listed], name: &str, key: &str) -> Result<&'a Listed, Trouble> {
    let lower = name.to_lowercase();
    listed
        .iter()
        .find(|l| l.at.name == name)
        .or_else(|| listed.iter().find(|l| l.is_inbox() && lower == "inbox"))
        .or_else(|| only(listed.iter().filter(|l| l.plain == lower)))
        .ok_or_else(|| {
            Trouble::Refuse(format!(
                "{key} names the mailbox {name:?}, which the server does not have. {}",
                found(listed)
            ))
        })
}

fn guess(listed: &[Listed], role: Role) -> Option<&Listed> {
    let said = match role {
        Role::Archive => NameAttribute::Archive,
        Role::Drafts => NameAttribute::Drafts,
        Role::Junk => NameAttribute::Junk,
        Role::Sent => NameAttribute::Sent,
        Role::Trash => NameAttribute::Trash,
    };
    by_use(listed, &said).or_else(|| {
        let known = role.find(listed.iter().map(|l| l.plain.as_str()))?;
        listed.iter().find(|l| l.plain == known)
    })
}

fn by_use<'a>(listed: &'a [Listed], wanted: &NameAttribute<'_>) -> Option<&'a Listed> {
    listed.iter().find(|l| l.uses.contains(wanted))
}

fn only<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let first = items.next();
    first.filter(|_| items.next().is_none())
}

fn found(listed: &[Listed]) -> String {
    const SHOWN_MAX: usize = 40;
    let names: Vec<&str> = listed.iter().take(SHOWN_MAX).map(|l| l.at.name.as_str()).collect();
    let more = if listed.len() > SHOWN_MAX { ", …" } else { "" };
    format!("It has: {}{more}", names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{Auth, SecretSource, Tls};

    fn account() -> ImapAccount {
        ImapAccount {
            host: "localhost".into(),
            port: 143,
            tls: Tls::None,
            ca_file: None,
            tls_pin_sha256: None,
            user: "alice".into(),
            auth: Auth::Password(SecretSource::Keyring),
            watch: None,
            drafts: None,
            sent: None,
        }
    }

    fn listed(lines: &[&str]) -> Vec<Listed> {
        lines
            .iter()
            .flat_map(|line| {
                let bytes = format!("* LIST {line}\r\n");
                match Response::parse(bytes.as_bytes()).unwrap().1 {
                    Response::MailboxData(MailboxDatum::List(data)) => {
                        let delimiter = data.delimiter.as_deref().map(names::unescape);
                        Listed::new(
                            &data.name,
                            &delimiter.unwrap_or_default(),
                            &data.name_attributes,
                        )
                    }
                    other => panic!("{other:?}"),
                }
            })
            .collect()
    }

    fn chosen(lines: &[&str], account: &ImapAccount) -> String {
        match choose(&listed(lines), account) {
            Ok(Boxes { drafts, sent, trash, watched }) => {
                let watched: Vec<_> = watched.into_iter().map(|b| b.name).collect();
                let trash = trash.map_or("-".into(), |t| t.name);
                format!("{} | {} | {trash} | {}", drafts.name, sent.name, watched.join(","))
            }
            Err(trouble) => trouble.to_string(),
        }
    }

    #[test]
    fn special_use_wins_over_names_in_any_case() {
        let lines = [
            r#"() "/" INBOX"#,
            r#"() "/" Drafts"#,
            r#"(\HasNoChildren \drafts) "/" Werkstatt"#,
            r#"(\SENT) "/" Weg"#,
            r#"(\Junk) "/" Spam"#,
            r#"(\Archive) "/" Alt"#,
        ];
        assert_eq!(chosen(&lines, &account()), "Werkstatt | Weg | - | INBOX,Spam,Alt");
    }

    #[test]
    fn gmail_is_watched_through_all_mail() {
        let lines = [
            r#"(\HasNoChildren) "/" "INBOX""#,
            r#"(\HasChildren \Noselect) "/" "[Gmail]""#,
            r#"(\All \HasNoChildren) "/" "[Gmail]/Alle Nachrichten""#,
            r#"(\Drafts) "/" "[Gmail]/Entw&APw-rfe""#,
            r#"(\Sent) "/" "[Gmail]/Gesendet""#,
            r#"(\Trash) "/" "[Gmail]/Papierkorb""#,
            r#"(\Junk) "/" "[Gmail]/Spam""#,
        ];
        assert_eq!(
            chosen(&lines, &account()),
            "[Gmail]/Entwürfe | [Gmail]/Gesendet | [Gmail]/Papierkorb | \
             INBOX,[Gmail]/Spam,[Gmail]/Alle Nachrichten"
        );
    }

    #[test]
    fn names_below_inbox_are_known_in_many_languages() {
        let courier = [
            r#"() "." "INBOX""#,
            r#"() "." "INBOX.Brouillons""#,
            r#"() "." "INBOX.&AMk-l&AOk-ments envoy&AOk-s""#,
            r#"() "." "INBOX.Trash""#,
        ];
        assert_eq!(
            chosen(&courier, &account()),
            "INBOX.Brouillons | INBOX.Éléments envoyés | INBOX.Trash | INBOX"
        );
    }

    #[test]
    fn a_missing_drafts_mailbox_is_told_with_what_was_found() {
        let text = chosen(&[r#"() "/" INBOX"#, r#"() "/" Sent"#], &account());
        assert_eq!(
            text,
            "No mailbox looks like drafts: name it with drafts = \"…\". It has: INBOX, Sent"
        );
    }

    #[test]
    fn the_configuration_wins_and_must_exist() {
        let lines = [
            r#"() "/" INBOX"#,
            r#"(\Drafts) "/" Drafts"#,
            r#"(\Sent) "/" Sent"#,
            r#"() "/" Jobs"#,
            r#"() "/" "M&APw-ll""#,
        ];
        let mut account = account();
        account.drafts = Some("Müll".into());
        account.watch = Some(vec!["inbox".into(), "Jobs".into(), "Sent".into()]);
        assert_eq!(chosen(&lines, &account), "Müll | Sent | - | INBOX,Jobs");
        account.sent = Some("Gone".into());
        assert!(chosen(&lines, &account).starts_with("sent names the mailbox \"Gone\""));
    }
}
