//! Splits what was written now from what is quoted: attributions, Outlook blocks, `>` lines.
//!
//! Top, bottom and inline answers; English, German, French, Spanish and neighbours.

/// An attribution is at most this long and spans at most [`ATTRIBUTION_LINES_MAX`] lines.
const ATTRIBUTION_BYTES_MAX: usize = 300;
const ATTRIBUTION_LINES_MAX: usize = 3;
/// An Outlook header block shows its fields within these many lines.
const BLOCK_LINES_MAX: usize = 8;
/// The name of a field is at most this long.
const FIELD_BYTES_MAX: usize = 30;

const OPENERS: [&str; 12] =
    ["on ", "am ", "le ", "el ", "il ", "op ", "den ", "em ", "w dniu ", "a ", "at ", "lunes"];
const CLOSERS: [&str; 14] = [
    "wrote:",
    "writes:",
    "schrieb:",
    "a écrit:",
    "écrit:",
    "escribió:",
    "escribio:",
    "ha scritto:",
    "schreef:",
    "skrev:",
    "escreveu:",
    "napisał(a):",
    "said:",
    "geschrieben:",
];
const RULES: [&str; 12] = [
    "original message",
    "ursprüngliche nachricht",
    "originalnachricht",
    "message d'origine",
    "mensaje original",
    "forwarded message",
    "weitergeleitete nachricht",
    "message transféré",
    "mensaje reenviado",
    "original appointment",
    "begin forwarded message",
    "messaggio originale",
];
/// A rule's words are at most this long.
const RULE_BYTES_MAX: usize = 30;
const FROM: [&str; 4] = ["from:", "von:", "de:", "de :"];
const SENT: [&str; 12] = [
    "sent:",
    "date:",
    "date :",
    "gesendet:",
    "datum:",
    "envoyé:",
    "envoyé :",
    "enviado:",
    "enviado el:",
    "fecha:",
    "sent :",
    "gesendet am:",
];
const SUBJECT: [&str; 10] =
    ["subject:", "betreff:", "objet:", "objet :", "asunto:", "to:", "an:", "à:", "à :", "para:"];

/// Whether a line is a field of the header block above quoted mail.
pub fn is_field(line: &str) -> bool {
    const COPIES: [&str; 3] = ["cc:", "kopie:", "cc :"];
    [FROM.as_slice(), &SENT, &SUBJECT, &COPIES].iter().any(|fields| starts(line, fields))
}

/// Whether a line begins with the name of one of the fields.
fn starts(line: &str, fields: &[&str]) -> bool {
    let Some((name, _)) = line.split_once(':').filter(|(name, _)| name.len() <= FIELD_BYTES_MAX)
    else {
        return false;
    };
    let name = format!("{name}:").replace('*', "").to_lowercase();
    fields.iter().any(|field| name.trim_start() == *field)
}

/// Returns what was written and what is quoted, without the `>` marks.
pub fn split(text: &str) -> (String, String) {
    let lines: Vec<&str> = text.lines().collect();
    let mut written = String::with_capacity(text.len());
    let mut quoted = String::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let rest = lines.get(at..).unwrap_or_default();
        if let Some(length) = header(rest) {
            let below = rest.get(length..).unwrap_or_default();
            push_all(&mut quoted, rest.get(..length).unwrap_or_default());
            let marked = below.iter().find(|line| !line.trim().is_empty());
            if !marked.is_some_and(|line| line.trim_start().starts_with('>')) {
                push_all(&mut quoted, below);
                break;
            }
            at += length;
        } else {
            let voice = if is_marked(line) { &mut quoted } else { &mut written };
            push_all(voice, std::slice::from_ref(line));
            at += 1;
        }
    }
    (written, quoted)
}

fn is_marked(line: &str) -> bool {
    line.trim_start().starts_with('>')
}

fn push_all(voice: &mut String, lines: &[&str]) {
    for line in lines {
        let bare = if is_marked(line) {
            line.trim_start_matches(['>', ' ', '\t'])
        } else {
            line.trim_end()
        };
        voice.push_str(bare);
        voice.push('\n');
    }
}

