//! What the log shows of a text from outside: not the addresses in it.

/// What stands for an address.
const MASK: &str = "(address)";

/// A text from outside, an error or what a server said, without the addresses in it.
pub fn masked(text: &str) -> String {
    let edge = |c: char| c.is_whitespace() || "<>()[]{},;:\"'`|".contains(c);
    let masked = |word: &str| {
        let (bare, end) = word.split_at(word.trim_end_matches(edge).len());
        if bare.contains('@') { format!("{MASK}{end}") } else { word.to_owned() }
    };
    text.split_inclusive(edge).map(masked).collect()
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn an_address_in_what_a_server_said_stays_out_of_the_log() {
        let said = "NO [AUTH] user=<robin.vale@mailbox.example>, try \"r+x@me.example\": later";
        assert_eq!(masked(said), "NO [AUTH] user=<(address)>, try \"(address)\": later");
        let plain = "Connect to the server: timed out (20 s)";
        assert_eq!(masked(plain), plain);
    }
}
