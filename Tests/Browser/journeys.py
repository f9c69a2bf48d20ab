"""The main journeys, most with JavaScript switched off: a page may be better with it, never useless without."""

import board
import browser as browsing
import delivery
import exchange
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


def _desks(person, sign_ins):
    """Whoever signs in is where their work is."""
    for role, desk in DESKS.items():
        person.sign_in(*named(sign_ins, role))
        if person.path != desk:
            raise Trouble(f"{role}: signing in leads to {person.path}, not to {desk}")
        person.press("Sign out")


DESKS = {
    "Network secretariat": "/work", "Focal point, Fiji": "/work", "Thematic reviewer": "/work",
    "Service manager": "/work/cases", "Officer": "/work/cases", "Administrator": "/administration",
}


def _publish(person, sign_ins):
    """A solution goes from its first words through both reviews into the list that everybody reads, in three languages."""
    title = "Radio nurse for the outer islands"
    record = "/work/solutions/radio-nurse-for-the-outer-islands"

    def as_role(role, *steps):
        person.sign_in(*named(sign_ins, role))
        person.open(record)
        for step in steps:
            person.press(step)
        person.press("Sign out")

    person.sign_in(*named(sign_ins, "Focal point, Fiji"))
    person.open("/work/solutions/new")
    person.fill("Title", title)
    person.press("Begin")
    person.fill("Summary", "A nurse listens by radio to health workers of islands without a doctor.")
    person.choose("Language of the text", "English")
    person.tick("Public service delivery")
    person.tick("Pilot")
    person.press("Save")
    person.open(record)
    person.press("Submit")
    for missing in ("The problem", "How it works", "Who uses it", "Sources"):
        if missing not in person.text():
            raise Trouble(f"an unfinished solution is refused, but “{missing}” is not named")
    person.open(record + "/edit?part=content")
    person.fill("The problem", "The ship to the nearest doctor leaves once a week.")
    person.fill("How it works", "At a fixed hour the health worker calls; the nurse asks, advises, and notes it down.")
    person.fill("Who uses it", "Health workers of six islands.")
    person.press("Save")
    person.open(record + "/edit?part=sources")
    person.fill("Title of the source", "The island council's year book")
    person.press("Save")
    person.press("Sign out")
    as_role("Focal point, Fiji", "Submit")
    as_role("Network secretariat", "Mark as checked")
    as_role("Thematic reviewer, public service", "Validate")
    as_role("Focal point, Fiji", "Publish")
    for language in ("en", "bn", "ar"):
        person.open(f"/solutions?q=radio+nurse&lang={language}")
        found = person.driver.find_elements("css selector", "main a[href^='/solutions/radio-nurse']")
        if not found:
            raise Trouble(f"the published solution is not found on the {language} page")
    person.open("/solutions/radio-nurse-for-the-outer-islands?lang=en")
    if title not in person.text():
        raise Trouble("the solution's page does not show its title")


JOURNEYS = [
    ("apply and follow, on a phone, in Bangla", None, delivery.to_a_request),
    ("search and read a solution", None, _search),
    ("make a draft and save it", "Focal point", _draft),
    ("send an empty form", "Focal point", _need),
    ("move a partnership on the board", "Focal point", board.by_list),
]
# What scripts add.
SCRIPTED = [
    ("drag a partnership on the board", "Focal point", board.by_mouse),
    ("move a partnership with the keyboard", "Focal point", board.by_keyboard),
]
# Several people, one after the other.
RELAYS = [
    ("sign in as each role", _desks),
    ("publish a solution through both reviews and find it", _publish),
    ("from a need to a signed agreement", exchange.to_an_agreement),
    ("from a round to its printed timetable", exchange.to_a_timetable),
    ("from a new service to a confirmed delivery, on a phone, in Bangla", delivery.to_a_confirmed_delivery),
    ("from a complaint without a name to another decision", delivery.to_another_decision),
    ("through an officer's day", delivery.through_a_day),
]


def troubles(base, sign_ins):
    """(journey, trouble or None) for each journey, in a fresh browser each."""
    def alone(walks, javascript):
        how = f"with{'' if javascript else 'out'} JavaScript"
        return [
            (f"{how}: {name}", javascript, lambda person, role=role, walk=walk: _alone(person, sign_ins, role, walk))
            for name, role, walk in walks]

    walks = alone(JOURNEYS, False) + alone(SCRIPTED, True)
    walks += [(f"without JavaScript: {name}", False, lambda person, walk=walk: walk(person, sign_ins)) for name, walk in RELAYS]
    for name, javascript, walk in walks:
        with browsing.Browser(base, javascript=javascript) as person:
            try:
                walk(person)
                yield name, None
            except Trouble as trouble:
                yield name, str(trouble)


def _alone(person, sign_ins, role, walk):
    if role:
        person.sign_in(*named(sign_ins, role))
    walk(person)
