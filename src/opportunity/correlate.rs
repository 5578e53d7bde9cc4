//! Which opportunity a mail belongs to: thread first, then calendar UID, known addresses, then
//! names.
//!
//! An answer may come from another address, in a new thread or through the recruiting system, so
//! the company is matched, not the thread alone. What may belong to several belongs to none (W11).

use std::collections::BTreeMap;

use super::{Mail, Opportunity, OpportunityId, Stage, names};
use crate::reading::{Kind, sender};

/// Where a mail belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Belongs {
    /// To one of these, and nothing tells which.
    AnyOf(Vec<OpportunityId>),
    /// To an opportunity that it opens.
    New,
    Nowhere,
    To(OpportunityId),
}

/// All opportunities by number.
pub type Opportunities = BTreeMap<OpportunityId, Opportunity>;

/// Finds the opportunity of a mail.
pub fn correlate(all: &Opportunities, mail: &Mail) -> Belongs {
    // N4: mail from the user to himself is never a touch or a reply.
    if mail.own() && mail.to.is_empty() {
        return Belongs::Nowhere;
    }
    let threaded = ids(all, |o| mail.ids().any(|id| o.thread.contains(id)));
    if !threaded.is_empty() {
        return one_of(all, threaded, mail).unwrap_or(Belongs::Nowhere);
    }
    if let Some(calendar) = &mail.reading.calendar {
        let booked = ids(all, |o| o.interviews.iter().any(|i| i.uids.contains(&calendar.uid)));
        if let Some(&id) = booked.first() {
            return Belongs::To(id);
        }
    }
    if mail.own() {
        return own(all, mail);
    }
    if matches!(mail.reading.kind, Kind::JobAlert | Kind::Other) {
        return Belongs::Nowhere;
    }
    if mail.reading.kind == Kind::Outreach {
        return Belongs::New;
    }
    let known = named(all, mail);
    one_of(all, known, mail).unwrap_or(if mail.opens() { Belongs::New } else { Belongs::Nowhere })
}

/// Candidates for a mail of the company outside any known thread: by its addresses, else by its
/// name.
fn named(all: &Opportunities, mail: &Mail) -> Vec<OpportunityId> {
    let company = mail.reading.company.as_deref();
    let agrees = |o: &Opportunity| match (company, o.company.as_deref()) {
        (Some(a), Some(b)) => names::same_company(a, b),
        _ => true,
    };
    let from = mail.from.iter().chain(&mail.reply_to).map(|a| a.email.as_str());
    let senders: Vec<&str> = from.collect();
    let by_address = ids(all, |o| senders.iter().any(|s| o.contact(s).is_some()) && agrees(o));
    if !by_address.is_empty() {
        return by_address;
    }
    let by_name = ids(all, |o| {
        let names = company.zip(o.company.as_deref());
        names.is_some_and(|(a, b)| names::same_company(a, b))
    });
    if !by_name.is_empty() {
        return by_name;
    }
    let domains: Vec<String> = senders.iter().filter_map(|s| employer_domain(s)).collect();
    let role = mail.reading.role.as_deref();
    let same_role =
        |o: &Opportunity| role.zip(o.role.as_deref()).is_some_and(|(a, b)| names::same_role(a, b));
    ids(all, |o| domains.iter().any(|d| has_domain(o, d)) && (agrees(o) || same_role(o)))
}

/// The user's own mail: to somebody known, else to somebody of a known company's domain.
fn own(all: &Opportunities, mail: &Mail) -> Belongs {
    let to_known = ids(all, |o| mail.to.iter().any(|a| o.contact(&a.email).is_some()));
    let domains: Vec<String> = mail.to.iter().filter_map(|a| employer_domain(&a.email)).collect();
    let candidates = if to_known.is_empty() {
        ids(all, |o| domains.iter().any(|d| has_domain(o, d)))
    } else {
        to_known
    };
    one_of(all, candidates, mail).unwrap_or(Belongs::Nowhere)
}

/// Narrows candidates by role, then to those still alive. `None`: there are none, or the mail names
/// a role that none of them has.
fn one_of(all: &Opportunities, mut ids: Vec<OpportunityId>, mail: &Mail) -> Option<Belongs> {
    if let Some(role) = &mail.reading.role {
        let with_role = |id: &OpportunityId, same: bool| {
            all.get(id).is_some_and(|o| match &o.role {
                Some(known) => same && names::same_role(known, role),
                None => !same,
            })
        };
        let same: Vec<_> = ids.iter().copied().filter(|id| with_role(id, true)).collect();
        let open: Vec<_> = ids.iter().copied().filter(|id| with_role(id, false)).collect();
        let threaded = ids
            .iter()
            .any(|id| all.get(id).is_some_and(|o| mail.ids().any(|m| o.thread.contains(m))));
        if !same.is_empty() {
            ids = same;
        } else if !open.is_empty() {
            ids = open;
        } else if !threaded {
            return None;
        }
    }
    let closed = |id: &OpportunityId| all.get(id).is_some_and(|o| o.stage == Stage::Closed);
    if mail.reading.kind == Kind::Acknowledgement {
        ids.retain(|id| !closed(id));
    }
    if ids.len() > 1 && ids.iter().any(|id| !closed(id)) {
        ids.retain(|id| !closed(id));
    }
    match ids.as_slice() {
        [] => None,
        [id] => Some(Belongs::To(*id)),
        _ => Some(Belongs::AnyOf(ids)),
    }
}

fn ids(all: &Opportunities, holds: impl Fn(&Opportunity) -> bool) -> Vec<OpportunityId> {
    all.values().filter(|o| holds(o)).map(|o| o.id).collect()
}

fn has_domain(opportunity: &Opportunity, domain: &str) -> bool {
    opportunity.contacts.iter().any(|c| employer_domain(&c.email).as_deref() == Some(domain))
}

/// The registrable domain of an address, `None` for mail providers and recruiting systems.
pub fn employer_domain(email: &str) -> Option<String> {
    let (_, host) = email.rsplit_once('@')?;
    if sender::is_free(email) || sender::known(email).is_some() {
        return None;
    }
    let host = host.to_ascii_lowercase();
    Some(psl::domain_str(&host).unwrap_or(&host).to_owned())
}
