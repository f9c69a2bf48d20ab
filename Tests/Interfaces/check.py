"""The interfaces against programs of other people. Run by script/interface-check beside a server of its own:  check.py FOLDER

Exit status 1 at the first trouble, with what was expected and what came.
"""

import base64
import email
import email.policy
import hashlib
import hmac
import http.server
import json
import os
import pathlib
import re
import sys
import threading

from aiosmtpd.controller import Controller

import open311
from kannel import kannel, wait_for
from person import Person

import sign_ins  # of Tests/Browser, by person.py

APPLICATION = [
    ("office", "dsw-fj-suva"), ("applicant.name", "Mere"), ("applicant.phone", "123 4567"), ("birth-day", "27"), ("birth-month", "3"),
    ("birth-year", "1984"), ("place", "A village near Suva"), ("household", "5"), ("income", "40"), ("work", "nobody"), ("children", "no"),
    ("do", "send")]


class Mailbox:
    """Keeps every letter that SMTP brings."""

    def __init__(self):
        self.letters = []

    async def handle_DATA(self, _server, _session, envelope):
        self.letters.append((envelope.rcpt_tos, email.message_from_bytes(envelope.content, policy=email.policy.default)))
        return "250 OK"


class Receiver(http.server.BaseHTTPRequestHandler):
    """Takes webhooks; refuses the first, so that it must come again."""

    got = []

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.got.append((dict(self.headers.items()), body))
        self.send_response(503 if len(self.got) == 1 else 204)
        self.end_headers()

    def log_message(self, *_):
        pass


def token(person):
    """An API token, as somebody makes one for their program."""
    person.send("/account/tokens/new", [("name", "The check"), ("scope", "read"), ("scope", "write"), ("days", "90")])
    made = person.find(r"sgm_[A-Za-z0-9_-]{43}")
    assert made, "no token on the page: " + re.sub(r"<[^>]+>", " ", person.page)[:2000]
    return made


def webhooks(manager, port):
    manager.send("/work/webhooks", [("url", f"http://127.0.0.1:{port}/hook"), ("organisation", manager.organisation),
                                    ("events", "submit")])
    secret = manager.find(r"whsec_[A-Za-z0-9+/=]+")
    assert secret, "no secret on the page: " + re.sub(r"<[^>]+>", " ", manager.page)[:2000]
    return secret


def signed(headers, body, secret):
    low = {name.lower(): value for name, value in headers.items()}
    content = f"{low['webhook-id']}.{low['webhook-timestamp']}.".encode() + body
    code = hmac.new(base64.b64decode(secret.removeprefix("whsec_")), content, hashlib.sha256).digest()
    return low["webhook-signature"] == "v1," + base64.b64encode(code).decode()


def main():
    folder = pathlib.Path(sys.argv[1])
    base = os.environ["SANGAM_TEST_URL"]
    ports = json.loads((folder / "ports.json").read_text())
    people = sign_ins.read(os.environ["SANGAM_TEST_LOG"])

    mailbox = Mailbox()
    smtp = Controller(mailbox, hostname="127.0.0.1", port=ports["smtp"])
    smtp.start()
    hook = http.server.ThreadingHTTPServer(("127.0.0.1", ports["hook"]), Receiver)
    threading.Thread(target=hook.serve_forever, daemon=True).start()
    try:
        with kannel(folder, ports, base) as (telephone, hang_up):
            manager = Person(base)
            manager.sign_in(*sign_ins.named(people, "Service manager"))
            manager.visit("/work/webhooks")
            manager.organisation = manager.find(r'<option value="([0-9a-f-]{36})"')
            secret = webhooks(manager, ports["hook"])

            # By text: the receipt of a request, and the answer to a question.
            phone = telephone("telephone-1")
            citizen = Person(base)
            citizen.visit("/apply/poverty-benefit-scheme")
            citizen.send("/apply/poverty-benefit-scheme", APPLICATION)
            number, code = citizen.strong()[:2]
            received = wait_for("the text", lambda: [text for text in phone.texts() if number in text])
            assert received[0].startswith(f"We received your request {number}."), received
            assert len(received[0]) <= 160 and "overty" not in received[0], received
            print("ok    a text tells of the receipt, through Kannel")
            manager.visit("/work/notices")
            wait_for("the report", lambda: (manager.visit("/work/notices"), "Arrived" in manager.page)[1])
            print("ok    Kannel's report is in the log")
            hang_up()
            for name, words, expected in [
                ("right", f"{number} {code}", f"{number}: Received."), ("wrong", f"{number} AAAA-BBBB-CCCC", "Text the number and the code"),
                ("stop", "STOP", "You get no more texts"), ("bangla", "চালু", "আবার এসএমএস পাবেন"),
                ("arabic", "قف", "لن تصلك رسائل منا"),
            ]:
                phone = telephone(f"telephone-{name}", words)
                texts = wait_for(f"the answer to “{name}”", phone.texts)
                assert texts[0].startswith(expected), (words, texts)
                hang_up()
                print(f"ok    who texts “{name}” is answered")

            # By letter, through msmtp.
            citizen.send("/apply/street-light", [
                ("place", "Main street"), ("fault", "dark"), ("reach-mail", "mere@example.org"), ("do", "send")])
            light = citizen.strong()[0]
            to, letter = wait_for("the letter", lambda: mailbox.letters[:1])[0]
            text = letter.get_content()
            assert to == ["mere@example.org"] and light in letter["Subject"] and light in text and "Main street" not in text, letter
            stop = re.search(r"http://\S+/notices/\S+", text).group(0)
            assert citizen.visit(stop.removeprefix(base)) == 200
            print("ok    a letter tells of the receipt, through msmtp")

            # Webhooks: refused once, then taken, and signed.
            wait_for("the webhook", lambda: len(Receiver.got) >= 2, seconds=150)
            ids = {headers.get("webhook-id") or headers.get("Webhook-Id") for headers, _ in Receiver.got}
            assert len(ids) <= len(Receiver.got) and all(signed(*one, secret) for one in Receiver.got), Receiver.got
            assert all(b"Mere" not in body and b"Main" not in body for _, body in Receiver.got)
            print("ok    a webhook is signed, and sent again after a refusal")

        operator = Person(base)
        operator.sign_in(*sign_ins.named(people, "Operator"))
        open311.check(base, token(operator))
        print("ok    Open311 by georeport and jsonschema, in XML and JSON")
    finally:
        smtp.stop()
        hook.shutdown()


if __name__ == "__main__":
    main()
