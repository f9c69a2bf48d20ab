"""Plain requests, as a program without a browser makes them."""

import html.parser
import urllib.error
import urllib.request


class _Stay(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer, not something to follow unseen."""

    def redirect_request(self, *_):
        return None


_opener = urllib.request.build_opener(_Stay)


def get(url, cookies="", language="en"):
    """(status, headers, body) of one GET."""
    request = urllib.request.Request(url, headers={"Accept": "text/html, */*;q=0.8", "Accept-Language": language})
    if cookies:
        request.add_header("Cookie", cookies)
    try:
        with _opener.open(request, timeout=30) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.headers, answer.read()


class _Links(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        address = told.get("href") or told.get("src")
        if tag in ("a", "link", "img", "script") and address:
            self.found.append((address, told))


def links(page):
    """(address, attributes) of everything that a page of HTML links to."""
    reader = _Links()
    reader.feed(page.decode("utf-8", errors="replace"))
    return reader.found
