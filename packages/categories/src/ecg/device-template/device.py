"""Reads an electrocardiogram (a WFDB record) and marks its beats.

Finding beats by a steep slope is only a beginning: put your own algorithm in place of `find_beats`.
"""
import array
import os
import struct
import sys

INPUT = os.path.join(os.environ.get("INPUT_DIR", "/input"), "waveforms/ecg-record")
OUTPUT = os.path.join(os.environ.get("OUTPUT_DIR", "/output"), "waveforms/beat-annotations")


def find_beats(lead, sampling_frequency):
    """Sample numbers of waves that are as steep as half the steepest, at least a quarter of a second apart."""
    step = max(1, round(0.02 * sampling_frequency))
    slope = [abs(value - lead[max(0, i - step)]) for i, value in enumerate(lead)]
    steepest = sorted(slope)[int(0.995 * len(slope))]
    beats = []
    for i, value in enumerate(slope):
        if value > steepest / 2 and (not beats or i - beats[-1] > 0.25 * sampling_frequency):
            beats.append(i)
    return beats


def read_first_lead(header):
    """The header is text; the samples of all leads lie one after the other, in 12 (212), 16 or 32 bits."""
    with open(header, encoding="latin-1") as file:
        _, leads, sampling_frequency, length, *_ = file.readline().split()
        name, kind, *_ = file.readline().split()
    with open(os.path.join(INPUT, name), "rb") as file:
        data = file.read()
    count = int(leads) * int(length)
    if kind == "212":
        values = []
        for at in range(0, len(data) - 1, 3):
            values.append(data[at] | (data[at + 1] & 0x0F) << 8)
            if at + 2 < len(data):
                values.append(data[at + 2] | (data[at + 1] & 0xF0) << 4)
        values = [value - 4096 if value > 2047 else value for value in values]
    else:
        values = array.array({"16": "h", "32": "i"}[kind], data)
        if sys.byteorder == "big":
            values.byteswap()
    return float(sampling_frequency), list(values[:count:int(leads)])


def write_beats(beats):
    """MIT annotations: 16 bits each, the kind (1: normal beat) in the upper six, the samples since the last below."""
    words = []
    last = 0
    for beat in beats:
        interval = beat - last
        last = beat
        words += [1024 + interval] if interval < 1024 else [59 * 1024, interval >> 16, interval & 0xFFFF, 1024]
    return struct.pack(f"<{len(words) + 1}H", *words, 0)


if __name__ == "__main__":
    frequency, lead = read_first_lead(os.path.join(INPUT, "record.hea"))
    os.makedirs(OUTPUT, exist_ok=True)
    with open(os.path.join(OUTPUT, "record.qrs"), "wb") as file:
        file.write(write_beats(find_beats(lead, frequency)))
