# writes: packages/statistics/src/multiplicity/multiplicity.oracle.json
"""Adjusted p-values of multiple tests by the closed test itself, and by base R.

Run:  python3 bench/oracles/multiplicity.py > packages/statistics/src/multiplicity/multiplicity.oracle.json

Needs Python 3.9 and R (Debian: r-base-core). A graph's test (Bretz, Maurer, Brannath, Posch 2009) is by its theorem the
closed test with weighted Bonferroni tests of all intersections: here every intersection is tested, in exact fractions,
which says nothing about the order of rejections. An infinitely small share is 10^-40. Holm's, Hochberg's and Bonferroni's
tests are R's p.adjust.
"""

import json
import random
import subprocess
from fractions import Fraction
from itertools import combinations

EPSILON = Fraction(1, 10**40)


def without(weights, shares, gone):
    """Weights of an intersection: hypotheses outside it are taken away one by one."""
    weights, shares = dict(weights), {i: dict(row) for i, row in shares.items()}
    for j in gone:
        rest = [k for k in weights if k != j]
        new = {k: weights[k] + weights[j] * shares[j][k] for k in rest}
        edges = {}
        for l in rest:
            back = shares[l][j] * shares[j][l]
            edges[l] = {k: Fraction(0) if k == l or back == 1 else (shares[l][k] + shares[l][j] * shares[j][k]) / (1 - back)
                        for k in rest}
        weights, shares = new, edges
    return weights


def closed(weights, transitions, last, p):
    size = len(weights)
    shares = {}
    for i in range(size):
        out = sum(last[i])
        shares[i] = {j: Fraction(transitions[i][j]) * (1 - EPSILON * out) + EPSILON * last[i][j] for j in range(size)}
    adjusted = [Fraction(0)] * size
    everything = set(range(size))
    for count in range(1, size + 1):
        for inside in combinations(range(size), count):
            left = without({i: Fraction(w) for i, w in enumerate(weights)}, shares, sorted(everything - set(inside)))
            ratios = [Fraction(p[i]) / left[i] for i in inside if left[i] > Fraction(1, 10**20)]
            local = min([Fraction(1)] + ratios)
            for i in inside:
                adjusted[i] = max(adjusted[i], local)
    return [float(one) for one in adjusted]


def random_graph(draw):
    size = draw.choice([2, 3, 4, 5])
    weights = [Fraction(draw.choice([0, 1, 1, 2, 3]), 12) for _ in range(size)]
    if sum(weights) == 0:
        weights[0] = Fraction(1)
    scale = max(Fraction(1), sum(weights))
    weights = [w / scale for w in weights]
    transitions = []
    for i in range(size):
        row = [Fraction(0) if i == j else Fraction(draw.choice([0, 0, 1, 2])) for j in range(size)]
        total = sum(row)
        keep = draw.choice([1, 1, Fraction(3, 4)])
        transitions.append([r / total * keep if total else r for r in row])
    return weights, transitions, [[0] * size for _ in range(size)]


def numbers(rows):
    return [[float(x) for x in row] for row in rows]


def graph_entry(name, weights, transitions, last, p):
    return {"name": name, "weights": [float(w) for w in weights], "transitions": numbers(transitions),
            "lastTransitions": numbers(last), "p": [float(x) for x in p], "adjusted": closed(weights, transitions, last, p)}


