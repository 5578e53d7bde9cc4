#!/usr/bin/env python3
"""Breaks one rule at a time in the sources and asks the tests which of them notices.

usage: tests/mutants.py [NAME...]     default: all
       MUTANTS_ASK="rules afterword"  the programs to ask, in this order; with "first" in it, only
                                      until one has noticed
All rules are broken in one copy of the sources below target/, each behind a switch that the
environment turns on: one build, and then each mutant costs the tests alone. Prints a line for
each: its name, and for each program how many tests failed and which first. Exit status 1 if one
went unnoticed, or if a test fails with none of them.
"""

import json, os, re, subprocess, sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COPY = ROOT / "target" / "mutants"
# The test programs that can be asked, with the tests of each.
TESTS = {"afterword": ["reconcile::"], "rules": [], "simulate": ["no_world_breaks_a_rule"]}
ASKED = os.environ.get("MUTANTS_ASK", "simulate rules afterword").split()
WORLDS = os.environ.get("AFTERWORD_WORLDS", "100")
SWITCH = '''
pub fn broken(name: &str) -> bool {
    static ON: std::sync::LazyLock<String> =
        std::sync::LazyLock::new(|| std::env::var("AFTERWORD_MUTANT").unwrap_or_default());
    *ON == name
}
'''

# By file: what is there, and what takes its place. ⟦name⟧ is true when that mutant is on.
EDITS = {
    "src/etiquette/chasers.rs": [
        ("APART_DAYS.days()", "(if ⟦W2 six days apart⟧ { 6 } else { APART_DAYS }).days()"),
        ("LATE_BD_MAX)", "if ⟦W9 late chasers⟧ { 40 } else { LATE_BD_MAX })"),
        ("policy.preset.grace + 1", "policy.preset.grace + u8::from(!⟦W1 no grace⟧)"),
        ("(*back, 1)", "(*back, u8::from(!⟦W6 at the return⟧))"),
        ("of.waits(gather.now)", "(of.waits(gather.now) && !⟦W7 while they wait⟧)"),
        ("of.doubt.is_some()", "(of.doubt.is_some() && !⟦W11 while in doubt⟧)"),
        ("= vanished(gather, &touched)",
         "= vanished(gather, &touched).filter(|_| !⟦N3 after one thrown away⟧)"),
        ("i.stands() && i.ends() > gather.now",
         "i.stands() && i.ends() > gather.now && !⟦W1 between two interviews⟧"),
        ("of.round().max_by_key(|i| i.ends())",
         "of.round().filter(|i| !⟦W1 between two interviews⟧ || i.ends() <= gather.now)"
         ".max_by_key(|i| i.ends())"),
        ("chasers.get(touched.len())",
         "chasers.get(touched.len()).or(chasers.last().filter(|_| ⟦W4 one too many⟧))"),
        ("gather.of.rival.as_ref().map(",
         "gather.of.rival.as_ref().filter(|_| !⟦C4 a chaser beside the note⟧).map("),
        ("let passed = policy.business_days(deadline.date,",
         "if ⟦W1 no deadline⟧ { return }\n"
         "        let passed = policy.business_days(deadline.date,"),
        ("policy.day_after(policy.after(promised, policy.preset.patience))",
         "if ⟦C6 patience for ever⟧ { Timestamp::MAX } else {\n"
         "        policy.day_after(policy.after(promised, policy.preset.patience)) }"),
        ("let to = gather.of.primary(due.counted_from.max(gather.of.opened))"
         ".map(|c| c.email.clone());",
         "let to = gather.of.primary(due.counted_from.max(gather.of.opened))"
         ".map(|c| c.email.clone());\n"
         "    let to = if ⟦T4 to somebody else⟧ {"
         " gather.of.contacts.last().map(|c| c.email.clone()) } else { to };"),
    ],
    "src/etiquette/thanks.rs": [
        ("policy.business_days(policy.date(end), 1)",
         "policy.business_days(policy.date(end), if ⟦W9 late thanks⟧ { 4 } else { 1 })"),
        ("THANKS_STALE_BD)", "if ⟦W12 stale thanks⟧ { 7 } else { THANKS_STALE_BD })"),
        ("        || !thanks\n",
         "        || !(thanks || ⟦W12 a form outlives the thanks⟧)\n"),
        ("title.as_deref().is_some_and(is_executive)",
         "title.as_deref().is_some_and(is_executive) && !⟦T3 to an executive⟧"),
        ("if !interview.stands()", "if !(interview.stands() || ⟦W10 a cancelled interview⟧)"),
        ("(!touched).then(", "(!touched || ⟦N2 notes renew what he had⟧).then("),
        ("if thanked {", "if thanked && !⟦N4 thanked twice⟧ {"),
    ],
    "src/etiquette/answers.rs": [
        (" LATE_BD_MAX)", " if ⟦W9 late answers⟧ { 12 } else { LATE_BD_MAX })"),
        (" STALE_BD)", " if ⟦W12 stale answers⟧ { 20 } else { STALE_BD })"),
        ("= OFFER_TIME_BD;", "= if ⟦C3 another time⟧ { (1, 9) } else { OFFER_TIME_BD };"),
        ("policy.day_after(rival.deadline)",
         "if ⟦C4 a note for ever⟧ { jiff::Timestamp::MAX }"
         " else { policy.day_after(rival.deadline) }"),
    ],
    "src/etiquette/moments.rs": [
        ("if here <= now && now < self.at(self.date(here), NOON)",
         "if here <= now && (now < self.at(self.date(here), NOON) || ⟦W8 at any hour⟧)"),
        ("if self.is_business_day(date)\n",
         "if (self.is_business_day(date) || ⟦W8 on any day⟧)\n"),
        ("if now < self.at(today, THANKS_UNTIL.saturating_add(1.minute()))",
         "if ⟦W8 thanks by night⟧"
         " || now < self.at(today, THANKS_UNTIL.saturating_add(1.minute()))"),
    ],
    "src/etiquette/plan.rs": [
        ("want.timely = false", "want.timely &= ⟦W8 new while paused⟧"),
        ("matches!(self.of.stage, Stage::Closed | Stage::Offered)",
         "matches!(self.of.stage, Stage::Closed | Stage::Offered)"
         " && !⟦W12 thanks after the end⟧"),
    ],
    "src/opportunity/touches.rs": [
        ("rival.untold = false", "rival.untold = ⟦C4 told twice⟧"),
        ("saturating_add(THANKS_WITHIN)",
         "saturating_add(if ⟦N4 no thanks of his own⟧ { SignedDuration::ZERO }"
         " else { THANKS_WITHIN })"),
        ("TouchSort::Chaser\n",
         "if ⟦N4 no chaser of his own⟧ { TouchSort::Answer } else { TouchSort::Chaser }\n"),
    ],
    "src/opportunity/fold.rs": [
        ("Kind::Rejection => (Stage::Closed,",
         "Kind::Rejection => (if ⟦C1 a refusal ends nothing⟧ { Stage::Open }"
         " else { Stage::Closed },"),
        ("Kind::Offer => (Stage::Offered,",
         "Kind::Offer => (if ⟦C3 an offer ends nothing⟧ { Stage::Open }"
         " else { Stage::Offered },"),
        ("opportunity.away.insert(from.email.clone(), back);",
         "if !⟦W6 no return kept⟧ { opportunity.away.insert(from.email.clone(), back); }"),
        ("if mail.reading.kind == Kind::AutoReply {\n        if",
         "if mail.reading.kind == Kind::AutoReply && !⟦W6 an auto-reply is a reply⟧ {\n        if"),
        ("if !asks || over {", "if asks == ⟦W7 no ball⟧ || over {"),
        ("(opportunity.doubt, opportunity.rest, opportunity.rival) = (None, None, None);",
         "(opportunity.doubt, opportunity.rival) = (None, None);\n"
         "    if !⟦W5 a rest outlives a reply⟧ { opportunity.rest = None }"),
        ("opportunity.last_word = Some(Moment { at: mail.at, mail: mail.id.clone() });",
         "if !⟦W5 no reply is heard⟧ {\n"
         "    opportunity.last_word = Some(Moment { at: mail.at, mail: mail.id.clone() }); }"),
    ],
    "src/opportunity/said.rs": [
        ("of.deadline = Some(Deadline { date: *date, stated: moment });",
         "if !⟦W1 a day told in vain⟧"
         " { of.deadline = Some(Deadline { date: *date, stated: moment }); }"),
        ("of.rest = rest(Some(*until), true);",
         "of.rest = rest(if ⟦W1 a snooze in vain⟧ { None } else { Some(*until) },"
         " !⟦W1 a snooze leaves it there⟧);"),
        ("of.last_word = Some(moment);",
         "if !⟦W5 replied in vain⟧ { of.last_word = Some(moment); }"),
        ("(of.ours, of.answerable) = (None, None);\n            of.returned",
         "if !⟦W7 done in vain⟧ { of.ours = None }\n"
         "            if !⟦W7 done leaves an answer⟧ { of.answerable = None }\n"
         "            of.returned"),
        ("Some(of.paused.take()?.at)",
         "Some((if ⟦W8 paused for ever⟧ { of.paused.clone() } else { of.paused.take() })?.at)"),
        ("of.stage = Stage::Closed;",
         "of.stage = if ⟦C6 closed and open⟧ { Stage::Open } else { Stage::Closed };"),
        ("of.rest = rest(None, false);\n            of.returned = Some(moment);",
         "if !⟦C6 reopened in a hurry⟧ {\n"
         "            of.rest = rest(None, false);\n            of.returned = Some(moment); }"),
        ("of.answerable = reply(of, Step::OfferReply, &moment);",
         "of.answerable = if ⟦C3 nothing accepted⟧ { None }"
         " else { reply(of, Step::OfferReply, &moment) };"),
        ("end(of);\n            of.answerable = reply(of, Step::Withdrawal",
         "if !⟦C5 withdrawn and open⟧ { end(of) }\n"
         "            of.answerable = reply(of, Step::Withdrawal"),
        ("_ => fold::count_for_nothing(all, mail, &home),",
         "_ if ⟦W11 a no is a yes⟧ => fold::apply_at(all, &plain(mail), &home),\n"
         "                _ => fold::count_for_nothing(all, mail, &home),"),
    ],
    "src/reconcile.rs": [
        ("Shows::Nothing { accounted: false }) => Verdict::Dispose",
         "Shows::Nothing { accounted: false }) =>\n"
         "            if ⟦N3 again after a doubt⟧ { Verdict::AppendAgain }"
         " else { Verdict::Dispose }"),
        ("(Some(Entry::Written { .. }), _) => Verdict::Dispose",
         "(Some(Entry::Written { .. }), _) =>\n"
         "            if ⟦N2 edited and forgotten⟧ { Verdict::Nothing } else { Verdict::Dispose }"),
        ("ours.iter().find(|d| d.digest == Some(*digest))",
         "ours.iter().find(|d| d.digest == Some(*digest) || ⟦N2 adopted with other bytes⟧)"),
    ],
    "src/state.rs": [
        ("known.is_some_and(|known| known.at >= noted.at)",
         "known.is_some_and(|known| (known.at >= noted.at) != ⟦N4 older notes count⟧)"),
        ("if latest && !known {", "if latest && (!known || ⟦W1 an older note's date⟧) {"),
        ("noted.notes = draft::notes::Notes::default();\n            }\n            let held",
         "if !⟦C6 notes outlive the end⟧"
         " { noted.notes = draft::notes::Notes::default(); }\n            }\n            let held"),
    ],
    "src/step.rs": [
        ("Verdict::Remove { .. } => 1,",
         "Verdict::Remove { .. } => if ⟦W3 what goes, goes last⟧ { 3 } else { 1 },"),
        ("changes || effects.len() == before",
         "changes || ⟦W12 found and left⟧ || effects.len() == before"),
    ],
}


