"""Follows the links of the site and asks that each leads somewhere."""

import re
import urllib.parse

import fetch

MOST_PAGES = 150
MOST_ALIKE = 4
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+")


def _shape(url):
    """Links alike in this have most likely the same handler: the path but its last part, ids aside, and the query's names."""
    parts = urllib.parse.urlsplit(url)
    segments = [_ID.sub("*", segment) for segment in parts.path.split("/")[1:]]
    alike = segments[:-1] if len(segments) > 1 else segments
    return len(segments), tuple(alike), tuple(sorted(set(urllib.parse.parse_qs(parts.query))))


def troubles(base, starts, cookies=""):
    """(pages asked, troubles): walks from `starts`, at most MOST_ALIKE links of each shape."""
    base = base.rstrip("/")
    queue = [(base + path, "the list") for path in starts]
    seen, shapes, found, asked = set(), {}, [], 0
    while queue and asked < MOST_PAGES:
        url, source = queue.pop(0)
        url = urllib.parse.urldefrag(url)[0]
        if url in seen or not (url + "/").startswith(base + "/"):
            continue
        seen.add(url)
        shape = _shape(url)
        shapes[shape] = shapes.get(shape, 0) + 1
        if shapes[shape] > MOST_ALIKE:
            continue
        status, headers, body = fetch.get(url, cookies)
        asked += 1
        if status >= 400:
            found.append(f"{status} {url.removeprefix(base)}, linked from {source}")
        elif 300 <= status < 400:
            queue.append((urllib.parse.urljoin(url, headers.get("Location", "")), url.removeprefix(base)))
        elif headers.get_content_type() == "text/html":
            here = url.removeprefix(base) or "/"
            queue += [(urllib.parse.urljoin(url, address), here) for address, _ in fetch.links(body)]
    return asked, found
