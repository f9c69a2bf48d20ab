"""Somebody with a browser that runs no script: signs in, fills in forms."""

import html
import http.cookiejar
import pathlib
import re
import sys
import urllib.error
import urllib.parse
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "Browser"))


class Person:
    def __init__(self, base):
        self.base = base
        self.page = ""
        self.url = base
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def visit(self, path):
        return self._go(urllib.request.Request(self.base + path))

    def send(self, path, fields):
        """`fields` is a list of pairs; the form goes out as a browser sends it from a page of the site."""
        return self._go(urllib.request.Request(
            self.base + path, data=urllib.parse.urlencode(fields).encode(), headers={"Origin": self.base, "Sec-Fetch-Site": "same-origin"}))

    def _go(self, request):
        request.add_header("Accept-Language", "en")
        request.add_header("Accept", "text/html")
        try:
            with self._open.open(request, timeout=60) as answer:
                self.page, self.url, status = answer.read().decode(), answer.url, answer.status
        except urllib.error.HTTPError as answer:
            self.page, status = answer.read().decode(), answer.code
        return status

    def sign_in(self, email, password):
        self.send("/sign-in", [("email", email), ("password", password)])

    def strong(self):
        """The emphasised words of the page, as plain text."""
        return [html.unescape(re.sub(r"<[^>]+>", "", text)) for text in re.findall(r"<strong[^>]*>(.*?)</strong>", self.page, re.S)]

    def find(self, pattern):
        match = re.search(pattern, self.page)
        return html.unescape(match.group(1) if match.groups() else match.group(0)) if match else None
