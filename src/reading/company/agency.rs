//! The client that an agency writes about: what makes a sender an agency, and whom it names.

use super::{Ballot, QUOTED_WORTH, SMALL, Scope, cues, strip_marks};
use crate::{
    message::Address,
    reading::{
        Kind,
        names::{self, WORDS},
        sender,
    },
};

/// The client an agency recruits for, once named.
pub(super) fn client(scope: &Scope<'_>, from: &Address) -> Option<String> {
    let message = scope.message;
    let about = format!(
        "{} {} {}",
        from.name.as_deref().unwrap_or_default(),
        sender::organisation(&from.email),
        message.signature
    )
    .to_lowercase();
    let squashed = names::squash(&sender::organisation(&from.email));
    // Every company has people and talent; an agency has them in its name.
    let domain_alone = ["people", "talent"];
    let agency = WORDS.company.agency.iter().any(|word| {
        let bare = word.trim_end_matches('*');
        let listed = !domain_alone.contains(&bare);
        squashed.contains(bare) && bare.len() > 5
            || listed
                && about.split('\n').any(|line| {
                    line.split(|c: char| !c.is_alphanumeric()).next_back() == Some(bare)
                })
    });
    if !agency || sender::known(&from.email).is_some() || sender::is_team(from.name.as_deref()?) {
        return None;
    }
    let mut ballot = Ballot::default();
    let subject = strip_marks(&message.subject);
    let pieces = subject.split([':', '|', '-', '–', '/']);
    let is_name = |piece: &&str| {
        let tokens = names::tokens(piece);
        names::run(&tokens, 0, &SMALL) == Some(tokens.len())
    };
    let pieces = pieces.map(str::trim).filter(is_name);
    for piece in pieces.filter(|_| scope.kind != Kind::Outreach) {
        ballot.vote(scope, piece, 3);
    }
    cues(&mut ballot, scope, subject, 6);
    cues(&mut ballot, scope, &message.own, 4);
    met_at(&mut ballot, scope, &message.own);
    cues(&mut ballot, scope, scope.quoted, QUOTED_WORTH);
    let own = names::squash(sender::organisation(&from.email).split('.').next()?);
    ballot.0.retain(|key, (worth, _)| *worth >= 2 && !own.starts_with(key.as_str()));
    ballot.winner()
}

/// "spoke with Corvid": to an agency, "with" and "at" lead to clients as often as to people.
fn met_at(ballot: &mut Ballot, scope: &Scope<'_>, text: &str) {
    let tokens = names::tokens(text);
    let cues = ["with", "at", "from", "to", "had", "bei", "chez", "con"].map(str::to_owned);
    let cues = names::Cues::from(cues.to_vec());
    for at in names::after_cues(&tokens, &cues) {
        let Some(end) = names::run(&tokens, at, &SMALL) else {
            continue;
        };
        let titled = tokens.get(end).is_some_and(|token| token.is('(') || token.is(','));
        let numbered = tokens.get(at).is_some_and(|token| token.text.starts_with(char::is_numeric));
        if !titled && !numbered {
            ballot.vote(scope, names::slice(text, &tokens, at, end), 2);
        }
    }
}
