"""Starts the observatory for the checks, on a port of the system's choice and with a store that is thrown away."""

import datetime
import json
import re
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request


QUIET_MINUTES, BLOCKED_MINUTES = 150, 45


def blocked(end):
    """Lines of a native stream: X fails on three networks of Pakistan, as sixteen probes see it, and works elsewhere.

    Two and a half quiet hours go before; `end` is in Unix seconds.
    """
    def text(moment):
        return datetime.datetime.fromtimestamp(moment, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")

    start, onset = end - 60 * (QUIET_MINUTES + BLOCKED_MINUTES), end - 60 * BLOCKED_MINUTES
    records = [
        (start, {"kind": "network", "received": text(start), "cc": "PK", "asn": asn, "name": name, "users": users,
                 "source": "made up for a test"})
        for asn, name, users in ((17557, "PTCL", 0.3), (45669, "Jazz", 0.3), (59257, "Zong", 0.2))]
    places = [("PK", (17557, 45669, 59257)[number % 3]) for number in range(16)]
    places += [("DE", 3320)] * 4 + [("KE", 33771)] * 4
    controls = [{"role": "neutral", "target": f"https://{host}/", "outcome": "ok"}
                for host in ("www.example.org", "www.kernel.org")]
    for number, (country, asn) in enumerate(places):
        for platform, host in (("x", "x.com"), ("youtube", "www.youtube.com")):
            for at in range(start + number * 17, end, 300):
                fails = country == "PK" and platform == "x" and at >= onset
                steps = [
                    {"stage": "dns", "failure": None, "ms": 12, "resolver": "isp"},
                    {"stage": "tcp", "failure": None, "ms": 80, "family": 4},
                    {"stage": "tls", "failure": "connection_reset" if fails else None, "ms": 81, "sni": host}]
                records.append((at + 4, {
                    "kind": "session", "id": f"s-{number}-{platform}-{at}", "at": text(at), "received": text(at + 4),
                    "every": 300, "probe": f"p-{number:016x}", "software": "made-up/1", "cc": country, "asn": asn,
                    "access": "fixed", "platform": platform, "target": f"https://{host}/",
                    "outcome": "failed" if fails else "ok", "steps": steps, "controls": controls,
                    "contrasts": [{"name": "sni.neutral", "outcome": "ok"}] if fails else []}))
    records.sort(key=lambda record: record[0])
    return [json.dumps(record) for _, record in records]


def fill(program, store):
    """Has the observatory at `store` see an incident of its own that goes on now."""
    lines = blocked(int(time.time()) // 60 * 60)
    subprocess.run(
        [program, "replay", "-", "--store", f"sqlite:{store}"], input="\n".join(lines) + "\n", text=True, check=True,
        stdout=subprocess.DEVNULL)


class Server:
    """`parallax serve`: with the synthetic example in it, or with an incident of its own."""

    def __init__(self, program, *arguments, has_incident=False):
        self.folder = tempfile.mkdtemp(prefix="parallax-pages-")
        if has_incident:
            fill(program, f"{self.folder}/store.sqlite")
        self.output = open(f"{self.folder}/output.txt", "w+")
        self.process = subprocess.Popen(
            [program, "serve", "--listen", "127.0.0.1:0", "--place", "PK:17557",
             "--store", f"sqlite:{self.folder}/store.sqlite", *arguments],
            cwd=self.folder, stdin=subprocess.DEVNULL, stdout=self.output, stderr=subprocess.STDOUT)
        self.origin = None

    def written(self):
        with open(self.output.name) as file:
            return file.read()

    def wait(self, deadline):
        """Waits until it answers; `deadline` is of the monotonic clock."""
        while not self.origin:
            found = re.search(r"http://127\.0\.0\.1:\d+", self.written())
            if found:
                self.origin = found[0]
            elif self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the server did not start:\n{self.written()}")
            else:
                time.sleep(0.1)

    def wait_for_incidents(self, count, deadline):
        """Waits until it has so many incidents and returns the newest first."""
        while True:
            try:
                with urllib.request.urlopen(f"{self.origin}/api/v1/incidents", timeout=20) as answer:
                    incidents = json.load(answer)["incidents"]
                if len(incidents) >= count:
                    return incidents
            except (urllib.error.URLError, TimeoutError):
                pass
            if time.monotonic() > deadline:
                raise RuntimeError(f"the example did not come up:\n{self.written()}")
            time.sleep(0.3)

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.output.close()
        shutil.rmtree(self.folder, ignore_errors=True)
