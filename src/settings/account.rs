//! One `[account.NAME]` table: a server or a Maildir, its secret, and the bounds of each key.
//!
//! No port that sends mail gets through here, and no error's text repeats what stood in the place
//! of a password.

use std::{net::IpAddr, ops::Range, path::PathBuf};

use serde::Deserialize;
use toml::Spanned;

use super::{
    Account, Auth, ImapAccount, MaildirAccount, SecretSource, SettingsError, Tls, parse::Page,
};

const PORT_IMAPS: u16 = 993;
const PORT_IMAP: u16 = 143;
/// Ports for sending (RFC 5321 §4.5.4.2, RFC 6409 §3.1, RFC 8314 §3.3, and a common stand-in):
/// nothing of ours may ever reach one.
const PORTS_REFUSED: [u16; 4] = [25, 465, 587, 2525];

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table: [account.NAME]")]
pub(super) struct RawAccount {
    host: Option<Spanned<String>>,
    port: Option<Spanned<i64>>,
    tls: Option<Spanned<String>>,
    ca_file: Option<Spanned<String>>,
    tls_pin_sha256: Option<Spanned<String>>,
    user: Option<Spanned<String>>,
    password: Option<Spanned<toml::Value>>,
    token: Option<Spanned<toml::Value>>,
    watch: Option<Spanned<Vec<Spanned<String>>>>,
    drafts: Option<Spanned<String>>,
    sent: Option<Spanned<String>>,
    maildir: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSource {
    keyring: Option<bool>,
    command: Option<Vec<String>>,
    credential: Option<String>,
}

impl Page<'_> {
    pub(super) fn account(
        &self,
        name: &str,
        raw: Spanned<RawAccount>,
    ) -> Result<Account, SettingsError> {
        let span = raw.span();
        let mut raw = raw.into_inner();
        let watch = match raw.watch.take() {
            Some(list) => Some(self.watch(list)?),
            None => None,
        };
        let drafts = self.optional("drafts", raw.drafts.take())?;
        let sent = self.optional("sent", raw.sent.take())?;
        match (raw.host.take(), raw.maildir.take()) {
            (Some(host), None) => self.imap(span, host, raw, watch, drafts, sent),
            (None, Some(path)) => {
                self.no_imap_keys(&raw)?;
                let path = PathBuf::from(self.plain("maildir", path)?);
                Ok(Account::Maildir(MaildirAccount { path, watch, drafts, sent }))
            }
            (Some(_), Some(path)) => Err(self.fault(
                path.span(),
                format!("account.{name} has both host and maildir: keep one of them"),
            )),
            (None, None) => Err(self.fault(
                span,
                format!("account.{name} needs host (an IMAP server) or maildir (a folder)"),
            )),
        }
    }

    fn imap(
        &self,
        span: Range<usize>,
        host: Spanned<String>,
        raw: RawAccount,
        watch: Option<Vec<String>>,
        drafts: Option<String>,
        sent: Option<String>,
    ) -> Result<Account, SettingsError> {
        let host_span = host.span();
        let host = self.plain("host", host)?;
        if host.contains(char::is_whitespace)
            || host.contains('/')
            || (host.contains(':') && host.parse::<IpAddr>().is_err())
        {
            let text = "host is a name or an address alone, for example \"imap.example.org\"; \
                        the port has a key of its own";
            return Err(self.fault(host_span, text));
        }
        let tls = self.tls(&host, raw.tls)?;
        let port = self.port(tls, raw.port)?;
        let (ca_file, tls_pin_sha256) = self.trust(tls, raw.ca_file, raw.tls_pin_sha256)?;
        let Some(user) = raw.user else {
            let text = "user is missing: the log-in name at the IMAP server";
            return Err(self.fault(span, text));
        };
        let user = self.plain("user", user)?;
        let auth = self.auth(span, raw.password, raw.token)?;
        Ok(Account::Imap(ImapAccount {
            host,
            port,
            tls,
            ca_file,
            tls_pin_sha256,
            user,
            auth,
            watch,
            drafts,
            sent,
        }))
    }

    /// A Maildir has no server: a key that would be ignored is a mistake.
    fn no_imap_keys(&self, raw: &RawAccount) -> Result<(), SettingsError> {
        let spans = [
            ("port", raw.port.as_ref().map(Spanned::span)),
            ("tls", raw.tls.as_ref().map(Spanned::span)),
            ("ca_file", raw.ca_file.as_ref().map(Spanned::span)),
            ("tls_pin_sha256", raw.tls_pin_sha256.as_ref().map(Spanned::span)),
            ("user", raw.user.as_ref().map(Spanned::span)),
            ("password", raw.password.as_ref().map(Spanned::span)),
            ("token", raw.token.as_ref().map(Spanned::span)),
        ];
        for (key, span) in spans {
            if let Some(span) = span {
                let text = format!("{key} means nothing for a maildir: remove it, or give a host");
                return Err(self.fault(span, text));
            }
        }
        Ok(())
    }

    fn tls(&self, host: &str, raw: Option<Spanned<String>>) -> Result<Tls, SettingsError> {
        let Some(raw) = raw else {
            return Ok(Tls::Implicit);
        };
        match raw.get_ref().as_str() {
            "implicit" => Ok(Tls::Implicit),
            "starttls" => Ok(Tls::StartTls),
            "none" if is_loopback(host) => Ok(Tls::None),
            "none" => Err(self.fault(
                raw.span(),
                "tls = \"none\" is only allowed to a loopback host (localhost, 127.0.0.1, ::1): \
                 use \"implicit\" or \"starttls\"",
            )),
            other => Err(self.fault(
                raw.span(),
                format!("tls = \"{other}\" is unknown: use \"implicit\", \"starttls\" or \"none\""),
            )),
        }
    }

