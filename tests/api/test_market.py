"""Competitors, sources, crawl runs, documents, snapshots, changes, the timeline and search over REST."""

from uuid import UUID, uuid4

import httpx
import pytest

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.job_queue import RecordingQueue
from competedexter.integrations.archive.protocol import ArchivedObject
from competedexter.jobs import CrawlNow, DiscoverCompetitor
from competedexter.market.evidence import service as evidence
from competedexter.market.evidence.records import PageRecord, Quality
from competedexter.market.evidence.schemas import NewDocument
from competedexter.runtime import Runtime
from tests.market.scene import Scene

from .conftest import refused

ACME = {"name": "Acme", "domain": "https://Acme.com/pricing", "tier": "primary", "tags": ["crm"], "discover": False}


async def add(ada: httpx.AsyncClient, **fields: object) -> str:
    answer = await ada.post("/competitors", json={**ACME, **fields})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def test_a_new_competitor_is_shown_with_every_field_and_looked_for(ada: httpx.AsyncClient, queue) -> None:
    answer = await ada.post("/competitors", json={**ACME, "discover": True, "aliases": ["ACME Inc"]})
    body = answer.json()
    assert answer.status_code == 201
    assert (body["domain"], body["websiteUrl"], body["isSelf"]) == ("acme.com", "https://acme.com", False)
    assert set(body) >= {
        "id", "createdAt", "updatedAt", "archivedAt", "coverage", "description", "logoUrl", "tier", "tags", "aliases",
        "metadata",
    }  # fmt: skip
    assert body["createdAt"] == "2026-11-02T12:00:00Z"
    assert queue.take() == [DiscoverCompetitor(workspace_id=queue_workspace(ada), competitor_id=UUID(body["id"]))]


def queue_workspace(_: object) -> object:
    class Anything:
        def __eq__(self, other: object) -> bool:
            return isinstance(other, UUID)

        __hash__ = None  # type: ignore[assignment]

    return Anything()


async def test_competitors_are_found_sorted_edited_archived_and_restored(ada: httpx.AsyncClient) -> None:
    acme = await add(ada)
    await add(ada, name="Beta", domain="beta.io", tier="watch", tags=["erp"])
    names = [one["name"] for one in (await ada.get("/competitors?sort=-name")).json()["items"]]
    assert names == ["Beta", "Acme"]
    for query in ("tier=primary", "tag=crm", "q=acm"):
        assert [one["id"] for one in (await ada.get(f"/competitors?{query}")).json()["items"]] == [acme]
    edited = await ada.put(f"/competitors/{acme}", json={"name": "Acme Corp", "tags": []})
    assert (edited.json()["name"], edited.json()["tags"], edited.json()["tier"]) == ("Acme Corp", [], "primary")
    refused(await ada.post("/competitors", json=ACME), 409, "domain_taken")
    archived = await ada.delete(f"/competitors/{acme}")
    assert (archived.status_code, archived.content) == (204, b"")
    assert (await ada.get("/competitors")).json()["pagination"]["total"] == 1
    assert (await ada.get("/competitors?includeArchived=true")).json()["pagination"]["total"] == 2
    assert (await ada.post(f"/competitors/{acme}/restore")).json()["archivedAt"] is None
    refused(await ada.post(f"/competitors/{acme}/restore"), 409, "not_archived")


async def test_a_purge_removes_rows_and_archived_bodies_for_good(
    ada: httpx.AsyncClient, runtime: Runtime, scene: Scene, workspace: Viewer
) -> None:
    kept = await store(runtime, scene, workspace, b"<h1>Acme</h1>")
    assert await runtime.archive.get(kept.key)
    asked = await ada.post(
        "/query/ask", json={"query": "How much is Acme Pro?"}, headers={"Accept": "application/json"}
    )
    assert asked.status_code == 200
    assert await runtime.cache.keys("competedexter:tool:*")
    assert (await ada.delete(f"/competitors/{scene.competitor_id}?purge=true")).status_code == 204
    refused(await ada.get(f"/competitors/{scene.competitor_id}"), 404, "competitor_not_found")
    assert (await ada.get("/changes")).json()["items"] == []
    assert await runtime.cache.keys("competedexter:tool:*") == []
    with pytest.raises(Exception, match="missing"):
        await runtime.archive.get(kept.key)


