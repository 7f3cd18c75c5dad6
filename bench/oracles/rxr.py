#!/usr/bin/env python3
"""Run matrices of the WFDB program rxr, for packages/statistics/src/beats/compare-runs.test.ts.

Run:  python3 bench/oracles/rxr.py PATH/TO/app/rxr.c [cases] > packages/statistics/src/beats/testing/rxr-matrices.jsonl

Needs Python 3.9 and gcc. rxr.c is app/rxr.c of the WFDB Software Package (GPL, not part of this project), as last revised
7 August 2009, compiled against the few library functions of bxb.py beside this file.

The cases are random and small, with rhythms and fibrillation. No beat lies within the first quarter of a second (rxr reads on there from
what the pass before has left), no fibrillation is open at the end of the learning period when another has begun (rxr takes
both for open), an opening is followed by a beat of its kind or its
end (rxr searches to the end of the run before otherwise), and the last annotation of each side is a normal beat before the end of the record (rxr drops a run that is open there).
"""

import json
import os
import random
import subprocess
import sys
import tempfile

from bxb import CODES, compiled

BEATS = "NNNLRVVVVFFAAJSEjQe"


def annotator(draw, rate, samples, beats):
    made = []
    state = draw.choice("NNV")
    for at in beats:
        state = draw.choice(BEATS) if draw.random() < 0.45 else state
        made.append([at, state, 0, ""])
    for _ in range(draw.choice([0, 0, 1, 2])):
        made.append([draw.randrange(rate, samples - 1), "+", 0, draw.choice(["(AFIB", "(AFL", "(N", "(VFL", "(SVTA", "(N"])])
    if draw.random() < 0.25:
        edges = sorted(draw.sample(range(rate, samples - 1), 2))
        made += [[edges[0], "[", 0, ""], [edges[1], "]", 0, ""]]
    if draw.random() < 0.25:
        edges = sorted(draw.sample(range(rate, samples - 1), 2))
        made += [[edges[0], "~", 48, ""], [edges[1], "~", 0, ""]]
    return sorted(made, key=lambda one: one[0]) + [[samples, "N", 0, ""]]


def opens_twice(annotations, start):
    """Whether more than one rhythm begins before the end of the learning period."""
    return sum(1 for at, code, _, text in annotations if at < start and (code == "[" or text[:3] in ("(AF", "(VF"))) > 1


def cut_short(annotations):
    """Whether anything but a beat of its kind, or its end, follows an opening."""
    for (_, code, _, text), (_, after, _, rhythm) in zip(annotations, annotations[1:]):
        if (code == "[" or text[:3] == "(VF") and after not in "VEF]":
            return True
        if text[:3] == "(AF" and after not in "NLRAaJSej":
            return True
    return False


def case(draw):
    rate = draw.choice([100, 128, 250, 360])
    samples = draw.choice([10, 20, 30]) * rate
    learning = draw.choice([0, 0, 2, 4])
    reference = sorted(draw.sample(range(rate // 2, samples - rate // 4), draw.choice([10, 25, 40])))
    near = [at + round(draw.gauss(0, 0.05 * rate)) for at in reference if draw.random() < 0.9]
    test = sorted({at for at in near if rate // 4 < at < samples})
    given = {"samplingFrequency": rate, "samples": samples, "learningSeconds": learning,
             "reference": annotator(draw, rate, samples, reference), "test": annotator(draw, rate, samples, test)}
    # The test repeats much of what the reference says, so that runs are found.
    codes = {at: code for at, code, _, _ in given["reference"]}
    nearest = sorted(codes)
    for one in given["test"][:-1]:
        if one[1] in BEATS and draw.random() < 0.8:
            one[1] = codes[min(nearest, key=lambda at: abs(at - one[0]))]
            if one[1] not in BEATS:
                one[1] = "N"
    if any(opens_twice(given[side], learning * rate) or cut_short(given[side]) for side in ("reference", "test")):
        return case(draw)
    return given


def matrices(program, folder, given):
    for name in ("reference", "test"):
        with open(f"{folder}/{name}", "w") as file:
            file.writelines(f"{at} {CODES[code]} {subtype} {text or '-'}\n" for at, code, subtype, text in given[name])
    environment = {"ORACLE_RATE": str(given["samplingFrequency"]), "ORACLE_SAMPLES": str(given["samples"])}
    start = ["-f", str(given["learningSeconds"])]
    printed = subprocess.run([program, "-r", "record", "-a", "reference", "test", "-S", "-", *start],
                             cwd=folder, env=environment, capture_output=True, text=True, check=True).stdout
    rows = [[int(n) for n in line.partition("|")[2].split()] for line in printed.splitlines() if " | " in line]
    rows = [[0] + row if len(row) == 6 else row for row in rows]
    return [rows[7 * i:7 * i + 7] for i in range(4)]


def main():
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 80
    draw = random.Random(58)
    with tempfile.TemporaryDirectory() as folder:
        program = compiled(os.path.abspath(sys.argv[1]), folder)
        for _ in range(count):
            one = case(draw)
            ve_s, ve_p, sve_s, sve_p = matrices(program, folder, one)
            found = {"ventricular": {"sensitivity": ve_s, "predictivity": ve_p},
                     "supraventricular": {"sensitivity": sve_s, "predictivity": sve_p}}
            print(json.dumps(one | found, separators=(",", ":")))


main()
