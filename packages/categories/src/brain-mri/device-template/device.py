# Reads a T1 volume of the head (MetaImage) and says of every voxel whether it is grey matter (1), white matter (2), or neither
# (0). Parting what is bright around the middle of the head into two groups is only a beginning: put your own algorithm in place
# of `segment`.
import array
import os
import zlib

INPUT = os.path.join(os.environ.get("INPUT_DIR", "/input"), "images/t1-brain-mri")
OUTPUT = os.path.join(os.environ.get("OUTPUT_DIR", "/output"), "images/brain-structure-segmentation")

CODES = {
    "MET_UCHAR": "B", "MET_SHORT": "h", "MET_USHORT": "H", "MET_INT": "i", "MET_UINT": "I", "MET_FLOAT": "f", "MET_DOUBLE": "d",
}


def read_volume(path):
    """The header is text, a key and a value a line; the last line comes before the voxels, x fastest, little-endian."""
    with open(path, "rb") as file:
        content = file.read()
    mark = b"ElementDataFile = LOCAL\n"
    end = content.index(mark) + len(mark)
    fields = dict(line.split(" = ") for line in content[:end].decode("latin1").strip().split("\n"))
    body = zlib.decompress(content[end:]) if fields["CompressedData"] == "True" else content[end:]
    values = array.array(CODES[fields["ElementType"]])
    values.frombytes(body)
    return fields, [int(count) for count in fields["DimSize"].split()], values


def connected(bright, size):
    """The voxels that neighbours lead to from those around the middle of the grid."""
    nx, ny, nz = size
    found = bytearray(len(bright))
    middle = nx // 2 + nx * (ny // 2 + ny * (nz // 2))
    waiting = list(range(middle - nx // 4, middle + nx // 4 + 1))
    while waiting:
        at = waiting.pop()
        if found[at] or not bright[at]:
            continue
        found[at] = 1
        x, y, z = at % nx, at // nx % ny, at // nx // ny
        if x > 0:
            waiting.append(at - 1)
        if x < nx - 1:
            waiting.append(at + 1)
        if y > 0:
            waiting.append(at - nx)
        if y < ny - 1:
            waiting.append(at + nx)
        if z > 0:
            waiting.append(at - nx * ny)
        if z < nz - 1:
            waiting.append(at + nx * ny)
    return found


def two_means(values):
    """The value half way between the means of the lower and the upper group."""
    def mean(some):
        return sum(some) / max(1, len(some))

    split = mean(values)
    for _ in range(20):
        split = (mean([v for v in values if v <= split]) + mean([v for v in values if v > split])) / 2
    return split


def segment(values, size):
    """What hangs together with the middle of the head and is brighter than fluid; of it, the brighter group is white."""
    limit = 0.45 * sorted(values)[int(0.98 * len(values))]
    inside = connected(bytearray(value > limit for value in values), size)
    split = two_means([value for value, is_inside in zip(values, inside) if is_inside])
    return bytes((2 if value > split else 1) if is_inside else 0 for value, is_inside in zip(values, inside))


(name,) = os.listdir(INPUT)
fields, size, values = read_volume(os.path.join(INPUT, name))
labels = segment(values, size)
# On the grid of the input: its header, with one byte a voxel.
header = {key: value for key, value in fields.items() if key not in ("CompressedDataSize", "ElementDataFile")}
header.update(ElementType="MET_UCHAR", CompressedData="False", ElementDataFile="LOCAL")
os.makedirs(OUTPUT, exist_ok=True)
with open(os.path.join(OUTPUT, "segmentation.mha"), "wb") as file:
    file.write("".join(f"{key} = {value}\n" for key, value in header.items()).encode("latin1"))
    file.write(labels)
