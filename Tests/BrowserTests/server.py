"""Starts the observatory for the checks, on a port of the system's choice and with a store that is thrown away."""

import json
import re
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request


class Server:
    """`parallax serve` with the synthetic example in it."""

    def __init__(self, program, *arguments):
        self.folder = tempfile.mkdtemp(prefix="parallax-pages-")
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
