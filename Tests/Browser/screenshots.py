"""Saves a picture of each page of pages.json, on a phone (360 px) and a desk (1280 px), in each of its languages.

    screenshots.py --base http://127.0.0.1:8080 --sign-ins SERVER.log FOLDER [--only TEXT] [--dark]
"""

import argparse
import base64
import pathlib
import re
import sys

import pages
import sign_ins
from browser import Browser


def shoot(browser, file):
    """The whole page, not only what fits the window."""
    height = browser.run("return document.documentElement.scrollHeight")
    width = browser.run("return innerWidth")
    picture = browser.driver.execute_cdp_cmd("Page.captureScreenshot", {
        "captureBeyondViewport": True, "clip": {"x": 0, "y": 0, "width": width, "height": min(height, 6000), "scale": 1}})
    file.write_bytes(base64.b64decode(picture["data"]))
    print(file)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--base", required=True)
    parser.add_argument("--sign-ins", required=True)
    parser.add_argument("--only", default="", help="only pages whose path holds this text")
    parser.add_argument("--dark", action="store_true")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)

    people = sign_ins.read(arguments.sign_ins)
    listed = [page for page in pages.read() if arguments.only in page.path]
    for person in dict.fromkeys(page.as_ for page in listed):
        with Browser(arguments.base) as browser:
            if person:
                browser.sign_in(*sign_ins.named(people, person))
            for page in (page for page in listed if page.as_ == person):
                path = page.address(browser)
                name = re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-") or "home"
                for language in page.languages:
                    browser.language(language)
                    for width in (360, 1280):
                        browser.view(width, dark=arguments.dark)
                        browser.open(path)
                        shoot(browser, arguments.folder / f"{name}.{language}.{width}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
