//! Logs in: chooses a mechanism the server offers, and tells "wrong password" from "not now".
//!
//! Knows of secrets only to write them on the wire; no text for people ever holds one.

use async_imap::imap_proto::Response;
use base64::{Engine as _, prelude::BASE64_STANDARD};

use super::{
    answer::{self, Answer, Done, Fault},
    command::{Each, Line, Word},
    names,
};
use crate::{
    edge::{Trouble, secret::Secret},
    settings::{Auth, ImapAccount},
};

/// Challenges a server may put before it answers.
const CHALLENGES_MAX: usize = 4;

/// Logs in and returns the capabilities that hold afterwards, in upper case.
pub async fn log_in(
    line: &mut Line,
    account: &ImapAccount,
    secret: Option<&Secret>,
    greeted: Option<Vec<String>>,
) -> Result<Vec<String>, Trouble> {
    let before = match greeted {
        Some(capabilities) => capabilities,
        None => ask_capabilities(line).await?,
    };
    let Some(secret) = secret.map(Secret::expose) else {
        return Err(Trouble::Refuse(format!("There is no password or token for {}", account.user)));
    };
    let mut untagged = None;
    let each = &mut |response: &Response<'_>| {
        if let Response::Capabilities(found) = response {
            untagged = Some(answer::capabilities(found));
        }
    };
    let outcome = match &account.auth {
        Auth::Password(_) => password(line, &before, &account.user, secret, each).await,
        Auth::Token(_) => token(line, &before, account, secret, each).await,
    };
    let done = outcome.map_err(|failure| failure.explain(account))?;
    let after = match done.capabilities.or(untagged) {
        Some(capabilities) => capabilities,
        None => ask_capabilities(line).await?,
    };
    if has(&after, "ID") {
        introduce(line).await?;
    }
    Ok(after)
}

/// Whether a capability is in the list.
pub fn has(capabilities: &[String], name: &str) -> bool {
    capabilities.iter().any(|c| c == name)
}

async fn ask_capabilities(line: &mut Line) -> Result<Vec<String>, Trouble> {
    let mut found = Vec::new();
    line.run("CAPABILITY", &mut |response| {
        if let Response::Capabilities(list) = response {
            found = answer::capabilities(list);
        }
    })
    .await
    .map_err(|fault| fault.during("Ask for capabilities"))?;
    Ok(found)
}

/// ID (RFC 2971): Yahoo and 163 want it, the latter before SELECT. A refusal does not matter.
async fn introduce(line: &mut Line) -> Result<(), Trouble> {
    let version = env!("CARGO_PKG_VERSION");
    let command = format!("ID (\"name\" \"afterword\" \"version\" \"{version}\")");
    match line.run(&command, &mut |_| ()).await {
        Err(fault @ Fault::Lost(_)) => Err(fault.during("Send ID")),
        Ok(_) | Err(Fault::Bad(_) | Fault::No(_)) => Ok(()),
    }
}

enum Failure {
    Fault(Fault),
    /// What the server lacks.
    NoWay(&'static str),
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Failure {
        Failure::Fault(fault)
    }
}

async fn password(
    line: &mut Line,
    capabilities: &[String],
    user: &str,
    password: &str,
    each: Each<'_>,
) -> Result<Done, Failure> {
    if has(capabilities, "AUTH=PLAIN") {
        // RFC 4616 §2.
        let answer = format!("\0{user}\0{password}");
        return sasl(line, capabilities, "PLAIN", &answer, each).await;
    }
    if has(capabilities, "LOGINDISABLED") {
        return Err(Failure::NoWay(
            "takes no password here: use tls = \"implicit\" or \"starttls\", or a token",
        ));
    }
    // What no quoted string can carry goes as a literal, and the next part waits for its `+`.
    let mut parts = vec![String::from("LOGIN")];
    for word in [user, password] {
        let quoted = names::quote(word).filter(|_| word.is_ascii());
        let last = parts.pop().unwrap_or_default();
        match quoted {
            Some(quoted) => parts.push(format!("{last} {quoted}")),
            None => parts.extend([format!("{last} {{{}}}", word.len()), word.to_owned()]),
        }
    }
    let mut parts = parts.into_iter();
    let tag = line.send(&parts.next().unwrap_or_default()).await?;
    loop {
        match (line.next(&tag, &mut *each).await?, parts.next()) {
            (Word::Done(done), _) => return Ok(done),
            (Word::GoAhead, Some(part)) => line.write(format!("{part}\r\n").as_bytes()).await?,
            (Word::GoAhead, None) => {
                return Err(line.lose("The server asked for more than user and password").into());
            }
        }
    }
}

async fn token(
    line: &mut Line,
    capabilities: &[String],
    account: &ImapAccount,
    token: &str,
    each: Each<'_>,
) -> Result<Done, Failure> {
    let ImapAccount { user, host, port, .. } = account;
    if has(capabilities, "AUTH=OAUTHBEARER") {
        // RFC 7628 §3.1; in the GS2 header "," and "=" of a name are escaped (RFC 5801 §4).
        let name = user.replace('=', "=3D").replace(',', "=2C");
        let answer =
            format!("n,a={name},\x01host={host}\x01port={port}\x01auth=Bearer {token}\x01\x01");
        return sasl(line, capabilities, "OAUTHBEARER", &answer, each).await;
    }
    if has(capabilities, "AUTH=XOAUTH2") {
        let answer = format!("user={user}\x01auth=Bearer {token}\x01\x01");
        return sasl(line, capabilities, "XOAUTH2", &answer, each).await;
    }
    Err(Failure::NoWay("takes no OAuth token: use a password"))
}

/// AUTHENTICATE with one answer; every further challenge is a refusal with reasons in base64, which
/// an empty line acknowledges (RFC 7628 §3.2.3).
async fn sasl(
    line: &mut Line,
    capabilities: &[String],
    mechanism: &str,
    answer: &str,
    each: Each<'_>,
) -> Result<Done, Failure> {
    let coded = BASE64_STANDARD.encode(answer);
    let mut unsent = Some(coded);
    let command = if has(capabilities, "SASL-IR") {
        format!("AUTHENTICATE {mechanism} {}", unsent.take().unwrap_or_default())
    } else {
        format!("AUTHENTICATE {mechanism}")
    };
    let tag = line.send(&command).await?;
    for _ in 0..CHALLENGES_MAX {
        match line.next(&tag, &mut *each).await? {
            Word::Done(done) => return Ok(done),
            Word::GoAhead => {
                let reply = unsent.take().unwrap_or_default();
                line.write(format!("{reply}\r\n").as_bytes()).await?;
            }
        }
    }
    Err(line.lose("The server puts one challenge after the other").into())
}

impl Failure {
    fn explain(self, account: &ImapAccount) -> Trouble {
        let ImapAccount { user, host, .. } = account;
        let answer: Answer = match self {
            Failure::NoWay(lack) => return Trouble::Refuse(format!("{host} {lack}")),
            Failure::Fault(Fault::No(answer)) if !answer.passes() => answer,
            // BAD stands for a passing state at some (Outlook: "authenticated but not connected").
            Failure::Fault(fault) => return fault.during("Log in"),
        };
        let advice = match &account.auth {
            Auth::Password(_) => {
                "check user and password; providers with two-step log-in want an app password"
            }
            Auth::Token(_) => {
                "run the token command by hand: the token may be expired, or not for IMAP"
            }
        };
        Trouble::Refuse(format!(
            "{host} refused the log-in of {user} ({}): {advice}",
            answer.words()
        ))
    }
}
