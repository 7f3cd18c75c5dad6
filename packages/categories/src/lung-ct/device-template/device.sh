#!/bin/sh
# Reads a chest CT (a MetaImage) and marks every short run of soft tissue in the lungs that stands by itself in its slice.
# It stands for the call of your own program.
set -eu
input="${INPUT_DIR:-/input}/images/ct"
output="${OUTPUT_DIR:-/output}"

mkdir -p "$output"
set -- "$input"/*
header() { sed -n "s/^$1 = //p;/^ElementDataFile/q" "$image"; }
image=$1
size=$(header DimSize)
[ "$(header ElementType) $(header CompressedData)" = "MET_SHORT False" ]
start=$(sed '/^ElementDataFile/q' "$image" | wc -c)

# A slice at a time: spots of a row above -400 HU, 3 to 8 voxels long, with lung above, below and on both sides; long ones are surer.
tail -c "+$((start + 1))" "$image" | od -An -v -t d2 -w"$((2 * ${size%% *}))" |
  awk -v size="$size" -v spacing="$(header ElementSpacing)" -v offset="$(header Offset)" -v matrix="$(header TransformMatrix)" '
  BEGIN {
    split(size, n, " "); split(spacing, s, " "); split(offset, o, " "); split(matrix, m, " ")
    printf "{\"type\": \"Multiple points\", \"version\": {\"major\": 1, \"minor\": 0}, \"points\": ["
  }
  {
    row = (NR - 1) % n[2]
    for (i = 1; i <= n[1]; i++) line[row, i] = $i
    if (row == n[2] - 1) findSpots(int((NR - 1) / n[2]))
  }
  function findSpots(slice,    j, i, from) {
    for (j = 4; j < n[2] - 4; j += 2)
      for (i = 2; i <= n[1]; i++) {
        if (line[j, i] <= -400) continue
        from = i
        while (i < n[1] && line[j, i + 1] > -400) i++
        if (i - from > 1 && i - from < 8 && isLung(j, from - 1) && isLung(j, i + 1) &&
          isLung(j - 4, int((from + i) / 2)) && isLung(j + 4, int((from + i) / 2))) mark((from + i) / 2 - 1, j, slice, (i - from) / 8)
      }
  }
  function isLung(j, i) { return line[j, i] < -600 && line[j, i] > -950 }
  function mark(x, y, z, probability,    row) {
    if (marks >= 100) return
    printf "%s{\"name\": \"\", \"probability\": %.3f, \"point\": [", (marks++ ? ", " : ""), probability
    for (row = 1; row <= 3; row++)
      printf "%s%.3f", (row > 1 ? ", " : ""), o[row] + x * s[1] * m[row] + y * s[2] * m[3 + row] + z * s[3] * m[6 + row]
    printf "]}"
  }
  END { print "]}" }' >"$output/nodule-locations.json"
