"""Technologies that come and go: by name, weighed by what they tell of a business, versions left alone."""

from competedexter.market.changes.diffing_technologies import diff_technologies
from competedexter.market.changes.kinds import ChangeKind, Label, Severity
from competedexter.market.evidence.listings import TechnologiesRecord, Technology


def technology(name: str, category: str = "payment", version: str | None = None) -> Technology:
    return Technology(name=name, category=category, version=version, proof=f"header {name}", start=0, end=5)


def record(*technologies: Technology) -> TechnologiesRecord:
    return TechnologiesRecord(technologies=technologies)


def test_a_payment_provider_that_comes_and_one_that_goes() -> None:
    added, removed = diff_technologies(record(technology("Braintree")), record(technology("Stripe")))
    assert (added.kind, added.summary) == (ChangeKind.TECHNOLOGY_ADDED, "Stripe (payment) is in use now")
    assert (added.label, added.severity, added.suspicious) == (Label.SIGNIFICANT, Severity.MEDIUM, False)
    assert (removed.kind, removed.suspicious) == (ChangeKind.TECHNOLOGY_REMOVED, True)
    assert removed.data["proof"] == "header Braintree"
    assert added.after is not None
    assert removed.before is not None


def test_what_tells_how_a_site_is_built_is_minor() -> None:
    (added,) = diff_technologies(record(), record(technology("Google Fonts", "fonts")))
    assert (added.label, added.severity) == (Label.MINOR, Severity.LOW)


def test_a_version_proof_or_place_alone_is_no_change() -> None:
    before = technology("WordPress", "CMS", "6.3")
    after = before.model_copy(update={"version": "6.4", "proof": "else", "start": 9, "end": 12, "name": "Wordpress"})
    assert diff_technologies(record(before), record(after)) == ()
