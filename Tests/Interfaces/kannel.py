"""A real Kannel with its fakesmsc: what it is asked to send arrives at a telephone that is none."""

import contextlib
import pathlib
import re
import socket
import subprocess
import time
import urllib.parse

FAKESMSC = "/usr/lib/kannel/test/fakesmsc"


class Missing(Exception):
    """A program is not here, or does not start."""


def wait_for(what, condition, seconds=30):
    """The first true answer of `condition`, which is asked until then."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := condition():
            return answer
        time.sleep(0.1)
    raise Missing(f"{what} did not come within {seconds} seconds")


def listens(port):
    with contextlib.closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Telephone:
    """fakesmsc as one telephone: it texts once at its start, and prints what it gets."""

    def __init__(self, log):
        self._log = log

    def texts(self):
        """The words of every text so far."""
        found = []
        for line in self._log.read_text(errors="replace").splitlines():
            if match := re.search(r"Got message \d+: <(\S+) (\S+) (\S+) (.*)>", line):
                _, _, kind, body = match.groups()
                raw = urllib.parse.unquote_to_bytes(body.replace("+", " "))
                found.append(raw.decode("utf-16-be") if kind == "ucs-2" else raw.decode("utf-8", errors="replace"))
        return found


@contextlib.contextmanager
def kannel(folder, ports, base):
    """Runs bearerbox and smsbox; gives a function that makes a telephone."""
    folder = pathlib.Path(folder)
    settings = folder / "kannel.conf"
    settings.write_text(f"""group = core
admin-port = {ports['admin']}
admin-password = in-the-check
smsbox-port = {ports['boxes']}
box-allow-ip = "127.0.0.1"
box-deny-ip = "*.*.*.*"
dlr-storage = internal

group = smsc
smsc = fake
smsc-id = fake
port = {ports['smsc']}
connect-allow-ip = "127.0.0.1"

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {ports['sendsms']}
global-sender = 8765

group = sendsms-user
username = sangam
password = in-the-check
max-messages = 3
concatenation = true

group = sms-service
keyword = default
catch-all = true
get-url = "{base}/sms/kannel?secret={ports['secret']}&from=%p&text=%b&coding=%c&charset=%C"
accept-x-kannel-headers = true
max-messages = 3
concatenation = true
omit-empty = true
""")
    running = []

    def start(name, *command):
        log = folder / f"{name}.log"
        with open(log, "wb") as out:
            try:
                running.append(subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, cwd=folder))
            except FileNotFoundError as error:
                raise Missing(f"{command[0]} is missing: script/setup --test installs kannel and kannel-extras") from error
        return log

    def telephone(name, text=None):
        words = f"6791234567 8765 text {text or 'hello'}"
        if text and not text.isascii():
            words = "6791234567 8765 ucs2 " + "".join(f"%{byte:02x}" for byte in text.encode("utf-16-be"))
        count = "1" if text else "0"
        return Telephone(start(
            name, FAKESMSC, "-H", "127.0.0.1", "-r", str(ports["smsc"]), "-i", "0.1", "-m", count, words))

    def hang_up():
        """One telephone at a time is connected, so that it is plain who gets what."""
        last = running.pop()
        last.terminate()
        last.wait(timeout=10)

    try:
        start("bearerbox", "/usr/sbin/bearerbox", "-v", "1", str(settings))
        wait_for("bearerbox", lambda: listens(ports["boxes"]) and listens(ports["smsc"]))
        start("smsbox", "/usr/sbin/smsbox", "-v", "1", str(settings))
        wait_for("smsbox", lambda: listens(ports["sendsms"]))
        yield telephone, hang_up
    finally:
        for one in reversed(running):
            one.terminate()
        for one in running:
            try:
                one.wait(timeout=10)
            except subprocess.TimeoutExpired:
                one.kill()
