"""Makes the corpora of the OONI benchmark from recorded measurements: one measurement a line, wrappers removed.

    make_corpora.py DATA OUT

DATA is the folder `data/ooni-measurements-raw` of the recorded files. `light.jsonl` holds the documents without their
bodies' weight (those of at most 30 kB), `heavy.jsonl` those above it, `all.jsonl` all of them. Documents that oonidata
refuses are left out, so that everybody reads the same. Each corpus is repeated up to about 48 MB.
"""

import gzip
import json
import statistics
import sys
from pathlib import Path

from oonidata.models.nettests import NETTEST_MODELS, BaseMeasurement

data, out = map(Path, sys.argv[1:3])
documents = []
for file in ("measurements.jsonl.gz", "qa_scenarios_wc05.jsonl.gz"):
    for line in gzip.open(data / file, "rt"):
        measurement = json.loads(line)["measurement"]
        try:
            NETTEST_MODELS.get(measurement["test_name"], BaseMeasurement).from_dict(dict(measurement))
        except Exception:
            continue
        documents.append(json.dumps(measurement, separators=(",", ":"), ensure_ascii=False).encode())

for name, chosen in (
    ("light", [d for d in documents if len(d) <= 30_000]),
    ("heavy", [d for d in documents if len(d) > 30_000]),
    ("all", documents),
):
    size = sum(map(len, chosen))
    repeats = max(1, round(48e6 / size))
    with open(out / f"{name}.jsonl", "wb") as file:
        for _ in range(repeats):
            for document in chosen:
                file.write(document + b"\n")
    median = statistics.median(map(len, chosen))
    print(f"{name}: {len(chosen)} documents, median {median / 1000:.1f} kB, x {repeats} = {size * repeats / 1e6:.0f} MB")
