# Reads the headers of DICOM files, without pixels. Prints the seconds.
import json
import sys
import time
from pathlib import Path

import pydicom

files = sorted(Path(sys.argv[1]).iterdir())
started = time.perf_counter()
for file in files:
    dataset = pydicom.dcmread(file, stop_before_pixels=True)
    for element in dataset:
        element.value
print(json.dumps({"seconds": time.perf_counter() - started}))
