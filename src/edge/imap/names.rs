//! Mailbox names, quoted strings and base64 as they stand on the wire.
//!
//! Pure. Names are sent back exactly as LIST gave them, so they are only ever decoded, for people
//! and for comparison with the configuration.

/// Decodes modified UTF-7 (RFC 3501 §5.1.3); a name that is not valid stays as it is.
pub fn decode_utf7(name: &str) -> String {
    try_decode(name).unwrap_or_else(|| name.to_owned())
}

fn try_decode(name: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = name;
    while let Some((plain, shifted)) = rest.split_once('&') {
        out.push_str(plain);
        let (coded, after) = shifted.split_once('-')?;
        if coded.is_empty() {
            out.push('&');
        } else {
            let units: Vec<u16> = decode_base64(&coded.replace(',', "/"))?
                .chunks(2)
                .map(|pair| match pair {
                    [high, low] => Some(u16::from_be_bytes([*high, *low])),
                    _ => None,
                })
                .collect::<Option<_>>()?;
            out.push_str(&String::from_utf16(&units).ok()?);
        }
        rest = after;
    }
    out.push_str(rest);
    Some(out)
}

/// A quoted string (RFC 3501 §9), `None` for text that only a literal can carry.
pub fn quote(text: &str) -> Option<String> {
    let fits = !text.contains(['\r', '\n', '\0']);
    fits.then(|| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")))
}

/// Undoes the escapes of a quoted string, which the parser leaves in.
pub fn unescape(quoted: &str) -> String {
    let mut out = String::new();
    let mut chars = quoted.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.extend(chars.next()),
            c => out.push(c),
        }
    }
    out
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Base64 with padding (RFC 4648 §4), for SASL.
pub fn encode_base64(bytes: &[u8]) -> String {
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let group = (0..3).fold(0_u32, |n, i| n << 8 | u32::from(*chunk.get(i).unwrap_or(&0)));
        for i in 0..4_usize {
            let index = group >> (18 - 6 * i) & 63;
            let digit = ALPHABET.get(index as usize).copied().unwrap_or(b'=');
            out.push(if i <= chunk.len() { char::from(digit) } else { '=' });
        }
    }
    out
}

/// Base64 with or without padding.
fn decode_base64(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let (mut bits, mut held) = (0_u32, 0_u8);
    for digit in text.trim_end_matches('=').bytes() {
        let value = ALPHABET.iter().position(|a| *a == digit)?;
        bits = bits << 6 & 0xffff | u32::try_from(value).ok()?;
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push(u8::try_from(bits >> held & 0xff).ok()?);
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_modified_utf7_are_readable() {
        for (wire, name) in [
            ("INBOX", "INBOX"),
            ("Entw&APw-rfe", "Entwürfe"),
            ("~peter/mail/&U,BTFw-/&ZeVnLIqe-", "~peter/mail/台北/日本語"),
            ("Q&-A", "Q&A"),
            ("&2D3eAA-", "\u{1f600}"),
            ("&BCcENQRABD0EPgQyBDgEOgQ4-", "Черновики"),
        ] {
            assert_eq!(decode_utf7(wire), name);
        }
    }

    #[test]
    fn a_name_that_is_not_valid_stays() {
        for wire in ["a&b", "&!!-", "&AA-", "Entwürfe"] {
            assert_eq!(decode_utf7(wire), wire);
        }
    }

    #[test]
    fn base64_pads() {
        let coded = ["", "f", "fo", "foo", "foob"].map(|s| encode_base64(s.as_bytes()));
        assert_eq!(coded, ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg=="]);
    }

    #[test]
    fn quotes_and_backslashes_survive() {
        assert_eq!(quote(r#"a"b\c"#).as_deref(), Some(r#""a\"b\\c""#));
        assert_eq!(unescape(r#"a\"b\\c"#), r#"a"b\c"#);
        assert_eq!(quote("a\nb"), None);
    }
}
