//! What the words of a role look like: role nouns, requisition ids, gender marks.

use crate::reading::names::{Token, WORDS};

/// "Chef de projet", "Technicien réseau": in French and Spanish only the first word is capital.
pub(super) fn romance(tokens: &[Token<'_>], at: usize, end: usize) -> usize {
    const STOPS: [&str; 44] = [
        "at", "in", "with", "and", "for", "on", "is", "has", "role", "position", "team", "chez",
        "pour", "au", "aux", "dans", "est", "et", "a", "sur", "bei", "im", "und", "en", "con",
        "para", "por", "y", "que", "qui", "se", "sont", "sera", "vous", "nous", "ne", "ont", "ou",
        "o", "ha", "está", "es", "será", "dont",
    ];
    let Some(last) = tokens.get(at..end).and_then(<[Token<'_>]>::last) else {
        return end;
    };
    // "Lead développeur Python": the noun itself may be lower case.
    let noun_next = tokens.get(end).is_some_and(is_romance);
    if !is_romance(last) && !noun_next {
        return end;
    }
    let end = end + usize::from(noun_next);
    let word = |n: usize| {
        let token = tokens.get(n).filter(|token| token.is_word)?;
        (!STOPS.contains(&&*token.lower)).then_some(token)
    };
    let closes = (end..).find(|n| word(*n).is_none()).unwrap_or(end);
    let dangles = closes > end && tokens.get(closes - 1).is_some_and(is_of);
    if closes - end <= TAIL_WORDS_MAX && !dangles {
        return closes;
    }
    match word(end) {
        Some(token) if is_of(token) => word(end + 1).map_or(end, |_| end + 2),
        _ => end,
    }
}

fn is_romance(token: &Token<'_>) -> bool {
    [
        "chef",
        "technicien",
        "technicienne",
        "ingénieur",
        "ingénieure",
        "développeur",
        "développeuse",
        "responsable",
        "chargé",
        "chargée",
        "directeur",
        "directrice",
        "consultant",
        "consultante",
        "architecte",
        "analyste",
        "gestionnaire",
        "administrateur",
        "analista",
        "ingeniero",
        "ingeniera",
        "desarrollador",
        "desarrolladora",
        "técnico",
        "técnica",
        "jefe",
        "jefa",
        "director",
        "directora",
        "gestor",
        "gestora",
        "consultor",
        "consultora",
        "administrador",
        "científico",
        "científica",
        "contrôleur",
        "contrôleuse",
        "comptable",
        "administratrice",
        "technico",
        "administradora",
        "programador",
        "programadora",
        "coordinador",
        "coordinadora",
        "arquitecto",
        "arquitecta",
    ]
    .contains(&&*token.lower)
}

/// Words behind a role's noun: "Responsable produit technique", "Contrôleur de gestion".
const TAIL_WORDS_MAX: usize = 4;

fn is_of(token: &Token<'_>) -> bool {
    ["de", "d", "des", "du", "del"].contains(&&*token.lower)
}

/// "Poste d'ingénieur fiabilité": a noun in lower case that begins a role.
pub(super) fn opens_in_lower_case(tokens: &[Token<'_>], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| !token.is_capital() && is_romance(token))
}

/// "Vertragsangebot Softwarearchitekt", "Interview Data Engineer": the first word is no role.
pub(super) fn is_opener(token: &Token<'_>) -> bool {
    const OPENERS: [&str; 24] = [
        "angebot",
        "einladung",
        "bewerbung",
        "gespräch",
        "termin",
        "interview",
        "invitation",
        "offer",
        "application",
        "entretien",
        "candidature",
        "entrevista",
        "candidatura",
        "oferta",
        "offre",
        "invitación",
        "absage",
        "zusage",
        "confirmation",
        "confirmed",
        "reminder",
        "canceled",
        "cancelled",
        "updated",
    ];
    is_requisition(token.text) || OPENERS.iter().any(|opener| token.lower.ends_with(opener))
}

/// "Technical Interview with Lead Engineer" names no role of the user's.
pub(super) fn is_event_name(role: &str) -> bool {
    const EVENTS: [&str; 12] = [
        "interview",
        "call",
        "chat",
        "conversation",
        "invitation",
        "meeting",
        "gespräch",
        "offer",
        "entretien",
        "entrevista",
        "screen",
        "application",
    ];
    role.split_whitespace().any(|word| EVENTS.contains(&word.to_lowercase().as_str()))
}

pub(super) fn has_noun(role: &str) -> bool {
    role.split(|c: char| !c.is_alphanumeric() && c != '-').any(|word| {
        let word = word.to_lowercase();
        let bare = word.trim_end_matches(['s', ':']);
        let nouns = &WORDS.role.nouns;
        nouns.contains(&word)
            || nouns.longest_end(&word) > 6
            || nouns.contains(bare)
            || word.contains('-') && word.split('-').any(|part| nouns.contains(part))
    })
}

/// "JR-004417", "20188", "R0091": not words.
pub(super) fn is_requisition(word: &str) -> bool {
    let digits = word.chars().filter(char::is_ascii_digit).count();
    digits >= 3
        && word.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase() || "-_/#.".contains(c))
}

/// Drops gender marks, requisition ids and stray marks.
pub(super) fn tidy(role: &str) -> Option<String> {
    let mut out = role.to_owned();
    while let Some((open, close)) = out.find('(').zip(out.find(')')).filter(|(a, b)| a < b) {
        let inside = out.get(open + 1..close)?.trim().to_lowercase();
        let mark = inside.split(['/', '|', '*', ' ']).all(|part| part.chars().count() <= 1)
            || inside.starts_with("all gender")
            || inside.chars().any(|c| c.is_ascii_digit());
        if !mark {
            break;
        }
        out.replace_range(open..=close, "");
    }
    let kept: Vec<&str> = out.split_whitespace().filter(|word| !is_requisition(word)).collect();
    let out = kept.join(" ");
    let words = WORDS.role.after.iter().map(String::as_str);
    let mut out = out.trim_matches([' ', '-', ',', '–', '"', '“', '”', '.', ':', '(']).to_owned();
    for word in words.chain(["at", "with", "interview", "Interview", "Role", "Position"]) {
        if let Some(front) = out.strip_suffix(&format!(" {word}")) {
            out = front.trim_end_matches([' ', '-', ',']).to_owned();
        }
    }
    (out.chars().count() > 1).then_some(out)
}