/// How many lines at the start of `lines` introduce quoted mail.
fn header(lines: &[&str]) -> Option<usize> {
    let first = lines.first()?.trim();
    if first.is_empty() || first.starts_with('>') {
        return None;
    }
    let bare = first.trim_matches(['-', '_', '*', ' ', ':']);
    if bare.len() <= RULE_BYTES_MAX && RULES.contains(&&*bare.to_lowercase()) {
        return Some(1);
    }
    outlook_block(lines, first).or_else(|| attribution(lines, first))
}

fn outlook_block(lines: &[&str], first: &str) -> Option<usize> {
    if !starts(first, &FROM) {
        return None;
    }
    let block: Vec<&&str> = lines.iter().take(BLOCK_LINES_MAX).collect();
    let has = |fields: &[&str]| block.iter().skip(1).any(|line| starts(line, fields));
    (has(&SENT) && has(&SUBJECT)).then_some(1)
}

fn attribution(lines: &[&str], first: &str) -> Option<usize> {
    let marked_next = |length: usize| {
        let mut below = lines.iter().skip(length);
        below.find(|line| !line.trim().is_empty()).is_some_and(|line| is_marked(line))
    };
    for (n, line) in lines.iter().take(ATTRIBUTION_LINES_MAX).enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('>') || line.len() > ATTRIBUTION_BYTES_MAX {
            return None;
        }
        if !line.ends_with(':') {
            continue;
        }
        let joined: Vec<&str> = lines.iter().take(n + 1).map(|line| line.trim()).collect();
        let text = joined.join(" ").to_lowercase().replace(" :", ":");
        if text.len() > ATTRIBUTION_BYTES_MAX {
            return None;
        }
        let first = first.to_lowercase();
        let opened = OPENERS.iter().any(|opener| first.starts_with(opener));
        let dated = text.chars().any(|c| c.is_ascii_digit());
        let closed = CLOSERS.iter().any(|closer| text.ends_with(closer))
            || text.contains(" schrieb ")
            || text.contains(" wrote ");
        let told = closed && (opened || text.contains('@')) && dated;
        if told || (marked_next(n + 1) && (closed || (dated && text.contains('@')))) {
            return Some(n + 1);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(text: &str) -> String {
        split(text).0.trim().to_owned()
    }

    #[test]
    fn a_reply_above_a_marked_quote_is_the_own_text() {
        let text =
            "Works.\n\nOn Thu, 10 Sep 2026 at 16:05, Priya <p@a.example>\nwrote:\n\n> Hi\n> all";
        let (own, quoted) = split(text);
        assert_eq!(own.trim(), "Works.");
        assert!(quoted.contains("Hi\nall"), "{quoted}");
    }

    #[test]
    fn a_reply_below_and_between_quotes_is_the_own_text() {
        let text =
            "Am 3. Mai 2026 um 10:02 schrieb Jana:\n> Passt Dienstag?\nJa.\n> Und wo?\nBei Ihnen.";
        assert_eq!(own(text), "Ja.\nBei Ihnen.");
    }

    #[test]
    fn outlook_blocks_end_the_own_text_in_four_languages() {
        for block in [
            "From: A B <a@b.example>\nSent: Monday, 1 June 2026\nTo: R\nSubject: S\n\nold",
            "Von: A B\nGesendet: Montag\nAn: R\nBetreff: S\n\nold",
            "De : A B\nEnvoyé : lundi\nÀ : R\nObjet : S\n\nold",
            "De: A B\nEnviado el: lunes\nPara: R\nAsunto: S\n\nold",
            "-----Original Message-----\nold",
        ] {
            assert_eq!(own(&format!("New.\n\n{block}")), "New.", "{block}");
        }
    }

    #[test]
    fn french_and_spanish_attributions_end_the_own_text() {
        assert_eq!(
            own("Oui.\n\nLe mar. 5 mai 2026 à 10:00, Léa <l@a.example> a écrit :\nold"),
            "Oui."
        );
        assert_eq!(own("Sí.\n\nEl lun, 4 may 2026 a las 9:00, Ana escribió:\nold"), "Sí.");
    }

    #[test]
    fn a_sentence_about_writing_is_not_an_attribution() {
        assert_eq!(own("On Monday we wrote:\nnothing"), "On Monday we wrote:\nnothing");
    }
}
