"""Careers pages: postings told to machines, openings told to readers, and pages that tell of none."""

from pathlib import Path
from uuid import uuid4

import pytest

from competedexter.integrations.web.scripted import page
from competedexter.market.crawlers.crawler import Finding, SourceRef
from competedexter.market.crawlers.kinds.jobs import JobsCrawler
from competedexter.market.evidence.listings import JobsRecord
from competedexter.market.evidence.records import PageRecord

URL = "https://acme.example/careers"
SOURCE = SourceRef(uuid4(), uuid4(), "jobs", URL, {})
ABOUT = "<p>We keep the minutes of meetings and send them to everyone who was there, on time and in full.</p>" * 4
MENU = "<nav><a href=/careers/culture>Culture</a><a href=/pricing>Pricing</a><a href=/careers/manager>Manager login</a></nav>"


def read(inside: str) -> tuple[Finding, ...]:
    html = f"<html><head><title>Careers at Acme</title></head><body>{MENU}<main><h1>Careers</h1>{ABOUT}{inside}</main></body></html>"
    return tuple(JobsCrawler().read(SOURCE, page(URL, html)))


def openings(inside: str) -> list[tuple[str, str | None, str | None, bool | None, str | None]]:
    return [(job.title, job.team, job.location, job.remote, job.employment) for job in listed(read(inside)).jobs]


def listed(findings: tuple[Finding, ...]) -> JobsRecord:
    record = findings[0].record
    assert isinstance(record, JobsRecord)
    return record


# told to machines


POSTED = {  # sample: number, title, place, employment, date
    "jazzhr": ("job_20260811210833_FEDCXWLPVWGG30YU", "Bathroom Remodeling Subcontractor Crews Wanted", "Cherry Hill Township, NJ",
               "contractor", "2026-08-11 00:00"),
    "meta": (URL, "Research Engineer - FAIR, SGT", "Paris, France", "Full-time", "2026-04-06 16:18"),
    "trakstar": ("fk0zpoq", "Garage Sweeper", "Daytona Beach, Florida, United States", "full time", "2026-05-30 00:00"),
}  # fmt: skip


@pytest.mark.parametrize("name", POSTED)
def test_a_real_posting_is_read_field_by_field(name: str, shared_data: Path) -> None:
    html = (shared_data / "ats-samples" / f"jsonld_jobposting_{name}.html").read_text()
    (found,) = JobsCrawler().read(SOURCE, page(URL, html))
    (job,) = listed((found,)).jobs
    at = f"{job.published_at:%Y-%m-%d %H:%M}"
    assert (job.external_id, job.title, job.location, job.employment, at) == POSTED[name]
    assert found.text[job.start : job.end].startswith(job.title)
    assert found.quality.score == 1.0
    assert "&lt;" not in found.text
    assert "<" not in found.text


def test_postings_are_found_in_graphs_lists_and_microdata() -> None:
    graph = '{"@graph": [{"@type": ["Thing", "JobPosting"], "title": "Cook", "identifier": "c1", "jobLocationType": "TELECOMMUTE"}]}'
    several = (
        '[{"\\u0040type": "https://schema.org/JobPosting", "title": "Waiter &amp; Host", "identifier": {"value": 12}}]'
    )
    micro = '<div itemscope itemtype="https://schema.org/JobPosting"><b itemprop=title>Baker</b></div>'
    scripts = "".join(f'<script type="application/ld+json">{one}</script>' for one in (graph, several))
    jobs = listed(read(scripts + micro)).jobs
    assert [(job.external_id, job.title, job.remote) for job in jobs] == [
        ("c1", "Cook", True),
        ("12", "Waiter & Host", None),
        ("baker", "Baker", None),
    ]


def test_a_posting_anywhere_in_a_country_is_there() -> None:
    told = (
        '{"@type": "JobPosting", "title": "Cook", "applicantLocationRequirements": {"@type": "Country", "name": "Norway"},'
        '"jobLocation": null, "description": null, "employmentType": ["FULL_TIME", "INTERN"]}'
    )
    (job,) = listed(read(f'<script type="application/ld+json">{told}</script>')).jobs
    assert (job.location, job.employment) == ("Norway", "full time, intern")


# told to readers


def test_links_in_a_list() -> None:
    found = openings(
        "<h2>Open positions</h2><ul><li><a href=/careers/be>Backend Engineer</a> <span>Berlin, Germany</span></li>"
        "<li><a href=/careers/pd>Product Designer</a> <span>Remote</span></li>"
        "<li><a href=/careers/chief-of-staff>Chief of Staff</a> <span>London</span></li></ul>"
    )
    assert found == [
        ("Backend Engineer", None, "Berlin, Germany", None, None),
        ("Product Designer", None, "Remote", True, None),
        ("Chief of Staff", None, "London", None, None),
    ]


