"""From a new service to a confirmed delivery, from a complaint to an appeal, and an officer's day: several people, in real windows."""

import json
import pathlib

from selenium.webdriver.common.by import By

from browser import Trouble
from steps import become, expect, in_group

MANAGER, OFFICER = "Service manager", "Officer"
LANGUAGES = pathlib.Path(__file__).parents[2] / "Sources/Delivery/Languages"


def words(language):
    """The words of the room's pages by their key, as somebody with a phone in that language reads them."""
    found = {}
    for file in sorted(LANGUAGES.glob(f"*.{language}.json")):
        found |= json.loads(file.read_text(encoding="utf-8"))
    return found


def citizen(person, language):
    """A citizen without an account takes a phone into the hand."""
    person.driver.delete_all_cookies()
    person.language(language)
    person.view(width=360, height=740)


def officer(person, sign_ins, role=OFFICER):
    person.language("en")
    person.view()
    become(person, sign_ins, role)
    person.open("/work/cases")


def pick(person, label):
    """One of several answers, or a tick: by the label, for that is the big thing on a phone."""
    for name in person.driver.find_elements(By.CSS_SELECTOR, ".choice label, label"):
        if " ".join(name.text.split()).startswith(label) and name.is_displayed():
            name.click()
            return
    raise Trouble(f"{person.path} offers no “{label}”")


def codes(person):
    """Number and code from the receipt."""
    if not person.path.endswith("/receipt"):
        raise Trouble(f"what was sent is not answered with a receipt but with {person.path}: {person.text()[:300]}")
    found = [code.text for code in person.driver.find_elements(By.CSS_SELECTOR, ".case-code")]
    if len(found) != 2 or not person.driver.find_elements(By.CSS_SELECTOR, "svg.qr"):
        raise Trouble("the receipt lacks number, code or picture")
    return found


def follow(person, say, number, code):
    """Number and code, typed on another phone, open the request."""
    person.open("/track")
    person.fill(say["track.reference"], number.lower())
    person.fill(say["track.code"], code)
    person.press(say["track.open"])
    if not person.path.endswith(number):
        raise Trouble(f"number and code do not open the request but {person.path}")


def apply_for_the_benefit(person):
    """A citizen applies on a phone in Bangla; number and code."""
    citizen(person, "bn")
    person.open("/apply/poverty-benefit-scheme")
    answers = {
        "applicant.name": "তৈরি করা নাম", "birth-day": "২৭", "birth-month": "৩", "birth-year": "১৯৮৪", "place": "একটি গ্রাম",
        "household": "৫", "income": "40",
    }
    for name, answer in answers.items():
        person.driver.find_element("name", name).send_keys(answer)
    for selector in ("[name=office]", "[name=work][value=nobody]", "[name=children][value=no]"):
        field = person.driver.find_elements("css selector", selector)[0]
        person.driver.find_element("css selector", f"label[for='{field.get_attribute('id')}']").click()
    person.follow(person.driver.find_element("css selector", "button[value=send]"))
    return codes(person)


def to_a_request(person):
    number, code = apply_for_the_benefit(person)
    follow(person, words("bn"), number, code)


# A new service, from its first word to the opinion of somebody who got it.

def to_a_confirmed_delivery(person, sign_ins):
    service = _make_the_service(person, sign_ins)
    number, code = _apply_in_two_goes(person, service)
    say = words("bn")

    officer(person, sign_ins)
    person.fill("Number of a case", number)
    person.press("Find a case")
    person.press("Take it over")
    _open(person, "Ask the citizen")
    person.fill("Your question, in the citizen's language", "নৌকাটি কার?")
    person.press("Ask the citizen")
    expect(person, "The question was sent", "asking")

    citizen(person, "bn")
    follow(person, say, number, code)
    expect(person, "নৌকাটি কার?", "the citizen's page")
    person.fill(say["track.ask.answer"], "আমার ভাইয়ের।")
    person.press(say["track.do.answer"])
    expect(person, say["track.done.answer"], "after the answer")

    officer(person, sign_ins)
    person.press(f"Begin: Look at the net {number}")
    person.open(f"/work/cases/{number}")
    expect(person, "আমার ভাইয়ের।", "the officer's page")
    _open(person, "Decide")
    person.choose("Decision and reason", "Granted: The net is wide enough.")
    person.fill("What the citizen reads, in their language", "অনুমতি দেওয়া হলো।")
    person.press("Decide")
    _open(person, "Note the delivery")
    person.fill("What was handed over?", "অনুমতিপত্র")
    person.choose("How", "in person at the office")
    person.fill("What was done, in the citizen's language", "অনুমতিপত্র হাতে দেওয়া হয়েছে।")
    person.press("Note the delivery")
    expect(person, "the citizen is asked to confirm it", "the delivery")

    citizen(person, "bn")
    follow(person, say, number, code)
    expect(person, "অনুমতিপত্র হাতে দেওয়া হয়েছে।", "what was done")
    person.press(say["track.do.confirm"])
    expect(person, say["case.next.closed"], "after the citizen confirmed")
    pick(person, say["track.rating.5"])
    person.press(say["track.do.rate"])
    expect(person, say["track.done.rate"], "after the opinion")