async def test_sources_are_added_listed_edited_crawled_and_removed(
    ada: httpx.AsyncClient, queue: RecordingQueue
) -> None:
    acme = await add(ada)
    new = {"sourceType": "pricing", "sourceUrl": "https://acme.com/pricing", "crawlFrequency": "hourly"}
    made = await ada.post(f"/competitors/{acme}/sources", json=new)
    assert made.status_code == 201
    source = made.json()
    assert (source["status"], source["health"], source["errorCount"]) == ("active", "ok", 0)
    refused(await ada.post(f"/competitors/{acme}/sources", json=new), 409, "source_taken")
    refused(await ada.post(f"/competitors/{uuid4()}/sources", json=new), 404, "competitor_not_found")
    listed = (await ada.get(f"/competitors/{acme}/sources")).json()
    assert [one["id"] for one in listed["items"]] == [source["id"]]
    queue.take()
    queued = await ada.post(f"/sources/{source['id']}/crawl")
    assert queued.status_code == 202
    run = queued.json()["crawlRunId"]
    assert [(type(job), str(job.crawl_run_id)) for job in queue.take()] == [(CrawlNow, run)]
    assert (await ada.post(f"/sources/{source['id']}/crawl")).json()["crawlRunId"] == run
    refreshed = await ada.post(f"/competitors/{acme}/refresh")
    assert (refreshed.status_code, refreshed.json()) == (202, {"crawlRunIds": [run]})
    paused = await ada.patch(f"/sources/{source['id']}", json={"status": "paused"})
    assert paused.json()["status"] == "paused"
    assert (await ada.get(f"/crawl-runs/{run}")).json()["state"] == "queued"
    assert (await ada.delete(f"/sources/{source['id']}")).status_code == 204
    refused(await ada.patch(f"/sources/{source['id']}", json={}), 404, "source_not_found")


async def test_addresses_in_any_script_are_watched_and_wrong_ones_name_their_field(ada: httpx.AsyncClient) -> None:
    made = await ada.post("/competitors", json={**ACME, "domain": "bücher.de", "websiteUrl": "https://bücher.de:8443/"})
    assert made.json()["websiteUrl"] == "https://xn--bcher-kva.de:8443/"
    sources = f"/competitors/{made.json()['id']}/sources"
    source = await ada.post(sources, json={"sourceType": "pricing", "sourceUrl": "https://Müller.de/preise-für-alle"})
    assert source.json()["sourceUrl"] == "https://xn--mller-kva.de/preise-für-alle"
    loopback = await ada.post("/competitors", json={**ACME, "domain": "http://[::1]/"})
    assert loopback.json()["websiteUrl"] == "https://[::1]"
    wrong = refused(await ada.post(sources, json={"sourceType": "pricing", "sourceUrl": "https://ü..de"}), 400)
    assert wrong["details"][0]["field"] == "sourceUrl"


async def test_an_archived_competitor_gets_no_new_source(ada: httpx.AsyncClient) -> None:
    acme = await add(ada)
    await ada.delete(f"/competitors/{acme}")
    new = {"sourceType": "pricing", "sourceUrl": "https://acme.com/pricing"}
    refused(await ada.post(f"/competitors/{acme}/sources", json=new), 409, "competitor_archived")


async def test_removing_a_source_leaves_the_ledger_the_inbox_and_cited_evidence(
    ada: httpx.AsyncClient, scene: Scene
) -> None:
    asked = {"query": "How much is Acme Pro?"}
    answer = (await ada.post("/query/ask", json=asked, headers={"Accept": "application/json"})).json()
    cited = {one["documentId"] for one in answer["sources"] if one["documentId"]}
    lists = ("/changes", "/alerts", f"/competitors/{scene.competitor_id}/timeline", "/crawl-runs")
    before = [(await ada.get(address)).json() for address in lists]
    assert cited
    assert all(body["items"] for body in before)
    assert (await ada.delete(f"/sources/{scene.source_id}")).status_code == 204
    assert [(await ada.get(address)).json() for address in lists] == before
    for document in cited:
        assert (await ada.get(f"/documents/{document}")).status_code == 200
    refused(await ada.delete(f"/sources/{scene.source_id}"), 404, "source_not_found")
    refused(await ada.post(f"/sources/{scene.source_id}/crawl"), 404, "source_not_found")
    assert (await ada.get(f"/competitors/{scene.competitor_id}/sources")).json()["items"] == []
    again = {"sourceType": "pricing", "sourceUrl": "https://acme.test/pricing"}
    assert (await ada.post(f"/competitors/{scene.competitor_id}/sources", json=again)).status_code == 201