def test_cards_with_buttons_under_headings_of_teams() -> None:
    found = openings(
        "<h3>Engineering</h3><div><h4>Backend Engineer</h4><p>Berlin · Full-time</p><a href=/jobs/1>Apply now</a></div>"
        "<div><h4>Data Scientist</h4><p>Remote (EU) · Full-time</p><a href=/jobs/2>Apply now</a></div>"
        "<h3>Sales</h3><div><h4>Account Executive</h4><p>Paris, part-time</p><a href=/jobs/3>Apply now</a></div>"
    )
    assert found == [
        ("Backend Engineer", "Engineering", "Berlin", None, "Full-time"),
        ("Data Scientist", "Engineering", "Remote (EU)", True, "Full-time"),
        ("Account Executive", "Sales", "Paris", None, "part-time"),
    ]


def test_rows_of_a_table_and_classed_words() -> None:
    table = openings(
        "<table><tr><th>Role</th><th>Team</th><th>Location</th></tr>"
        "<tr><td><a href=/jobs/a>Software Engineer</a></td><td>Platform</td><td>Berlin</td></tr>"
        "<tr><td><a href=/jobs/b>Office Manager</a></td><td>People</td><td>Munich</td></tr></table>"
    )
    assert table == [
        ("Software Engineer", "Platform", "Berlin", None, None),
        ("Office Manager", "People", "Munich", None, None),
    ]
    classed = openings(
        "<a href=/karriere/e><h3>Softwareentwickler (m/w/d)</h3><span class=location>München</span><span class=type>Vollzeit</span></a>"
        "<a href=/karriere/v><h3>Vertriebsmitarbeiter (m/w/d)</h3><span class=location>Hamburg</span><span class=team>Vertrieb</span></a>"
    )
    assert classed == [
        ("Softwareentwickler (m/w/d)", None, "München", None, "Vollzeit"),
        ("Vertriebsmitarbeiter (m/w/d)", "Vertrieb", "Hamburg", None, None),
    ]


def test_headings_without_links_are_known_by_what_they_say() -> None:
    findings = read("<h3>Backend Engineer</h3><p>Berlin, full-time</p><h3>Product Manager</h3><p>Remote</p>")
    assert [job.external_id for job in listed(findings).jobs] == [
        "backend engineer | berlin",
        "product manager | remote",
    ]
    assert "2 of 2 entries had no number" in " ".join(findings[0].quality.reasons)


def test_openings_read_from_a_page_stand_in_its_text_and_the_page_is_kept_too() -> None:
    findings = read(
        "<ul><li><a href=/jobs/1>Cook Assistant</a> Oslo</li><li><a href=/jobs/2>Head Chef</a> Bergen</li></ul>"
    )
    jobs, whole = findings
    assert isinstance(whole.record, PageRecord)
    assert jobs.text == whole.text
    assert [whole.text[job.start : job.end] for job in listed(findings).jobs] == [
        "Cook Assistant Oslo",
        "Head Chef Bergen",
    ]
    assert jobs.quality.score == 0.8
    assert "not from data" in jobs.quality.reasons[0]


def test_a_page_that_shows_a_part_is_not_complete() -> None:
    inside = "<ul><li><a href=/jobs/1>Data Analyst</a> Oslo</li><li><a href=/jobs/2>Head Chef</a> Rome</li></ul>"
    assert listed(read(inside)).complete
    assert not listed(read(inside + "<button>Load more</button>")).complete


def test_a_page_without_openings_is_a_page_and_says_so() -> None:
    (whole,) = read(
        "<a href=/careers/benefits>Benefits</a><a href=/careers/culture>Our culture</a>"
        "<a href=/blog/engineering-at-acme>Engineering at Acme</a><p>No open positions at the moment.</p>"
    )
    assert isinstance(whole.record, PageRecord)
    assert "no openings were found on the page" in whole.quality.reasons
    assert whole.quality.score >= 0.5


def test_headlines_that_name_a_role_are_no_openings() -> None:
    headlines = (
        "<h3>How our head of design came to lead the team that builds what you see</h3><p>A story</p>"
        "<h3>Meet our director: what does she do all day?</h3><p>Another</p>"
        "<a href=/blog/a-day>A day in the life of an engineer at a small company in Oslo.</a><a href=/blog/premium>Support</a>"
    )
    (whole,) = read(headlines)
    assert isinstance(whole.record, PageRecord)


def test_a_board_that_could_not_be_read_is_named() -> None:
    (whole,) = read(
        '<div id=grnhse_app></div><script src="https://boards.greenhouse.io/embed/job_board/js?for=acme"></script>'
    )
    assert (
        "the openings on its Greenhouse board (acme) could not be read, only the page itself" in whole.quality.reasons
    )
    links = '<ul><li><a href="https://jobs.lever.co/acme/1">Head Chef</a></li><li><a href="https://jobs.lever.co/acme/2">Data Analyst</a></li></ul>'
    found = listed(read(links))
    assert (len(found.jobs), found.complete) == (2, False)


def test_a_page_made_to_waste_time_is_read_in_bounded_time() -> None:
    many = "".join(f"<div><a href=/jobs/{at}>Engineer {at}</a><p>Oslo</p></div>" for at in range(3_000))
    found = listed(read(many))
    assert (len(found.jobs), found.complete) == (1_000, False)
