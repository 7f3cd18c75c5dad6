#!/bin/sh
# Refers every photograph of the fundus. It stands for the call of your own program.
set -eu
input="${INPUT_DIR:-/input}/images/color-fundus"
output="${OUTPUT_DIR:-/output}"

# One image of any file name, a MetaImage (.mha).
for image in "$input"/*; do
  [ -f "$image" ] || exit 1
done

mkdir -p "$output"
printf '0.5' >"$output/referable-retinopathy-likelihood.json"
printf '"2"' >"$output/retinopathy-grade.json"
