"""A real headless Chromium, driven over the DevTools protocol through two pipes: nothing to install but the browser."""

import base64
import json
import os
import shutil
import subprocess
import tempfile
import threading
import time
import unittest
from pathlib import Path


def executable_or_skip():
    found = os.environ.get("CONTINUITY_E2E_CHROMIUM") or next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
    if not found:
        raise unittest.SkipTest("no Chromium here: `apt-get install chromium`, or name one in CONTINUITY_E2E_CHROMIUM")
    return found


class Browser:
    """One browser with a profile of its own. `open` gives a page."""

    def __init__(self):
        program = executable_or_skip()
        self.profile = tempfile.mkdtemp(prefix="continuity-chromium-")
        to_browser, self._out = os.pipe()
        self._in, from_browser = os.pipe()

        def inherit():
            # The browser reads descriptor 3 and writes 4. Both ends may stand there already, so they are first moved out of the way.
            reading, writing = os.dup(to_browser), os.dup(from_browser)
            os.dup2(reading, 3)
            os.dup2(writing, 4)

        self.process = subprocess.Popen(
            [program, "--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-dev-shm-usage",
             "--no-first-run", "--disable-component-update", "--disable-background-networking", "--disable-sync", "--mute-audio",
             "--force-color-profile=srgb", f"--user-data-dir={self.profile}", "about:blank"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, close_fds=False, preexec_fn=inherit)
        os.close(to_browser)
        os.close(from_browser)
        self._next = 0
        self._answers = {}
        self._arrived = threading.Condition()
        self._ended = False
        self.pages = {}
        threading.Thread(target=self._read, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        try:
            self.command("Browser.close", within=5)
        except (AssertionError, OSError):
            pass
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self._out)
        shutil.rmtree(self.profile, ignore_errors=True)

    def _read(self):
        rest = b""
        while True:
            try:
                block = os.read(self._in, 1 << 20)
            except OSError:
                block = b""
            if not block:
                break
            *messages, rest = (rest + block).split(b"\0")
            for message in map(json.loads, messages):
                with self._arrived:
                    if "id" in message:
                        self._answers[message["id"]] = message
                    elif message.get("sessionId") in self.pages:
                        self.pages[message["sessionId"]].events.append(message)
                    self._arrived.notify_all()
        with self._arrived:
            self._ended = True
            self._arrived.notify_all()

    def command(self, method, session=None, within=30.0, **parameters):
        with self._arrived:
            self._next += 1
            number = self._next
        message = {"id": number, "method": method, "params": parameters, **({"sessionId": session} if session else {})}
        os.write(self._out, json.dumps(message).encode() + b"\0")
        end = time.monotonic() + within
        with self._arrived:
            while number not in self._answers:
                left = end - time.monotonic()
                if self._ended or left <= 0:
                    raise AssertionError(f"the browser gave no answer to {method} within {within:g} s")
                self._arrived.wait(left)
            answer = self._answers.pop(number)
        if "error" in answer:
            raise AssertionError(f"{method}: {answer['error']}")
        return answer["result"]

    def open(self, address="about:blank", width=1400, height=900, dark=False, touch=False):
        return Page(self, address, width, height, dark, touch)


class Page:
    """A page, with everything that it logged and asked for."""

    def __init__(self, browser, address, width, height, dark, touch):
        self.browser = browser
        self.events = []
        context = browser.command("Target.createBrowserContext")["browserContextId"]
        target = browser.command("Target.createTarget", url="about:blank", browserContextId=context)["targetId"]
        self.session = browser.command("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        browser.pages[self.session] = self
        for domain in ("Page", "Runtime", "Log", "Network", "DOM", "Accessibility", "Performance"):
            self.command(f"{domain}.enable")
        self.size(width, height, dark, touch)
        if address != "about:blank":
            self.go(address)

    def command(self, method, **parameters):
        return self.browser.command(method, self.session, **parameters)

    def size(self, width, height, dark=False, touch=False):
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=touch)
        self.command("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])

    def go(self, address):
        self._load("Page.navigate", url=address)

    def reload(self):
        """As if it came for the first time."""
        self._load("Page.reload", ignoreCache=True)

    def _load(self, method, **parameters):
        seen = len(self.events)
        self.command(method, **parameters)
        self.wait_for(lambda: any(event["method"] == "Page.loadEventFired" for event in self.events[seen:]), "the page to load")

    def wait_for(self, condition, what, within=20.0):
        end = time.monotonic() + within
        while not (value := condition()):
            if time.monotonic() > end:
                raise AssertionError(f"not within {within:g} s: {what}")
            time.sleep(0.01)
        return value

    def run(self, script):
        """What an expression comes to, promises awaited."""
        answer = self.command("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True, userGesture=True)
        if "exceptionDetails" in answer:
            raise AssertionError(f"{script[:200]}: {answer['exceptionDetails'].get('exception', {}).get('description', answer['exceptionDetails'])}")
        return answer["result"].get("value")

    def until(self, script, within=20.0):
        return self.wait_for(lambda: self.run(f"!!({script})"), script, within)

    KEYS = {
        "Enter": ("Enter", 13), "Escape": ("Escape", 27), "Tab": ("Tab", 9), "ArrowDown": ("ArrowDown", 40), "ArrowUp": ("ArrowUp", 38),
        "ArrowLeft": ("ArrowLeft", 37), "ArrowRight": ("ArrowRight", 39), "Home": ("Home", 36), "End": ("End", 35),
    }

    def press(self, key, modifiers=0):
        code, number = self.KEYS.get(key, ("", ord(key.upper()) if len(key) == 1 else 0))
        text = {"Enter": "\r"}.get(key, key if len(key) == 1 else "")
        common = {"key": key, "code": code, "windowsVirtualKeyCode": number, "modifiers": modifiers}
        self.command("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", **common, **({"text": text} if text else {}))
        self.command("Input.dispatchKeyEvent", type="keyUp", **common)

    def type(self, words):
        for letter in words:
            self.press(letter)

    def click(self, selector):
        box = self.run(f"(() => {{ const e = document.querySelector({json.dumps(selector)}); e.scrollIntoView({{block: 'nearest'}}); const b = e.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; }})()")
        for kind in ("mousePressed", "mouseReleased"):
            self.command("Input.dispatchMouseEvent", type=kind, x=box[0], y=box[1], button="left", clickCount=1)

    def picture(self, path):
        data = self.command("Page.captureScreenshot", format="png")["data"]
        Path(path).write_bytes(base64.b64decode(data))

    # What went wrong

    def complaints(self):
        """Everything that the console would show in red or yellow, and every exception."""
        found = []
        for event in list(self.events):
            params = event["params"]
            if event["method"] == "Runtime.exceptionThrown":
                details = params["exceptionDetails"]
                found.append(details.get("exception", {}).get("description") or details.get("text"))
            elif event["method"] == "Runtime.consoleAPICalled" and params["type"] in ("error", "warning", "assert"):
                found.append(" ".join(str(argument.get("value", argument.get("description"))) for argument in params["args"]))
            elif event["method"] == "Log.entryAdded" and params["entry"]["level"] in ("error", "warning"):
                found.append(f"{params['entry']['text']} {params['entry'].get('url', '')}")
        return found

    def requests(self):
        return [event["params"]["request"]["url"] for event in list(self.events) if event["method"] == "Network.requestWillBeSent"]
