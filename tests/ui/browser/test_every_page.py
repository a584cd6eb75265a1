"""Every page at both widths and in both themes: nothing for axe to find, nothing wider than the window, no complaint."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, expect

from tests.stories.product import Product
from tests.ui.browser.acme import Acme
from tests.ui.browser.conftest import PHONE, WIDE, Visitor
from tests.ui.browser.test_main_path import add, ask

pytestmark = pytest.mark.browser
OPEN = ("/", "/sign-in", "/sign-up", "/demo", "/nothing/here", "/error")
INSIDE = (
    "/overview",
    "/welcome",
    "/inbox",
    "/changes",
    "/competitors",
    "/sources",
    "/sources/add",
    "/sources/add?type=custom",
    "/imports",
    "/settings",
    "/ask",
)


@pytest.fixture(scope="module")
def lived_in(product: Product, chromium: Browser) -> tuple[list[str], list[dict[str, object]]]:
    """Addresses of a workspace in which something happened, and the cookies that open it."""
    site = Acme()
    context = chromium.new_context(viewport=WIDE)  # type: ignore[arg-type]  # a typed dict, to the library
    visitor = Visitor(f"http://localhost:{product.port}", context, context.new_page(), [])
    page = visitor.page
    visitor.sign_up()
    add(visitor, site)
    expect(page.get_by_role("article", name="Pro")).to_be_visible()
    competitor = page.url.removeprefix(visitor.base)
    site.prices["Pro"] = "$59 per seat / month"
    page.get_by_role("button", name="Crawl now").first.click()
    expect(page.get_by_role("navigation", name="Main", exact=True).get_by_label("unread")).to_be_visible()
    visitor.go("/changes")
    page.locator("a.row", has_text="49").first.click()
    expect(page.locator(".diff-card")).to_be_visible()
    change = page.url.removeprefix(visitor.base)
    page.get_by_role("link", name="Open the page").last.click()
    expect(page.locator("mark")).to_be_visible()
    document = page.url.removeprefix(visitor.base)
    visitor.go("/ask")
    ask(page, "How much does Acme Pro cost?")
    answer = page.url.removeprefix(visitor.base)
    tabs = [f"{competitor}?tab={tab}" for tab in ("pricing", "product", "hiring", "timeline", "evidence")]
    visitor.go("/sources")
    source = page.locator("tbody tr a").first.get_attribute("href") or ""
    addresses = [competitor, *tabs, source, change, document, answer]
    cookies = context.cookies()
    context.close()
    site.close()
    return addresses, cookies  # type: ignore[return-value]  # typed dicts, to the library


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1440", "390"])
def test_nothing_is_wrong_with_any_page(
    product: Product,
    chromium: Browser,
    lived_in: tuple[list[str], list[dict[str, object]]],
    size: dict[str, int],
    theme: str,
) -> None:
    addresses, cookies = lived_in
    context = chromium.new_context(viewport=size, color_scheme=theme)  # type: ignore[arg-type]  # as above
    context.add_cookies(cookies)  # type: ignore[arg-type]  # as above
    found = [flaw for path in (*OPEN, *INSIDE, *addresses) for flaw in _flaws(product, context, path)]
    context.close()
    assert not found, "\n".join(found)


def _flaws(product: Product, context: BrowserContext, path: str) -> list[str]:
    page = context.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(f"{path}: {error}"))
    page.on(
        "console",
        lambda message: said.append(f"{path}: {message.text}") if "Content Security" in message.text else None,
    )
    visitor = Visitor(f"http://localhost:{product.port}", context, page, said)
    visitor.go(path)
    expect(page.locator("h1, h2").first).to_be_visible()
    wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    if wider > 0:
        said.append(f"{path}: {wider} px wider than the window")
    for violation in Axe().run(page).response["violations"]:
        places = ", ".join(node["html"][:120] for node in violation["nodes"][:3])
        said.append(f"{path}: {violation['id']}: {places}")
    page.close()
    return said
