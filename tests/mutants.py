#!/usr/bin/env python3
"""Breaks one rule at a time in the sources and asks the tests which of them notices.

usage: tests/mutants.py [NAME...]     default: all; a build and a minute of tests a mutant
Prints a line for each: its name, and the first test of each program that failed. Exit status 1 if
one went unnoticed. Works on the files themselves and puts each back: run it on a clean checkout.
"""

import json, os, re, subprocess, sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHASERS, THANKS = "src/etiquette/chasers.rs", "src/etiquette/thanks.rs"
ANSWERS, FOLD = "src/etiquette/answers.rs", "src/opportunity/fold.rs"
PLAN, SAID = "src/etiquette/plan.rs", "src/opportunity/said.rs"
RECONCILE, STATE, STEP = "src/reconcile.rs", "src/state.rs", "src/step.rs"
MUTANTS = [
    ("W2 six days apart", CHASERS, "APART_DAYS: i64 = 7", "APART_DAYS: i64 = 6"),
    ("W9 late chasers", CHASERS, "LATE_BD_MAX: u8 = 10", "LATE_BD_MAX: u8 = 40"),
    ("W1 no grace", CHASERS, "policy.preset.grace + 1", "policy.preset.grace"),
    ("W6 at the return", CHASERS, "gather.policy.business_days(*back, 1)", "*back"),
    ("W7 while they wait", CHASERS, "of.waits(gather.now)", "of.waits(gather.now) && false"),
    ("W11 while in doubt", CHASERS, "of.doubt.is_some()", "of.doubt.is_some() && false"),
    ("N3 after one thrown away", CHASERS, "vanished(gather, &touched)", "vanished(gather, &touched).filter(|_| false)"),
    ("W1 before an interview", CHASERS, "i.stands() && i.ends() > gather.now", "i.stands() && i.ends() > Timestamp::MAX"),
    ("W4 one too many", CHASERS, "chasers.get(touched.len())", "chasers.get(touched.len()).or(chasers.last())"),
    ("W9 late thanks", THANKS, "policy.business_days(policy.date(end), 1)", "policy.business_days(policy.date(end), 4)"),
    ("W12 stale thanks", THANKS, "THANKS_STALE_BD: u8 = 3", "THANKS_STALE_BD: u8 = 7"),
    ("W12 stale forms", THANKS, "NOTES_STALE_BD: u8 = 5", "NOTES_STALE_BD: u8 = 15"),
    ("T3 to an executive", THANKS, "title.as_deref().is_some_and(is_executive)", "title.as_deref().is_some_and(|_| false)"),
    ("W10 a cancelled interview", THANKS, "if !interview.stands()", "if interview.dropped && false"),
    ("N2 notes renew what he had", THANKS, "(!touched).then(", "(!touched || true).then("),
    ("W9 late answers", ANSWERS, "LATE_BD_MAX: u8 = 3", "LATE_BD_MAX: u8 = 12"),
    ("W12 stale answers", ANSWERS, "STALE_BD: u8 = 5", "STALE_BD: u8 = 20"),
    ("C3 another time", ANSWERS, "OFFER_TIME_BD: (u8, u8) = (3, 5)", "OFFER_TIME_BD: (u8, u8) = (1, 9)"),
    ("C4 a note for ever", ANSWERS, "let over = policy.day_after(rival.deadline)", "let over = jiff::Timestamp::MAX"),
    ("C4 told twice", "src/opportunity/touches.rs", "rival.untold = false", "rival.untold = true"),
    ("C1 a refusal ends nothing", FOLD, "Kind::Rejection => (Stage::Closed,", "Kind::Rejection => (Stage::Open,"),
    ("C3 an offer ends nothing", FOLD, "Kind::Offer => (Stage::Offered,", "Kind::Offer => (Stage::Open,"),
    ("W6 no return kept", FOLD, "opportunity.away.insert(from.email.clone(), back);", "let _ = (from, back);"),
    ("W7 no ball", FOLD, "if !asks || over {", "if asks || over {"),
    ("W5 a rest outlives a reply", FOLD, "(opportunity.doubt, opportunity.rest, opportunity.rival) = (None, None, None)", "(opportunity.doubt, opportunity.rival) = (None, None)"),
    ("N4 no thanks of his own", "src/opportunity/touches.rs", "from_hours(24)", "from_hours(0)"),
    ("N1 twice after a doubt", RECONCILE, "(Some(Entry::Intended { .. }), Shows::Nothing { accounted: false }) => Verdict::Dispose", "(Some(Entry::Intended { .. }), Shows::Nothing { accounted: false }) => Verdict::AppendAgain"),
    ("N2 edited and forgotten", RECONCILE, "(Some(Entry::Written { .. }), _) => Verdict::Dispose", "(Some(Entry::Written { .. }), _) => Verdict::Nothing"),
    ("N3 adopted without bytes", RECONCILE, "ours.iter().find(|d| d.digest == Some(*digest))", "ours.first()"),
    ("W3 what goes, goes last", STEP, "mutation.is_none() || matches!(change, Verdict::Remove { .. })", "mutation.is_none()"),
    ("W12 found and left", STEP, "if effects.len() == before {", "if true || effects.len() == before {"),
    ("W1 a day told in vain", SAID, "of.deadline = Some(Deadline { date: *date, stated: moment })", "let _ = moment"),
    ("W1 a snooze in vain", SAID, "of.rest = rest(Some(*until), true)", "of.rest = rest(None, false)"),
    ("W1 a snooze leaves it there", SAID, "rest(Some(*until), true)", "rest(Some(*until), false)"),
    ("W5 replied in vain", SAID, "of.last_word = Some(moment)", "let _ = moment"),
    ("W7 done in vain", SAID, "(of.ours, of.answerable) = (None, None)", "of.answerable = None"),
    ("W7 done leaves an answer", SAID, "(of.ours, of.answerable) = (None, None)", "of.ours = None"),
    ("W8 new while paused", PLAN, "want.timely = false", "want.timely &= true"),
    ("W8 paused for ever", SAID, "Some(of.paused.take()?.at)", "Some(of.paused.clone()?.at)"),
    ("C6 closed and open", SAID, "of.stage = Stage::Closed;", "of.stage = Stage::Open;"),
    ("C6 reopened in a hurry", SAID, "of.rest = rest(None, false);\n            of.returned = Some(moment)", "let _ = moment"),
    ("C3 nothing accepted", SAID, "of.answerable = reply(of, Step::OfferReply, &moment)", "of.answerable = None"),
    ("C4 a chaser beside the note", CHASERS, "gather.of.rival.as_ref().map(", "gather.of.rival.as_ref().filter(|_| false).map("),
    ("C5 withdrawn and open", SAID, "end(of);\n            of.answerable = reply(of, Step::Withdrawal", "of.answerable = reply(of, Step::Withdrawal"),
    ("W11 a no is a yes", SAID, "Some((_, true)) => fold::apply_at(all, &plain(mail), &home),\n                _ => fold::count_for_nothing(all, mail, &home),", "_ => fold::apply_at(all, &plain(mail), &home),"),
    ("N4 older notes count", STATE, "known.is_some_and(|known| known.at >= noted.at)", "known.is_some_and(|known| known.at < noted.at)"),
]
# Each with the tests that it may leave out here: what they ask has nothing to do with these rules.
ASKED = {"rules": [], "afterword": ["--skip", "reading::", "--skip", "edge::"], "stories": [], "simulate": []}
BUILD = ["cargo", "test", "--locked", "--lib", "--no-run", "--message-format=json"]


