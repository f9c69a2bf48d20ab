"""Walks the pages of a running Sangam as people meet them, and fails on anything that would stop one of them.

    check.py --base http://127.0.0.1:8080 --sign-ins SERVER.log [--keep FOLDER] [--only TEXT]

Each page of pages.json is opened at 320 and 1280 pixels, light and some dark: WCAG 2.2 AA (axe), no sideways scrolling, the
Tab key, the script console, the direction of writing, valid HTML. Then the main journeys, most without JavaScript, the API and the
feeds, and every kind of link. One line for each page; exit status 1 when there is any trouble.
"""

import argparse
import sys
import tempfile

import accessibility
import conventions
import crawl
import fetch
import journeys
import keyboard
import pages
import sign_ins
from browser import Browser, Trouble
from markup import Markup

RIGHT_TO_LEFT = {"ar"}


class Report:
    """Prints as it goes and counts the troubles."""

    def __init__(self):
        self.looks = 0
        self.troubles = 0

    def line(self, name, troubles):
        self.looks += 1
        self.troubles += len(troubles)
        print(f"{'FAIL' if troubles else 'ok  '}  {name}", flush=True)
        for trouble in troubles:
            print("      " + trouble.replace("\n", "\n      "), flush=True)


def look(browser, page, path, language, markup):
    """All the troubles of one page in one language."""
    found = []
    name = f"{path} ({language}{', ' + page.as_ if page.as_ else ''})"
    status, headers, html = fetch.get(browser.base + path, browser.cookies(), language)
    if status != page.status:
        return name, [f"answers {status}, not {page.status}"]
    if "default-src" not in headers.get("Content-Security-Policy", ""):
        found.append("has no Content-Security-Policy with a default-src")
    markup.keep(name, html)

    browser.language(language)
    browser.view(1280)
    browser.complaints()  # what came before this page is not its fault
    browser.open(path)
    said = [text for text in browser.complaints() if page.status == 200 or f"status of {page.status}" not in text]
    found += [f"console: {text}" for text in said]

    told, direction = browser.run(
        "return [document.documentElement.lang, getComputedStyle(document.documentElement).direction]")
    if told.split("-")[0] != language:
        found.append(f"says lang=“{told}”, not “{language}”")
    if direction != ("rtl" if language in RIGHT_TO_LEFT else "ltr"):
        found.append(f"is written {direction}")
    if language == "en":
        found += [f"keyboard: {text}" for text in keyboard.troubles(browser)]

    seen = {}  # each trouble once, with the views that have it
    for width, dark in [(1280, False), (320, False)] + ([(1280, True), (320, True)] if page.dark else []):
        browser.view(width, dark=dark)
        troubles = accessibility.violations(browser)
        if width == 320 and not dark:
            troubles += accessibility.overflow(browser)
        for text in troubles:
            seen.setdefault(text, []).append(f"{width} px{' dark' if dark else ''}")
    found += [f"{text}\n    at {', '.join(views)}" for text, views in seen.items()]
    return name, found


def walk(base, people, listed, markup, report):
    """Looks at every listed page; gives, for each person, the paths seen and the cookies they were seen with."""
    roots = {}
    browser, person = None, object()
    try:
        for page in listed:
            try:
                if browser is None or page.as_ != person:
                    if browser:
                        browser.close()
                    browser, person = Browser(base), page.as_
                    if person:
                        browser.sign_in(*sign_ins.named(people, person))
                path = page.address(browser)
                paths, _ = roots.setdefault(person, ([], browser.cookies()))
                if page.status == 200:
                    paths.append(path)
                for language in page.languages:
                    report.line(*look(browser, page, path, language, markup))
            except Trouble as trouble:
                report.line(f"{page.path} ({page.as_ or 'anybody'})", [str(trouble)])
    finally:
        if browser:
            browser.close()
    return roots


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--base", required=True, help="where Sangam is served")
    parser.add_argument("--sign-ins", required=True, help="what `sangam serve --sample` printed")
    parser.add_argument("--keep", help="folder for the pages' HTML (default: a temporary one)")
    parser.add_argument("--only", help="look only at listed pages whose path holds this text")
    arguments = parser.parse_args()

    people = sign_ins.read(arguments.sign_ins)
    listed = pages.read()
    if arguments.only:
        listed = [page for page in listed if arguments.only in page.path]
    report = Report()
    with tempfile.TemporaryDirectory() as folder:
        markup = Markup(arguments.keep or folder)
        roots = walk(arguments.base, people, listed, markup, report)
        wrong = markup.troubles()
        for page in dict.fromkeys(page for page, _ in wrong):
            report.line(f"HTML of {page}", [text for where, text in wrong if where == page])
        if not wrong:
            report.line(f"HTML of {len(markup.names)} pages is valid", [])
    if not arguments.only:
        # Before the journeys, which change what the pages link to: a round that is published has no lists to write any more.
        for person, (paths, cookies) in roots.items():
            asked, broken = crawl.troubles(arguments.base, paths, cookies)
            report.line(f"{asked} links followed as {person or 'anybody'}", broken)
        for name, trouble in journeys.troubles(arguments.base, people):
            report.line(name, [trouble] if trouble else [])
        for name, found in conventions.troubles(arguments.base, roots.get(None, ([], ""))[0]):
            report.line(name, found)
        report.line("the API takes changes as its description says (schemathesis)", conventions.changes(arguments.base, people))

    print(f"Browser checks: {report.looks} looks, {report.troubles} troubles.")
    return 1 if report.troubles else 0


if __name__ == "__main__":
    sys.exit(main())
