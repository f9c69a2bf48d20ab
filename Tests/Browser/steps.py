"""What several journeys do alike: who sits at the window, and what they find there."""

from selenium.webdriver.common.by import By

from browser import Trouble
from sign_ins import named


_sessions = {}


def become(person, sign_ins, role):
    """Whoever sits at the window now. Each signs in once and keeps the session, for a password takes long to check, as it should."""
    person.driver.delete_all_cookies()
    if role in _sessions:
        person.driver.execute_cdp_cmd("Network.setCookies", {"cookies": _sessions[role]})
    else:
        person.sign_in(*named(sign_ins, role))
        _sessions[role] = person.driver.execute_cdp_cmd("Network.getCookies", {})["cookies"]


def expect(person, words, where):
    if words not in person.text():
        raise Trouble(f"{where}: “{words}” is not on {person.path}")


def in_group(person, legend, label, text):
    """Fills a field of one of several groups whose fields have labels in common; picks, where it is a list."""
    for group in person.driver.find_elements(By.TAG_NAME, "fieldset"):
        heads = group.find_elements(By.TAG_NAME, "legend")
        if not heads or " ".join(heads[0].text.split()) != legend:
            continue
        for name in group.find_elements(By.TAG_NAME, "label"):
            if not name.text.startswith(label):
                continue
            control = group.find_element(By.ID, name.get_attribute("for"))
            if control.tag_name == "select":
                for option in control.find_elements(By.TAG_NAME, "option"):
                    if option.text.strip() == text:
                        option.click()
                        return
                continue
            control.clear()
            control.send_keys(text)
            return
    raise Trouble(f"{person.path} has no field “{label}” in “{legend}”")
