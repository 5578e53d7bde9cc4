#!/usr/bin/env python3
"""Breaks one rule at a time in a copy of the checkout and asks the tests which of them notices.

usage: tests/mutants.py [NAME...]     default: all; takes about half a minute a mutant
Prints a line for each: its name, and the first test that failed. Exit status 1 if one went
unnoticed. Works on the files themselves and puts each back; run it on a clean checkout.
"""

import re, subprocess, sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHASERS, THANKS = "src/etiquette/chasers.rs", "src/etiquette/thanks.rs"
ANSWERS, FOLD = "src/etiquette/answers.rs", "src/opportunity/fold.rs"
RECONCILE = "src/reconcile.rs"
MUTANTS = [
    ("W2 six days apart", CHASERS, "APART_DAYS: i64 = 7", "APART_DAYS: i64 = 6"),
    ("W9 late chasers", CHASERS, "LATE_BD_MAX: u8 = 10", "LATE_BD_MAX: u8 = 40"),
    ("W1 no grace", CHASERS, "policy.preset.grace + 1", "policy.preset.grace"),
    ("W6 at the return", CHASERS, "gather.policy.business_days(*back, 1)", "*back"),
    ("W7 while they wait", CHASERS, "of.waits(gather.now)", "of.waits(gather.now) && false"),
    ("W11 while in doubt", CHASERS, "of.doubt.is_some()", "of.doubt.is_some() && false"),
    ("N3 after one thrown away", CHASERS, "vanished(gather, &touched)", "vanished(gather, &touched).filter(|_| false)"),
    ("W1 before an interview", CHASERS, "i.stands() && i.ends() > gather.now", "i.stands() && i.ends() > Timestamp::MAX"),
    ("W4 one too many", CHASERS, "chasers.get(touched.len())", "chasers.get(touched.len()).or(chasers.last().copied().as_ref())"),
    ("W9 late thanks", THANKS, "policy.business_days(policy.date(end), 1)", "policy.business_days(policy.date(end), 4)"),
    ("W12 stale thanks", THANKS, "THANKS_STALE_BD: u8 = 3", "THANKS_STALE_BD: u8 = 7"),
    ("W12 stale forms", THANKS, "NOTES_STALE_BD: u8 = 5", "NOTES_STALE_BD: u8 = 15"),
    ("T3 to an executive", THANKS, "title.as_deref().is_some_and(is_executive)", "title.as_deref().is_some_and(|_| false)"),
    ("W10 a cancelled interview", THANKS, "if !interview.stands()", "if interview.dropped && false"),
    ("W9 late answers", ANSWERS, "LATE_BD_MAX: u8 = 3", "LATE_BD_MAX: u8 = 12"),
    ("W12 stale answers", ANSWERS, "STALE_BD: u8 = 5", "STALE_BD: u8 = 20"),
    ("C3 another time", ANSWERS, "OFFER_TIME_BD: (u8, u8) = (3, 5)", "OFFER_TIME_BD: (u8, u8) = (1, 9)"),
    ("C1 a refusal ends nothing", FOLD, "Kind::Rejection => (Stage::Closed,", "Kind::Rejection => (Stage::Open,"),
    ("C3 an offer ends nothing", FOLD, "Kind::Offer => (Stage::Offered,", "Kind::Offer => (Stage::Open,"),
    ("W6 no return kept", FOLD, "opportunity.away.insert(from.email.clone(), back);", "let _ = (from, back);"),
    ("W7 no ball", FOLD, "if !asks || over {", "if asks || over {"),
    ("N4 no thanks of his own", "src/opportunity/touches.rs", "from_hours(24)", "from_hours(0)"),
    ("N1 twice after a doubt", RECONCILE, "(Some(Entry::Intended { .. }), Shows::Nothing { accounted: false }) => Verdict::Dispose", "(Some(Entry::Intended { .. }), Shows::Nothing { accounted: false }) => Verdict::AppendAgain"),
    ("N2 edited and forgotten", RECONCILE, "(Some(Entry::Written { .. }), _) => Verdict::Dispose", "(Some(Entry::Written { .. }), _) => Verdict::Nothing"),
    ("N3 adopted without bytes", RECONCILE, "ours.iter().find(|d| d.digest == Some(*digest))", "ours.first()"),
]
ASKED = [["--test", "rules"], ["--lib", "reconcile"], ["--test", "stories"], ["--test", "simulate"]]


def noticed():
    for which in ASKED:
        run = subprocess.run(["cargo", "test", "--locked", *which], cwd=ROOT, capture_output=True, text=True)
        if run.returncode:
            failed = re.search(r"^test (\S+) .*FAILED$", run.stdout, re.M)
            if not failed:
                return None, run.stderr[-600:]
            return f"{which[1]}: {failed[1]}", ""
    return None, ""


def main():
    missed = 0
    for name, file, old, new in MUTANTS:
        if sys.argv[1:] and name not in sys.argv[1:]:
            continue
        path = ROOT / file
        text = path.read_text()
        if old not in text:
            sys.exit(f"{name}: {file} holds no {old!r}")
        try:
            path.write_text(text.replace(old, new))
            test, why = noticed()
        finally:
            path.write_text(text)
        missed += test is None
        print(f"{name:<28} {test or 'NOT NOTICED ' + why}", flush=True)
    print(f"mutants: {len(MUTANTS)}, {missed} not noticed")
    sys.exit(missed > 0)


main()
