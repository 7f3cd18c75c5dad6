# writes: packages/governance/src/tier-2-acquisition-and-validation/measure/quality-measures.oracle.json
# Spectra (scipy.signal.welch), windows' moments (numpy), means over boxes (scipy.ndimage) and correlations (numpy) that data quality is measured with.
import json

import numpy as np
from scipy import ndimage, signal


def draws(count, seed):
    state, values = seed, []
    for _ in range(count):
        state = (1103515245 * state + 12345) % 2**31
        values.append((state >> 16) % 1000 - 500)
    return np.array(values, dtype=float)


rate = 360
samples = draws(1500, 7)
_, density = signal.welch(samples, fs=rate, window="hann", nperseg=1024, noverlap=512, detrend="constant")
volume = draws(2 * 20 * 30, 11).reshape(2, 20, 30)
blocks = [volume[z, y : y + 9, x : x + 9] for z in range(2) for y in (0, 9) for x in (0, 9, 18)]
plane = draws(24 * 16, 13).reshape(16, 24)
weight = (draws(24 * 16, 17).reshape(16, 24) > -200).astype(float)
total = ndimage.uniform_filter(weight, size=7, mode="constant")
box = ndimage.uniform_filter(plane * weight, size=7, mode="constant") / total
image = ndimage.gaussian_filter(draws(5 * 40 * 56, 19).reshape(5, 40, 56), (0, 1.5, 0.8))
image += 40 * np.sin(2 * np.pi * np.arange(56) / 18)[None, None, :] + 40 * np.sin(2 * np.pi * np.arange(40) / 17)[None, :, None]


def detail(axis, spacing):
    # As `resolvedDetail` defines it: the middle third of the slices, Hann, zeros to a power of two.
    lines = np.moveaxis(image[1:4], axis, -1).reshape(-1, image.shape[axis])
    padded = 2 ** int(np.ceil(np.log2(lines.shape[1])))
    tapered = (lines - lines.mean(axis=1, keepdims=True)) * np.hanning(lines.shape[1])
    power = (np.abs(np.fft.rfft(tapered, padded)) ** 2).mean(axis=0)
    frequency = np.fft.rfftfreq(padded, spacing)
    level = power[(frequency >= 1 / 60) & (frequency <= 1 / 25)].mean()
    smooth = np.array([power[max(0, k - 2) : k + 3].mean() for k in range(len(power))])
    above = np.nonzero(smooth >= level / 10**3.5)[0]
    return float(1 / (2 * frequency[above.max()]))


a, b = draws(400, 3), draws(400, 5)
print(
    json.dumps(
        {
            "welch": {"rate": rate, "samples": samples.tolist(), "density": density.tolist()},
            "windows": {
                "values": volume.ravel().tolist(),
                "size": [30, 20, 2],
                "means": [block.mean() for block in blocks],
                "deviations": [block.std(ddof=1) for block in blocks],
            },
            "box": {
                "width": 24,
                "height": 16,
                "radius": 3,
                "values": plane.ravel().tolist(),
                "weight": weight.ravel().tolist(),
                "means": box.ravel().tolist(),
            },
            "detail": {
                "values": image.ravel().tolist(),
                "size": [56, 40, 5],
                "spacing": [2.0, 2.5, 4.0],
                "rows": detail(2, 2.0),
                "columns": detail(1, 2.5),
            },
            "correlation": {"a": a.tolist(), "b": b.tolist(), "value": np.corrcoef(a, b)[0, 1]},
        }
    )
)
