#!/usr/bin/env python3
"""Beat matrices of the WFDB program bxb, for packages/statistics/src/beats/compare-beats.test.ts.

Run:  python3 bench/oracles/bxb.py PATH/TO/app/bxb.c [cases] > packages/statistics/src/beats/testing/bxb-matrices.jsonl

Needs Python 3.9 and gcc. bxb.c is app/bxb.c of the WFDB Software Package (GPL, not part of this project), as last revised
27 April 2020. It is compiled against the few library functions that it calls, below, which read annotations from text
(a line an annotation: sample, number of its code, subtype), so that nothing else of the package is needed. The committed cases were made with that file's comparison (main, getref,
gettest, rpann, tpann, amap) in a file of its own; 6,000 cases were compared so.

The cases are random and small, dense enough that beats compete for partners, with at most two spans of ventricular
flutter and of unreadable signal an annotator, only the last of them open (bxb remembers two, and forgets that a later one
is open), no beat at sample 0 (which bxb takes for its own start mark when nothing is skipped), and no `!` (which bxb,
outside `[` and `]`, pairs like a beat of no class).
"""

import json
import os
import random
import subprocess
import sys
import tempfile

HEADER = r"""
#ifndef WFDB_H
#define WFDB_H
typedef long long WFDB_Time;
#define WFDB_TIME_MAX 0x7fffffffffffffffLL
#define WFDB_Pd_TIME "lld"
#define WFDB_READ 0
#define WFDB_WRITE 1
#define WFDB_DEFFREQ 250.0
enum { NOTQRS, NORMAL, LBBB, RBBB, ABERR, PVC, FUSION, NPC, APC, SVPB, VESC, NESC, PACE, UNKNOWN, NOISE, NOTE = 22,
  BBB = 25, RHYTHM = 28, LEARN = 30, VFON = 32, VFOFF = 33, AESC = 34, SVESC = 35, PFUS = 38, RONT = 41 };
typedef struct { WFDB_Time time; signed char anntyp, subtyp; unsigned char chan; signed char num; char *aux; }
  WFDB_Annotation;
typedef struct { char *name; int stat; } WFDB_Anninfo;
WFDB_Time strtim(const char *); char *timstr(WFDB_Time); char *annstr(int);
double sampfreq(const char *); int setsampfreq(double); void wfdbquit(void);
int annopen(const char *, WFDB_Anninfo *, unsigned); int getann(unsigned, WFDB_Annotation *);
int ungetann(unsigned, WFDB_Annotation *); int putann(unsigned, WFDB_Annotation *); int iannsettime(WFDB_Time);
#endif
"""

MAP = r"""
static const char beat[50] = { 0,1,1,1,1,1,1,1,1,1, 1,1,1,1,0,0,0,0,0,0, 0,0,0,0,0,1,0,0,0,0, 1,1,0,0,1,1,0,0,1,0, 0,1 };
#define isqrs(A) ((A) > 0 && (A) < 50 ? beat[(int)(A)] : 0)
"""

LIBRARY = r"""
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wfdb/wfdb.h>
static FILE *file[2]; static WFDB_Annotation back[2]; static int held[2]; static char text[2][64];
static double rate(void) { return atof(getenv("ORACLE_RATE")); }
WFDB_Time strtim(const char *text) {
  const char *colon = strchr(text, ':');
  if (*text == 'e') return atoll(getenv("ORACLE_SAMPLES"));
  return (WFDB_Time)((colon ? 60 * atof(text) + atof(colon + 1) : atof(text)) * rate() + 0.5);
}
char *timstr(WFDB_Time time) { return ""; }
char *annstr(int code) { return ""; }
double sampfreq(const char *record) { return rate(); }
int setsampfreq(double frequency) { return 0; }
void wfdbquit(void) {}
int putann(unsigned n, WFDB_Annotation *annotation) { return 0; }
int annopen(const char *record, WFDB_Anninfo *info, unsigned count) {
  return (file[0] = fopen(info[0].name, "r")) && (file[1] = fopen(info[1].name, "r")) ? 0 : -1;
}
int getann(unsigned n, WFDB_Annotation *annotation) {
  int code, subtype;
  if (held[n]) { held[n] = 0; *annotation = back[n]; return 0; }
  if (fscanf(file[n], "%lld %d %d %62s", &annotation->time, &code, &subtype, text[n] + 1) != 4) return -1;
  annotation->anntyp = code; annotation->subtyp = subtype; annotation->aux = text[n][1] == '-' ? NULL : text[n];
  text[n][0] = strlen(text[n] + 1);
  return 0;
}
int iannsettime(WFDB_Time time) { rewind(file[0]); rewind(file[1]); held[0] = held[1] = 0; return 0; }
int ungetann(unsigned n, WFDB_Annotation *annotation) { held[n] = 1; back[n] = *annotation; return 0; }
"""

