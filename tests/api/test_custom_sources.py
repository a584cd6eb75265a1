"""Sources an analyst describes, over REST: previewed, made, fed by uploads and hooks, compared and searched."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import httpx
import pytest

from competedexter.customers.accounts.viewer import Role, Viewer
from competedexter.foundation.clock import FixedClock
from competedexter.foundation.job_queue import RecordingQueue
from competedexter.integrations.web.scripted import ScriptedWebClient, page
from competedexter.jobs import CompareSnapshots, CrawlNow, CrawlSource
from competedexter.market.changes import service as changes
from competedexter.market.crawlers.kinds.custom import CustomCrawler
from competedexter.market.crawling import service as crawling
from competedexter.market.crawling.rereading import reread
from competedexter.market.sources import service as sources
from competedexter.runtime import Runtime

from .conftest import client_of, join, refused, token_of
from .test_market import add

URL = "https://status.acme.com/plans.json"
MAPPING = {
    "format": "json", "items": "$.plans[*]", "title": "$.name", "text": "$.about", "url": "$.link", "date": "$.day",
    "fields": {"price": "$.price"},
}  # fmt: skip
CSV = "Name,Price\nPro,49\nTeam,99\nFree,=1+1\n"
TABLE = {"format": "csv", "title": "Name", "text": "Name", "fields": {"price": "Price"}}


def plans(*rows: tuple[str, str]) -> str:
    told = ",".join(
        f'{{"name":"{name}","price":"{price}","link":"/p/{name}","about":"The {name} plan","day":"2026-10-01"}}'
        for name, price in rows
    )
    return f'{{"plans":[{told}]}}'


@pytest.fixture
def web(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> ScriptedWebClient:
    """The web that crawls and previews of this runtime see."""
    scripted, usual = ScriptedWebClient(), runtime.parties
    monkeypatch.setattr(runtime, "parties", lambda workspace_id: replace(usual(workspace_id), web=scripted))
    return scripted


@pytest.fixture
def workers(runtime: Runtime, queue: RecordingQueue, clock: FixedClock) -> Callable[[], Any]:
    """Carries out the crawls and comparisons that wait."""

    async def work_off() -> None:
        while jobs := queue.take():
            for job in jobs:
                if isinstance(job, CrawlSource | CrawlNow):
                    opener = runtime.database.opener(job.workspace_id)
                    await crawling.crawl(opener, job.crawl_run_id, runtime.parties(job.workspace_id))
                elif isinstance(job, CompareSnapshots):
                    async with runtime.database.workspace(job.workspace_id) as work:
                        await changes.compare(work, job.crawl_run_id)

    return work_off


async def made(ada: httpx.AsyncClient, acme: str, **fields: object) -> dict[str, Any]:
    body = {"sourceType": "custom", "sourceUrl": URL, "config": MAPPING, **fields}
    answer = await ada.post(f"/competitors/{acme}/sources", json={k: v for k, v in body.items() if v is not None})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def ledger(ada: httpx.AsyncClient) -> list[tuple[str, str]]:
    items = (await ada.get("/changes?label=significant")).json()["items"]
    return sorted((one["kind"], one["summary"]) for one in items)


async def upload(ada: httpx.AsyncClient, source: str, body: str | bytes, kind: str = "text/csv") -> str:
    answer = await ada.post(f"/sources/{source}/upload", content=body, headers={"Content-Type": kind})
    assert answer.status_code == 202, answer.text
    return str(answer.json()["crawlRunId"])


async def hook_of(ada: httpx.AsyncClient, source: str) -> str:
    return f"/hooks/{(await ada.post(f'/sources/{source}/hook')).json()['token']}"


async def test_a_preview_maps_the_first_twenty_and_counts_what_is_wanting(
    ada: httpx.AsyncClient, web: ScriptedWebClient
) -> None:
    rows = ",".join(f'{{"name":"P{n}","day":"{"" if n % 10 else "2026-01-02"}"}}' for n in range(40))
    web.answer(URL, page(URL, f'{{"plans":[{rows}]}}', content_type="application/json"))
    body = {"sourceType": "custom", "sourceUrl": URL, "config": MAPPING}
    seen = (await ada.post("/sources/preview", json=body)).json()
    assert (seen["state"], seen["total"], len(seen["records"])) == ("succeeded", 40, 20)
    assert "36 of 40 items have no date" in seen["problems"]
    assert seen["records"][0]["title"] == "P0"
    assert seen["records"][0]["date"] == "2026-01-02T00:00:00Z"
    assert seen["suggestedConfig"]["items"] == "$.plans[*]"
    assert (await ada.get("/crawl-runs")).json()["items"] == []


async def test_a_preview_without_a_config_suggests_one_and_reads_by_it(
    ada: httpx.AsyncClient, web: ScriptedWebClient
) -> None:
    web.answer(URL, page(URL, plans(("Pro", "49")), content_type="text/plain"))
    seen = (await ada.post("/sources/preview", json={"sourceType": "custom", "sourceUrl": URL})).json()
    assert seen["suggestedConfig"] == {
        "format": "json", "items": "$.plans[*]", "title": "$.name", "url": "$.link", "date": "$.day",
        "fields": {"price": "$.price", "about": "$.about"},
    }  # fmt: skip
    assert seen["records"][0]["url"] == "https://status.acme.com/p/Pro"


async def test_a_preview_of_any_type_says_what_a_crawl_would_read_or_why_not(
    ada: httpx.AsyncClient, web: ScriptedWebClient
) -> None:
    text = "<h1>Acme</h1><p>" + "We make anvils for people who know what they do. " * 20
    web.answer("https://acme.com/about", f"<title>About</title><main>{text}</main>")
    body = {"sourceType": "website", "sourceUrl": "https://acme.com/about"}
    seen = (await ada.post("/sources/preview", json=body)).json()
    assert (seen["state"], seen["total"], seen["summary"]) == ("succeeded", 1, "About")
    assert seen["suggestedConfig"] is None
    gone = (await ada.post("/sources/preview", json={**body, "sourceUrl": "https://acme.com/no"})).json()
    assert (gone["state"], gone["records"]) == ("failed", [])
    assert "404" in gone["reason"]
    lost = (await ada.post("/sources/preview", json={**body, "sourceUrl": "https://nowhere.example/"})).json()
    assert (lost["state"], lost["code"]) == ("failed", "unknown_host")
    web.forbid("https://shy.example", "no")
    web.answer("https://shy.example/", "x")
    shy = (await ada.post("/sources/preview", json={**body, "sourceUrl": "https://shy.example/"})).json()
    assert shy["state"] == "blocked"


@pytest.mark.parametrize(
    ("config", "field"),
    [
        ({"format": "xml", "items": "a", "title": "b"}, "config.format"),
        ({"format": "json", "items": "$.a[", "title": "$.b"}, "config.items"),
        ({"format": "json", "items": "$.a[*]"}, "config.title"),
        ({"format": "json", "items": "$[?match(@.a, '(a+)+$')]", "title": "$.a"}, "config.items"),
        ({"format": "html", "items": "li:has(", "title": "a"}, "config.items"),
        ({"format": "html", "items": "li", "title": "a", "fields": {"__proto__": "b"}}, "config.fields"),
        ({"format": "csv"}, "config.title"),
        ({"format": "csv", "title": "Name", "titel": "x"}, "config.titel"),
        ({"format": "feed", "title": "nonsense"}, "config.title"),
        ({"format": "json", "items": "$" + ".a" * 400, "title": "b"}, "config.items"),
        ({"format": "csv", "title": "Name", "feedBy": "pigeon"}, "config.feedBy"),
    ],
)
async def test_a_bad_mapping_is_refused_with_field_and_reason_when_made_edited_or_previewed(
    ada: httpx.AsyncClient, web: ScriptedWebClient, config: dict[str, object], field: str
) -> None:
    acme = await add(ada)
    body = {"sourceType": "custom", "sourceUrl": URL, "config": config}
    told = refused(await ada.post(f"/competitors/{acme}/sources", json=body), 400, "invalid_mapping")
    assert field in [one["field"] for one in told["details"]]
    assert all(one["reason"] for one in told["details"])
    source = await made(ada, acme)
    refused(await ada.patch(f"/sources/{source['id']}", json={"config": config}), 400, "invalid_mapping")
    if config.get("feedBy") is None:
        refused(await ada.post("/sources/preview", json=body), 400, "invalid_mapping")
    assert web.requests == []


async def test_without_a_config_only_what_is_plain_becomes_a_source(
    ada: httpx.AsyncClient, web: ScriptedWebClient
) -> None:
    acme = await add(ada)
    feed = "<rss><channel><title>N</title><item><title>A</title><link>https://acme.com/a</link></item></channel></rss>"
    web.answer("https://acme.com/feed", page("https://acme.com/feed", feed, content_type="application/rss+xml"))
    web.answer(URL, page(URL, plans(("Pro", "49")), content_type="application/json"))
    web.answer("https://acme.com/", "<h1>Hello</h1>")
    assert (await made(ada, acme, sourceUrl="https://acme.com/feed", config=None))["config"] == {"format": "feed"}
    assert (await made(ada, acme, config=None))["config"]["items"] == "$.plans[*]"
    body = {"sourceType": "custom", "sourceUrl": "https://acme.com/"}
    told = refused(await ada.post(f"/competitors/{acme}/sources", json=body), 400, "mapping_missing")
    assert told["details"][0]["field"] == "config"
    nobody = "01a2119f-0000-7000-8000-000000000000"
    refused(await ada.post(f"/competitors/{nobody}/sources", json=body), 404, "competitor_not_found")


async def test_records_are_compared_and_found_like_any_other_evidence(
    ada: httpx.AsyncClient, web: ScriptedWebClient, workers, clock: FixedClock, queue: RecordingQueue
) -> None:
    acme = await add(ada)
    source = await made(ada, acme)
    for body in (plans(("Pro", "49"), ("Team", "99")), plans(("Pro", "59"), ("Max", "199"))):
        web.answer(URL, page(URL, body, content_type="application/json"))
        await ada.post(f"/sources/{source['id']}/crawl")
        await workers()
    assert await ledger(ada) == [
        ("record_added", "New: Max"),
        ("record_changed", "Pro: price 49 → 59"),
        ("record_removed", "Gone: Team"),
    ]
    moved = next(one for one in (await ada.get("/changes?kind=record_changed")).json()["items"])
    assert moved["data"]["fields"]["price"] == {"before": "49", "after": "59", "percent": 20.4}
    assert (moved["snapshotType"], moved["label"]) == ("custom", "significant")
    assert moved["evidenceAfter"]["quote"].startswith("Pro\nThe Pro plan")
    added = next(one for one in (await ada.get("/changes?kind=record_added&label=significant")).json()["items"])
    assert added["occurredAt"] == "2026-10-01T00:00:00Z"
    assert added["data"]["record"]["fields"] == {"price": "199"}
    found = (await ada.get("/search", params={"q": "Max plan price"})).json()["results"]
    assert any("199" in one["quote"] for one in found), [one["quote"] for one in found]
    snapshot = (await ada.get(f"/competitors/{acme}/snapshots?type=custom")).json()["items"][0]
    assert [row["title"] for row in snapshot["data"]["rows"]] == ["Pro", "Max"]


async def test_a_page_is_read_by_its_selectors_alone_attributes_too(
    ada: httpx.AsyncClient, web: ScriptedWebClient, workers
) -> None:
    acme, url = await add(ada), "https://acme.com/shop"
    config = {"format": "html", "items": "li", "title": "h2", "text": "p", "fields": {"price": ".@data-price"}}
    source = await made(ada, acme, sourceUrl=url, config=config)
    words = "An anvil that lasts. " * 20
    pages = [
        f"<h1>Shop {visitors}</h1><main><ul><li data-price={price}><h2>Anvil</h2><p>{words}</p></li></ul></main>"
        for visitors, price in ((1, 49), (2, 49), (2, 59))
    ]
    web.answer(url, *pages)
    for _ in pages:
        await ada.post(f"/sources/{source['id']}/crawl")
        await workers()
    states = [run["state"] for run in (await ada.get("/crawl-runs")).json()["items"]]
    assert states == ["succeeded", "unchanged", "succeeded"]
    assert await ledger(ada) == [("record_changed", "Anvil: price 49 → 59")]


async def test_another_mapping_is_another_baseline(ada: httpx.AsyncClient, web: ScriptedWebClient, workers) -> None:
    acme = await add(ada)
    source = await made(ada, acme)
    web.answer(URL, page(URL, plans(("Pro", "49")), content_type="application/json"))
    await ada.post(f"/sources/{source['id']}/crawl")
    await workers()
    edited = await ada.patch(f"/sources/{source['id']}", json={"config": {**MAPPING, "title": "$.about"}})
    assert edited.json()["config"]["title"] == "$.about"
    await ada.post(f"/sources/{source['id']}/crawl")
    await workers()
    assert await ledger(ada) == []
    runs = (await ada.get("/crawl-runs")).json()["items"]
    assert [run["state"] for run in runs] == ["succeeded", "succeeded"]


async def test_uploads_are_looks_whose_answer_was_brought(
    ada: httpx.AsyncClient, runtime: Runtime, web: ScriptedWebClient, workers, queue: RecordingQueue
) -> None:
    acme = await add(ada)
    source = await made(ada, acme, sourceUrl=None, config={**TABLE, "feedBy": "upload"})
    assert source["nextDueAt"] is None
    assert source["sourceUrl"].endswith(f"/api/v1/sources/{source['id']}/upload")
    refused(await ada.post(f"/sources/{source['id']}/crawl"), 422, "source_is_fed")
    assert (await ada.post(f"/competitors/{acme}/refresh")).json() == {"crawlRunIds": []}
    queue.take()
    first = await upload(ada, source["id"], CSV)
    await workers()
    run = (await ada.get(f"/crawl-runs/{first}")).json()
    assert (run["state"], run["trigger"], run["bytes"]) == ("succeeded", "import", len(CSV))
    await upload(ada, source["id"], "Name;Price\nPro;59\n", "text/csv; charset=utf-8")
    await workers()
    assert await ledger(ada) == [
        ("record_changed", "Pro: price 49 → 59"),
        ("record_removed", "Gone: Free"),
        ("record_removed", "Gone: Team"),
    ]
    again = await upload(ada, source["id"], "Name;Price\nPro;59\n")
    await workers()
    assert (await ada.get(f"/crawl-runs/{again}")).json()["state"] == "unchanged"
    assert web.requests == []
    listed = (await ada.get(f"/competitors/{acme}/sources")).json()["items"][0]
    assert (listed["nextDueAt"], listed["health"]) == (None, "ok")
    document = (await ada.get(f"/competitors/{acme}/data?pageSize=100")).json()["items"][-1]
    assert "price: =1+1" in (await ada.get(f"/documents/{document['id']}")).json()["text"]


async def test_one_key_stands_for_one_file(ada: httpx.AsyncClient) -> None:
    source = await made(ada, await add(ada), sourceUrl=None, config={**TABLE, "feedBy": "upload"})
    asked = {"Content-Type": "text/csv", "Idempotency-Key": "monday"}
    path = f"/sources/{source['id']}/upload"
    first = await ada.post(path, content=CSV, headers=asked)
    assert (await ada.post(path, content=CSV, headers=asked)).json() == first.json()
    refused(await ada.post(path, content="Name;Price\nPro;59\n", headers=asked), 422, "idempotency_key_reused")


async def test_uploads_that_cannot_be_read_say_so_and_leave_what_is_known(
    ada: httpx.AsyncClient, web: ScriptedWebClient, workers
) -> None:
    acme = await add(ada)
    source = await made(ada, acme, sourceUrl=None, config={**TABLE, "feedBy": "upload"})
    await upload(ada, source["id"], CSV)
    await workers()
    bad = await upload(ada, source["id"], '{"a": 1}', "application/json")
    await workers()
    run = (await ada.get(f"/crawl-runs/{bad}")).json()
    assert (run["state"], run["code"]) == ("failed", "not_readable")
    assert "Name" in run["reason"]
    assert await ledger(ada) == []


async def test_what_is_too_large_empty_or_of_a_strange_kind_is_refused_at_the_door(
    ada: httpx.AsyncClient, web: ScriptedWebClient
) -> None:
    acme = await add(ada)
    source = (await made(ada, acme))["id"]
    csv = {"Content-Type": "text/csv"}
    large = b"a" * (10 * 1024 * 1024 + 1)
    refused(await ada.post(f"/sources/{source}/upload", content=large, headers=csv), 413, "body_too_large")

    async def endless():
        for _ in range(11):
            yield b"a" * 1024 * 1024

    refused(await ada.post(f"/sources/{source}/upload", content=endless(), headers=csv), 413, "body_too_large")
    refused(await ada.post(f"/sources/{source}/upload", content=b" \n", headers=csv), 400, "nothing_delivered")
    strange = {"Content-Type": "application/zip"}
    refused(await ada.post(f"/sources/{source}/upload", content=b"PK", headers=strange), 415)
    packed = {**csv, "Content-Encoding": "gzip"}
    refused(await ada.post(f"/sources/{source}/upload", content=b"x", headers=packed), 415)
    assert (await ada.get("/crawl-runs")).json()["items"] == []


async def test_a_hook_takes_items_one_by_one_and_removes_nothing(
    ada: httpx.AsyncClient, anyone: httpx.AsyncClient, web: ScriptedWebClient, workers
) -> None:
    acme = await add(ada)
    source = await made(ada, acme, sourceUrl=None, config={**MAPPING, "feedBy": "webhook"})
    hook = (await ada.post(f"/sources/{source['id']}/hook")).json()
    path = f"/hooks/{hook['token']}"
    assert hook["url"].endswith(f"/api/v1{path}")
    for item in ('{"name":"Pro","price":49}', '{"name":"Team","price":99}', '{"name":"Pro","price":59}'):
        answer = await anyone.post(path, content=item, headers={"Content-Type": "application/json"})
        assert answer.status_code == 202, answer.text
        await workers()
    assert await ledger(ada) == [("record_added", "New: Team"), ("record_changed", "Pro: price 49 → 59")]
    newest = (await ada.get(f"/competitors/{acme}/snapshots?type=custom")).json()["items"][0]
    assert [(row["title"], row["fields"]["price"]) for row in newest["data"]["rows"]] == [("Pro", "59"), ("Team", "99")]
    many = await anyone.post(path, json={"plans": [{"name": "A", "price": 1}, {"name": "B", "price": 2}]})
    assert many.status_code == 202
    await workers()
    assert len(await ledger(ada)) == 4


async def test_a_hooks_records_stay_together_when_a_better_reader_reads_them_again(
    ada: httpx.AsyncClient,
    anyone: httpx.AsyncClient,
    web: ScriptedWebClient,
    workers,
    runtime: Runtime,
    workspace: Viewer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    acme = await add(ada)
    source = await made(ada, acme, sourceUrl=None, config={**MAPPING, "feedBy": "webhook"})
    path = await hook_of(ada, source["id"])
    for name in ("Pro", "Team"):
        await anyone.post(path, json={"name": name})
        await workers()
    before = await ledger(ada)
    monkeypatch.setattr(CustomCrawler, "extractor_version", "custom-next")
    parties = runtime.parties(workspace.workspace_id)
    opener = runtime.database.opener(workspace.workspace_id)
    assert await reread(opener, UUID(source["id"]), parties.archive, parties.outside)
    newest = (await ada.get(f"/competitors/{acme}/snapshots?type=custom")).json()["items"][0]
    assert [row["title"] for row in newest["data"]["rows"]] == ["Team", "Pro"]
    assert await ledger(ada) == before


async def test_deliveries_that_come_together_are_all_kept_in_their_order(
    ada: httpx.AsyncClient, anyone: httpx.AsyncClient, web: ScriptedWebClient, runtime: Runtime, queue: RecordingQueue
) -> None:
    acme = await add(ada)
    source = await made(ada, acme, sourceUrl=None, config={**MAPPING, "feedBy": "webhook"})
    path = await hook_of(ada, source["id"])
    queue.take()
    for number in range(8):
        await anyone.post(path, json={"name": f"Plan {number}", "price": number})
    crawls = [job for job in queue.take() if isinstance(job, CrawlNow)]
    while crawls:  # the last one first, and several at once
        opener = runtime.database.opener(crawls[0].workspace_id)
        parties = runtime.parties(crawls[0].workspace_id)
        await asyncio.gather(*(crawling.crawl(opener, job.crawl_run_id, parties) for job in reversed(crawls)))
        crawls = [job for job in queue.take() if isinstance(job, CrawlNow)]
    newest = (await ada.get(f"/competitors/{acme}/snapshots?type=custom")).json()["items"][0]
    assert [row["title"] for row in newest["data"]["rows"]] == [f"Plan {number}" for number in range(7, -1, -1)]


async def test_a_hook_is_shown_once_kept_as_a_digest_and_can_be_taken_back(
    ada: httpx.AsyncClient, anyone: httpx.AsyncClient, web: ScriptedWebClient, runtime: Runtime, workspace: Viewer
) -> None:
    acme = await add(ada)
    source = await made(ada, acme)
    open_it = f"/sources/{source['id']}/hook"
    first = (await ada.post(open_it, headers={"Idempotency-Key": "once"})).json()["token"]
    second = (await ada.post(open_it, headers={"Idempotency-Key": "once"})).json()["token"]
    assert first != second
    assert len(second) >= 60
    csv = {"Content-Type": "application/json"}
    refused(await anyone.post(f"/hooks/{first}", content="[1]", headers=csv), 404, "hook_not_found")
    assert (await anyone.post(f"/hooks/{second}", content='{"name":"x"}', headers=csv)).status_code == 202
    for guess in (second[:-1], second[:22], second[:22] + "x" * 43, "x" * 65, ".."):
        refused(await anyone.post(f"/hooks/{guess}", content="[1]", headers=csv), 404)
    listed = (await ada.get(f"/competitors/{acme}/sources")).text
    assert second not in listed
    assert "digest" not in listed
    edited = await ada.patch(f"/sources/{source['id']}", json={"config": {**MAPPING, "hook": {"digest": "mine"}}})
    assert set(edited.json()["config"]["hook"]) == {"since"}
    assert (await anyone.post(f"/hooks/{second}", content='{"name":"y"}', headers=csv)).status_code == 202
    assert (await ada.delete(open_it)).status_code == 204
    refused(await anyone.post(f"/hooks/{second}", content="[1]", headers=csv), 404, "hook_not_found")
    async with runtime.database.workspace(workspace.workspace_id, workspace.user_id) as work:
        assert "hook" not in (await sources.get(work, UUID(source["id"]))).config


async def test_hooks_of_archived_competitors_and_removed_sources_take_nothing(
    ada: httpx.AsyncClient, anyone: httpx.AsyncClient, web: ScriptedWebClient
) -> None:
    acme = await add(ada)
    source = await made(ada, acme)
    path = await hook_of(ada, source["id"])
    await ada.delete(f"/competitors/{acme}")
    refused(await anyone.post(path, json={"name": "x"}), 404, "hook_not_found")
    refused(await ada.post(f"/sources/{source['id']}/upload", content="[1]"), 409, "competitor_archived")
    await ada.post(f"/competitors/{acme}/restore")
    assert (await anyone.post(path, json={"name": "x"})).status_code == 202
    await ada.delete(f"/sources/{source['id']}")
    refused(await anyone.post(path, json={"name": "x"}), 404, "hook_not_found")


async def test_only_admins_preview_upload_and_open_hooks(
    app, ada: httpx.AsyncClient, runtime: Runtime, workspace: Viewer, web: ScriptedWebClient, grace: httpx.AsyncClient
) -> None:
    source = (await made(ada, await add(ada)))["id"]
    body = {"sourceType": "custom", "sourceUrl": URL}
    viewer = await join(runtime, workspace.workspace_id, "vera", Role.VIEWER)
    async with client_of(
        app, await token_of(runtime, viewer), **{"X-Workspace-Id": str(workspace.workspace_id)}
    ) as vera:
        refused(await vera.post("/sources/preview", json=body), 403)
        refused(await vera.post(f"/sources/{source}/upload", content="[1]"), 403)
        refused(await vera.post(f"/sources/{source}/hook"), 403)
        refused(await vera.delete(f"/sources/{source}/hook"), 403)
    refused(await grace.post(f"/sources/{source}/upload", content="[1]"), 404, "source_not_found")
    refused(await grace.post(f"/sources/{source}/hook"), 404, "source_not_found")
    assert web.requests == []
