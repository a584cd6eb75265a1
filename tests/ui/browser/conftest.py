"""The whole product in a process of its own, and a real Chromium."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from competedexter.integrations.web.chromium import find_chromium
from tests.stories.product import Product
from tests.ui.browser.acme import Acme

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
PASSWORD = "tired-otter-lamp-42"
PATIENCE_MS = 30_000  # for what crosses workers on a busy machine
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    folder = tmp_path_factory.mktemp("product")
    running = Product(folder, CRAWL_ALLOW_NETWORKS="127.0.0.0/8", CRAWL_HOST_DELAY="0", CONFIRM_AFTER="1")
    try:
        yield running.until_ready()
    finally:
        running.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Of a module, not of the session: the library's own event loop must be gone before asynchronous tests run."""
    program = find_chromium()
    if program is None:
        pytest.skip("no Chromium was found: the pages were not looked at")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(program), args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Visitor:
    """A browser window; `complaints` are what its console and scripts said."""

    base: str
    context: BrowserContext
    page: Page
    complaints: list[str]

    def go(self, path: str) -> None:
        """Opens a page and waits until it is alive."""
        self.page.goto(self.base + path)
        expect(self.page.locator("html[data-alive]")).to_have_count(1)
        expect(self.page.locator("[role=status] .skeleton")).to_have_count(0)

    def sign_up(self, name: str = "Ada Lovelace") -> str:
        email = f"{uuid.uuid4().hex}@example.com"
        self.go("/sign-up")
        self.page.get_by_label("Your name").fill(name)
        self.page.get_by_label("E-mail").fill(email)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Create account").click()
        expect(self.page.get_by_role("heading", name="Who do you compete with?")).to_be_visible()
        return email


@pytest.fixture
def visitor(product: Product, chromium: Browser) -> Iterator[Visitor]:
    yield from _visit(product, chromium, WIDE)


def _visit(product: Product, chromium: Browser, size: dict[str, int]) -> Iterator[Visitor]:
    context = chromium.new_context(viewport=size)  # type: ignore[arg-type]  # a typed dict, to the library
    page = context.new_page()
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield Visitor(f"http://localhost:{product.port}", context, page, complaints)
    context.close()


@pytest.fixture
def acme() -> Iterator[Acme]:
    site = Acme()
    yield site
    site.close()
