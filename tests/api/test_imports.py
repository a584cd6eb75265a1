"""History that is sent: dated, typed, never alerted; each line that is not used says why; twice is once."""

from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio

from competedexter.foundation.job_queue import RecordingQueue
from competedexter.jobs import CarryOutImport, CompareSnapshots, EvaluateAlerts
from competedexter.market.imports import service as imports
from competedexter.runtime import Runtime
from tests.api.conftest import refused

MODEL = """
saasName: Acme
createdAt: '{year}-11-30'
currency: USD
url: https://web.archive.org/web/{year}1130010403/https://acme.example/pricing
features:
  sso: {{valueType: BOOLEAN, defaultValue: false, type: DOMAIN}}
plans:
  TEAM: {{price: {team}, unit: user/month, features: {{sso: {{value: {sso}}}}}}}
  BIG: {{price: Contact Sales}}
"""
PRICES = b"""date,plan,amount,currency,period
2021-01-01,Pro,10,USD,month
2021-01-01,Max,30,USD,month
2022-01-01,Pro,12,USD,month
2022-01-01,Max,30,USD,month
"""


@pytest_asyncio.fixture
async def acme(ada: httpx.AsyncClient, queue: RecordingQueue) -> str:
    made = await ada.post("/competitors", json={"name": "Acme", "domain": "acme.example", "discover": False})
    queue.take()
    return str(made.json()["id"])


class House:
    """Sends files and carries their jobs out as a worker does."""

    def __init__(self, client: httpx.AsyncClient, runtime: Runtime, queue: RecordingQueue) -> None:
        self.client, self.runtime, self.queue = client, runtime, queue

    async def send(self, body: str | bytes, **said: str) -> dict[str, Any]:
        answer = await self.client.post("/import", params=said, content=body)
        assert answer.status_code == 202, answer.text
        await self.work_off()
        return await self.job(answer.json()["id"])

    async def work_off(self) -> None:
        for job in self.queue.take():
            assert not isinstance(job, (CompareSnapshots, EvaluateAlerts)), "an import waits for no rules"
            if isinstance(job, CarryOutImport):
                opener = self.runtime.database.opener(job.workspace_id)
                await imports.carry_out(opener, job.import_job_id, self.runtime.parties(job.workspace_id))

    async def job(self, job_id: str) -> dict[str, Any]:
        return (await self.client.get(f"/jobs/{job_id}")).json()

    async def changes(self, competitor_id: str, **said: str) -> list[dict[str, Any]]:
        found, asked = [], {"competitorId": competitor_id, "pageSize": "100", **said}
        while True:
            answer = (await self.client.get("/changes", params=asked)).json()
            found += answer["items"]
            if answer["nextCursor"] is None:
                return sorted(found, key=lambda change: (change["observedAt"], change["kind"]))
            asked["cursor"] = answer["nextCursor"]


@pytest.fixture
def house(ada: httpx.AsyncClient, runtime: Runtime, queue: RecordingQueue) -> House:
    return House(ada, runtime, queue)


async def test_two_years_of_price_models_make_dated_changes_and_no_alert(
    house: House, ada: httpx.AsyncClient, acme: str
) -> None:
    for year, team, sso in ((2019, 9, "false"), (2020, 4, "true")):
        job = await house.send(MODEL.format(year=year, team=team, sso=sso), competitorId=acme)
        assert (job["state"], job["result"]["snapshots"], job["errors"]) == ("completed", 2, [])
    lowered, *_ = [one for one in await house.changes(acme) if one["kind"] == "plan_price_lowered"]
    assert (lowered["backfilled"], lowered["state"], lowered["label"]) == (True, "confirmed", "significant")
    assert lowered["occurredAt"].startswith("2020-11-30")
    assert (lowered["data"]["before"]["amount"], lowered["data"]["after"]["amount"]) == ("9.00", "4.00")
    told = (await ada.get(f"/competitors/{acme}/timeline")).json()["items"]
    assert {one["occurredAt"][:10] for one in told} == {"2020-11-30"}
    assert (await ada.get("/alerts")).json()["items"] == []


