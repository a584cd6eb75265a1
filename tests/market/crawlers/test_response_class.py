"""Every kind of answer has its state, and a reason a person understands; good pages are left alone."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competedexter.integrations.web.protocol import WebResponse
from competedexter.integrations.web.scripted import page
from competedexter.market.crawlers.reading.response_class import PreviousLook, Verdict, classify

URL = "https://acme.example/pricing"
PROSE = "<p>Acme watches what your competitors ship, charge and hire, and tells you the same day in plain words.</p>"
GOOD = (
    "<!doctype html><html><head><title>Pricing | Acme</title></head><body><nav><a href=/>Home</a></nav><main><h1>Pricing</h1>"
    + PROSE * 12
    + "</main></body></html>"
)


def html(body: str, title: str = "Acme", **kwargs: object) -> WebResponse:
    document = f"<!doctype html><html><head><title>{title}</title></head><body>{body}</body></html>"
    return page(URL, document, **kwargs)  # type: ignore[arg-type]


def state(response: WebResponse, previous: PreviousLook | None = None) -> tuple[str, str]:
    verdict = classify(response, previous)
    if verdict.state != "succeeded":
        assert verdict.reason[0].isupper(), verdict
        assert verdict.reason.endswith("."), verdict
    return verdict.state, verdict.code


def led(final: str, body: str = GOOD) -> WebResponse:
    response = page(final, body)
    return WebResponse(final, 200, response.headers, response.body, "text/html", "utf-8", redirects=(URL,))


def test_a_good_page_succeeds_without_a_word() -> None:
    assert classify(page(URL, GOOD), None) == Verdict("succeeded")


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (304, ("succeeded", "not_modified")),
        (400, ("failed", "bad_status")),
        (401, ("blocked", "login")),
        (402, ("blocked", "paywall")),
        (403, ("blocked", "refused")),
        (404, ("gone", "gone")),
        (410, ("gone", "gone")),
        (429, ("blocked", "rate_limited")),
        (451, ("blocked", "legal")),
        (500, ("failed", "server_error")),
        (503, ("failed", "server_error")),
        (999, ("blocked", "refused")),
    ],
)
def test_every_status_has_its_state(status: int, expected: tuple[str, str]) -> None:
    assert state(page(URL, "<title>x</title>", status=status)) == expected
    assert state(page(URL, b"", status=status)) == expected


CHALLENGES = {
    "Cloudflare": "<title>Just a moment...</title><script>window._cf_chl_opt={cvId:'3'}</script><noscript>Enable JavaScript and cookies to continue</noscript>",
    "hCaptcha": "<title>Security check</title><p>One more step</p><div class=h-captcha data-sitekey=x></div><script src=https://hcaptcha.com/1/api.js></script>",
    "reCAPTCHA": "<p>Our systems have detected unusual traffic from your computer network.</p><div class=g-recaptcha></div>",
    "DataDome": "<title>acme.example</title><p id=cmsg>Please enable JS and disable any ad blocker</p><script>var dd={'rt':'c','cid':'AH'}</script><script src=https://ct.captcha-delivery.com/c.js></script>",
    "PerimeterX": '<title>Access to this page has been denied</title><div id="px-captcha"></div><p>Press & Hold to confirm you are a human (and not a bot).</p>',
    "Akamai": "<title>Access Denied</title><h1>Access Denied</h1>You don't have permission to access this on this server.<p>Reference&#32;&#35;18.2d351ab8.1557333295<p>https://errors.edgesuite.net/18.2d35",
    "Imperva": '<iframe src="/_Incapsula_Resource?SWUDNSAI=31&xinfo=8">Request unsuccessful. Incapsula incident ID: 4490001</iframe>',
    "AWS": "<div id=challenge-container></div><script>AwsWafIntegration.checkForceRefresh()</script>",
    "Vercel": "<title>Vercel Security Checkpoint</title><p>We're verifying your browser</p>",
}


@pytest.mark.parametrize("vendor", CHALLENGES)
@pytest.mark.parametrize("status", [200, 403, 429, 503])
def test_a_robot_check_is_a_wall_whatever_the_status(vendor: str, status: int) -> None:
    response = page(URL, f"<html><body>{CHALLENGES[vendor]}</body></html>", status=status)
    assert state(response) == ("blocked", "captcha")
    if vendor != "Vercel":
        assert vendor in classify(response).reason


def test_a_robot_check_told_by_header_is_a_wall() -> None:
    response = page(URL, "<html></html>", status=202, headers={"x-amzn-waf-action": "challenge"})
    assert state(response) == ("blocked", "captcha")
    assert state(page(URL, "<p>x", headers={"cf-mitigated": "challenge"})) == ("blocked", "captcha")


@pytest.mark.parametrize(
    "words",
    [
        "Bitte bestätigen Sie, dass Sie kein Roboter sind.",
        "Êtes-vous un humain ? Confirmez pour continuer.",
        "Подтвердите, что запросы отправляли вы, а не робот",
        "请完成安全验证",
        "ロボットではありません",
        "Checking your browser before accessing acme.example",
    ],
)
def test_a_robot_check_is_known_in_other_languages(words: str) -> None:
    assert state(html(f"<p>{words}</p>")) == ("blocked", "captcha")


def test_protection_that_stands_on_every_page_is_no_wall() -> None:
    scripts = (
        "<script src=/cdn-cgi/challenge-platform/scripts/jsd/main.js></script>"
        "<script>window.__CF$cv$params={r:'8'}</script><script src=https://js.datadome.co/tags.js></script>"
        "<script>window._pxAppId='PX1'</script><script src=/_Incapsula_Resource?SWJIYLWA=1></script>"
        "<script src=https://www.google.com/recaptcha/api.js?render=k></script>"
    )
    form = "<form><input type=email><textarea></textarea><div class=g-recaptcha></div></form>"
    assert state(page(URL, GOOD.replace("</main>", form + scripts + "</main>")))[0] == "succeeded"
    assert (
        state(
            html(
                f"<h1>Contact us</h1><p>We answer within a working day, in English, German and French.</p>{form}{scripts}"
            )
        )[0]
        == "succeeded"
    )


def test_a_refusal_with_a_good_status_is_a_wall() -> None:
    assert state(html("<h1>Access denied</h1><p>You do not have permission to access this page.</p>")) == (
        "blocked",
        "refused",
    )
    assert state(html("<p>Acme is not available in your country.</p>")) == ("blocked", "abroad")


@pytest.mark.parametrize("button", ["Log in", "Anmelden", "Se connecter", "Iniciar sesión", "Войти", "ログイン"])
def test_a_sign_in_form_alone_is_a_wall(button: str) -> None:
    form = f"<form><input name=user><input type=password><button>{button}</button></form>"
    assert state(html(f"<h1>Acme</h1>{form}")) == ("blocked", "login")
    assert state(page(URL, GOOD.replace("</nav>", form + "</nav>")))[0] == "succeeded"


def test_being_led_to_a_sign_in_page_is_a_wall() -> None:
    assert state(led("https://acme.example/login?next=%2Fpricing")) == ("blocked", "login")
    assert state(led("https://accounts.acme.example/")) == ("blocked", "login")
    assert state(html("<p>Please log in to continue.</p>")) == ("blocked", "login")


def test_a_sign_in_page_that_is_watched_as_such_is_a_page() -> None:
    form = "<h1>Sign in</h1><form><input type=password><button>Sign in</button></form>"
    assert classify(page("https://acme.example/login", f"<html><body>{form}</body></html>")).code != "login"


@pytest.mark.parametrize(
    "wall",
    [
        "<h1>Before you continue</h1><p>We use cookies and data to deliver and maintain services.</p><button>Reject all</button><button>Accept all</button>",
        "<div role=dialog><h2>Wir schätzen Ihre Privatsphäre</h2><p>Wir und unsere Partner setzen Cookies, um Inhalte zu messen.</p><button>Alle akzeptieren</button></div>",
        "<h2>Le respect de votre vie privée</h2><p>Avec votre consentement, nos partenaires et nous utilisons des cookies pour mesurer l'audience.</p><button>Tout accepter</button>",
    ],
)
def test_a_question_about_cookies_alone_is_a_wall(wall: str) -> None:
    assert state(html(wall)) == ("blocked", "consent")
    assert state(page(URL, GOOD.replace("</nav>", "</nav>" + wall)))[0] == "succeeded"


def test_being_led_to_a_consent_site_is_a_wall() -> None:
    assert state(led("https://consent.acme.example/collect?sessionId=1")) == ("blocked", "consent")


@pytest.mark.parametrize(
    "words",
    [
        "404",
        "Error 404: not found",
        "Page not found",
        "Sorry, we couldn't find that page. The page you are looking for does not exist.",
        "Seite nicht gefunden",
        "Cette page est introuvable",
        "Página no encontrada",
        "Página não encontrada",
        "Pagina non trovata",
        "Pagina niet gevonden",
        "Sidan hittades inte",
        "Страница не найдена",
        "ページが見つかりません",
        "页面不存在",
        "페이지를 찾을 수 없습니다",
    ],
)
def test_a_page_that_says_not_found_is_a_soft_404(words: str) -> None:
    menu = "<nav>" + "".join(f"<a href=/{n}>Section number {n}</a>" for n in range(60)) + "</nav>"
    assert state(html(f"{menu}<main><h1>{words}</h1><p>Go back home.</p></main>")) == ("suspect", "soft_404")
    assert state(html(f"{menu}<p>Go back.</p>", title=f"{words} | Acme"))[1] in ("soft_404", "placeholder")


def test_a_page_about_errors_is_no_soft_404() -> None:
    article = PROSE * 40
    assert (
        state(html(f"<main><h1>How to fix 404 Not Found</h1>{article}</main>", title="404 Not Found explained"))[0]
        == "succeeded"
    )
    assert (
        state(html(f"<main><h1>Plans</h1>{PROSE * 3}</main>", title="Pricing | 404 Not Found Club"))[0] == "succeeded"
    )


def test_a_deep_address_that_leads_to_the_home_page_is_suspect() -> None:
    assert state(led("https://acme.example/")) == ("suspect", "redirected_home")
    assert state(led("https://acme.example/en/pricing"))[0] == "succeeded"


@pytest.mark.parametrize(
    "words",
    ["Internal Server Error", "502 Bad Gateway", "Error establishing a database connection", "Something went wrong", "Application error: a client-side exception has occurred", "Es ist ein Fehler aufgetreten"],
)  # fmt: skip
def test_an_error_message_with_a_good_status_is_suspect(words: str) -> None:
    assert state(html(f"<h1>{words}</h1><p>Please try again later.</p>")) == ("suspect", "error_page")


@pytest.mark.parametrize(
    "words",
    ["Coming soon", "We'll be back soon", "Our site is under maintenance", "This domain is for sale", "Welcome to nginx!", "It works!", "Index of /", "Wartungsarbeiten", "En construction", "工事中"],
)  # fmt: skip
def test_a_placeholder_is_suspect(words: str) -> None:
    assert state(html(f"<h1>{words}</h1><p>Thank you for your patience.</p>")) == ("suspect", "placeholder")


def test_words_of_placeholders_and_errors_inside_a_page_do_not_matter() -> None:
    cards = "<h3>Team</h3><p>Coming soon</p><h3>500 GB storage</h3><h2>503 customers trust us</h2><h3>Coming soon</h3>"
    assert state(page(URL, GOOD.replace("</main>", cards + "</main>")))[0] == "succeeded"
    assert state(html(f"<h1>500+ teams use Acme</h1>{PROSE * 4}"))[0] == "succeeded"


def test_a_page_that_lost_half_its_text_is_suspect_and_says_how_much() -> None:
    verdict = classify(page(URL, GOOD), PreviousLook(text_length=5_000))
    assert (verdict.state, verdict.code) == ("suspect", "shrunk")
    assert "5,000" in verdict.reason
    assert state(page(URL, GOOD), PreviousLook(text_length=2_000))[0] == "succeeded"
    assert state(html("<p>We moved to a smaller office.</p>"), PreviousLook(text_length=200))[0] == "succeeded"


@pytest.mark.parametrize(
    "shell",
    [
        "<div id=root></div><script src=/app.js></script>",
        '<div id="__next"><div class=spinner>Loading...</div></div><script src=/app.js></script>',
        "<noscript>You need to enable JavaScript to run this app.</noscript><div id=app></div><script src=/app.js></script>",
        "<nav><a href=/>Home</a><a href=/pricing>Pricing</a></nav><main>"
        + '<div class="card skeleton"></div>' * 8
        + "</main>",
        "<h1>{{ plan.title }}</h1><p>{{ plan.price | currency }} {{ plan.period }}</p><p>{{ plan.description }}</p>",
        "<h1>Pricing</h1><p>Pro $NaN / month</p><p>Team $undefined / month</p>" + PROSE * 9,
    ],
)
def test_a_half_rendered_page_is_suspect(shell: str) -> None:
    assert state(html(shell)) == ("suspect", "half_rendered")


@pytest.mark.parametrize(
    "ending",
    ["<div class=\"pla", "<p>and <a href=\"/pri", "<script>var prices = [", "<!-- footer ", "<style>.a{", "<div><div><p>and then it"],
)  # fmt: skip
def test_a_page_that_breaks_off_is_suspect(ending: str) -> None:
    assert state(page(URL, GOOD.partition("</main>")[0] + ending)) == ("suspect", "cut")


def test_fewer_bytes_than_announced_are_a_cut_page() -> None:
    assert state(page(URL, GOOD, headers={"content-length": str(len(GOOD) + 1)})) == ("suspect", "cut")
    assert state(page(URL, GOOD, headers={"content-length": "9" * 9, "content-encoding": "br"}))[0] == "succeeded"
    assert state(page(URL, GOOD, status=206)) == ("suspect", "cut")


def test_a_page_without_closing_tags_is_whole() -> None:
    assert state(page(URL, f"<title>Acme</title><h1>Acme</h1>{PROSE * 5}<p>The end"))[0] == "succeeded"
    assert state(page(URL, GOOD + "\n<!-- cached in 0.02 s -->"))[0] == "succeeded"
    assert state(page(URL, GOOD.replace("</main>", "<p>if a < b then</main>")))[0] == "succeeded"


@pytest.mark.parametrize(
    ("body", "content_type", "word"),
    [
        (b"%PDF-1.7 \x00\x01", "text/html", "PDF"),
        (b"%PDF-1.7 \x00\x01", "application/pdf", "PDF"),
        (b"PK\x03\x04\x14\x00", "application/octet-stream", "zip"),
        (b"\x89PNG\r\n\x1a\n\x00", "text/html", "image"),
        (b"\x00\x01\x02\x03" * 100, "text/html", "no text"),
        (b"anything", "video/mp4", "film"),
    ],
)
def test_a_download_where_a_page_was_expected_fails(body: bytes, content_type: str, word: str) -> None:
    verdict = classify(page(URL, body, content_type=content_type))
    assert (verdict.state, verdict.code) == ("failed", "not_a_page")
    assert word in verdict.reason


def test_plain_text_and_markdown_are_pages() -> None:
    text = ("# Pricing\n\n" + "Pro costs 20 dollars a month for each person on the team.\n" * 9).encode()
    assert state(page(URL, text, content_type="text/markdown"))[0] == "succeeded"
    utf16 = page(URL, GOOD.encode("utf-16"))
    assert state(WebResponse(URL, 200, {}, utf16.body, "text/html", "utf-16"))[0] == "succeeded"


CARDS = "".join(
    f"<div class=card><h3>{name}</h3><div class=price>{price}</div><ul><li>Unlimited projects and boards</li></ul></div>"
    for name, price in (("Basic", "$10/mo"), ("Pro", "$25/mo"), ("Business", "$60/mo"))
)
SIGN_IN = "<form><input name=user><input type=password><button>Log in</button></form>"


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Captcha pricing", "<h1>Captcha pricing</h1>"),
        ("Bot detection pricing", "<h1>Bot detection that people like</h1>"),
        ("Maintenance", "<h1>Maintenance</h1>"),
        ("Pricing", "<h1>Plan scheduled maintenance with ease</h1>"),
        ("Pricing", "<h1>Something went wrong? We know first.</h1>"),
        ("404 Studio – Pricing", "<h1>Pricing</h1>"),
        ("Pricing", "<h1>Pricing</h1><p>Card payments are not available in your country? Ask us.</p>"),
        ("Pricing", f"<h1>Pricing</h1>{SIGN_IN}"),
        ("Too many requests – Rate limiter", "<h1>Too many requests?</h1>"),
        ("Access denied", "<h1>Access denied, made simple</h1>"),
    ],
)
def test_a_price_list_that_can_be_read_is_one_whatever_else_its_words_sound_like(title: str, body: str) -> None:
    response = html(f"<main>{body}{CARDS}</main>", title=title)
    assert classify(response, expects_plans=True) == Verdict("succeeded")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (f"<h1>Maintenance</h1><p>We are back soon.</p><p>{'$10/mo'}</p>", "placeholder"),
        (CARDS.replace("$10", "$0").replace("$25", "$0").replace("$60", "$0") + SIGN_IN, "login"),
        (SIGN_IN, "login"),
    ],
)
def test_without_plans_to_read_a_price_list_is_judged_as_any_page(body: str, code: str) -> None:
    assert classify(html(body), expects_plans=True).code == code


def test_plans_that_can_be_read_do_not_open_a_vendors_wall_nor_mend_a_page_that_breaks_off() -> None:
    wall = html(CHALLENGES["Cloudflare"] + CARDS)
    cut = page(URL, f"<html><body><main>{CARDS}<div class=")
    assert classify(wall, expects_plans=True).code == "captcha"
    assert classify(cut, expects_plans=True).code == "cut"
    led_away = led("https://acme.example/login", f"<html><body>{CARDS}</body></html>")
    assert classify(led_away, expects_plans=True).code == "login"


def test_a_sign_in_form_in_a_closed_dialog_is_no_wall() -> None:
    page_with = (
        "<h1>Acme</h1><p>Minutes for your meetings.</p><a href=#>Log in</a><dialog id=login{}>" + SIGN_IN + "</dialog>"
    )
    assert state(html(page_with.format("")))[0] == "succeeded"
    assert state(html(page_with.format(" open"))) == ("blocked", "login")


@pytest.mark.parametrize(
    ("title", "body", "code"),
    [
        ("Too many requests", "<p>Please try again later.</p>", "rate_limited"),
        ("Acme", "<h1>429 Too Many Requests</h1>", "rate_limited"),
        ("Acme", "<h1>Zu viele Anfragen</h1><p>Bitte warten Sie.</p>", "rate_limited"),
        ("Queue-it", "<h1>You are now in line</h1><p>Your estimated wait time is 4 minutes.</p>", "queue"),
        ("Acme", "<p>Number of users in line ahead of you: 213</p>", "queue"),
        ("Acme", "<h1>Sie befinden sich in der Warteschlange</h1>", "queue"),
        ("Acme", "<h1>Choose your country</h1>" + "<a href=/x>Elbonia</a><br>" * 200, "country"),
        ("Acme", "<h1>Wählen Sie Ihr Land</h1><ul><li><a href=/de>Deutschland</a></ul>", "country"),
        ("Acme", "<h1>Are you over 18?</h1><button>Yes</button><button>No</button>", "age"),
    ],
)
def test_a_page_that_asks_to_wait_or_to_choose_first_is_a_wall(title: str, body: str, code: str) -> None:
    assert state(html(body, title=title)) == ("blocked", code)


@pytest.mark.parametrize(
    "heading",
    ["Too many requests? We scale.", "You are in line for the beta", "Choose your country", "Are you over budget?"],
)
def test_the_same_words_over_a_page_are_no_wall(heading: str) -> None:
    assert state(page(URL, GOOD.replace("<h1>Pricing</h1>", f"<h1>{heading}</h1>")))[0] == "succeeded"


@pytest.mark.parametrize(
    "price", ["$--/mo", "$ -- / month", "{{ plan.price }}/mo", "$${price}", "€–/month", "${amount} / mo"]
)
def test_a_price_whose_amount_was_not_filled_in_is_half_rendered(price: str) -> None:
    body = GOOD.replace("</main>", CARDS.replace("$25/mo", price) + "</main>")
    assert classify(page(URL, body), expects_plans=True).code == "half_rendered"


@pytest.mark.parametrize(
    "body",
    [
        "<pre>{{ plan.price }}/mo</pre>",
        "<p>Write <code>${{price}}</code> where the amount belongs.</p>",
        "<p>45,-- € / Monat</p>",
        "<p>CHF 29.–/Monat</p>",
        "<td>—</td><td>$5–10 / mo</td>",
    ],
)
def test_marks_that_are_meant_are_no_missing_price(body: str) -> None:
    assert state(page(URL, GOOD.replace("</main>", body + "</main>")))[0] == "succeeded"


@pytest.mark.parametrize("body", [b"", b"  \n\t ", b"<html><body></body></html>", b"<!-- nothing -->"])
def test_an_empty_page_is_suspect(body: bytes) -> None:
    assert state(page(URL, body)) == ("suspect", "empty")


def test_a_signpost_is_suspect() -> None:
    refresh = "<meta http-equiv=refresh content='0; url=https://acme.example/new'><p>Click here if you are not redirected.</p>"
    assert state(page(URL, f"<html><head>{refresh}</head></html>")) == ("suspect", "redirect_stub")
    assert state(html("<script>window.location.href = '/new'</script>")) == ("suspect", "redirect_stub")
    reload = GOOD.replace("<head>", "<head><meta http-equiv=refresh content=300>")
    assert state(page(URL, reload))[0] == "succeeded"


def test_five_megabytes_of_script_are_judged_quickly() -> None:
    script = "<script>" + "var a = 'captcha'; // {{x}} <div class=skeleton>" * 110_000 + "</script>"
    heavy, bare = page(URL, GOOD.replace("</main>", script + "</main>")), html("<div id=root></div>" + script)
    began = time.process_time()
    assert state(heavy)[0] == "succeeded"
    assert state(bare) == ("suspect", "half_rendered")
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "piece",
    [
        "<div ",
        "<form ",
        "<div>",
        "<input a>",
        '<i class="a',
        "<noscript>",
        "{{ a",
        "$--/",
        "<dialog>",
        "<dialog ",
        " | a",
        "<h1>404</h1>",
    ],
)
def test_hostile_markup_is_judged_in_bounded_time(piece: str) -> None:
    hostile = page(URL, "<title>captcha skeleton<script></script>" + piece * (3_000_000 // len(piece)))
    began = time.process_time()
    assert state(hostile, PreviousLook(1_000))
    assert time.process_time() - began < 6


@given(body=st.binary(max_size=600), status=st.sampled_from([200, 200, 206, 403, 503]), length=st.integers(0, 10_000))
@settings(max_examples=150, deadline=None)
def test_any_bytes_have_a_state(body: bytes, status: int, length: int) -> None:
    assert state(page(URL, body, status=status), PreviousLook(length))[0] in (
        "succeeded",
        "suspect",
        "blocked",
        "failed",
    )


@given(st.lists(st.sampled_from(["<div", ">", "<script>", "</", "html>", "captcha", '"', "<!--", "{{", "}}", "404", " not found", "<title>", "=", "<input type=password", "\x00", "é"]), max_size=80))  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_any_broken_markup_has_a_state(pieces: list[str]) -> None:
    assert state(page(URL, "".join(pieces)))


def test_good_captures_are_not_called_suspect(shared_data: Path) -> None:
    bodies = [path.read_bytes() for path in sorted((shared_data / "pricing-pages" / "pages").glob("*.html"))]
    versions = shared_data / "pricing-page-healthchecks" / "versions"
    bodies += [path.read_bytes() for path in sorted(versions.glob("*.stripped.html"))]
    assert len(bodies) > 50
    verdicts = [classify(page(URL, body)) for body in bodies]
    assert [verdict for verdict in verdicts if verdict.state != "succeeded"] == []
