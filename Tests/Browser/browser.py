"""A person at a browser: Debian's chromium without a window, driven by selenium."""

import os
import shutil

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait


class Trouble(Exception):
    """Something on a page that is not as it should be; the message says what."""


class Browser:
    """One browser window. `javascript=False` is a phone whose owner, or whose bad line, has none."""

    def __init__(self, base, javascript=True):
        self.base = base.rstrip("/")
        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium") or shutil.which("chromium-browser")
        for flag in ("--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                     "--no-first-run", "--disable-extensions", "--disable-background-networking"):
            options.add_argument(flag)
        if os.geteuid() == 0:
            options.add_argument("--no-sandbox")  # chromium's sandbox does not work as root
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
        self.driver.set_page_load_timeout(30)
        self.driver.execute_cdp_cmd("Network.enable", {})
        if not javascript:
            self.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
        self.view()

    def close(self):
        self.driver.quit()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def view(self, width=1280, height=900, dark=False):
        """The size of the window, in CSS pixels, and the person's choice of light or dark. Nothing moves."""
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
            {"name": "prefers-reduced-motion", "value": "reduce"}]})

    def language(self, tag):
        """The language that the browser asks for."""
        self.driver.execute_cdp_cmd("Network.setExtraHTTPHeaders", {"headers": {"Accept-Language": tag}})

    def open(self, path):
        self.driver.get(self.base + path)

    @property
    def path(self):
        return self.driver.current_url.removeprefix(self.base) or "/"

    def cookies(self):
        """The Cookie header that the browser would send."""
        return "; ".join(f"{c['name']}={c['value']}" for c in self.driver.get_cookies())

    def complaints(self):
        """What the page wrote to the console since the last call: script errors, refused content, broken requests."""
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    # What a person does: finds things by the words beside them.

    def text(self):
        return self.driver.find_element(By.TAG_NAME, "body").text

    def field(self, label):
        """The control that a label names; the label may go on after the given words."""
        for element in self.driver.find_elements(By.TAG_NAME, "label"):
            if " ".join(element.text.split()).lower().startswith(label.lower()):
                target = element.get_attribute("for")
                if target:
                    return self.driver.find_element(By.ID, target)
                return element.find_element(By.CSS_SELECTOR, "input, select, textarea")
        raise Trouble(f"{self.path} has no field labelled “{label}”")

    def fill(self, label, text):
        control = self.field(label)
        control.clear()
        control.send_keys(text)

    def choose(self, label, option):
        """Picks one of a list by the words that it shows."""
        for element in self.field(label).find_elements(By.TAG_NAME, "option"):
            if " ".join(element.text.split()).lower() == option.lower():
                element.click()
                return
        raise Trouble(f"{self.path}: “{label}” offers no “{option}”")

    def tick(self, label):
        control = self.field(label)
        if not control.is_selected():
            control.click()

    def press(self, words):
        """Presses the button or follows the link with these words and waits for the next page."""
        # Buttons first: the page's head has a link “Sign in” above the button of that name.
        buttons = self.driver.find_elements(By.CSS_SELECTOR, "button, input[type=submit]")
        for element in buttons + self.driver.find_elements(By.CSS_SELECTOR, "a[href]"):
            shown = " ".join((element.text or element.get_attribute("value") or "").split())
            if shown.lower() == words.lower() and element.is_displayed():
                self.follow(element)
                return
        raise Trouble(f"{self.path} has no button or link “{words}”")

    def follow(self, element):
        """Presses a button or a link and waits for the next page."""
        before = self.driver.find_element(By.TAG_NAME, "html")
        element.click()
        WebDriverWait(self.driver, 10).until(lambda _: _gone(before))

    def sign_in(self, email, password):
        self.open("/sign-in")
        self.fill("E-mail", email)
        self.fill("Password", password)
        self.press("Sign in")
        if self.path.startswith("/sign-in"):
            raise Trouble(f"signing in as {email} did not work: {first_line(self.text())}")


def _gone(element):
    try:
        element.is_enabled()
        return False
    except Exception:  # selenium's word for it differs by version: stale, detached, no such element
        return True


def first_line(text):
    return text.strip().splitlines()[0] if text.strip() else "(empty page)"
