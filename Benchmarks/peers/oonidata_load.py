"""Loads every line with oonidata: json.loads, then from_dict of the class of its test.

    oonidata_load.py NAME FILE      prints name<TAB>value<TAB>unit, the median of seven runs after one to warm up
"""

import json
import statistics
import sys
import time

from oonidata.models.nettests import NETTEST_MODELS, BaseMeasurement

name, path = sys.argv[1:3]
with open(path, "rb") as file:
    lines = file.read().splitlines()


def load_all():
    for line in lines:
        document = json.loads(line)
        NETTEST_MODELS.get(document["test_name"], BaseMeasurement).from_dict(document)


times = []
for run in range(8):
    start = time.process_time()
    load_all()
    if run > 0:
        times.append(time.process_time() - start)
print(f"ooni.{name}.oonidata\t{sum(map(len, lines)) / statistics.median(times) / 1e6}\tMB/s")
