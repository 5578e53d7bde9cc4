//! OAuth 2 access tokens: printed by a command (oama, pizauth, ortie), asked for at every connect.
//!
//! afterword ships no client id and refreshes nothing by itself; it only sees that what was printed
//! can be a token at all.

use super::{Trouble, command, secret::Secret};

/// The access token that the configured command prints.
pub async fn fetch(argv: &[String]) -> Result<Secret, Trouble> {
    let token = command::first_line("token command", argv).await?;
    if is_token(token.expose()) {
        return Ok(token);
    }
    Err(Trouble::Refuse(
        "The token command printed something that is no access token: it must print the bare \
         token on its first line"
            .to_owned(),
    ))
}

/// RFC 6750 §2.1: `b68token`. A stray character would end up in the log-in.
fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~+/=".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_told_from_json_and_from_an_error_text() {
        assert!(is_token("ya29.a0AfH6SMBx-_~+/=="));
        for text in ["", "{\"access_token\":\"x\"}", "no such account", "Bearer x"] {
            assert!(!is_token(text), "{text}");
        }
    }
}
