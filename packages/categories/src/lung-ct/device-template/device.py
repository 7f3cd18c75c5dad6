"""Reads a chest CT (a MetaImage) and marks lung nodules.

Taking every compact spot of soft tissue that stands by itself is only a beginning: put your own algorithm in place of
`find_nodules`.
"""
import array
import json
import math
import os
import sys

INPUT = os.path.join(os.environ.get("INPUT_DIR", "/input"), "images/ct")
OUTPUT = os.environ.get("OUTPUT_DIR", "/output")


def find_nodules(size, spacing, values):
    """Middles, in voxels, of connected spots above -400 HU of 40 mm3 at least and 40 mm at most; the better they fill a ball, the surer."""
    nx, ny, nz = size
    is_open = bytearray(value > -400 for value in values)
    steps = ((0, 1, nx), (1, nx, ny), (2, nx * ny, nz))
    found = []
    seed = is_open.find(1)
    while seed >= 0:
        is_open[seed] = 0
        spot = [seed]
        for index in spot:
            for axis, step, count in steps:
                place = index // step % count
                if place > 0 and is_open[index - step]:
                    is_open[index - step] = 0
                    spot.append(index - step)
                if place < count - 1 and is_open[index + step]:
                    is_open[index + step] = 0
                    spot.append(index + step)
        nodule = describe(spot, steps, spacing)
        if nodule:
            found.append(nodule)
        seed = is_open.find(1, seed + 1)
    return found


def describe(spot, steps, spacing):
    """Middle and probability of a spot, or None where it is no nodule: small ones are less sure."""
    places = [[index // step % count for index in spot] for _, step, count in steps]
    longest = max((max(along) - min(along) + 1) * spacing[axis] for axis, along in enumerate(places))
    volume = len(spot) * math.prod(spacing)
    if volume < 40 or longest > 40:
        return None
    share = min(1.0, volume / (math.pi / 6 * longest ** 3))
    return [sum(along) / len(along) for along in places], share * (1 - len(spot) ** -0.5)


def read_meta_image(name):
    """The header is lines of `Key = Value`; the voxels follow the last of them."""
    with open(name, "rb") as file:
        header = {}
        while "ElementDataFile" not in header:
            key, _, value = file.readline().decode("latin-1").partition("=")
            header[key.strip()] = value.strip()
        if header["ElementType"] != "MET_SHORT" or header["CompressedData"] != "False":
            raise ValueError("not 16 bits as they are")
        values = array.array("h", file.read())
    if sys.byteorder == "big":
        values.byteswap()
    numbers = {key: [float(part) for part in header[key].split()]
               for key in ("DimSize", "ElementSpacing", "Offset", "TransformMatrix")}
    return [int(count) for count in numbers["DimSize"]], numbers, values


def world_of(voxel, numbers):
    """Millimetres, left-posterior-superior: a row of the matrix is the direction of one of the grid's axes."""
    spacing, matrix = numbers["ElementSpacing"], numbers["TransformMatrix"]
    return [start + sum(voxel[axis] * spacing[axis] * matrix[3 * axis + row] for axis in range(3))
            for row, start in enumerate(numbers["Offset"])]


if __name__ == "__main__":
    size, numbers, values = read_meta_image(os.path.join(INPUT, os.listdir(INPUT)[0]))
    points = [{"name": "", "point": world_of(voxel, numbers), "probability": probability}
              for voxel, probability in find_nodules(size, numbers["ElementSpacing"], values)]
    os.makedirs(OUTPUT, exist_ok=True)
    with open(os.path.join(OUTPUT, "nodule-locations.json"), "w", encoding="utf-8") as file:
        json.dump({"type": "Multiple points", "points": points, "version": {"major": 1, "minor": 0}}, file)
