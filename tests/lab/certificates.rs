//! Certificates for the lab: a CA and a leaf, since rustls refuses one that signs itself.

use std::{fs, path::Path, process::Command};

/// Makes `ca.crt`, `tls.crt` and their keys.
pub fn make(dir: &Path, name: &str) {
    fs::create_dir_all(dir).unwrap();
    let key = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
    let path = |name: &str| dir.join(name).to_str().unwrap().to_owned();
    let (ca_key, ca_crt) = (path("ca.key"), path("ca.crt"));
    let (leaf_key, leaf_crt) = (path("tls.key"), path("tls.crt"));
    let ca = ["-subj", "/CN=Lab CA", "-days", "30", "-keyout", &ca_key, "-out"];
    openssl(&[&key[..], &ca].concat(), Path::new(&ca_crt));
    let names = format!("subjectAltName=DNS:{name}");
    let leaf = [
        "-subj",
        "/CN=localhost",
        "-days",
        "30",
        "-CA",
        &ca_crt,
        "-CAkey",
        &ca_key,
        "-addext",
        &names,
        "-addext",
        "basicConstraints=critical,CA:FALSE",
        "-keyout",
        &leaf_key,
        "-out",
    ];
    openssl(&[&key[..], &leaf].concat(), Path::new(&leaf_crt));
}

pub fn openssl(arguments: &[&str], path: &Path) -> Vec<u8> {
    let output = Command::new("openssl").args(arguments).arg(path).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}
