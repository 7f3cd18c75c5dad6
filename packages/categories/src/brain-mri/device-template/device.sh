#!/bin/sh
# Finds nothing in any T1 volume of the head: every voxel of its answer is 0. It stands for the call of your own program.
set -eu
input="${INPUT_DIR:-/input}/images/t1-brain-mri"
output="${OUTPUT_DIR:-/output}/images/brain-structure-segmentation"

# One image of any file name, a MetaImage (.mha): a header of text, then the voxels.
for image in "$input"/*; do
  [ -f "$image" ] || exit 1
done
header=$(sed '/^ElementDataFile/q' "$image" | tr -d '\000')
voxels=1
for count in $(printf '%s\n' "$header" | sed -n 's/^DimSize = //p'); do
  voxels=$((voxels * count))
done

# On the grid of the input: its header, with one byte a voxel.
mkdir -p "$output"
{
  printf '%s\n' "$header" | sed -e 's/^ElementType = .*/ElementType = MET_UCHAR/' -e 's/^CompressedData = .*/CompressedData = False/' -e '/^CompressedDataSize/d'
  head -c "$voxels" /dev/zero
} >"$output/segmentation.mha"
