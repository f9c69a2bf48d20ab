"""From a need to a signed agreement, and from a round to its printed timetable: several people, in real windows."""

import base64
import tempfile

from selenium.webdriver.common.by import By

from browser import Trouble
from steps import become, expect, in_group


def _follow(person, selector, what):
    """A link by its selector, for those whose words many links share."""
    links = person.driver.find_elements(By.CSS_SELECTOR, selector)
    if not links:
        raise Trouble(f"{person.path} has no link to {what}")
    person.follow(links[0])


def to_an_agreement(person, sign_ins):
    """Fiji's need, its matches with reasons, an introduction that both accept, the gates, the signed agreement."""
    fiji, bangladesh = "Focal point, Fiji", "Focal point, Bangladesh"
    become(person, sign_ins, fiji)
    person.open("/work/needs/new")
    person.fill("Title", "Offices for villages in the hills")
    person.fill("The problem", "Villagers travel a full day to reach an office, and come back without the paper.")
    person.tick("Public service delivery")
    person.press("State the need")
    need = person.path
    person.open(f"{need}/matches")
    first = person.driver.find_elements(By.CSS_SELECTOR, "ol.matches > li")[:3]
    if len(first) != 3 or any("Why it is here" not in one.text or "points" not in one.text for one in first):
        raise Trouble("the first three matches do not say why they are there")
    _follow(person, "a[href^='/introductions/new'][href*='solution=union-digital-centres']", "propose an introduction")
    person.fill("A few words to both sides", "Our villages are far from any office.")
    person.press("Propose")
    introduction = person.path
    if "@sangam.example" in person.driver.find_element(By.TAG_NAME, "main").text:
        raise Trouble("an introduction that one side has not accepted shows an address")

    become(person, sign_ins, bangladesh)
    person.open("/introductions")
    expect(person, "Waiting for your answer", "the other side's list")
    person.open(introduction)
    person.press("Accept")
    expect(person, "focal.fj@sangam.example", "after both accepted")

    become(person, sign_ins, fiji)
    person.open(introduction)
    _follow(person, "main a[href^='/partnerships/']", "the partnership")
    place = person.path
    person.press("Go on: exploring")
    person.fill("First meeting", "By video, both ministries.")
    person.fill("Since when?", "2026-11")
    person.press("Go on to: exploring")
    person.press("Go on: agreed")
    person.press("Go on to: agreed")
    expect(person, "Missing: a signed agreement between the two sides.", "a gate without its evidence")

    person.press("Draft an agreement")
    person.fill("Subject", "Offices for villages")
    in_group(person, "Parties, 1", "Name of who signs", "The minister of Fiji")
    in_group(person, "Parties, 1", "Office", "Minister")
    # An organisation is written, not looked for in a long list: by its name in other letters, too.
    in_group(person, "Parties, 2", "Organisation", "a2i, access to information programme")
    in_group(person, "Parties, 2", "Name of who signs", "The director of a2i")
    in_group(person, "Parties, 2", "Office", "Director")
    person.press("Save the draft")
    if "a2i" not in person.text():
        raise Trouble(f"the draft does not have its second party: {person.path}")
    agreement = person.path
    person.choose("Template", "The network's standard text")
    person.press("Make the text")
    person.open(f"{agreement}/print")
    expect(person, "Offices for villages", "the printed agreement")
    for role, button in [
        (fiji, "Ask the parties for input"), (bangladesh, "Send to vetting"), (fiji, "Send through the diplomatic channel"),
    ]:
        become(person, sign_ins, role)
        person.open(agreement)
        person.press(button)
    with tempfile.NamedTemporaryFile(suffix=".pdf") as copy:
        copy.write(b"%PDF-1.7 signed")
        copy.flush()
        person.field("Signed copy").send_keys(copy.name)
        person.press("Attach")
    person.fill("Day of signing", "2026-11-18")
    person.press("Note the signing")
    expect(person, "The agreement is signed.", "the signing")
    person.open(f"{place}/move?to=agreed")
    person.press("Go on to: agreed")
    expect(person, "Moved: agreed.", "the gate with its evidence")


def to_a_timetable(person, sign_ins):
    """The round of the Dhaka countries: both methods beside each other, the result, and the timetable on paper."""
    become(person, sign_ins, "Network secretariat")
    person.open("/work/rounds/dhaka-countries")
    expect(person, "Both methods side by side", "the round")
    person.tick("Greatest total fit")
    person.press("Publish the result")
    expect(person, "The result stands.", "the published round")
    person.press("Timetable")
    rows = person.driver.find_elements(By.CSS_SELECTOR, ".timetable tbody tr")
    met = person.driver.find_elements(By.CSS_SELECTOR, ".timetable td .party")
    if len(rows) < 6 or not met:
        raise Trouble(f"the timetable has {len(rows)} slots and {len(met)} places")
    # As a printer gets it: laid across, and without what only a screen needs.
    paper = person.driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    if not base64.b64decode(paper["data"]).startswith(b"%PDF-"):
        raise Trouble("the timetable does not print")
    person.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    shown = person.text()
    if "Sign out" in shown or "Calendar file" in shown or "Table 1" not in shown:
        raise Trouble("on paper the timetable has buttons, or no tables")
