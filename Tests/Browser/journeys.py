"""The main journeys, with JavaScript switched off: a page may be better with it, never useless without."""

import browser as browsing
from browser import Trouble
from sign_ins import named


def _search(person):
    """Somebody who is not known looks for a solution and opens it."""
    person.open("/solutions")
    person.fill("Search the solutions", "digital centre")
    person.press("Search")
    if "digital" not in person.text().lower():
        raise Trouble("searching for “digital centre” shows nothing of it")
    links = person.driver.find_elements("css selector", "main a[href*='/solutions/']")
    opened = [link for link in links if link.text.strip()]
    if not opened:
        raise Trouble("the search's answer links to no solution")
    title = " ".join(opened[0].text.split())
    person.press(title)
    if "/solutions/" not in person.path:
        raise Trouble(f"“{title}” leads to {person.path}")


def _draft(person):
    """A focal point begins a solution, saves it, and finds what was typed."""
    title = "A draft made without JavaScript"
    person.open("/work/solutions/new")
    person.fill("Title", title)
    person.press("Begin")
    person.fill("Summary", "It was begun and saved by a browser that runs no script.")
    person.press("Save")
    if person.field("Title").get_attribute("value") != title:
        raise Trouble("the saved draft does not hold the title that was typed")


def _need(person):
    """A need with nothing typed is refused with a summary of errors that links to its fields."""
    person.open("/work/needs/new")
    person.press("State the need")
    summary = person.driver.find_elements("css selector", "[role=alert] a[href^='#'], .error-summary a[href^='#']")
    if not summary:
        raise Trouble("an empty form is not answered with a linked list of errors")


JOURNEYS = [
    ("search and read a solution", None, _search),
    ("make a draft and save it", "Focal point", _draft),
    ("send an empty form", "Focal point", _need),
]


def troubles(base, sign_ins):
    """(journey, trouble or None) for each journey, in a fresh browser each."""
    for name, role, walk in JOURNEYS:
        with browsing.Browser(base, javascript=False) as person:
            try:
                if role:
                    person.sign_in(*named(sign_ins, role))
                walk(person)
                yield name, None
            except Trouble as trouble:
                yield name, str(trouble)