async def test_what_was_known_then_is_read_with_as_of(house: House, ada: httpx.AsyncClient, acme: str) -> None:
    for year, team in ((2020, 4), (2019, 9)):  # sent in any order
        await house.send(MODEL.format(year=year, team=team, sso="false"), competitorId=acme)
    assert [one["kind"] for one in await house.changes(acme)] == ["plan_price_lowered"]

    async def price(as_of: str) -> list[str]:
        found = await ada.get(f"/competitors/{acme}/snapshots", params={"type": "pricing", "asOf": as_of})
        return [one["data"]["plans"][0]["prices"][0]["amount"] for one in found.json()["items"]]

    assert await price("2019-12-01T00:00:00Z") == ["9.00"]
    assert await price("2021-01-01T00:00:00Z") == ["4.00", "9.00"]
    assert await price("2019-01-01T00:00:00Z") == []
    assert await house.changes(acme, asOf="2020-01-01T00:00:00Z") == []
    assert len(await house.changes(acme, asOf="2020-12-01T00:00:00Z")) == 1
    found = (await ada.get("/search", params={"q": "USD per user per month", "asOf": "2019-12-01T00:00:00Z"})).json()
    assert "9 USD" in str(found)
    assert "4 USD" not in str(found)
    now = (await ada.get("/search", params={"q": "USD per user per month"})).json()
    assert "9 USD" not in str(now)


async def test_a_year_that_comes_later_is_told_in_between(house: House, acme: str) -> None:
    for year, team in ((2019, 9), (2021, 4), (2020, 7)):
        await house.send(MODEL.format(year=year, team=team, sso="false"), competitorId=acme)
    told = [(one["observedAt"][:4], one["data"]["before"]["amount"], one["state"]) for one in await house.changes(acme)]
    assert sorted(told) == [
        ("2020", "9.00", "confirmed"),
        ("2021", "7.00", "confirmed"),
        ("2021", "9.00", "reverted"),
    ]


async def test_the_same_file_again_adds_nothing(house: House, ada: httpx.AsyncClient, acme: str) -> None:
    first = await house.send(PRICES, competitorId=acme)
    assert first["result"] | {"changes": 1, "snapshots": 2, "looks": 2} == first["result"]
    again = await house.send(PRICES, competitorId=acme)
    assert (again["result"]["known"], again["result"]["changes"], again["result"]["documents"]) == (2, 0, 0)
    assert len(await house.changes(acme)) == 1
    assert (await ada.get("/crawl-runs", params={"competitorId": acme})).json()["pagination"]["total"] == 2


async def test_good_lines_are_kept_and_bad_ones_named(house: House, acme: str) -> None:
    bad = (
        PRICES
        + b"30/11/2022,Pro,15,USD,month\n2023-01-01,Pro,fifteen,USD,month\n2023-01-01,Pro,15,QQQ,month\n,,\n9999-01-01,Pro,1,USD,month\n"
    )
    job = await house.send(bad, competitorId=acme)
    assert (job["state"], job["result"]["looks"], job["errorCount"]) == ("completed", 2, 4)
    assert [one["line"] for one in job["errors"]] == [6, 7, 8, 10]
    assert "no date" in job["errors"][0]["reason"]
    assert "no amount" in job["errors"][1]["reason"]
    assert "ISO code" in job["errors"][2]["reason"]
    assert "future" in job["errors"][3]["reason"]


async def test_events_of_many_kinds_come_dated_with_their_competitor_in_a_column(
    house: House, ada: httpx.AsyncClient, acme: str
) -> None:
    rows = b"""domain,date,type,title,url,text
acme.example,2020-03-01,news,Acme opens in Oslo,https://press.example/oslo,Two hundred people
ACME,2020-04-01,funding,Acme raises 20M,https://press.example/round,Led by Example Ventures
acme.example,2020-05-01,job,Head of Sales,https://acme.example/jobs/1,
other.example,2020-05-01,news,Nobody,https://press.example/nobody,
acme.example,2020-05-01,weather,Rain,https://press.example/rain,
acme.example,2020-06-01,news,Bad link,javascript:alert(1),
"""
    job = await house.send(rows)
    assert (job["result"]["events"], job["result"]["changes"], job["errorCount"]) == (2, 3, 3)
    told = await house.changes(acme)
    assert [one["kind"] for one in told] == ["news_published", "funding_announced", "job_opened"]
    assert [one["occurredAt"][:10] for one in told] == ["2020-03-01", "2020-04-01", "2020-05-01"]
    assert all(one["backfilled"] for one in told)
    assert (await ada.get("/alerts")).json()["items"] == []
    again = await house.send(rows)
    assert (again["result"]["events"], again["result"]["changes"]) == (0, 0)