    fn port(&self, tls: Tls, raw: Option<Spanned<i64>>) -> Result<u16, SettingsError> {
        let Some(raw) = raw else {
            return Ok(match tls {
                Tls::Implicit => PORT_IMAPS,
                Tls::None | Tls::StartTls => PORT_IMAP,
            });
        };
        match u16::try_from(*raw.get_ref()) {
            Ok(port) if PORTS_REFUSED.contains(&port) => Err(self.fault(
                raw.span(),
                format!(
                    "port {port} is for sending mail, and afterword never sends: use 993 or 143"
                ),
            )),
            Ok(port) if port > 0 => Ok(port),
            _ => Err(self.fault(
                raw.span(),
                format!("port {} is out of bounds: 1 to 65535, usually 993", raw.get_ref()),
            )),
        }
    }

    fn trust(
        &self,
        tls: Tls,
        ca_file: Option<Spanned<String>>,
        pin: Option<Spanned<String>>,
    ) -> Result<(Option<PathBuf>, Option<[u8; 32]>), SettingsError> {
        let span = pin.as_ref().or(ca_file.as_ref()).map(Spanned::span);
        if let (Tls::None, Some(span)) = (tls, &span) {
            let text = "ca_file and tls_pin_sha256 mean nothing with tls = \"none\"";
            return Err(self.fault(span.clone(), text));
        }
        if let (Some(_), Some(pin)) = (&ca_file, &pin) {
            let text = "ca_file and tls_pin_sha256 exclude each other: keep one of them";
            return Err(self.fault(pin.span(), text));
        }
        let ca_file = self.optional("ca_file", ca_file)?.map(PathBuf::from);
        let pin = match pin {
            None => None,
            Some(raw) => Some(sha256_hex(raw.get_ref()).ok_or_else(|| {
                let text = "tls_pin_sha256 is the SHA-256 of the server's certificate: \
                            64 hexadecimal digits";
                self.fault(raw.span(), text)
            })?),
        };
        Ok((ca_file, pin))
    }

    fn auth(
        &self,
        account: Range<usize>,
        password: Option<Spanned<toml::Value>>,
        token: Option<Spanned<toml::Value>>,
    ) -> Result<Auth, SettingsError> {
        match (password, token) {
            (Some(raw), None) => Ok(Auth::Password(self.password(raw)?)),
            (None, Some(raw)) => {
                let wanted = "token = { command = [\"oama\", \"access\", \"robin@example.org\"] }";
                let span = raw.span();
                match self.source("token", wanted, raw)? {
                    SecretSource::Command(argv) => Ok(Auth::Token(argv)),
                    SecretSource::Credential(_) | SecretSource::Keyring => {
                        Err(self.fault(span, format!("A token comes from a command: {wanted}")))
                    }
                }
            }
            (Some(_), Some(token)) => {
                Err(self
                    .fault(token.span(), "password and token exclude each other: keep one of them"))
            }
            (None, None) => Err(self.fault(
                account,
                "password or token is missing: password = { keyring = true }, for example",
            )),
        }
    }

    fn password(&self, raw: Spanned<toml::Value>) -> Result<SecretSource, SettingsError> {
        let wanted = "password = { keyring = true }, { command = [\"pass\", \"show\", \"mail\"] } \
                      or { credential = \"imap\" }";
        self.source("password", wanted, raw)
    }

    fn source(
        &self,
        key: &str,
        wanted: &str,
        raw: Spanned<toml::Value>,
    ) -> Result<SecretSource, SettingsError> {
        let span = raw.span();
        let toml::Value::Table(table) = raw.into_inner() else {
            let text = format!("{key} says where the secret is, never the secret: {wanted}");
            return Err(self.fault(span, text));
        };
        let raw: RawSource = table.try_into().map_err(|e: toml::de::Error| {
            self.fault(span.clone(), format!("{key}: {}; write {wanted}", e.message()))
        })?;
        match (raw.keyring, raw.command, raw.credential) {
            (Some(true), None, None) => Ok(SecretSource::Keyring),
            (None, Some(argv), None) if argv.first().is_some_and(|program| !program.is_empty()) => {
                Ok(SecretSource::Command(argv))
            }
            (None, None, Some(name)) if is_file_name(&name) => Ok(SecretSource::Credential(name)),
            _ => Err(self.fault(span, format!("{key} names exactly one source: {wanted}"))),
        }
    }

    fn watch(&self, raw: Spanned<Vec<Spanned<String>>>) -> Result<Vec<String>, SettingsError> {
        if raw.get_ref().is_empty() {
            let text = "watch is empty: name at least \"INBOX\", or leave the key out";
            return Err(self.fault(raw.span(), text));
        }
        raw.into_inner().into_iter().map(|name| self.plain("watch", name)).collect()
    }
}

fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn is_file_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(['/', '\0']) && name != "." && name != ".."
}

fn sha256_hex(text: &str) -> Option<[u8; 32]> {
    let digits: Option<Vec<u32>> = text.chars().map(|c| c.to_digit(16)).collect();
    let bytes: Vec<u8> = digits?
        .chunks(2)
        .map_while(|pair| match pair {
            [high, low] => u8::try_from(high * 16 + low).ok(),
            _ => None,
        })
        .collect();
    if text.len() == 64 { bytes.try_into().ok() } else { None }
}
