"""Drives a headless Chromium over its DevTools protocol, by a pair of pipes: nothing but Python's own library."""

import base64
import fcntl
import json
import os
import select
import shutil
import subprocess
import tempfile
import time


def find():
    """The path of a Chromium; None when this machine has none."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


class Failed(Exception):
    """The browser did not do what was asked."""


class Chromium:
    """A browser with a profile of its own, gone when it is closed."""

    def __init__(self, program):
        self.profile = tempfile.mkdtemp(prefix="parallax-chromium-")
        to_browser, self.writer = os.pipe()
        self.reader, from_browser = os.pipe()
        # Above the numbers that the browser expects its ends at, so that moving one does not close the other.
        to_browser, from_browser = (fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (to_browser, from_browser))
        arguments = [
            program, "--headless=new", "--remote-debugging-pipe", f"--user-data-dir={self.profile}", "--disable-gpu",
            "--disable-dev-shm-usage", "--hide-scrollbars", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--force-color-profile=srgb", "--lang=en-GB",
        ]
        # Chromium's sandbox cannot be had by root; every page here is our own.
        if os.geteuid() == 0:
            arguments.append("--no-sandbox")

        def place_pipes():
            os.dup2(to_browser, 3)
            os.dup2(from_browser, 4)

        self.process = subprocess.Popen(
            arguments + ["about:blank"], pass_fds=(3, 4, to_browser, from_browser), preexec_fn=place_pipes,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self.buffer = b""
        self.number = 0
        self.events = []

    def close(self):
        """Ends the browser and drops its profile."""
        try:
            self.call("Browser.close", timeout=5)
        except (Failed, OSError):
            pass
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)

    def call(self, method, session=None, timeout=30, **parameters):
        """Sends a command and returns its result; what else arrives meanwhile is kept in `events`."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self.writer, json.dumps(message).encode() + b"\0")
        deadline = time.monotonic() + timeout
        while True:
            answer = self.message(deadline)
            if answer is None:
                raise Failed(f"{method} was not answered within {timeout} s")
            if answer.get("id") != self.number:
                self.events.append(answer)
            elif "error" in answer:
                raise Failed(f"{method}: {answer['error'].get('message')}")
            else:
                return answer["result"]

    def message(self, deadline):
        """The next message; None when the deadline passes first."""
        while b"\0" not in self.buffer:
            ready, _, _ = select.select([self.reader], [], [], max(0, deadline - time.monotonic()))
            if not ready:
                return None
            piece = os.read(self.reader, 1 << 20)
            if not piece:
                raise Failed("the browser ended")
            self.buffer += piece
        text, _, self.buffer = self.buffer.partition(b"\0")
        return json.loads(text)


class Tab:
    """One page, with what it loaded and complained of since the last `open`."""

    def __init__(self, browser):
        self.browser = browser
        target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")
        self.call("Network.setCacheDisabled", cacheDisabled=True)

    def call(self, method, **parameters):
        return self.browser.call(method, self.session, **parameters)

    def look(self, width, height, is_phone=False, scripts=True, dark=False, media="screen"):
        """Sets size, scripts, colours and medium for what is opened next."""
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=is_phone)
        self.call("Emulation.setTouchEmulationEnabled", enabled=is_phone)
        self.call("Emulation.setScriptExecutionDisabled", value=not scripts)
        self.colours(dark, media)

    def colours(self, dark, media="screen"):
        self.call(
            "Emulation.setEmulatedMedia", media=media,
            features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])

    def open(self, address, language="en", timeout=30):
        """Loads a page and waits until it is there."""
        self.call("Network.setExtraHTTPHeaders", headers={"Accept-Language": language})
        self.browser.events.clear()
        failed = self.call("Page.navigate", url=address).get("errorText")
        if failed:
            raise Failed(f"{address}: {failed}")
        self.wait(lambda: self.seen("Page.loadEventFired"), timeout, f"{address} did not load")

    def seen(self, method):
        """The parameters of the events of a kind since the last `open`."""
        return [
            event["params"] for event in self.browser.events
            if event.get("method") == method and event.get("sessionId") == self.session
        ]

    def pump(self, seconds):
        """Takes in what the browser tells for a while."""
        deadline = time.monotonic() + seconds
        while (event := self.browser.message(deadline)) is not None:
            self.browser.events.append(event)

    def wait(self, condition, timeout, complaint):
        """Waits until something holds; a generous deadline costs nothing when it does."""
        deadline = time.monotonic() + timeout
        while not (value := condition()):
            if time.monotonic() > deadline:
                raise Failed(f"{complaint} within {timeout} s")
            self.pump(0.1)
        return value

    def value(self, expression):
        """What an expression of JavaScript gives on the page."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise Failed(f"{answer['exceptionDetails'].get('exception', {}).get('description', 'an exception')}")
        return answer["result"].get("value")

    def press(self, key, code, number):
        for kind in ("rawKeyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=code, windowsVirtualKeyCode=number)

    def picture(self, path, width, most=5_000):
        """Keeps a picture of the whole page."""
        # A tab behind another is not drawn.
        self.call("Page.bringToFront")
        height = min(self.call("Page.getLayoutMetrics")["cssContentSize"]["height"], most)
        shot = self.call(
            "Page.captureScreenshot", format="png", captureBeyondViewport=True, optimizeForSpeed=True,
            clip={"x": 0, "y": 0, "width": width, "height": height, "scale": 1})
        path.write_bytes(base64.b64decode(shot["data"]))
