"""P8: made-up pages with 20 kinds of noise and 20 kinds of real change: what is told that is none, what is missed.

    python -m tests.bench.synthetic [-v]

Each kind on SEEDS pages of different words, read and compared as the product does. Noise counts as a false change when
anything is told about it that is not labelled noise, and as a false alert when a new workspace's rules tell somebody; a real
change is found when something is told. The simple method tells every
difference of the visible text. With -v the reasons are printed.
"""

import random
import sys
from collections.abc import Callable
from typing import Final
from uuid import UUID

from competedexter.integrations.web.protocol import WebResponse
from competedexter.market.changes.diffing_page import diff_page
from competedexter.market.changes.drafts import Draft
from competedexter.market.crawlers.crawler import Finding, SourceRef
from competedexter.market.crawlers.registry import crawler_for
from competedexter.market.evidence.records import PageRecord
from tests.bench.change_pairs import is_alerted

SEEDS: Final = 25
Edit = Callable[[str, random.Random], str]
_NOUNS: Final = (
    "reports teams dashboards exports alerts people projects minutes history meetings support servers regions keys "
    "invoices seats workspaces calendars comments reviews backups audits roles limits tokens queries charts notes"
)
_WORDS: Final = _NOUNS.split()


def sentence(chance: random.Random) -> str:
    some = chance.sample(_WORDS, 6)
    return (
        f"{some[0].title()} keep {some[1]} and {some[2]} together, so that {some[3]} find {some[4]} before {some[5]}."
    )


def page(chance: random.Random) -> str:
    features = "".join(
        f"<section><h2>{w.title()}</h2><p>{sentence(chance)}</p></section>" for w in chance.sample(_WORDS, 5)
    )
    quotes = "".join(f"<li>{sentence(chance)}</li>" for _ in range(4))
    return f"""<!doctype html><html lang="en"><head><title>Acme</title><meta name="csrf-token" content="aaaa"></head><body>
<header><nav><a href="/">Home</a><a href="/pricing">Pricing</a><a href="/docs">Docs</a></nav></header>
<main id="m1"><h1>Acme for {chance.choice(_WORDS)}</h1><p>{sentence(chance)}</p>{features}
<section><h2>Starter</h2><p>$10 per month</p><ul><li>5 projects</li><li>E-mail support</li></ul></section>
<section><h2>Pro</h2><p>$20 per month</p><ul><li>50 projects</li><li>Chat support</li></ul></section>
<ul class="quotes">{quotes}</ul><p class="users">Trusted by 12,345 teams in 40 countries.</p>
<p class="rating">Rated 4.7 of 5 by 1,203 people.</p><p class="when">Last updated 3 minutes ago</p>
<p>We keep data in Germany. Enterprise customers get an uptime of 99.9 %.</p></main>
<aside><h3>Latest posts</h3><a href="/blog/a">How we moved our servers</a><a href="/blog/b">Hello again</a></aside>
<footer><p>© 2025 Acme Inc. All rights reserved.</p><a href="/legal">Legal</a></footer></body></html>"""


def swap(old: str, new: str) -> Edit:
    return lambda html, _: html.replace(old, new, 1)


def shuffled(html: str, _: random.Random) -> str:
    head, rest = html.split('<ul class="quotes">', 1)
    items, tail = rest.split("</ul>", 1)
    listed = items.split("</li>")[:-1]
    listed.append(listed.pop(0))
    return f'{head}<ul class="quotes">{"".join(f"{one}</li>" for one in listed)}</ul>{tail}'


def a_line_less(html: str, _: random.Random) -> str:
    start = html.index("<section>")
    return html[:start] + html[html.index("</section>") + len("</section>") :]


def a_sentence_more(html: str, chance: random.Random) -> str:
    return html.replace('<ul class="quotes">', f'<p>New: {sentence(chance)}</p><ul class="quotes">', 1)