def _open(person, words):
    """Unfolds a form of the case's page."""
    for summary in person.driver.find_elements(By.CSS_SELECTOR, "details > summary"):
        if summary.text.strip() == words:
            if summary.find_element(By.XPATH, "..").get_attribute("open") is None:
                summary.click()
            return
    raise Trouble(f"{person.path} offers no “{words}”")


def _make_the_service(person, sign_ins):
    """A service manager writes it part by part, looks at it as citizens do, publishes it and opens it."""
    officer(person, sign_ins, MANAGER)
    person.open("/work/services/new")
    person.fill("Name – English", "Permit to fish with a net")
    person.fill("Name – Bangla", "জাল দিয়ে মাছ ধরার অনুমতি")
    person.press("Begin")
    service = person.path.removeprefix("/work/services/")
    base = person.path
    expect(person, "4 things to mend", "a service that was only begun")

    person.open(f"{base}/edit/where")
    person.tick("Social welfare office, Suva (sample)")
    person.choose("Calendar", "Fiji, public offices")
    person.press("Save")

    def question(english, bangla, kind, *more):
        person.open(f"{base}/edit/form")
        person.press("Add: Question")
        person.fill("Question – English", english)
        person.fill("Question – Bangla", bangla)
        person.choose("Kind of answer", kind)
        person.tick("Has to be answered")
        for label in more:
            person.tick(label)
        person.press("Save")

    question("Your name", "আপনার নাম", "A person: name and phone")
    question("How many nets do you have?", "আপনার কয়টি জাল আছে?", "A whole number")
    question("Do you use a boat?", "আপনি কি নৌকা ব্যবহার করেন?", "Yes or no")
    question("What is the boat's name?", "নৌকার নাম কী?", "A line of text", "Do you use a boat? – Yes")

    person.open(f"{base}/edit/steps")
    person.press("Add: Step")
    person.fill("For the office – English", "Look at the net")
    person.fill("For everybody – English", "The office looks at the net")
    person.fill("For everybody – Bangla", "অফিস জালটি দেখছে")
    person.tick("An officer")
    person.tick("The citizen")
    person.press("Save")
    for ending, english, bangla in [
        ("Granted", "The net is wide enough.", "জালের ফাঁক যথেষ্ট বড়।"), ("Refused", "The net is too narrow.", "জালের ফাঁক খুব ছোট।"),
    ]:
        person.open(f"{base}/edit/endings")
        person.press("Add: Ending")
        person.choose("Ending", ending)
        person.press("Add: Reason")
        person.fill("Reason, as the citizen reads it – English", english)
        person.fill("Reason, as the citizen reads it – Bangla", bangla)
        person.press("Save")
    person.open(f"{base}/edit/rules")
    in_group(person, "Time for the whole request", "How many", "10")
    in_group(person, "While somebody else has to act", "While the citizen is asked", "Stands still")
    person.press("Save")

    person.open(f"{base}/preview/form")
    expect(person, "What is the boat's name?", "the preview of the form")
    person.open(base)
    person.press("Publish the draft")
    expect(person, "Published.", "publishing")
    person.press("Open for applications")
    expect(person, "Open for applications", "opening")
    return service


def _apply_in_two_goes(person, service):
    """Found by its Bangla words, begun, put away, taken up again on another phone, and sent; number and code."""
    say = words("bn")
    citizen(person, "bn")
    person.open("/services?q=জাল")
    for address in (f"/services/{service}", f"/apply/{service}"):
        links = person.driver.find_elements(By.CSS_SELECTOR, f"main a[href='{address}']")
        if not links:
            raise Trouble(f"{person.path} does not lead to {address}")
        person.follow(links[0])
    person.fill("আপনার নাম", "তৈরি করা নাম")
    person.press(say["apply.save"])
    saved = person.driver.find_element(By.CSS_SELECTOR, ".case-code").text

    citizen(person, "bn")
    person.open(f"/apply/{service}")
    _open(person, say["apply.resume.title"])
    person.fill(say["apply.resume.code"], saved)
    person.press(say["apply.resume.button"])
    if person.field("আপনার নাম").get_attribute("value") != "তৈরি করা নাম":
        raise Trouble("what was put away is not there again")
    person.press(say["apply.send"])
    expect(person, say["apply.errors"], "a form that is not full")
    person.fill("আপনার কয়টি জাল আছে?", "২")
    pick(person, say["apply.yes"])
    person.fill("নৌকার নাম কী?", "সোনার তরী")
    person.press(say["apply.send"])
    return codes(person)


