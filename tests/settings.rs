//! What a configuration may say, and what its author is told when it says something else.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};

use afterword::{
    mailbox::AccountName,
    settings::{Account, Auth, ImapAccount, SecretSource, Settings, Tls},
};

const ME: &str = "[me]\nname = \"Robin Vale\"\naddresses = [\"Robin.Vale@mailbox.example\"]\n\
                  zone = \"Europe/London\"\n";
const IMAP: &str = "[account.a]\nhost = \"imap.example\"\nuser = \"robin\"\n";
const KEYRING: &str = "password = { keyring = true }\n";

fn parse(text: &str) -> Result<Settings, String> {
    Settings::parse(text, "afterword.toml").map_err(|e| e.to_string())
}

fn imap(text: &str) -> ImapAccount {
    let settings = parse(text).unwrap();
    match settings.accounts.get(&AccountName("a".into())) {
        Some(Account::Imap(account)) => account.clone(),
        other => panic!("no IMAP account: {other:?}"),
    }
}

/// The configuration is refused, at this line, with these words.
#[track_caller]
fn refused(text: &str, line: usize, words: &[&str]) {
    let error = parse(text).expect_err("the configuration was accepted");
    let place = format!("afterword.toml:{line}: ");
    assert!(error.starts_with(&place), "{error:?} does not start with {place:?}");
    for word in words {
        assert!(error.contains(word), "{error:?} lacks {word:?}");
    }
}

/// An account with these further lines is refused at its line 4 (line 8 of the file).
#[track_caller]
fn account_refused(lines: &str, words: &[&str]) {
    refused(&format!("{ME}{IMAP}{lines}\n"), 8, words);
}

#[test]
fn the_sample_configuration_is_accepted() {
    let settings = parse(include_str!("../config/afterword.toml")).unwrap();
    assert_eq!(settings.accounts.len(), 1);
    assert_eq!(settings.etiquette.preset, "recruiter");
}

#[test]
fn every_example_in_the_sample_configuration_is_accepted() {
    let sample = include_str!("../config/afterword.toml");
    let keys = ["fit =", "watch =", "drafts =", "sent =", "holidays =", "ca_file =", "port ="];
    let tables = ["[account.local]", "maildir ="];
    let text: String = sample
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(rest) if keys.iter().chain(&tables).any(|key| rest.starts_with(key)) => rest,
            _ => line,
        })
        .flat_map(|line| [line, "\n"])
        .collect();
    let settings = parse(&text).unwrap();
    assert_eq!(settings.accounts.len(), 2);
    assert!(settings.me.fit.is_some());
    assert_eq!(settings.etiquette.holidays, [PathBuf::from("uk-2026.ics")]);
}

#[test]
fn silence_means_the_defaults() {
    let settings = parse(ME).unwrap();
    assert_eq!(settings.etiquette.preset, "recruiter");
    assert_eq!(settings.schedule.mornings, "30 8 * * Mon-Fri");
    assert_eq!(settings.scan.days, 60);
    assert_eq!(settings.me.addresses, ["robin.vale@mailbox.example"]);
    let account = imap(&format!("{ME}{IMAP}{KEYRING}"));
    assert_eq!((account.port, account.tls), (993, Tls::Implicit));
    assert!(account.watch.is_none() && account.drafts.is_none() && account.sent.is_none());
    let account = imap(&format!("{ME}{IMAP}tls = \"starttls\"\n{KEYRING}"));
    assert_eq!((account.port, account.tls), (143, Tls::StartTls));
}

#[test]
fn each_source_of_a_secret_is_accepted() {
    let auth = |line: &str| imap(&format!("{ME}{IMAP}{line}")).auth;
    assert!(matches!(auth(KEYRING), Auth::Password(SecretSource::Keyring)));
    let Auth::Password(SecretSource::Command(argv)) =
        auth("password = { command = [\"pass\", \"show\", \"mail\"] }")
    else {
        panic!("not a command")
    };
    assert_eq!(argv, ["pass", "show", "mail"]);
    assert!(matches!(
        auth("password = { credential = \"imap\" }"),
        Auth::Password(SecretSource::Credential(name)) if name == "imap"
    ));
    assert!(matches!(
        auth("token = { command = [\"oama\", \"access\"] }"),
        Auth::Token(argv) if argv == ["oama", "access"]
    ));
}

#[test]
fn an_unknown_key_is_refused_with_the_known_ones() {
    refused(&format!("{ME}nickname = \"R\"\n"), 5, &["nickname", "fit"]);
    refused(&format!("{ME}[smtp]\nhost = \"x\"\n"), 5, &["smtp", "schedule"]);
    account_refused("smtp_host = \"x\"", &["smtp_host", "tls_pin_sha256"]);
    refused(&format!("{ME}[etiquette]\ncadence = 3\n"), 6, &["cadence", "holidays"]);
    account_refused("password = { keyrign = true }", &["keyrign", "keyring = true"]);
}

#[test]
fn a_wrong_type_is_refused_at_its_line() {
    refused(&ME.replace("\"Robin Vale\"", "3"), 2, &["string"]);
    account_refused("port = \"993\"", &["a whole number"]);
    refused(&format!("{ME}[schedule]\nmornings = true\n"), 6, &["string"]);
    refused("[me\n", 1, &[]);
    refused("", 1, &["me"]);
}