def graphs():
    third, half = Fraction(1, 3), Fraction(1, 2)
    none = lambda size: [[0] * size for _ in range(size)]
    # Bretz, Maurer, Hommel, Stat. Med. 30:1489-1501 (2011), figure 2.
    figure2 = [[0, half, 0, half, 0, 0], [third, 0, third, 0, third, 0], [0, half, 0, 0, 0, half], [0, 1, 0, 0, 0, 0],
               [half, 0, half, 0, 0, 0], [0, 1, 0, 0, 0, 0]]
    p = [Fraction(x) for x in ("0.1", "0.008", "0.005", "0.15", "0.04", "0.006")]
    yield graph_entry("Bretz and others 2011, figure 2", [third] * 3 + [0] * 3, figure2, none(6), p)
    # Hommel, Bretz, Maurer, Stat. Med. 26:4063-4073 (2007): E1, QoL, E2 and four secondary hypotheses.
    quarter = Fraction(1, 4)
    hommel = [[0, 1, 0, 0, 0, 0, 0], [0, 0, 0, quarter, quarter, quarter, quarter], [0, 1, 0, 0, 0, 0, 0]]
    hommel += [[0, 0, 0] + [Fraction(0) if i == j else third for j in range(4)] for i in range(4)]
    last = [[0] * 7 for _ in range(3)] + [[half, 0, half, 0, 0, 0, 0] for _ in range(4)]
    p = [Fraction(x) for x in ("0.097", "0.015", "0.005", "0.006", "0.004", "0.008", "0.04")]
    yield graph_entry("Hommel and others 2007", [third] * 3 + [0] * 4, hommel, last, p)
    # Dmitrienko, Offen, Westfall, Stat. Med. 22:2387-2400 (2003): Bonferroni parallel gatekeeping, two families of two.
    parallel = [[0, 0, half, half], [0, 0, half, half], [0, 0, 0, 1], [0, 0, 1, 0]]
    for name, values in (("first", ("0.024", "0.003", "0.026", "0.002")), ("second", ("0.0082", "0.0174", "0.0042", "0.018"))):
        p = [Fraction(x) for x in values]
        yield graph_entry(f"parallel, {name}", [half, half, 0, 0], parallel, none(4), p)
        yield graph_entry(f"parallel, weighted, {name}", [Fraction(9, 10), Fraction(1, 10), 0, 0], parallel, none(4), p)
        truncated = [[0, half, quarter, quarter], [half, 0, quarter, quarter], [0, 0, 0, 1], [0, 0, 1, 0]]
        yield graph_entry(f"truncated Holm, {name}", [half, half, 0, 0], truncated, none(4), p)
        serial = [[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]]
        gate = [[0, 0, half, half], [0, 0, half, half], [0] * 4, [0] * 4]
        yield graph_entry(f"serial, {name}", [half, half, 0, 0], serial, gate, p)
    draw = random.Random(28)
    for i in range(40):
        weights, transitions, last = random_graph(draw)
        size = len(weights)
        if i % 4 == 0:  # hypotheses that pass on everything but at last go elsewhere
            last = [[0 if i == j else draw.choice([0, 1]) for j in range(size)] if sum(transitions[i]) == 1 else [0] * size
                    for i in range(size)]
        p = [Fraction(draw.choice([0, 2, 5, 8, 11, 15, 20, 24, 35, 60, 300, 1000]), 1000) for _ in weights]
        # A share is at most 1 in all; so are the infinitely small ones, by their scale.
        last = [[Fraction(x, max(1, sum(row))) for x in row] for row in last]
        yield graph_entry(f"random {i}", weights, transitions, last, p)


def by_r():
    draw = random.Random(75)
    sets = [[0.01, 0.02, 0.04, 0.04, 0.7], [0.02, 0.055, 0.012], [0.9], [0.03, 0.03], [0, 1, 0.5]]
    sets += [[round(draw.random() ** 2, 4) for _ in range(draw.randrange(2, 12))] for _ in range(10)]
    script = "options(digits = 17); for (p in list(" + ",".join("c(" + ",".join(map(str, s)) + ")" for s in sets) + """))
        for (m in c("bonferroni", "holm", "hochberg")) cat(sprintf("%.15g", p.adjust(p, m)), "\\n")"""
    lines = subprocess.run(["Rscript", "-e", script], capture_output=True, text=True, check=True).stdout.strip().split("\n")
    for i, p in enumerate(sets):
        read = lambda line: [float(x) for x in line.split()]
        yield {"p": p, "bonferroni": read(lines[3 * i]), "holm": read(lines[3 * i + 1]), "hochberg": read(lines[3 * i + 2])}


def lines_of(entries):
    return "[\n" + ",\n".join(json.dumps(entry) for entry in entries) + "\n]"


print('{"graphs": ' + lines_of(graphs()) + ',\n"adjust": ' + lines_of(by_r()) + "}")