CODES = {"N": 1, "L": 2, "R": 3, "a": 4, "V": 5, "F": 6, "J": 7, "A": 8, "S": 9, "E": 10, "j": 11, "/": 12, "Q": 13, "~": 14,
         "B": 25, "+": 28, "?": 30, "[": 32, "]": 33, "e": 34, "n": 35, "f": 38, "r": 41}
BEATS = "NNNNNNLRaVVVFJASEj/QB?enfr"


def compiled(source, folder):
    """A program of the WFDB Software Package, from its one file, beside the library above."""
    os.makedirs(f"{folder}/wfdb", exist_ok=True)
    for name, text in {"wfdb/wfdb.h": HEADER, "wfdb/ecgmap.h": MAP, "library.c": LIBRARY}.items():
        with open(f"{folder}/{name}", "w") as file:
            file.write(text)
    subprocess.run(["gcc", "-std=gnu89", "-w", "-I", folder, "-o", f"{folder}/program", source, f"{folder}/library.c", "-lm"],
                   check=True)
    return f"{folder}/program"


def spans(draw, samples, code_open, code_close):
    """Up to two spans one after the other; only the last may stay open."""
    count = draw.choice([0, 0, 0, 1, 1, 2])
    edges = sorted(draw.sample(range(1, samples), 2 * count))
    found = [(edge, code_open if i % 2 == 0 else code_close) for i, edge in enumerate(edges)]
    if count == 1 and draw.random() < 0.15:
        found.pop()
    return found


def annotator(draw, samples, beats):
    made = [[at, draw.choice(BEATS), 0] for at in beats]
    made += [[at, code, 0] for at, code in spans(draw, samples, "[", "]")]
    for at, opens in spans(draw, samples, True, False):
        made.append([at, "~", draw.choice([-1, 48, 51]) if opens else draw.choice([0, 1, 16, 32])])
    for _ in range(draw.choice([0, 0, 1, 3])):
        made.append([draw.randrange(1, samples), "+", 0])
    return sorted(made, key=lambda one: one[0])


def case(draw):
    rate = draw.choice([100, 128, 250, 360])
    samples = draw.choice([6, 12, 20]) * rate
    reference = sorted(draw.sample(range(1, samples + 1), draw.choice([0, 3, 10, 25, 50])))
    near = [at + round(draw.gauss(0, 0.08 * rate)) for at in reference if draw.random() < 0.9]
    extra = draw.sample(range(1, samples + 1), draw.choice([0, 1, 5]))
    test = sorted({at for at in near + extra if 1 <= at <= samples})
    return {"samplingFrequency": rate, "samples": samples, "learningSeconds": draw.choice([0, 0, 1, 3]),
            "reference": annotator(draw, samples, reference), "test": annotator(draw, samples, test)}


def matrix(program, folder, given):
    for name in ("reference", "test"):
        with open(f"{folder}/{name}", "w") as file:
            file.writelines(f"{at} {CODES[code]} {subtype} -\n" for at, code, subtype in given[name])
    environment = {"ORACLE_RATE": str(given["samplingFrequency"]), "ORACLE_SAMPLES": str(given["samples"])}
    printed = subprocess.run(
        [program, "-r", "record", "-a", "reference", "test", "-S", "-", "-f", str(given["learningSeconds"])],
        cwd=folder, env=environment, capture_output=True, text=True, check=True).stdout
    found = {}
    for line in printed.splitlines():
        row, bar, numbers = line.partition(" | ")
        if bar and row.strip() in "NSVFQOX":
            found |= {row.strip() + column: int(n) for column, n in zip("nsvfqox", numbers.split()) if int(n)}
    return found


def main():
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    draw = random.Random(57)
    with tempfile.TemporaryDirectory() as folder:
        program = compiled(os.path.abspath(sys.argv[1]), folder)
        cases = [case(draw) for _ in range(count)]
        lines = [json.dumps(one | {"matrix": matrix(program, folder, one)}, separators=(",", ":")) for one in cases]
    print("\n".join(lines))


if __name__ == "__main__":
    main()
