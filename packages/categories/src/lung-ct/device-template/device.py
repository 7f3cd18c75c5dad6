"""Reads a chest CT (a MetaImage, or the slices of a DICOM series, as device.json asks) and marks lung nodules.

Taking every compact spot of soft tissue that stands by itself is only a beginning: put your own algorithm in place of
`find_nodules`.
"""
import array
import json
import math
import os
import struct
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


def read_series(names):
    """Slices in the order of their places along the normal; whoever reads other than the node's slices wants a library for it."""
    slices = [read_slice(name) for name in names]
    across, down = slices[0]["orientation"][:3], slices[0]["orientation"][3:]
    normal = [across[(i + 1) % 3] * down[(i + 2) % 3] - across[(i + 2) % 3] * down[(i + 1) % 3] for i in range(3)]
    along = lambda one: sum(value * part for value, part in zip(one["position"], normal))
    slices.sort(key=along)
    values = array.array("h")
    for one in slices:
        values.extend(one["values"])
    first = slices[0]
    between = along(slices[1]) - along(first) if len(slices) > 1 else 1.0
    numbers = {"ElementSpacing": [first["spacing"][1], first["spacing"][0], between], "Offset": first["position"],
               "TransformMatrix": across + down + normal}
    return [first["columns"], first["rows"], len(slices)], numbers, values


def read_slice(name):
    """The node's slices are explicit and little-endian, 16 bits a voxel, uncompressed."""
    with open(name, "rb") as file:
        content = file.read()
    found, at = {}, 132
    while at < len(content):
        group, element = struct.unpack_from("<HH", content, at)
        if content[at + 4:at + 6] in (b"OB", b"OW", b"SQ", b"UN", b"UT"):
            start, length = at + 12, struct.unpack_from("<I", content, at + 8)[0]
        else:
            start, length = at + 8, struct.unpack_from("<H", content, at + 6)[0]
        found[group, element] = content[start:start + length]
        at = start + length
    numbers = lambda *tag: [float(part) for part in found[tag].decode("latin-1").split("\\")]
    intercept, slope = numbers(0x0028, 0x1052)[0], numbers(0x0028, 0x1053)[0]
    pixels = array.array("H", found[0x7FE0, 0x0010])
    if sys.byteorder == "big":
        pixels.byteswap()
    return {"rows": struct.unpack("<H", found[0x0028, 0x0010])[0], "columns": struct.unpack("<H", found[0x0028, 0x0011])[0],
            "position": numbers(0x0020, 0x0032), "orientation": numbers(0x0020, 0x0037), "spacing": numbers(0x0028, 0x0030),
            "values": array.array("h", (int(value * slope + intercept) for value in pixels))}


def world_of(voxel, numbers):
    """Millimetres, left-posterior-superior: a row of the matrix is the direction of one of the grid's axes."""
    spacing, matrix = numbers["ElementSpacing"], numbers["TransformMatrix"]
    return [start + sum(voxel[axis] * spacing[axis] * matrix[3 * axis + row] for axis in range(3))
            for row, start in enumerate(numbers["Offset"])]


if __name__ == "__main__":
    names = [os.path.join(INPUT, name) for name in os.listdir(INPUT)]
    size, numbers, values = read_series(names) if names[0].endswith(".dcm") else read_meta_image(names[0])
    points = [{"name": "", "point": world_of(voxel, numbers), "probability": probability}
              for voxel, probability in find_nodules(size, numbers["ElementSpacing"], values)]
    os.makedirs(OUTPUT, exist_ok=True)
    with open(os.path.join(OUTPUT, "nodule-locations.json"), "w", encoding="utf-8") as file:
        json.dump({"type": "Multiple points", "points": points, "version": {"major": 1, "minor": 0}}, file)
