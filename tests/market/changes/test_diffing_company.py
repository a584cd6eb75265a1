"""Facts about a company that change: by who says them, all values of one fact together."""

from competedexter.market.changes.diffing_company import diff_company
from competedexter.market.changes.kinds import ChangeKind, Label, Severity
from competedexter.market.evidence.listings import CompanyRecord, Fact


def record(*facts: tuple[str, str, str]) -> CompanyRecord:
    told = (Fact(name=name, value=value, source=source, start=0, end=4) for name, value, source in facts)
    return CompanyRecord(facts=tuple(told))


def test_a_new_chief_executive_matters_most() -> None:
    (change,) = diff_company(
        record(("chief_executive", "Ann", "Wikidata P169")), record(("chief_executive", "Bob", "Wikidata P169"))
    )
    assert (change.kind, change.label, change.severity) == (
        ChangeKind.COMPANY_CHANGED,
        Label.SIGNIFICANT,
        Severity.HIGH,
    )
    assert change.summary == "Chief executive: Ann → Bob (Wikidata)"
    assert (change.data["fact"], change.data["before"], change.data["after"]) == ("chief_executive", "Ann", "Bob")


def test_two_sources_that_disagree_are_no_change() -> None:
    both = (("employees", "1200", "Wikidata P1128"), ("employees", "120+", "about page"))
    assert diff_company(record(*both), record(*reversed(both))) == ()


def test_writing_alone_is_no_change() -> None:
    before, after = "1 Main St., Berlin", "1 main st, Berlin"
    assert diff_company(record(("headquarters", before, "x")), record(("headquarters", after, "x"))) == ()


def test_a_fact_that_is_told_or_not_any_more_is_minor() -> None:
    (told,) = diff_company(record(), record(("founded", "2015", "about page")))
    assert (told.label, told.suspicious, told.before) == (Label.MINOR, False, None)
    (gone,) = diff_company(record(("founded", "2015", "about page")), record())
    assert (gone.label, gone.suspicious, gone.after) == (Label.MINOR, True, None)


def test_another_profile_among_several_is_one_minor_change() -> None:
    one, two = ("profile", "https://a.example/1", "x"), ("profile", "https://a.example/2", "x")
    (change,) = diff_company(record(one), record(one, two))
    assert change.label is Label.MINOR
    assert change.data["after"] == "https://a.example/1, https://a.example/2"
