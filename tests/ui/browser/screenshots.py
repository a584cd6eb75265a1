"""README's pictures, made from the running demo: `python -m tests.ui.browser.screenshots [folder]`."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from competedexter.integrations.web.chromium import find_chromium
from tests.stories.product import ROOT, Product
from tests.ui.browser.conftest import FLAGS, PHONE, WIDE

FOLDER = ROOT / "docs" / "screenshots"
QUESTION = "How much does Ticketwren Team cost, and how did it change?"
WRITING_MS = 180_000  # until the demo's year is there


def main(folder: Path) -> int:
    program = find_chromium()
    if program is None:
        print("No Chromium was found; the pictures stay as they are.", file=sys.stderr)
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="competedexter-") as data, sync_playwright() as playwright:
        Path(data).chmod(0o711)
        product = Product(Path(data)).until_ready()
        browser = playwright.chromium.launch(executable_path=str(program), args=FLAGS)
        try:
            _take(browser, f"http://localhost:{product.port}", folder)
        finally:
            browser.close()
            product.close()
    return 0


def _take(browser: Browser, base: str, folder: Path) -> None:
    with _window(browser, WIDE, "light") as page:
        page.goto(f"{base}/demo")
        page.get_by_role("button", name="Open the demo").click()
        change = page.get_by_role("button", name="Change a price on the demo site")
        expect(change).to_be_enabled(timeout=WRITING_MS)
        change.click()
        expect(page.get_by_role("link", name="Open the alert")).to_be_visible(timeout=60_000)
        _shoot(page, folder / "overview.png")
        page.get_by_role("link", name="Open the alert").click()
        expect(page.locator(".diff-card").first).to_be_visible()
        _shoot(page, folder / "inbox.png")
        page.goto(f"{base}/competitors")
        page.get_by_role("link", name="Ticketwren").last.click()
        page.get_by_role("link", name="Pricing", exact=True).click()
        expect(page.locator(".step-chart")).to_be_visible()
        _shoot(page, folder / "pricing.png")
        page.goto(f"{base}/ask")
        page.locator("textarea").fill(QUESTION)
        page.keyboard.press("Enter")
        expect(page.get_by_text("How this was found")).to_be_visible(timeout=60_000)
        _shoot(page, folder / "answer.png")
        answer = page.url
        page.locator(".answer .citation").first.click()
        expect(page.locator("mark")).to_be_visible()
        _shoot(page, folder / "evidence.png")
        cookies = page.context.cookies()
    for name, address in (("phone-inbox", f"{base}/inbox"), ("phone-answer", answer)):
        with _window(browser, PHONE, "dark") as page:
            page.context.add_cookies(cookies)  # type: ignore[arg-type]  # what the library gave
            page.goto(address)
            expect(page.locator("html[data-alive]")).to_have_count(1)
            expect(page.locator(".inbox-item, .answer").first).to_be_visible()
            _shoot(page, folder / f"{name}.png")


@contextmanager
def _window(browser: Browser, size: dict[str, int], theme: str) -> Iterator[Page]:
    context = browser.new_context(viewport=size, color_scheme=theme)  # type: ignore[arg-type]  # a typed dict, to the library
    yield context.new_page()
    context.close()


def _shoot(page: Page, file: Path) -> None:
    page.mouse.move(0, 0)
    page.wait_for_timeout(400)  # fonts and fades
    page.screenshot(path=str(file))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER))
