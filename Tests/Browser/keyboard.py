"""What a person meets who goes through the page with the Tab key alone."""

MOST_STOPS = 120

# Remembers each thing's look while it does not have the focus; called before the first Tab.
PREPARE = """
const look = e => { const s = getComputedStyle(e);
  return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow, s.borderColor, s.borderWidth,
          s.backgroundColor, s.textDecoration, s.color].join('|'); };
window.sangamLook = look;
// Chromium gives boxes to what a closed <details> holds, though nobody sees it or can go there.
const shown = e => e.getClientRects().length > 0 && getComputedStyle(e).visibility === 'visible'
  && (!e.closest('details:not([open])') || e.tagName === 'SUMMARY');
window.sangamStops = new Map();
window.sangamReached = new Set();
const all = document.querySelectorAll(
  'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]');
for (const e of all) if (e.tabIndex >= 0 && !e.disabled && shown(e)) window.sangamStops.set(e, look(e));
// A page with errors puts the focus on their summary, and a blur alone would leave the Tab key beginning there.
document.body.tabIndex = -1;
document.body.focus();
document.body.removeAttribute('tabindex');
if (document.activeElement) document.activeElement.blur();
window.getSelection().removeAllRanges();
window.scrollTo(0, 0);
return window.sangamStops.size;
"""

NOW = """
const e = document.activeElement;
if (!e || e === document.body) return null;
const name = e.tagName.toLowerCase() + (e.id ? '#' + e.id : '') + ' “' +
  (e.getAttribute('aria-label') || e.innerText || e.name || '').trim().slice(0, 40) + '”';
const first = !window.sangamReached.has(e);
window.sangamReached.add(e);
const s = getComputedStyle(e);
const ring = s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0;
const box = e.getBoundingClientRect();
const href = e.getAttribute('href');
return {name, first, visible: ring || window.sangamLook(e) !== window.sangamStops.get(e),
  inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  skips: !!href && href.length > 1 && href.startsWith('#') && !!document.getElementById(href.slice(1))};
"""

# A radio group is one stop; what the page shows only later (after a choice) is not asked for.
MISSED = """
return [...window.sangamStops.keys()].filter(e => !window.sangamReached.has(e) && e.isConnected
    && !(e.type === 'radio' && [...document.getElementsByName(e.name)].some(o => window.sangamReached.has(o))))
  .map(e => e.tagName.toLowerCase() + (e.id ? '#' + e.id : '') + ' “' + (e.innerText || e.name || '').trim().slice(0, 40) + '”');
"""


def _tab(browser):
    for kind in ("rawKeyDown", "keyUp"):
        browser.driver.execute_cdp_cmd("Input.dispatchKeyEvent", {
            "type": kind, "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9})


def troubles(browser):
    """One text for each thing that a person without a mouse would stumble over."""
    expected = browser.run(PREPARE)
    found = []
    stops = 0
    while stops < MOST_STOPS:
        _tab(browser)
        now = browser.run(NOW)
        if now is None or not now["first"]:
            break
        stops += 1
        if stops == 1 and not now["skips"]:
            found.append(f"the first stop is {now['name']}, not a link that skips to the content")
        if not now["visible"]:
            found.append(f"no sign of the focus on {now['name']}")
        if not now["inside"]:
            found.append(f"the focus is out of view on {now['name']}")
    if expected and not stops:
        found.append("the Tab key reaches nothing")
    elif stops < MOST_STOPS:
        missed = browser.run(MISSED)
        if missed:
            found.append(f"the Tab key never reaches: {', '.join(missed[:5])}")
    return found