async def test_json_says_which_entry_is_bad(house: House, acme: str) -> None:
    body = b'{"prices": [{"date": "2020-01-01", "plan": "Pro", "amount": 10.5, "currency": "EUR"}, 7, {"plan": "Pro"}]}'
    job = await house.send(body, competitorId=acme)
    assert job["result"]["snapshots"] == 1
    assert [(one["line"], one["reason"]) for one in job["errors"]] == [
        (2, "The entry is no object with names and values."),
        (3, "It has no date."),
    ]


async def test_a_form_says_the_same_as_the_query(house: House, ada: httpx.AsyncClient, acme: str) -> None:
    sent = {"file": ("acme.yml", MODEL.format(year=2019, team=9, sso="true").encode(), "application/yaml")}
    answer = await ada.post("/import", files=sent, data={"competitorId": acme, "observedAt": "2018-05-01"})
    assert (answer.status_code, answer.json()["fileName"]) == (202, "acme.yml")
    await house.work_off()
    kept = (await ada.get(f"/competitors/{acme}/snapshots")).json()["items"]
    assert {one["observedAt"][:10] for one in kept} == {"2018-05-01"}


async def test_a_file_that_cannot_be_read_fails_with_its_line(house: House, ada: httpx.AsyncClient, acme: str) -> None:
    job = await house.send(b"features: {}\nplans: &all {}\naddOns: *all\n", competitorId=acme, format="price_model")
    assert (job["state"], job["errors"][0]["line"]) == ("failed", 2)
    assert "Anchors" in job["reason"]
    assert (await ada.get(f"/competitors/{acme}/data")).json()["items"] == []


@pytest.mark.parametrize(
    ("body", "said", "status", "code"),
    [
        (b"", {}, 400, "nothing_sent"),
        (b"\x89PNG....", {}, 400, "unknown_format"),
        (b"a: 1", {"type": "weather"}, 400, "bad_type"),
        (b"a: 1", {"format": "xls"}, 400, "invalid_request"),
        (b"a: 1", {"competitorId": "00000000-0000-7000-8000-000000000000"}, 404, "competitor_not_found"),
        (b"a" * (2 * 1024 * 1024 + 1), {"format": "price_model"}, 413, "file_too_large"),
        (b"a" * (50 * 1024 * 1024 + 1), {}, 413, "body_too_large"),
    ],
)
async def test_what_is_no_history_is_refused(
    ada: httpx.AsyncClient, acme: str, body: bytes, said: dict[str, str], status: int, code: str
) -> None:
    refused(await ada.post("/import", params=said, content=body), status, code)


async def test_broken_forms_are_refused(ada: httpx.AsyncClient, acme: str) -> None:
    for content in (b"--x\r\n", b"", b"--x\r\nContent-Disposition: form-data\r\n\r\nhello\r\n--x--\r\n", b"garbage"):
        answer = await ada.post("/import", content=content, headers={"Content-Type": "multipart/form-data; boundary=x"})
        assert answer.status_code == 400, content
    for header in ("multipart/form-data", "multipart/form-data; boundary="):
        answer = await ada.post("/import", content=b"--x\r\n", headers={"Content-Type": header})
        assert answer.status_code == 400, header
    named = {"file": ("nul\x00 and \ud800.csv".encode("utf-8", "surrogatepass").decode("latin-1"), PRICES)}
    taken = await ada.post("/import", files=named, data={"competitorId": acme})
    assert taken.status_code == 202, taken.text
    answer = await ada.post("/import", files={"file": b"a,b\n"}, data={"competitorId": "no", "colour": "red"})
    details = refused(answer, 400, "invalid_request")["details"]
    assert {one["field"] for one in details} == {"competitorId", "colour"}


async def test_a_key_is_for_one_file(ada: httpx.AsyncClient, acme: str) -> None:
    key = {"Idempotency-Key": "once"}
    first = await ada.post("/import", content=PRICES, headers=key, params={"competitorId": acme})
    again = await ada.post("/import", content=PRICES, headers=key, params={"competitorId": acme})
    other = await ada.post("/import", content=PRICES + b"\n", headers=key, params={"competitorId": acme})
    assert first.json() == again.json()
    assert other.status_code in (409, 422)


async def test_nobody_reads_the_jobs_of_another_workspace(
    house: House, grace: httpx.AsyncClient, acme: str, ada: httpx.AsyncClient
) -> None:
    job = await house.send(PRICES, competitorId=acme)
    refused(await grace.get(f"/jobs/{job['id']}"), 404, "job_not_found")
    refused(await grace.post("/import", params={"competitorId": acme}, content=PRICES), 404, "competitor_not_found")
    assert UUID(job["id"])
