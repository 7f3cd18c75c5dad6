#!/usr/bin/env python3
"""Episodes of atrial fibrillation by the WFDB program epicmp, for packages/statistics/src/beats/rhythm-episodes.test.ts.

Run:  python3 bench/oracles/epicmp.py PATH/TO/app/epicmp.c [cases] > packages/statistics/src/beats/testing/epicmp-episodes.jsonl

Needs Python 3.9 and gcc. epicmp.c is app/epicmp.c of the WFDB Software Package (GPL, not part of this project), as last revised 14
November 2002 (commit 2d14870e). It is compiled as bxb is (bxb.py), against functions that read annotations from text. The committed cases were made with
that file's comparison (epicmp, find_episode, find_exclusions, find_overlap) in a file of its own; 6,000 cases were compared so.

The cases are random records of 8 to 20 minutes, of which the first five are the learning period. No rhythm begins at sample 0 (where epicmp takes
an episode for none) nor changes at the end of the learning period (where it counts an episode of no length), and at most eight stretches of
flutter are in the reference (it has room for ten). Where flutter in the reference covers the beginning of an episode of the test alone,
epicmp adds the covered time to the episode's duration instead of taking it away; `begun` is that time, in samples, which the test takes away twice.
"""

import json
import os
import random
import re
import subprocess
import sys
import tempfile

import bxb

bxb.LIBRARY += r"""
char *mstimstr(WFDB_Time time) { static char text[4][32]; static int n; char *own = text[n++ % 4]; sprintf(own, "%lld", time); return own; }
"""
bxb.HEADER = bxb.HEADER.replace("char *annstr(int);", "char *annstr(int); char *mstimstr(WFDB_Time);")
bxb.HEADER = bxb.HEADER.replace("RHYTHM = 28,", "STCH = 18, RHYTHM = 28,")

RHYTHMS = ["(N", "(AFIB", "(AFIB", "(AFL", "(SVTA", "(B"]


def changes(draw, rate, samples, count):
    places = sorted(draw.sample(range(1, samples), count))
    return [[at, draw.choice(RHYTHMS)] for at in places if at != 300 * rate]


def altered(draw, rate, samples, reference):
    """The reference's changes moved by seconds, some lost, some of another rhythm, and a few of its own."""
    found = {}
    for at, rhythm in reference:
        if draw.random() < 0.15:
            continue
        moved = at + round(draw.gauss(0, 4 * rate))
        found[moved] = draw.choice(RHYTHMS) if draw.random() < 0.2 else rhythm
    for at, rhythm in changes(draw, rate, samples, draw.choice([0, 0, 1, 3])):
        found[at] = rhythm
    return [[at, found[at]] for at in sorted(found) if 1 <= at < samples and at != 300 * rate]


def spans(list_of_changes, rhythm, end):
    """Stretches of a rhythm; the next annotation of another one ends it."""
    found, since = [], None
    for at, name in list_of_changes + [[end, ""]]:
        if name == rhythm and since is None:
            since = at
        elif name != rhythm and since is not None:
            found.append((since, at))
            since = None
    return found


def begun(given):
    start, end = 300 * given["samplingFrequency"], given["samples"]
    flutter = [(a, b) for a, b in spans(given["reference"], "(AFL", end) if b >= start]
    total = 0
    for a, b in spans(given["test"], "(AFIB", end):
        a = max(a, start)
        if a >= b:
            continue
        for c, d in flutter:
            if b <= c:
                break
            if c <= a <= d:
                if b <= d:
                    break
                total += d - a
                a = d
            elif a <= c <= b and d >= b:
                b = c
    return total


def case(draw):
    while True:
        rate = draw.choice([100, 250])
        samples = draw.choice([480, 700, 1200]) * rate
        reference = changes(draw, rate, samples, draw.choice([0, 2, 5, 9, 14]))
        given = {"samplingFrequency": rate, "samples": samples, "reference": reference,
                 "test": altered(draw, rate, samples, reference)}
        if len(spans(reference, "(AFL", samples)) <= 8:
            return given | {"begun": begun(given)}


def figures(program, folder, given):
    for name in ("reference", "test"):
        with open(f"{folder}/{name}", "w") as file:
            file.writelines(f"{at} 28 0 {rhythm}\n" for at, rhythm in given[name])
    environment = {"ORACLE_RATE": str(given["samplingFrequency"]), "ORACLE_SAMPLES": str(given["samples"])}
    printed = subprocess.run([program, "-r", "record", "-a", "reference", "test", "-A", "-"],
                             cwd=folder, env=environment, capture_output=True, text=True, check=True).stdout
    return [[int(part), int(whole)] for part, whole in re.findall(r"\((\d+)/(\d+)\)", printed)]


def main():
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 120
    draw = random.Random(57)
    with tempfile.TemporaryDirectory() as folder:
        program = bxb.compiled(os.path.abspath(sys.argv[1]), folder)
        cases = [case(draw) for _ in range(count)]
        lines = [json.dumps(one | {"epicmp": figures(program, folder, one)}, separators=(",", ":")) for one in cases]
    print("\n".join(lines))


if __name__ == "__main__":
    main()
