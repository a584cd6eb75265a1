"""Which words the software of job boards uses for what: one table. A board is known by the words, not by its host."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Family:
    """`marks` are keys of its entries that tell it from others; the other fields are paths ("categories.team"), the
    first that says something counts. `beside` are keys that stand beside its list, also when that is empty."""

    name: str
    marks: frozenset[str]
    beside: frozenset[str]
    id: tuple[str, ...]
    title: tuple[str, ...]
    team: tuple[str, ...]
    place: tuple[str, ...]
    more_places: tuple[str, ...]
    remote: tuple[str, ...]
    url: tuple[str, ...]
    employment: tuple[str, ...]
    published: tuple[str, ...]
    description: tuple[str, ...]


def _keys(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _family(name: str, *, marks: str, beside: str = "", **paths: str) -> Family:
    named = {field: _keys(paths.get(field, "")) for field in _PATHS}
    return Family(name=name, marks=frozenset(_keys(marks)), beside=frozenset(_keys(beside)), **named)


_PATHS: Final = _keys("id title team place more_places remote url employment published description")

GREENHOUSE: Final = _family(
    "Greenhouse",
    marks="absolute_url internal_job_id requisition_id first_published data_compliance departments offices",
    beside="jobs meta",
    id="id internal_job_id",
    title="title name",
    team="departments department",
    place="location offices",
    remote="location.name",
    url="absolute_url",
    employment="employment_type",
    published="first_published published_at",
    description="content",
)
LEVER: Final = _family(
    "Lever",
    marks="hostedUrl categories createdAt descriptionBody additionalPlain openingPlain lists descriptionPlain applyUrl",
    id="id",
    title="text title",
    team="categories.team categories.department",
    place="categories.location categories.allLocations",
    more_places="categories.allLocations",
    remote="workplaceType categories.location",
    url="hostedUrl applyUrl",
    employment="categories.commitment",
    published="createdAt",
    description="descriptionPlain description descriptionBodyPlain descriptionBody",
)
ASHBY: Final = _family(
    "Ashby",
    marks="jobUrl isListed publishedAt isRemote secondaryLocations descriptionHtml teamId locationName employmentType applyUrl",
    beside="jobs apiVersion",
    id="id jobId",
    title="title",
    team="team teamName departmentName department",
    place="location locationName address",
    more_places="secondaryLocations",
    remote="isRemote workplaceType location",
    url="jobUrl applyUrl",
    employment="employmentType",
    published="publishedAt publishedDate",
    description="descriptionPlain descriptionHtml",
)
WORKABLE: Final = _family(
    "Workable",
    marks="shortcode shortlink telecommuting application_url published_on employment_type workplace accountUid",
    beside="jobs name description results total nextPage paging",
    id="shortcode id",
    title="title full_title",
    team="department function",
    place="location locations",
    more_places="locations",
    remote="telecommuting remote location.telecommuting workplace location.workplace_type workplace_type",
    url="url shortlink application_url",
    employment="employment_type type",
    published="published_on published created_at",
    description="description full_description",
)
SMARTRECRUITERS: Final = _family(
    "SmartRecruiters",
    marks="releasedDate refNumber typeOfEmployment experienceLevel jobAdId jobAd uuid",
    beside="totalFound content offset limit",
    id="id uuid refNumber",
    title="name title",
    team="department function",
    place="location",
    remote="location.remote",
    url="applyUrl postingUrl",
    employment="typeOfEmployment",
    published="releasedDate",
    description="jobAd.sections.jobDescription.text",
)
WORKDAY: Final = _family(
    "Workday",
    marks="externalPath locationsText postedOn bulletFields",
    beside="jobPostings total facets userAuthenticated",
    title="title",
    place="locationsText",
    remote="remoteType locationsText",
    employment="timeType",
)
RECRUITEE: Final = _family(
    "Recruitee",
    marks="careers_url careers_apply_url employment_type_code min_hours max_hours guid experience_code category_code",
    beside="offers",
    id="id guid slug",
    title="title position_title",
    team="department",
    place="location locations",
    more_places="locations",
    remote="remote",
    url="careers_url careers_apply_url",
    employment="employment_type_code employment_type",
    published="published_at created_at",
    description="description",
)
OTHER: Final = _family(
    "",
    marks="department team location locations city employmentType employment_type jobType job_type category office",
    id="id externalId external_id job_id jobId reference slug uuid",
    title="title name jobTitle job_title text position",
    team="team department category",
    place="location locations office offices city",
    more_places="locations offices",
    remote="remote isRemote is_remote workplaceType workplace_type location",
    url="url absolute_url link href jobUrl job_url applyUrl apply_url careers_url",
    employment="employmentType employment_type jobType job_type type commitment",
    published="publishedAt published_at datePosted date_posted postedAt posted_at created_at createdAt",
    description="description content summary",
)

FAMILIES: Final = (GREENHOUSE, LEVER, ASHBY, WORKABLE, SMARTRECRUITERS, WORKDAY, RECRUITEE)
JOB_LISTS: Final = frozenset(_keys("jobs jobPostings job_postings postings offers openings positions vacancies"))
"""Names under which boards list their openings, so that even an empty list says something."""
LIST_NAMES: Final = JOB_LISTS | frozenset(_keys("content results roles data items"))
"""The same with names that lists of anything have."""