#[test]
fn a_password_in_the_file_is_refused_without_being_repeated() {
    for line in ["password = \"hunter2\"", "password = 4711", "token = \"hunter2\""] {
        if line != "password = hunter2" {
            account_refused(line, &["never the secret"]);
        }
        let error = parse(&format!("{ME}{IMAP}{line}\n")).unwrap_err();
        assert!(!error.contains("hunter2") && !error.contains("4711"), "{error}");
    }
}

#[test]
fn no_account_may_name_a_port_that_sends_mail() {
    for port in [25, 465, 587, 2525] {
        account_refused(&format!("port = {port}\n{KEYRING}"), &["never sends", "993"]);
    }
    for port in [0, -1, 65536] {
        account_refused(&format!("port = {port}\n{KEYRING}"), &["1 to 65535"]);
    }
}

#[test]
fn plain_text_is_only_spoken_to_this_machine() {
    account_refused(&format!("tls = \"none\"\n{KEYRING}"), &["loopback", "starttls"]);
    account_refused(&format!("tls = \"maybe\"\n{KEYRING}"), &["maybe", "implicit"]);
    for host in ["localhost", "127.0.0.1", "::1"] {
        let text = format!("{ME}{IMAP}tls = \"none\"\n{KEYRING}").replace("imap.example", host);
        assert_eq!(imap(&text).tls, Tls::None);
    }
}

#[test]
fn a_pin_is_64_hexadecimal_digits() {
    let pin = |digits: &str| format!("tls_pin_sha256 = \"{digits}\"\n{KEYRING}");
    let account = imap(&format!("{ME}{IMAP}{}", pin(&"aB".repeat(32))));
    assert_eq!(account.tls_pin_sha256, Some([0xab; 32]));
    for digits in ["", "ab", &"ab".repeat(33), &"zz".repeat(32)] {
        account_refused(&pin(digits), &["64 hexadecimal digits"]);
    }
}

#[test]
fn an_account_needs_one_way_to_its_mail_and_one_secret() {
    refused(&format!("{ME}[account.a]\nuser = \"r\"\n"), 5, &["account.a", "host", "maildir"]);
    account_refused("maildir = \"~/Mail\"", &["both host and maildir"]);
    refused(&format!("{ME}{IMAP}"), 5, &["password or token is missing"]);
    let both = format!("token = {{ command = [\"t\"] }}\n{KEYRING}");
    account_refused(&both, &["exclude each other"]);
    let user = IMAP.replace("user = \"robin\"\n", "");
    refused(&format!("{ME}{user}{KEYRING}"), 5, &["user is missing"]);
    for source in [
        "{ }",
        "{ keyring = false }",
        "{ command = [] }",
        "{ credential = \"../x\" }",
        "{ keyring = true, credential = \"x\" }",
    ] {
        account_refused(&format!("password = {source}"), &["exactly one source"]);
    }
    account_refused("token = { keyring = true }", &["from a command"]);
}

#[test]
fn a_maildir_account_takes_no_server_keys() {
    let text = format!("{ME}[account.m]\nmaildir = \"~/Mail\"\nport = 993\n");
    refused(&text, 7, &["port", "maildir"]);
}

#[test]
fn names_addresses_zones_and_limits_are_checked() {
    for address in ["robin", "@x.example", "robin@", "r@x..example", "Robin <r@x.example>"] {
        refused(&ME.replace("Robin.Vale@mailbox.example", address), 3, &["mail address"]);
    }
    refused(&ME.replace("\"Robin.Vale@mailbox.example\"", ""), 3, &["empty"]);
    refused(&ME.replace("Europe/London", "Europe/Londno"), 4, &["Europe/Londno", "IANA"]);
    refused(&ME.replace("Robin Vale", " "), 2, &["me.name is empty"]);
    refused(&format!("{ME}[etiquette]\npreset = \"x\"\n"), 6, &["recruiter", "weekly"]);
    refused(&format!("{ME}[schedule]\nmornings = \"8:30\"\n"), 6, &["five fields"]);
    for days in [0, 731, 70_000] {
        refused(&format!("{ME}[scan]\ndays = {days}\n"), 6, &["1 to 730"]);
    }
    account_refused("watch = []", &["INBOX"]);
    account_refused("drafts = \"Dra\\r\\nfts\"", &["control character"]);
    let url = format!("{ME}{IMAP}{KEYRING}").replace("imap.example", "imap.example:993");
    refused(&url, 6, &["port has a key of its own"]);
}

#[test]
fn paths_start_at_home_or_beside_the_configuration() {
    let text = format!(
        "{ME}[account.m]\nmaildir = \"~/Mail/local\"\n[etiquette]\n\
         holidays = [\"uk.ics\", \"/etc/de.ics\", \"~/x.ics\"]\n"
    );
    let settings = parse(&text).unwrap().resolve(Path::new("/home/r"), Path::new("/conf"));
    let Some(Account::Maildir(account)) = settings.accounts.get(&AccountName("m".into())) else {
        panic!("no Maildir account")
    };
    assert_eq!(account.path, PathBuf::from("/home/r/Mail/local"));
    let holidays = ["/conf/uk.ics", "/etc/de.ics", "/home/r/x.ics"].map(PathBuf::from);
    assert_eq!(settings.etiquette.holidays, holidays);
}