def break_copy():
    """Copies the sources with every edit in them; returns the mutants' names."""
    tracked = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(tracked, cwd=ROOT, capture_output=True, check=True).stdout
    names = []
    for file in filter(None, listed.decode().split("\0")):
        if not (ROOT / file).is_file():
            continue
        content = (ROOT / file).read_bytes()
        if file == "src/lib.rs":
            content += SWITCH.encode()
        for old, new in EDITS.get(file, []):
            if old.encode() not in content:
                sys.exit(f"{file} holds no {old!r}")
            names += [n for n in re.findall("⟦(.*?)⟧", new) if n not in names]
            new = re.sub("⟦(.*?)⟧", r'crate::broken("\1")', new)
            content = content.replace(old.encode(), new.encode())
        path = COPY / file
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return names


def build():
    """The test programs by name."""
    command = ["cargo", "test", "--locked", "--no-run", "--message-format=json"]
    command += ["--lib", "--test", "rules", "--test", "simulate"]
    target = os.environ.get("CARGO_TARGET_DIR", ROOT / "target")
    env = os.environ | {"CARGO_PROFILE_DEV_DEBUG": "0", "CARGO_TARGET_DIR": str(target)}
    run = subprocess.run(command, cwd=COPY, env=env, capture_output=True, text=True)
    if run.returncode:
        errors = re.findall(r'"rendered":"(error.*?)","', run.stdout)
        sys.exit("\n".join(error.replace("\\n", "\n") for error in errors) or run.stderr)
    built = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
    tests = [b for b in built if b.get("executable") and b["profile"]["test"]]
    return {b["target"]["name"]: b["executable"] for b in tests}