def build():
    """The test programs by name, or why there are none."""
    tests = [word for name in ASKED if name != "afterword" for word in ("--test", name)]
    env = os.environ | {"CARGO_PROFILE_DEV_DEBUG": "0"}
    run = subprocess.run(BUILD + tests, cwd=ROOT, env=env, capture_output=True, text=True)
    if run.returncode:
        return {}, "\n".join(re.findall(r'"rendered":"(error.*?)\\n', run.stdout)) or run.stderr[-600:]
    built = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
    tests = [b for b in built if b.get("executable") and b["profile"]["test"]]
    return {b["target"]["name"]: b["executable"] for b in tests}, ""


def noticed():
    """Which tests fail: the first of each program; None when it does not build."""
    programs, why = build()
    if not programs:
        return None, why
    found = []
    for name, options in ASKED.items():
        run = subprocess.run([programs[name], *options], cwd=ROOT, capture_output=True, text=True)
        failed = re.findall(r"^test (\S+) .*FAILED$", run.stdout, re.M)
        if run.returncode:
            found.append(f"{name}: {failed[0] if failed else 'stopped'}" + (f" +{len(failed) - 1}" if failed[1:] else ""))
    return found, ""


def main():
    wanted = [m for m in MUTANTS if not sys.argv[1:] or m[0] in sys.argv[1:]]
    missed = 0
    for name, file, old, new in wanted:
        path = ROOT / file
        text = path.read_text()
        if old not in text:
            sys.exit(f"{name}: {file} holds no {old!r}")
        try:
            path.write_text(text.replace(old, new))
            tests, why = noticed()
        finally:
            path.write_text(text)
        missed += not tests
        print(f"{name:<28} {'; '.join(tests) if tests else 'NOT NOTICED ' + why}", flush=True)
    print(f"mutants: {len(wanted)}, {missed} not noticed")
    sys.exit(missed > 0)


if __name__ == "__main__":
    main()
