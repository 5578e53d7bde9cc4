#!/usr/bin/env python3
"""Fits config/reading/weights.tsv: multinomial logistic regression over the features of labelled mails.

usage: fit.py FEATURES.jsonl [--out config/reading/weights.tsv]
FEATURES.jsonl comes from `cargo run --example features SOURCE...`. Needs scikit-learn. Prints how many mails of each
set are right when the set itself is left out of the fit, then fits on everything.
"""

import argparse
import collections
import json
import sys

import numpy
import scipy.sparse
from sklearn.linear_model import LogisticRegression

MAILS_MIN = 3      # a feature that fewer mails show is left out
STRENGTH = 3.0     # inverse of the penalty
TUNED = {"corpus", "corpus-own", "corpus-held"}
WHOLE = 2.5        # how much a whole mail counts beside a short text, which has no thread and no structure
SMALLEST = 2       # tenths; smaller weights are not written
LARGEST = 127      # tenths; the program keeps a weight in one byte


def matrix(mails, names):
    rows, columns, values = [], [], []
    for n, mail in enumerate(mails):
        for name, value in mail["features"].items():
            if name in names:
                rows.append(n)
                columns.append(names[name])
                values.append(value)
    return scipy.sparse.csr_matrix((values, (rows, columns)), shape=(len(mails), len(names)))


def known(mails):
    counts = collections.Counter(name for mail in mails for name in mail["features"])
    return {name: n for n, name in enumerate(sorted(name for name, count in counts.items() if count >= MAILS_MIN))}


def fitted(mails, strength=STRENGTH):
    names = known(mails)
    model = LogisticRegression(C=strength, max_iter=5000, fit_intercept=False)
    weight = [WHOLE if mail["set"].startswith(("corpus", "stories")) else 1 for mail in mails]
    model.fit(matrix(mails, names), [mail["kind"] for mail in mails], sample_weight=weight)
    return names, model


def blinded(mail):
    """Rules were made from the tuned sets: there their verdict says nothing about other mail."""
    if mail["set"] in TUNED:
        mail["features"] = {name: v for name, v in mail["features"].items() if not name.startswith(":")}
    return mail


def right(mail, kind):
    return kind == mail["kind"] or kind in (mail.get("accept") or [])


def accuracy(mails, names, model):
    guessed = model.predict(matrix(mails, names))
    return sum(right(mail, kind) for mail, kind in zip(mails, guessed)) / len(mails)


def write(path, names, model):
    kinds = list(model.classes_)
    with open(path, "w", encoding="utf-8") as out:
        out.write("# What each feature of a mail (src/reading/vote.rs) speaks for, in tenths, by kind.\n"
                  "# Fitted by tests/fit/fit.py; not written by hand.\n")
        out.write("\t".join(["feature", *kinds]) + "\n")
        tenths = numpy.rint(model.coef_.T * 10).clip(-LARGEST, LARGEST).astype(int)
        for name, n in names.items():
            row = tenths[n]
            if abs(row).max() >= SMALLEST:
                cells = [str(w) if abs(w) >= SMALLEST else "" for w in row]
                out.write("\t".join([name, *cells]).rstrip("\t") + "\n")


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    options.add_argument("features")
    options.add_argument("--out")
    options = options.parse_args()
    with open(options.features, encoding="utf-8") as lines:
        mails = [blinded(json.loads(line)) for line in lines]
    for left_out in sorted({mail["set"] for mail in mails} - TUNED):
        learn = [mail for mail in mails if mail["set"] != left_out]
        test = [mail for mail in mails if mail["set"] == left_out]
        print(f"{left_out}: {accuracy(test, *fitted(learn)):.3f} of {len(test)}", file=sys.stderr)
    if options.out:
        write(options.out, *fitted(mails))


if __name__ == "__main__":
    main()
