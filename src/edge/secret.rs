//! Passwords and tokens: from the keyring, a command or a systemd credential.

/// A password or token: no Debug, no Display, wiped from nowhere else.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    pub fn new(text: String) -> Secret {
        Secret(text)
    }

    pub fn expose(&self) -> &str {
        &self.0
    }
}