def noticed(programs, mutant):
    """Which tests fail, for each program: how many and the first, or what a world says."""
    found = []
    for name in (name for name in ASKED if name in TESTS):
        if found and "first" in ASKED:
            break
        env = os.environ | {"AFTERWORD_MUTANT": mutant, "AFTERWORD_WORLDS": WORLDS}
        command = [programs[name], *TESTS[name]]
        run = subprocess.run(command, cwd=COPY, env=env, capture_output=True, text=True)
        if run.returncode:
            failed = re.findall(r"^test (\S+) .*FAILED$", run.stdout, re.M)
            said = re.findall(r'^    "seed \d+: \S+ (.*)",$', run.stdout, re.M)
            more = f" +{len(failed) - 1}" if failed[1:] else ""
            what = said[0] if said else failed[0] if failed else "stopped"
            found.append(f"{name}: {what}{more}")
    return found


def main():
    names = break_copy()
    programs = build()
    broken = noticed(programs, "")
    if broken:
        sys.exit(f"with no rule broken: {broken}")
    wanted = [name for name in names if not sys.argv[1:] or name in sys.argv[1:]]
    missed = 0
    for name in wanted:
        tests = noticed(programs, name)
        missed += not tests
        print(f"{name:<28} {'; '.join(tests) or 'NOT NOTICED'}", flush=True)
    print(f"mutants: {len(wanted)}, {missed} not noticed")
    sys.exit(missed > 0)


if __name__ == "__main__":
    main()
