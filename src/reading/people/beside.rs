//! Addresses that stand in a text beside the people whom they name.
//!
//! Pairs by the local part, so that a shared address in the same sentence is nobody's.

use crate::reading::{names, sender};

/// Every address that a text names, in order.
pub fn addresses(text: &str) -> impl Iterator<Item = String> + '_ {
    let marks = |c: char| !c.is_alphanumeric();
    // Most texts name none.
    let text = if text.contains('@') { text } else { "" };
    text.split(|c: char| c.is_whitespace() || "<>()[],;:\"".contains(c))
        .map(move |word| word.trim_matches(marks))
        .filter(|word| word.split_once('@').is_some_and(|(_, domain)| domain.contains('.')))
        .map(str::to_lowercase)
}

/// Whether an address is made of a name: "petra.hallam", "phallam", "hallam.p", "petra".
pub fn is_of(email: &str, name: &str) -> bool {
    let words: Vec<String> = name.split_whitespace().map(names::squash).collect();
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        return false;
    };
    let local = sender::parts(email).0;
    let parts: Vec<String> = local.split(['.', '_', '-', '+']).map(names::squash).collect();
    let initial = |word: &String| word.chars().take(1).collect::<String>();
    let bare: String = parts.concat();
    let joined = [
        format!("{first}{last}"),
        format!("{}{last}", initial(first)),
        format!("{first}{}", initial(last)),
        format!("{last}{first}"),
        format!("{last}{}", initial(first)),
    ];
    bare == *first || bare == *last || words.len() > 1 && joined.contains(&bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_beside_a_name_is_that_person_s() {
        let text =
            "with Petra Hallam (petra.hallam@orrery.example), or mail <jobs@orrery.example>.";
        let all: Vec<String> = addresses(text).collect();
        assert_eq!(all, ["petra.hallam@orrery.example", "jobs@orrery.example"]);
        for (local, of) in [
            ("petra.hallam", true),
            ("phallam", true),
            ("hallam_p", true),
            ("petra", true),
            ("jobs", false),
            ("pia.hallam", false),
            ("petra.jones", false),
        ] {
            assert_eq!(is_of(&format!("{local}@orrery.example"), "Petra Hallam"), of, "{local}");
        }
    }
}