# A complaint, its decision, the appeal that changes it.

def to_another_decision(person, sign_ins):
    say = words("en")
    citizen(person, "en")
    person.open("/complain/complaints-india")
    pick(person, "It takes too long")
    person.fill("What happened?", "The pension has not come for six months.")
    pick(person, "Nobody: I stay anonymous")
    person.press(say["complain.send"])
    number, code = codes(person)

    def decide(role, case, ending, text):
        officer(person, sign_ins, role)
        person.open(f"/work/cases/{case}")
        person.press("Take it over")
        _open(person, "Decide")
        person.choose("Decision and reason", ending)
        person.fill("What the citizen reads, in their language", text)
        person.press("Decide")
        expect(person, "The decision was noted.", f"the decision of {role}")

    decide("Grievance officer, ministry, India", number, "Not upheld: The office acted as it should.", "The paper was missing.")
    citizen(person, "en")
    follow(person, say, number, code)
    expect(person, "The paper was missing.", "the decision")
    _open(person, say["track.do.appeal"])
    person.fill(say["appeal.reason"], "I gave the paper twice.")
    person.press(say["appeal.send"])
    appeal, same = codes(person)
    if same != code:
        raise Trouble("the appeal has another code than the case that it is against")

    officer(person, sign_ins, "Grievance officer, ministry, India")
    person.open(f"/work/cases/{appeal}")
    if appeal in person.text():
        raise Trouble("whoever decided sees the appeal against it")
    decide("Appellate authority, India", appeal, "The first decision is changed: Resolved: It was put right.", "The pension is paid now.")
    citizen(person, "en")
    follow(person, say, number, code)
    for text in ("The pension is paid now.", "The paper was missing.", say["case.said.revise"]):
        expect(person, text, "the page of the first case after the appeal")


# An officer's day.

def through_a_day(person, sign_ins):
    first, _ = apply_for_the_benefit(person)
    second, _ = apply_for_the_benefit(person)
    officer(person, sign_ins, MANAGER)
    person.press("Nobody has taken these yet")
    for number in (first, second):
        person.driver.find_element(By.CSS_SELECTOR, f"input[aria-label='Choose {number}']").click()
    person.choose("Officer", "Officer, social welfare, Fiji")
    person.press("Look at it before it is done")
    expect(person, "Give 2 cases to Officer, social welfare, Fiji?", "the count before it is done")
    person.press("Give 2 cases")
    expect(person, "Given: 2.", "giving work")

    officer(person, sign_ins)
    person.press("My work")
    rows = [row.text for row in person.driver.find_elements(By.CSS_SELECTOR, "[data-rows] tbody tr")]
    if not all(any(number in row for row in rows) for number in (first, second)):
        raise Trouble("the work that was given does not stand in “My work”")
    # One click, from the row; and back, within the minute.
    person.press(f"Take it over {first}")
    person.press(f"Begin: Check the application {first}")
    expect(person, "The next step has begun.", "the next step")
    person.open(f"/work/cases/{first}")
    person.press("Take the last step back")
    expect(person, "The last step was taken back.", "taking a step back")

    person.open("/work/cases?view=mine")
    _open(person, "Filter")
    person.choose("State", "Received")
    person.press("Show")
    person.fill("Name for this filter", "Just come in")
    person.press("Keep it under this name")
    person.open("/work/cases")
    _open(person, "Filter")
    person.press("Just come in")
    expect(person, second, "the filter that was kept")
    if first in person.driver.find_element(By.TAG_NAME, "table").text:
        raise Trouble("the filter that was kept shows what was accepted already")

    person.open(f"/work/cases/{second}")
    _open(person, "Give it to another office")
    person.choose("Office", "Social welfare office, Labasa (sample)")
    person.press("Give it to another office")
    expect(person, "This is missing. Fill it in.", "a transfer without a reason")
    person.fill("Why does it go there?", "They live in Labasa.")
    person.press("Give it to another office")
    expect(person, "It went to the other office, with its number and clock.", "a transfer")
