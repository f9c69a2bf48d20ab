"""The board of partnerships: by its lists and buttons, with the mouse, and with the keyboard alone.

Each of them leaves the partnership where it found it, so that they can be walked in any order.
"""

from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from browser import Trouble

TITLE = "a2i and the Department of Social Welfare, Fiji"


def _card(person):
    for card in person.driver.find_elements(By.CSS_SELECTOR, "[data-card]"):
        if TITLE in card.text:
            return card
    raise Trouble(f"the board has no card “{TITLE}”")


def _stage(person):
    column = _card(person).find_element(By.XPATH, "ancestor::*[@data-stage]")
    return column.get_attribute("data-stage")


def _next(person, before):
    """Waits for another page than the one that `before` is of."""
    def gone(_):
        try:
            before.is_enabled()
            return False
        except Exception:  # selenium's word for it differs by version: stale, detached, no such element
            return True
    WebDriverWait(person.driver, 10).until(gone)


def _choose(person, stage):
    """By the list and the button of the card, as they are without script."""
    card = _card(person)
    for option in card.find_elements(By.CSS_SELECTOR, "select option"):
        if option.get_attribute("value") == stage:
            option.click()
            before = person.driver.find_element(By.TAG_NAME, "html")
            card.find_element(By.CSS_SELECTOR, "button").click()
            _next(person, before)
            return
    raise Trouble(f"the card cannot be moved to {stage}")


def _give_reason(person, stage, button, reason):
    """The gate's page asks for the reason, and goes on with it."""
    if button not in person.text():
        raise Trouble(f"the move does not lead to the page that asks for its reason, but to {person.path}")
    person.fill("Reason", reason)
    person.press(button)
    _expect(person, stage)


def _stall(person):
    _give_reason(person, "stalled", "Mark it as stalled", "No answer to the last letter.")


def _resume(person, stage):
    _give_reason(person, stage, f"Take it up again: {stage}", "They wrote back.")


def _expect(person, stage):
    person.open("/partnerships/board")
    if _stage(person) != stage:
        raise Trouble(f"the card stands in {_stage(person)}, not in {stage}")


def by_list(person):
    person.open("/partnerships/board")
    home = _stage(person)
    _choose(person, "stalled")
    _stall(person)
    _choose(person, home)
    _resume(person, home)


# The mouse

def _drag(person, element, column):
    """As a hand does it: down on the card, along, and up over the column; gives something of the page that it is on.

    The browser's own dragging is taken over by us, for without a window there is nobody to go on with it.
    """
    def send(kind, **values):
        person.driver.execute_cdp_cmd(kind, values)

    def box(thing):
        return person.run(
            "const box = arguments[0].getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]", thing)

    send("Input.setInterceptDrags", enabled=True)
    # A hand reaches what is seen alone.
    person.run("arguments[0].scrollIntoView({block: 'nearest', inline: 'nearest'})", column)
    x, y = box(element)
    send("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
    send("Input.dispatchMouseEvent", type="mousePressed", x=x, y=y, button="left", buttons=1, clickCount=1)
    for step in (4, 12, 24):
        send("Input.dispatchMouseEvent", type="mouseMoved", x=x + step, y=y, button="left", buttons=1)
    x, y = box(column.find_element(By.TAG_NAME, "h2"))
    data = {"items": [{"mimeType": "text/plain", "data": ""}], "dragOperationsMask": 1}
    before = person.driver.find_element(By.TAG_NAME, "html")
    for kind in ("dragEnter", "dragOver"):
        send("Input.dispatchDragEvent", type=kind, x=x, y=y, data=data)
    if "is-target" not in column.get_attribute("class"):
        raise Trouble("the column does not show that the card may be dropped on it")
    send("Input.dispatchDragEvent", type="drop", x=x, y=y, data=data)
    return before


def by_mouse(person):
    """A card that is dropped on another column asks there for what the gate asks for."""
    person.view(2400, 1200)
    person.open("/partnerships/board")
    home = _stage(person)
    column = person.driver.find_element(By.CSS_SELECTOR, "[data-stage=stalled]")
    _next(person, _drag(person, _card(person).find_element(By.CSS_SELECTOR, ".note"), column))
    _stall(person)
    _choose(person, home)
    _resume(person, home)
    # The browser itself writes down that the gate refused (422): that is what was asked for.
    said = [text for text in person.complaints() if "status of 422" not in text]
    if said:
        raise Trouble(f"console: {said[0]}")


# The keyboard

def _key(person, key, code, text=""):
    event = {"key": key, "code": key, "windowsVirtualKeyCode": code, "text": text}
    for kind in ("keyDown" if text else "rawKeyDown", "keyUp"):
        person.driver.execute_cdp_cmd("Input.dispatchKeyEvent", {"type": kind, **event})


def _choose_by_keys(person, stage):
    """Tab to the card's list, along it to the stage, Tab to the button, Enter."""
    for _ in range(200):
        _key(person, "Tab", 9)
        tag, card = person.run(
            "const e = document.activeElement; return [e.tagName, e.closest('[data-card]')?.innerText || '']")
        if tag == "SELECT" and TITLE in card:
            break
    else:
        raise Trouble("the Tab key never reaches the card's list")
    for _ in range(12):
        if person.run("return document.activeElement.value") == stage:
            break
        _key(person, "ArrowDown", 40)
    else:
        raise Trouble(f"the arrow keys never reach {stage} in the card's list")
    _key(person, "Tab", 9)
    before = person.driver.find_element(By.TAG_NAME, "html")
    _key(person, "Enter", 13, "\r")
    _next(person, before)


def by_keyboard(person):
    person.open("/partnerships/board")
    home = _stage(person)
    _choose_by_keys(person, "stalled")
    _stall(person)
    _choose_by_keys(person, home)
    _resume(person, home)
