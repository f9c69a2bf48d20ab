"""Chooses free ports and writes the settings that the server under test is started with:  prepare.py FOLDER"""

import json
import pathlib
import secrets
import socket
import sys


def free_ports(count):
    """Ports that nobody listens on now; all are held until the last is found, so that no two are the same."""
    held = [socket.socket() for _ in range(count)]
    try:
        for one in held:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in held]
    finally:
        for one in held:
            one.close()


def main():
    folder = pathlib.Path(sys.argv[1])
    names = ["admin", "boxes", "smsc", "sendsms", "smtp", "hook"]
    ports = dict(zip(names, free_ports(len(names))))
    secret = secrets.token_hex(16)
    (folder / "ports.json").write_text(json.dumps({**ports, "secret": secret}))
    # msmtp refuses a file that others can read.
    msmtp = folder / "msmtprc"
    msmtp.write_text(f"account default\nhost 127.0.0.1\nport {ports['smtp']}\nfrom sangam@example.org\ntls off\nauth off\n")
    msmtp.chmod(0o600)
    (folder / "environment").write_text("".join(f"{name}={value!r}\n" for name, value in {
        "SANGAM_SMS_URL": f"http://127.0.0.1:{ports['sendsms']}/cgi-bin/sendsms", "SANGAM_SMS_USER": "sangam",
        "SANGAM_SMS_PASSWORD": "in-the-check", "SANGAM_SMS_FROM": "8765", "SANGAM_SMS_SECRET": secret, "SANGAM_SMS_COUNTRY": "679",
        "SANGAM_SMS_HOURS": "0-24", "SANGAM_SENDMAIL": f"/usr/bin/msmtp -C {msmtp}", "SANGAM_MAIL_FROM": "sangam@example.org",
    }.items()))


if __name__ == "__main__":
    main()
