"""Prints the results of a run beside what they have to reach; exits with 1 when one falls short.

report.py RESULTS      lines of name<TAB>value<TAB>unit
"""

import sys

values = {}
for line in open(sys.argv[1]):
    name, value, unit = line.rstrip("\n").split("\t")
    values[name] = float(value)

print(f"{'corpus':8} {'parallax':>10} {'oonidata':>10} {'simdjson':>10}   MB/s, medians")
for corpus in ("light", "heavy", "all"):
    ours, theirs = values[f"ooni.{corpus}.parallax"], values[f"ooni.{corpus}.oonidata"]
    walk = max(values[f"ooni.{corpus}.simdjson-ondemand"], values[f"ooni.{corpus}.simdjson-dom"])
    values[f"{corpus}.oonidata"], values[f"{corpus}.simdjson"] = ours / theirs, ours / walk
    print(f"{corpus:8} {ours:10.0f} {theirs:10.0f} {walk:10.0f}")

goals = [
    ("OONI without bodies' weight, against oonidata", values["light.oonidata"], 10, "x"),
    ("OONI with bodies, against oonidata", values["heavy.oonidata"], 4, "x"),
    ("OONI without bodies' weight, against simdjson's faster walk", values["light.simdjson"], 0.5, "x"),
    ("OONI with bodies, against simdjson's faster walk", values["heavy.simdjson"], 0.5, "x"),
    ("native sessions parsed", values["native.sessions"], 500_000, "/s"),
]
print()
short = 0
for text, value, goal, unit in goals:
    verdict = "ok" if value >= goal else "SHORT"
    short += value < goal
    print(f"{verdict:6} {text}: {value:,.2f} {unit} (to reach: {goal:,} {unit})")
print(f"       native sessions through a whole stream: {values['native.stream']:,.0f}/s")
print(f"       native sessions written: {values['native.written']:,.0f}/s")
print(
    """
What bounds it: with bodies, memory and simdjson's first stage, since a body is one string that nobody looks into;
without, the tables of each measurement (one record of a few words per row) and the comparison with the control.
Sessions are bound by counting references to the texts that they share, and by the allocation of their three lists."""
)
sys.exit(1 if short else 0)
