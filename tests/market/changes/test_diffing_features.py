"""Features that come, go, are renamed, or move between plans."""

from competedexter.market.changes.diffing_features import diff_features
from competedexter.market.changes.kinds import ChangeKind, Label
from competedexter.market.evidence.listings import Feature, FeaturesRecord

PLANS = ("Free", "Pro")


def feature(name: str, free: str = "no", pro: str = "yes", group: str = "") -> Feature:
    return Feature(name=name, group=group, values={"Free": free, "Pro": pro}, start=0, end=3)


def record(*features: Feature) -> FeaturesRecord:
    return FeaturesRecord(plans=PLANS, features=features)


def kinds(before: FeaturesRecord, after: FeaturesRecord) -> list[tuple[str, str, bool]]:
    return [(one.kind, one.summary, one.suspicious) for one in diff_features(before, after)]


SAME = (feature("API"), feature("Audit log"), feature("Webhooks"))


def test_a_feature_that_comes_and_one_that_goes() -> None:
    told = kinds(record(*SAME, feature("Fax")), record(*SAME, feature("Chat", "yes")))
    assert told == [
        (ChangeKind.FEATURE_ADDED, "New feature Chat (Free, Pro)", False),
        (ChangeKind.FEATURE_REMOVED, "Feature Fax is gone", False),
    ]


def test_a_feature_that_a_plan_gains_or_loses() -> None:
    gained, lost = diff_features(
        record(feature("SSO", "no", "yes"), feature("API", "yes")),
        record(feature("SSO", "yes", "yes"), feature("API", "no")),
    )
    assert (gained.kind, gained.summary, gained.label) == (
        ChangeKind.FEATURE_ADDED,
        "Free: SSO: no → yes",
        Label.SIGNIFICANT,
    )
    assert gained.data == {"feature": "SSO", "group": "", "plan": "Free", "before": "no", "after": "yes"}
    assert (lost.kind, lost.suspicious) == (ChangeKind.FEATURE_REMOVED, True)


def test_more_of_a_feature_is_significant_and_other_words_are_minor() -> None:
    (more,) = diff_features(record(feature("Seats", "3")), record(feature("Seats", "5")))
    (words,) = diff_features(record(feature("Help", "E-mail")), record(feature("Help", "By e-mail")))
    assert (more.label, words.label) == (Label.SIGNIFICANT, Label.MINOR)


def test_names_groups_and_cases_that_move_are_the_same_features() -> None:
    before = record(feature("SSO (SAML)", group="Security"), feature("Audit Log", group="Security"), *SAME[2:])
    after = record(feature("SSO with SAML", group="Access"), feature("Audit log", group="Admin"), *SAME[2:])
    assert diff_features(before, after) == ()


def test_a_table_that_vanished_whole_is_looked_at_again() -> None:
    told = diff_features(record(*SAME), record())
    assert [(one.kind, one.suspicious) for one in told] == [(ChangeKind.FEATURE_REMOVED, True)] * 3


def test_what_cannot_be_told_apart_and_plans_that_come_are_no_changes() -> None:
    after = FeaturesRecord(plans=("Free", "Team"), features=(feature("SSO", "unclear"),))
    assert diff_features(record(feature("SSO", "yes")), after) == ()
