"""Reads a calendar with vobject: prints each event's fields as JSON, in the file's order. Folding is checked on the bytes."""
import json
import sys

import vobject

raw = open(sys.argv[1], "rb").read()
lines = raw.split(b"\r\n")
assert lines[-1] == b"" and not any(b"\n" in line or b"\r" in line for line in lines), "lines end with CR LF"
assert all(len(line) <= 75 for line in lines), "a line is longer than 75 octets"
for line in lines:
    line.decode("utf-8")
calendar = vobject.readOne(raw.decode("utf-8"))
calendar.validate()
events = []
for event in calendar.vevent_list:
    one = {"uid": event.uid.value, "sequence": event.sequence.value, "summary": event.summary.value}
    one["start"], one["end"] = event.dtstart.value.isoformat(), event.dtend.value.isoformat()
    one["stamp"] = event.dtstamp.value.isoformat()
    for name in ("description", "location", "url"):
        if hasattr(event, name):
            one[name] = getattr(event, name).value
    one["status"] = event.status.value
    events.append(one)
print(json.dumps(events, ensure_ascii=False))
