"""The sample network's sign-ins, read from what `sangam serve --sample` prints at its start."""

import re

from browser import Trouble


def read(log):
    """Maps the name of each sample account ("Focal point, Fiji") to its (email, password).

    A line holds the name, the address and the password, with two or more spaces between them.
    """
    found = {}
    with open(log, encoding="utf-8") as lines:
        for line in lines:
            parts = re.split(r"\s{2,}", line.strip())
            if len(parts) == 3 and re.fullmatch(r"[^@\s]+@[^@\s]+", parts[1]):
                found[parts[0]] = (parts[1], parts[2])
    return found


def named(sign_ins, name):
    """The sign-in whose name starts with `name`: "Focal point" is the first focal point."""
    for full, pair in sign_ins.items():
        if full.lower().startswith(name.lower()):
            return pair
    raise Trouble(f"the server printed no sample sign-in “{name}”; it printed: {', '.join(sign_ins) or 'none'}")