NOISE: Final[dict[str, Edit]] = {
    "a token": swap("aaaa", "bbbb"),
    "an id": swap('id="m1"', 'id="m2"'),
    "white space": swap("<h1>", "<h1>\n   "),
    "a class": swap("<section>", "<section class='x9'>"),
    "a script": swap("</head>", "<script>var t=1732</script></head>"),
    "a comment": swap("<main", "<!-- 1732 --><main"),
    "a style": swap("</head>", "<style>p{color:red}</style></head>"),
    "a hidden input": swap("</main>", "<input type=hidden value=7></main>"),
    "the year": swap("© 2025", "© 2026"),
    "a relative time": swap("3 minutes ago", "7 minutes ago"),
    "a counter": swap("12,345 teams", "12,412 teams"),
    "a rating's count": swap("1,203 people", "1,219 people"),
    "another post": swap("How we moved our servers", "Why we love tables"),
    "an order": shuffled,
    "a consent banner": swap(
        "<main", "<div class='cookie-banner'><p>We use cookies to improve this site.</p></div><main"
    ),
    "a link's tracking": swap('href="/docs"', 'href="/docs?utm_source=x"'),
    "a typographic hyphen": swap("E-mail support", "E\u2011mail support"),
    "a split text node": swap("Chat support", "<span>Chat</span> support"),
    "an image": swap("</main>", "<img src='/i.png?v=2' alt=''></main>"),
    "a session in a link": swap('href="/legal"', 'href="/legal?sid=81723"'),
}
REAL: Final[dict[str, Edit]] = {
    "a price up": swap("$20 per month", "$25 per month"),
    "a price down": swap("$10 per month", "$8 per month"),
    "another currency": swap("$20 per month", "\u20ac20 per month"),
    "another period": swap("$20 per month", "$20 per year"),
    "a free plan": swap("$10 per month", "Free"),
    "a quote instead of a price": swap("$20 per month", "Contact sales"),
    "a new plan": swap("<section><h2>Pro", "<section><h2>Team</h2><p>$15 per month</p></section><section><h2>Pro"),
    "a plan gone": lambda html, _: html[: html.index("<section><h2>Pro")] + html[html.index('<ul class="quotes">') :],
    "a plan renamed": swap("<h2>Pro</h2>", "<h2>Business</h2>"),
    "a limit": swap("50 projects", "30 projects"),
    "a feature of a plan": swap("<li>Chat support</li>", "<li>Chat support</li><li>Single sign-on</li>"),
    "a feature gone": swap("<li>E-mail support</li>", ""),
    "a section gone": a_line_less,
    "a new sentence": a_sentence_more,
    "the headline": swap("<h1>Acme for", "<h1>Acme, the agent platform for"),
    "a place of data": swap("We keep data in Germany.", "We keep data in Ireland."),
    "a promise": swap("99.9 %", "99.99 %"),
    "a promotion": swap("<main id", "<div class='promo'><p>Black Friday: 40 % off all plans until 1 December</p></div><main id"),
    "a new page in the menu": swap('<a href="/docs">', '<a href="/agents">Agents</a><a href="/docs">'),
    "a new section": swap('<p class="users">', "<section><h2>Agents</h2><p>Agents answer for you.</p></section><p class='users'>"),
}  # fmt: skip


def read(html: str) -> Finding:
    source = SourceRef(UUID(int=1), UUID(int=2), "website", "https://acme.example/", {})
    answer = WebResponse(source.url, 200, {}, html.encode(), "text/html", "utf-8")
    (finding,) = crawler_for("website").read(source, answer)
    return finding


def told(before: Finding, after: Finding) -> list[Draft]:
    assert isinstance(before.record, PageRecord)
    assert isinstance(after.record, PageRecord)
    drafts = diff_page(before.record, after.record, before.text, after.text)
    return [draft for draft in drafts if draft.label != "noise"]


def measure(kinds: dict[str, Edit]) -> tuple[dict[str, int], int, int]:
    """How often each kind was told, how often any was alerted, and how often the simple method told any."""
    counts, alerts, simply = {}, 0, 0
    for name, edit in kinds.items():
        counts[name] = 0
        for seed in range(SEEDS):
            chance = random.Random(seed)
            html = page(chance)
            changed = edit(html, chance)
            if changed == html:
                raise AssertionError(f"{name} changes nothing")
            before, after = read(html), read(changed)
            drafts = told(before, after)
            counts[name] += bool(drafts)
            alerts += any(is_alerted(draft) for draft in drafts)
            simply += before.text != after.text
            if drafts and seed == 0 and "-v" in sys.argv:
                print(f"   {name}: {drafts[0].kind}, {drafts[0].label}")
    return counts, alerts, simply


def main() -> None:
    false, false_alerts, false_simply = measure(NOISE)
    found, alerts, found_simply = measure(REAL)
    looks, real = len(NOISE) * SEEDS, len(REAL) * SEEDS
    print(
        f"P8 noise of {len(NOISE)} kinds told as a change   {sum(false.values()) / looks:.1%} of {looks} (goal <= 1 %)"
    )
    print(f"   alerted                       {false_alerts / looks:.1%}")
    for name, count in false.items():
        if count:
            print(f"   {name}: {count} of {SEEDS}")
    whole = sum(count == SEEDS for count in found.values())
    print(
        f"P8 real changes found            {whole} of {len(REAL)} kinds always, {sum(found.values()) / real:.1%} (goal: all)"
    )
    print(f"   alerted                       {alerts / real:.1%}")
    for name, count in found.items():
        if count < SEEDS:
            print(f"   {name}: {count} of {SEEDS}")
    print(f"the simple method (any word)     false {false_simply / looks:.1%}, found {found_simply / real:.1%}")


if __name__ == "__main__":
    main()