async def test_runs_are_told_with_their_changes(ada: httpx.AsyncClient, scene: Scene) -> None:
    listed = (await ada.get(f"/crawl-runs?sourceId={scene.source_id}&state=succeeded")).json()
    assert [one["id"] for one in listed["items"]] == [str(look) for look in reversed(scene.looks[:2])]
    newest = listed["items"][0]
    change = (await ada.get("/changes")).json()["items"][0]
    assert newest["changeIds"] == [change["id"]]
    assert set(newest) >= {
        "sourceId", "competitorId", "trigger", "state", "reason", "attempts", "startedAt", "finishedAt", "settledAt",
        "httpStatus", "bytes", "documentId", "changeIds",
    }  # fmt: skip
    refused(await ada.get(f"/crawl-runs/{uuid4()}"), 404, "crawl_run_not_found")
    refused(await ada.get("/crawl-runs?state=happy"), 400, "invalid_request")


async def test_documents_of_a_competitor_are_listed_whole_and_by_type(ada: httpx.AsyncClient, scene: Scene) -> None:
    for address in (f"/competitors/{scene.competitor_id}/data", f"/competitors/{scene.competitor_id}/data/pricing"):
        listed = (await ada.get(address)).json()
        assert [one["text"] for one in listed["items"]] == ["Pro 59\nTeam 99\n", "Pro 49\nTeam 99\n"]
        assert set(listed["items"][0]) >= {
            "id", "createdAt", "competitorId", "sourceId", "dataType", "title", "sourceUrl", "observedAt", "occurredAt",
            "quality", "qualityReasons", "contentHash", "text", "processedData",
        }  # fmt: skip
    latest = (await ada.get(f"/competitors/{scene.competitor_id}/data?latest=true")).json()["items"]
    assert [one["text"] for one in latest] == ["Pro 59\nTeam 99\n"]
    assert latest[0]["processedData"]["pricing"]["plans"][0]["prices"][0]["amount"] == "59.00"
    before = (await ada.get(f"/competitors/{scene.competitor_id}/data?asOf=2026-11-02T13:30:00Z")).json()["items"]
    assert [one["text"] for one in before] == ["Pro 49\nTeam 99\n"]
    assert (await ada.get(f"/competitors/{scene.competitor_id}/data/news")).json()["items"] == []
    refused(await ada.get(f"/competitors/{scene.competitor_id}/data/gossip"), 400)
    one = (await ada.get(f"/documents/{latest[0]['id']}")).json()
    assert one["text"] == "Pro 59\nTeam 99\n"


async def store(
    runtime: Runtime, scene: Scene, viewer: Viewer, body: bytes, media_type: str = "text/html"
) -> ArchivedObject:
    kept = await runtime.archive.put(viewer.workspace_id, body, media_type)
    async with runtime.database.workspace(viewer.workspace_id) as work:
        new = NewDocument(
            source_id=scene.source_id, competitor_id=scene.competitor_id, crawl_run_id=None, data_type="website",
            url="https://acme.test", title="Acme", text="Acme", records=(PageRecord(title="Acme"),), blocks=(),
            quality=Quality(score=1.0), suspect=False, archive_key=kept.key, raw={"media_type": media_type},
            extractor_version="1", observed_at=work.now(),
        )  # fmt: skip
        await evidence.store(work, new)
    return kept


async def test_the_raw_page_is_served_so_that_no_browser_runs_it(
    ada: httpx.AsyncClient, runtime: Runtime, scene: Scene, workspace: Viewer
) -> None:
    evil = b"<script>fetch('/api/v1/me')</script>"
    await store(runtime, scene, workspace, evil, 'text/html; charset="utf-8"\r\nSet-Cookie: a=b')
    document = (await ada.get(f"/competitors/{scene.competitor_id}/data/website")).json()["items"][0]["id"]
    answer = await ada.get(f"/documents/{document}/raw")
    assert (answer.status_code, answer.content) == (200, evil)
    assert answer.headers["content-type"] in ("text/html", "text/html; charset=utf-8")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert "set-cookie" not in answer.headers


async def test_a_damaged_or_missing_body_is_said_to_be_so(
    ada: httpx.AsyncClient, runtime: Runtime, scene: Scene, workspace: Viewer
) -> None:
    kept = await store(runtime, scene, workspace, b"<h1>Acme</h1>")
    document = (await ada.get(f"/competitors/{scene.competitor_id}/data/website")).json()["items"][0]["id"]
    file = next(runtime.settings.data_dir.rglob(f"{kept.sha256}.zst"))
    file.write_bytes(b"rust")
    refused(await ada.get(f"/documents/{document}/raw"), 410, "archive_corrupt")
    file.unlink()
    refused(await ada.get(f"/documents/{document}/raw"), 404, "archive_missing")


