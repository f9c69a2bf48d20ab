"""What Sangam speaks to other programs, read by programs of other people: OpenAPI and its API, and Atom."""

import json
import os
import pathlib
import subprocess
import sys
import urllib.parse

import feedparser
import openapi_spec_validator

import fetch
import sign_ins

sys.path.append(str(pathlib.Path(__file__).parent.parent / "Interfaces"))
from person import Person  # noqa: E402

DESCRIPTION = "/api/v1/openapi.json"


def troubles(base, paths):
    """(what was checked, troubles) one by one; `paths` are pages whose feeds are read."""
    base = base.rstrip("/")
    status, _, body = fetch.get(base + DESCRIPTION)
    if status != 200:
        yield f"{DESCRIPTION} is valid OpenAPI", [f"answers {status}"]
    else:
        description = json.loads(body)
        validator = openapi_spec_validator.OpenAPIV31SpecValidator(description)
        yield f"{DESCRIPTION} is valid OpenAPI 3.1", [
            f"{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}" for error in validator.iter_errors()]
        yield "the API does what its description says (schemathesis)", _schemathesis(base)
    yield from _feeds(base, paths)


def changes(base, people):
    """Everything but reading, as a service manager. It leaves its traces, so it comes last, on a database that is thrown away."""
    person = Person(base)
    person.sign_in(*sign_ins.named(people, "Service manager"))
    person.send("/account/tokens/new", [("name", "The check"), ("scope", "read"), ("scope", "write"), ("days", "90")])
    token = person.find(r"sgm_[A-Za-z0-9_-]{43}")
    if not token:
        return ["no token could be made"]
    return _schemathesis(base, "--exclude-method", "GET", "--header", f"Authorization: Bearer {token}", seconds=50)


def _schemathesis(base, *which, seconds=60):
    """With generated input, good and bad; if nothing else is said by reading, without an account: any answer must be one that is described."""
    run = subprocess.run(
        [pathlib.Path(sys.executable).parent / "schemathesis", "run", base + DESCRIPTION, *(which or ("--include-method", "GET")),
         "--phases", "examples,coverage,fuzzing", "--max-examples", "20", "--max-time", str(seconds), "--seed", "1",
         "--rate-limit", "auto", "--request-timeout", "10", "--max-failures", "20", "--warnings", "off", "--checks",
         "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,"
         "response_schema_conformance"],
        capture_output=True, text=True, timeout=300, env={**os.environ, "NO_COLOR": "1"})
    if run.returncode == 0:
        return []
    said = (run.stdout + run.stderr).strip()
    return [said[max(0, said.find("FAILURES") - 80):][:6000]]


def _feeds(base, paths):
    urls = {}
    for path in paths:
        _, _, page = fetch.get(base + path)
        for address, told in fetch.links(page):
            if told.get("type") == "application/atom+xml":
                urls[urllib.parse.urljoin(base + path, address)] = True
    for url in urls:
        yield _feed(base, url)
    if not urls:
        yield "feeds", ["no page names an Atom feed"]


def _feed(base, url):
    _, _, body = fetch.get(url)
    feed = feedparser.parse(body)
    found = []
    if feed.bozo:
        found.append(f"is not well-formed: {feed.bozo_exception}")
    if feed.version != "atom10":
        found.append(f"is “{feed.version}”, not Atom")
    # A search that finds nothing has a feed too, and an empty one.
    if not feed.entries and "?q=" not in url:
        found.append("holds no entry")
    found += [f"an entry has no {part}: {entry.get('title', entry.get('id'))}" for entry in feed.entries
              for part in ("id", "title", "updated", "link") if not entry.get(part)]
    return f"feed {url.removeprefix(base)}, {len(feed.entries)} entries", found
