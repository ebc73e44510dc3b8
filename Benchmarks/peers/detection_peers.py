"""Points a second through the classes that OONI and IODA publish, on series that PeerBenchmark wrote.

detection_peers.py FOLDER OONI_DATA WATCHTOWER_SENTRY     prints name<TAB>value<TAB>unit

Processor time, medians of five; reading the files and making what the classes take is not timed. OONI's class comes from
oonipipeline's `analysis/detector.py` and is given one series after the other with its tests' settings; IODA's comes from
watchtower's `filters/MovingStat.py` and is given the stream in order of time with the windows that IODA states.
"""

import importlib.util
import logging
import statistics
import sys
import time
import types
from datetime import datetime, timezone

folder, ooni_data, sentry = sys.argv[1:4]
logging.disable(logging.CRITICAL)


def load(name, path):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def median_seconds(run):
    spent = []
    for _ in range(5):
        start = time.process_time()
        alarms = run()
        spent.append(time.process_time() - start)
    return statistics.median(spent), alarms


def rows(name):
    with open(f"{folder}/{name}.tsv") as file:
        for line in file:
            key, value, seconds = line.rstrip("\n").split("\t")
            yield key, float(value), int(seconds)


# Only the database and the links need these two.
for missing in ("clickhouse_driver", "requests"):
    sys.modules.setdefault(missing, types.SimpleNamespace(Client=object))
detector = load("detector", f"{ooni_data}/oonipipeline/src/oonipipeline/analysis/detector.py")

series = {}
for key, value, seconds in rows("ooni"):
    country, network, platform = key.split(".")
    hour = datetime.fromtimestamp(seconds - seconds % 3600, timezone.utc)
    series.setdefault(key, []).append(
        {"probe_cc": country, "probe_asn": int(network), "domain": platform, "ts": hour, "count": 1, "tls_blocked": value})


def cusum():
    changes = 0
    for observations in series.values():
        found, _ = detector.CusumDetector(edd=10).run(observations, "tls_blocked", "count")
        changes += len(found)
    return changes


points = sum(map(len, series.values()))
seconds, changes = median_seconds(cusum)
print(f"ooni.cusum\t{points / seconds}\tpoints/s")
print(f"ooni.cusum-alarms\t{changes}\tchanges")
del series

sys.modules["watchtower"] = types.ModuleType("watchtower")
package = types.ModuleType("watchtower.sentry")
package.__path__ = [f"{sentry}/watchtower/sentry"]
sys.modules["watchtower.sentry"] = package
filters = types.ModuleType("watchtower.sentry.filters")
filters.__path__ = [f"{sentry}/watchtower/sentry/filters"]
sys.modules["watchtower.sentry.filters"] = filters
# Only the reading of configuration files needs it.
sys.modules.setdefault("jsonschema", types.ModuleType("jsonschema"))
package.SentryModule = load("watchtower.sentry.SentryModule", f"{sentry}/watchtower/sentry/SentryModule.py")
moving = load("watchtower.sentry.filters.MovingStat", f"{sentry}/watchtower/sentry/filters/MovingStat.py")

streams = {}
for key, value, seconds in rows("ioda"):
    streams.setdefault(key.rsplit(".", 1)[0], []).append((key, value, seconds))
windows = {"ioda.bgp": (86_400, 0.99), "ioda.ping-slash24": (7 * 86_400, 0.80)}


def moving_stat():
    alarms = 0
    for source, entries in streams.items():
        history, share = windows[source]
        config = {
            "module": "MovingStat", "type": ["median"], "history": history, "warmup": history // 8,
            "inpainting": {"min": 0.8, "max": 2.0, "maxduration": history},
        }
        for _, ratio, _ in moving.MovingStat(config, lambda entries=entries: iter(entries), {}).run():
            alarms += ratio is not None and ratio < share
    return alarms


points = sum(map(len, streams.values()))
seconds, alarms = median_seconds(moving_stat)
print(f"ioda.movingstat\t{points / seconds}\tpoints/s")
print(f"ioda.movingstat-alarms\t{alarms}\tbins")