async def test_snapshots_are_listed_read_and_compared(ada: httpx.AsyncClient, scene: Scene) -> None:
    listed = (await ada.get(f"/competitors/{scene.competitor_id}/snapshots?type=pricing")).json()
    new, old = listed["items"]
    assert new["data"]["plans"][0]["prices"][0] == {
        "amount": "59.00", "currency": "USD", "period": "month", "unit": None, "basis": None,
    }  # fmt: skip
    assert set(new) >= {"competitorId", "sourceId", "snapshotType", "data", "observedAt", "lastSeenAt", "documentId"}
    assert (await ada.get(f"/snapshots/{old['id']}")).json()["data"]["plans"][0]["name"] == "Pro"
    diff = (await ada.get(f"/snapshots/{old['id']}/diff/{new['id']}")).json()
    assert [one["kind"] for one in diff["changes"]] == ["plan_price_raised"]
    assert diff["text"]
    refused(await ada.get(f"/snapshots/{old['id']}/diff/{uuid4()}"), 404, "snapshot_not_found")
    assert (await ada.get(f"/competitors/{scene.competitor_id}/snapshots?type=jobs")).json()["items"] == []


async def test_a_price_rise_is_a_typed_change_that_can_be_filtered_and_labelled(
    ada: httpx.AsyncClient, scene: Scene
) -> None:
    listed = (await ada.get("/changes?kind=plan_price_raised&kind=plan_added&label=significant")).json()
    [change] = listed["items"]
    assert change["data"]["plan"] == "Pro"
    assert change["data"]["before"]["amount"] == "49.00"
    assert change["data"]["after"]["amount"] == "59.00"
    assert change["state"] == "confirmed"
    assert set(change) >= {
        "id", "createdAt", "competitorId", "sourceId", "snapshotType", "kind", "summary", "data", "label",
        "labelReason", "labelSource", "state", "confirmedAt", "severity", "observedAt", "occurredAt",
        "beforeSnapshotId", "afterSnapshotId", "evidenceBefore", "evidenceAfter",
    }  # fmt: skip
    for nothing in (
        "kind=plan_added",
        "label=noise",
        "state=pending",
        "to=2026-11-01T00:00:00Z",
        f"sourceId={uuid4()}",
    ):
        assert (await ada.get(f"/changes?{nothing}")).json()["items"] == [], nothing
    muted = await ada.post(f"/changes/{change['id']}/label", json={"label": "noise", "reason": "a test"})
    assert (muted.json()["label"], muted.json()["labelSource"]) == ("noise", "person")
    assert (await ada.get(f"/changes/{change['id']}")).json()["labelReason"] == "a test"
    refused(await ada.post(f"/changes/{change['id']}/label", json={"label": "boring"}), 400)


async def test_the_timeline_tells_changes_and_source_events(ada: httpx.AsyncClient, scene: Scene) -> None:
    listed = (await ada.get(f"/competitors/{scene.competitor_id}/timeline")).json()["items"]
    assert [one["kind"] for one in listed] == ["plan_price_raised"]
    assert set(listed[0]) >= {
        "id", "type", "kind", "title", "label", "severity", "observedAt", "changeId", "sourceId",
    }  # fmt: skip
    only = f"/competitors/{scene.competitor_id}/timeline?kind=source_blocked&from=2026-11-02"
    assert (await ada.get(only)).json()["items"] == []


async def test_search_answers_with_verified_passages(
    ada: httpx.AsyncClient, runtime: Runtime, scene: Scene, workspace: Viewer
) -> None:
    found = (await ada.get("/search", params={"q": "how much is Pro", "competitorId": str(scene.competitor_id)})).json()
    best = found["results"][0]
    assert (best["n"], best["competitor"], best["verified"]) == (1, "Acme", True)
    document = (await ada.get(f"/documents/{best['documentId']}")).json()
    assert document["text"][best["start"] : best["end"]] == best["quote"]
    assert set(best) >= {"n", "evidenceId", "title", "url", "observedAt", "score"}
    assert (await ada.get("/search?q=zebra")).json() == {"results": []}
    assert (await ada.get("/search?q=pro&asOf=2026-11-01T00:00:00Z")).json() == {"results": []}
    refused(await ada.get("/search"), 400)
    refused(await ada.get("/search?q=pro&limit=1000"), 400)
