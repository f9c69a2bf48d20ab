"""WCAG 2.2 AA as far as a program can tell (axe), and no sideways scrolling on a small phone."""

import importlib.util
import pathlib

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def _axe():
    # Only the script is wanted, not the Python package, which would pull in another browser.
    folder = pathlib.Path(importlib.util.find_spec("axe_playwright_python").origin).parent
    return (folder / "axe.min.js").read_text(encoding="utf-8")


AXE = _axe()


def violations(browser):
    """One text for each broken rule on the page as it is shown now."""
    browser.run(AXE)
    result = browser.driver.execute_async_script(
        """const done = arguments[1];
        axe.run(document, {runOnly: {type: 'tag', values: arguments[0]}, resultTypes: ['violations'], preload: false})
          .then(r => done(r.violations.map(v => ({
            id: v.id, help: v.help,
            nodes: v.nodes.map(n => ({target: n.target.join(' '), html: n.html, why: n.failureSummary}))}))),
            e => done([{id: 'axe', help: String(e), nodes: []}]))""", TAGS)
    return [_told(violation) for violation in result]


def _told(violation):
    lines = [f"{violation['id']}: {violation['help']}"]
    for node in violation["nodes"][:3]:
        why = "; ".join(line.strip() for line in (node["why"] or "").splitlines()[1:])
        lines.append(f"    {node['target']}  {node['html'][:160]}  {why}")
    if len(violation["nodes"]) > 3:
        lines.append(f"    and {len(violation['nodes']) - 3} more")
    return "\n".join(lines)


def overflow(browser):
    """Names what sticks out when the page can be scrolled sideways."""
    told = browser.run(
        """const root = document.documentElement, width = root.clientWidth;
        if (root.scrollWidth <= width) return null;
        const out = [...document.body.querySelectorAll('*')].filter(e => {
          const box = e.getBoundingClientRect();
          return box.width > 0 && (box.right > width + 0.5 || box.left < -0.5);
        }).slice(0, 3).map(e => e.tagName.toLowerCase() + (e.id ? '#' + e.id : '')
          + (typeof e.className === 'string' && e.className ? '.' + e.className.trim().replace(/\\s+/g, '.') : ''));
        return `the page is ${root.scrollWidth} px wide at ${width} px: ` + out.join(', ');""")
    return [told] if told else []
