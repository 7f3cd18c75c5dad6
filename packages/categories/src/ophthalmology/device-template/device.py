# Reads a colour photograph of the fundus (MetaImage) and says how likely retinopathy is that has to be referred, and its
# grade. Counting spots that are darker or brighter than what is around them is only a beginning: put your own algorithm in
# place of `look`.
import json
import math
import os
import zlib

INPUT = os.path.join(os.environ.get("INPUT_DIR", "/input"), "images/color-fundus")
OUTPUT = os.environ.get("OUTPUT_DIR", "/output")


def read_photograph(path):
    """Width, height and the green values, which show vessels and lesions best. The last line of the header is ElementDataFile."""
    with open(path, "rb") as file:
        content = file.read()
    mark = b"ElementDataFile = LOCAL\n"
    end = content.index(mark) + len(mark)
    fields = dict(line.split(" = ") for line in content[:end].decode("latin1").strip().split("\n"))
    width, height = map(int, fields["DimSize"].split())
    channels = int(fields.get("ElementNumberOfChannels", "1"))
    body = zlib.decompress(content[end:]) if fields["CompressedData"] == "True" else content[end:]
    if fields["ElementType"] == "MET_USHORT":
        # The upper byte of each little-endian value.
        body = body[1::2]
    return width, height, list(body[(1 if channels == 3 else 0)::channels])


def means(values, width, height, reach):
    """Mean over a square around every pixel, by sums over rectangles from the corner."""
    sums = [[0] * (width + 1)]
    for y in range(height):
        row, above, line = 0, sums[-1], [0]
        for x in range(width):
            row += values[y * width + x]
            line.append(above[x + 1] + row)
        sums.append(line)
    found = []
    for y in range(height):
        top, bottom = sums[max(0, y - reach)], sums[min(height, y + reach + 1)]
        rows = min(height, y + reach + 1) - max(0, y - reach)
        for x in range(width):
            left, right = max(0, x - reach), min(width, x + reach + 1)
            total = bottom[right] - top[right] - bottom[left] + top[left]
            found.append(total / (rows * (right - left)))
    return found


def count_spots(stands, width, most_across):
    """Connected pixels that stand out, where they are few and lie close together: vessels are long."""
    spots = 0
    for first in range(len(stands)):
        if not stands[first]:
            continue
        waiting, pixels = [first], []
        stands[first] = 0
        while waiting:
            at = waiting.pop()
            pixels.append(at)
            for near in (at - 1, at + 1, at - width, at + width):
                if 0 <= near < len(stands) and stands[near]:
                    stands[near] = 0
                    waiting.append(near)
        columns = [at % width for at in pixels]
        across = max(max(columns) - min(columns), max(pixels) // width - first // width) + 1
        if len(pixels) >= 3 and across <= most_across and len(pixels) > 0.4 * across * across:
            spots += 1
    return spots


def look(width, height, green):
    """Counts spots that stand out from the mean of their surroundings; 'ungradable' where the photograph is dark."""
    reach = max(4, round(width / 20))
    around = means(green, width, height, reach)
    lit = [i for i, value in enumerate(green) if value > 0 and around[i] >= 12]
    if not lit or sum(around[i] for i in lit) / len(lit) < 35:
        return 0.9, "ungradable"
    stands = [0] * len(green)
    for i in lit:
        difference = (green[i] - around[i]) / around[i]
        stands[i] = 1 if difference < -0.25 or difference > 0.35 else 0
    spots = count_spots(stands, width, reach)
    grade = next((str(grade) for grade, least in enumerate((12, 18, 35, 50)) if spots < least), "4")
    return 1 / (1 + math.exp((17.5 - spots) / 3)), grade


(name,) = os.listdir(INPUT)
likelihood, grade = look(*read_photograph(os.path.join(INPUT, name)))
os.makedirs(OUTPUT, exist_ok=True)
with open(os.path.join(OUTPUT, "referable-retinopathy-likelihood.json"), "w") as file:
    json.dump(likelihood, file)
with open(os.path.join(OUTPUT, "retinopathy-grade.json"), "w") as file:
    json.dump(grade, file)
