"""A careers page as it says itself: postings for machines, else cards for readers, else the page alone."""

from dataclasses import dataclass, replace

from competedexter.integrations.web.protocol import WebResponse
from competedexter.market.crawlers.reading.jobs_addresses import BoardAddress, boards_in
from competedexter.market.crawlers.reading.jobs_cards import NAME, Card, cards_of, shows_part
from competedexter.market.crawlers.reading.jobs_listing import (
    Fault,
    Listing,
    identified,
    job_of,
    listing_of,
    opening_faults,
    quality_of,
)
from competedexter.market.crawlers.reading.jobs_opening import MAX_OPENINGS, Board
from competedexter.market.crawlers.reading.jobs_postings import postings_of
from competedexter.market.crawlers.reading.page import ReadPage, is_markup, page_of
from competedexter.market.crawlers.reading.page_tree import VisibleText
from competedexter.market.evidence.listings import JobsRecord

_COST_CARDS = 0.2  # links and their words leave more to guess than data does
_COST_BOARD_LOST = 0.3  # the page is there, the list behind it is not
_COST_NO_OPENINGS = 0.3


@dataclass(frozen=True)
class CareersPage:
    """`postings` when the page has data; else `cards`, in the text of the page, when it shows openings."""

    page: ReadPage
    postings: Listing | None = None
    cards: Listing | None = None
    faults: tuple[Fault, ...] = ()


def read_careers_page(response: WebResponse) -> CareersPage:
    """Pure, never raises. A board that the page names and whose answer is not here is told as a fault."""
    page = page_of(response)
    lost = boards_of(response)[:1]
    faults: list[Fault] = [(_COST_BOARD_LOST, _lost(board)) for board in lost]
    board = postings_of(page.data)
    if board is not None:
        own = _at_home(board, response.url)
        listing = listing_of([own], faults)
        return CareersPage(page, postings=_partly(listing) if lost else listing)
    cards = cards_of(page.text)
    if cards:
        faults.append((_COST_CARDS, "the openings were read from the links of the page, not from data"))
        return CareersPage(page, cards=_cards(page.text, cards, faults, is_part=bool(lost)))
    faults.append((_COST_NO_OPENINGS, "no openings were found on the page"))
    return CareersPage(page, faults=tuple(faults))


def boards_of(response: WebResponse) -> tuple[BoardAddress, ...]:
    """The boards that a page embeds or links; none of what is no page."""
    return boards_in(response.text, response.url) if is_markup(response) else ()


def _lost(board: BoardAddress) -> str:
    return f"the openings on its {board.name} board ({board.account}) could not be read, only the page itself"


def _at_home(board: Board, url: str) -> Board:
    """A posting alone on its page is known by the page's address."""
    first, *others = board.openings
    return board if others or first.url else replace(board, openings=(replace(first, url=url),))


def _partly(listing: Listing) -> Listing:
    return replace(listing, record=listing.record.model_copy(update={"complete": False}))


def _cards(page: VisibleText, cards: tuple[Card, ...], faults: list[Fault], *, is_part: bool) -> Listing:
    """Openings with their places in the page's own text."""
    places = {id(card.opening): (card.start, card.end) for card in cards}
    every = identified([card.opening for card in cards])
    named = every[:MAX_OPENINGS]
    jobs = tuple(job_of(identity, opening, places[id(opening)]) for identity, opening in named)
    more = shows_part(page)
    if more:
        faults.append((0.0, "the page shows only a part of its openings; one that is missing is not called closed"))
    if len(every) > len(named):
        faults.append((0.0, f"{len(named):,} of {len(every):,} openings were read"))
    is_whole = not (more or is_part) and len(every) == len(named)
    record = JobsRecord(board=NAME, jobs=jobs, complete=is_whole)
    return Listing(record, page.text, quality_of([*faults, *opening_faults([opening for _, opening in named])]))
