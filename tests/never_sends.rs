//! "It never sends" as an absence: in the dependencies, in the program's bytes, in the sources.
//!
//! The lock file holds only what the chosen features need, so it shows which crates are compiled.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{collections::BTreeSet, fs, path::Path};

use toml::{Table, Value};

/// Crates that can hand mail to a server, and the parts of them.
const SENDERS: &[&str] = &[
    "async-native-smtp",
    "async-smtp",
    "email-lib",
    "fast-smtp",
    "io-smtp",
    "jmap-client",
    "lettre_email",
    "mail-send",
    "mail-smtp",
    "mailgun-rs",
    "mailin",
    "new-tokio-smtp",
    "reqwest",
    "samotop",
    "samotop-delivery",
    "sendgrid",
    "sendmail",
    "simplesmtp",
    "smtp-codec",
    "smtp-proto",
    "smtp-types",
    "ureq",
    "vsmtp",
];

/// What lettre's message builder is made of; its transports would need sockets, TLS or processes.
const BUILDER_NEEDS: &[&str] = &[
    "email-encoding",
    "email_address",
    "fastrand",
    "httpdate",
    "idna",
    "mime",
    "nom",
    "quoted_printable",
];

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

fn packages() -> Vec<Table> {
    let lock: Table = read("Cargo.lock").parse().unwrap();
    let Some(Value::Array(packages)) = lock.get("package") else { panic!("no packages") };
    packages.iter().map(|package| package.as_table().unwrap().clone()).collect()
}

fn name(package: &Table) -> &str {
    package["name"].as_str().unwrap()
}

/// The names that a package depends on, without versions.
fn needs(package: &Table) -> BTreeSet<&str> {
    let all = package.get("dependencies").and_then(Value::as_array);
    let names = all.into_iter().flatten().filter_map(Value::as_str);
    names.filter_map(|entry| entry.split(' ').next()).collect()
}

#[test]
fn lettre_is_compiled_as_a_message_builder_alone() {
    let manifest: Table = read("Cargo.toml").parse().unwrap();
    let lettre = &manifest["dependencies"]["lettre"];
    assert_eq!(lettre["default-features"].as_bool(), Some(false));
    let features: Vec<_> = lettre["features"].as_array().unwrap().iter().collect();
    assert_eq!(features, [&Value::from("builder")]);
    let packages = packages();
    let found: Vec<&Table> = packages.iter().filter(|p| name(p) == "lettre").collect();
    assert_eq!(found.len(), 1, "one lettre, or another could have other features");
    assert_eq!(needs(found[0]), BUILDER_NEEDS.iter().copied().collect());
    let users: Vec<&str> =
        packages.iter().filter(|p| needs(p).contains("lettre")).map(name).collect();
    assert_eq!(users, ["afterword"], "nobody else may switch a feature on");
}

#[test]
fn no_crate_that_can_send_mail_is_compiled() {
    let packages = packages();
    let found: Vec<&str> = packages.iter().map(name).filter(|n| SENDERS.contains(n)).collect();
    assert_eq!(found, [""; 0]);
    let smtp = |n: &&str| n.contains("smtp") || n.contains("sendmail");
    let named: Vec<&str> = packages.iter().map(name).filter(smtp).collect();
    assert_eq!(named, [""; 0]);
}

#[test]
fn the_program_holds_no_word_of_smtp() {
    let program = fs::read(env!("CARGO_BIN_EXE_afterword")).unwrap();
    let program = String::from_utf8_lossy(&program);
    for word in ["EHLO ", "HELO ", "MAIL FROM:", "RCPT TO:", "/usr/sbin/sendmail"] {
        assert!(!program.contains(word), "{word}");
    }
    // What is surely there is found this way.
    assert!(program.contains("UID STORE "));
}

#[test]
fn only_the_refusal_names_the_ports_of_smtp() {
    let mut named = BTreeSet::new();
    for (path, text) in sources(Path::new(env!("CARGO_MANIFEST_DIR")).join("src").as_path()) {
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        let smtp = |line: &str| {
            let line = line.to_ascii_lowercase();
            let words = line.split(|c: char| !c.is_ascii_alphanumeric());
            line.contains("smtp")
                || line.contains("sendmail")
                || words.into_iter().any(|word| ["465", "587", "2525"].contains(&word))
        };
        if code.into_iter().any(smtp) {
            named.insert(path);
        }
    }
    assert_eq!(named.into_iter().collect::<Vec<_>>(), ["settings/account.rs"]);
}

/// Every source file below a folder, by its path from there.
fn sources(root: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ext| ext == "rs") {
                let short = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
                found.push((short, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found
}
