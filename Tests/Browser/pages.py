"""The list of pages to look at (pages.json)."""

import json
import pathlib
from dataclasses import dataclass

from browser import Trouble


@dataclass
class Page:
    """One page as one kind of person sees it.

    A page whose address is not known beforehand is named by a page that links to it (`from`) and a selector of that
    link (`link`).
    """

    path: str
    as_: str | None
    languages: list
    dark: bool
    status: int
    link: str | None

    def address(self, browser):
        """The page's path; opens the page that links to it where it must be found."""
        if not self.link:
            return self.path
        browser.open(self.path)
        links = browser.driver.find_elements("css selector", self.link)
        if not links:
            raise Trouble(f"{self.path} has no link that matches {self.link}")
        # To the same page with a place in it no browser would go again, in whichever language.
        return links[0].get_attribute("href").removeprefix(browser.base).split("#")[0]


def read():
    """The pages, those of one person together."""
    told = json.loads((pathlib.Path(__file__).parent / "pages.json").read_text(encoding="utf-8"))
    pages = [
        Page(page.get("from") or page["path"], page.get("as"), page.get("languages", ["en"]), page.get("dark", False),
             page.get("status", 200), page.get("link"))
        for page in told
    ]
    return sorted(pages, key=lambda page: page.as_ or "")
