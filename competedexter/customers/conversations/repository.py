"""All SQL of conversations: questions, their event logs, sentences and evidence."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, any_, func, literal, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from competedexter.customers.accounts.viewer import Viewer
from competedexter.foundation.identifiers import new_id
from competedexter.foundation.pagination import PageRequest
from competedexter.foundation.unit_of_work import Work
from competedexter.models import AnswerSentence, Conversation, Evidence, Feedback, LlmUsage, Query, QueryEvent

from .schemas import EventRecord, EvidenceRecord, HistoryFilters, SentenceRecord

OPEN = "processing"


class ConversationRepository:
    def __init__(self, work: Work) -> None:
        self._work = work
        self._session = work.session

    async def add(self, row: Conversation | Query | LlmUsage) -> None:
        self._session.add(row)
        await self._session.flush()

    # Conversations

    async def conversation(self, viewer: Viewer, conversation_id: UUID) -> Conversation | None:
        """One's own, or one that is shared in the workspace."""
        statement = select(Conversation).where(self._visible(viewer), col(Conversation.id) == conversation_id)
        return (await self._session.execute(statement)).scalars().first()

    async def conversations(self, viewer: Viewer, page: PageRequest) -> tuple[Sequence[Conversation], int]:
        """The one spoken in last comes first."""
        visible = select(Conversation).where(self._visible(viewer))
        total = await self._session.scalar(select(func.count()).select_from(visible.subquery()))
        ordered = visible.order_by(col(Conversation.updated_at).desc(), col(Conversation.id).desc())
        rows = await self._session.execute(ordered.offset(page.offset).limit(page.page_size))
        return rows.scalars().all(), total or 0

    async def touch(self, conversation_id: UUID) -> None:
        await self._session.execute(
            update(Conversation)
            .where(col(Conversation.workspace_id) == self._work.tenant, col(Conversation.id) == conversation_id)
            .values(updated_at=self._work.now())
        )

    async def remove(self, conversation: Conversation) -> None:
        await self._session.delete(conversation)
        await self._session.flush()

    def _visible(self, viewer: Viewer) -> ColumnElement[bool]:
        mine = or_(col(Conversation.user_id) == viewer.user_id, col(Conversation.shared).is_(True))
        return and_(col(Conversation.workspace_id) == self._work.tenant, mine)

    # Questions

    async def query(self, viewer: Viewer, query_id: UUID) -> Query | None:
        statement = self._queries(viewer).where(col(Query.id) == query_id)
        return (await self._session.execute(statement)).scalars().first()

    async def open_query(self, query_id: UUID) -> Query | None:
        """The row of a question under way, locked; None when it has ended already."""
        statement = (
            select(Query)
            .where(col(Query.workspace_id) == self._work.tenant, col(Query.id) == query_id, col(Query.status) == OPEN)
            .with_for_update()
        )
        return (await self._session.execute(statement)).scalars().first()

    async def asked_before(self, conversation_id: UUID, most: int) -> list[str]:
        """The last questions of a conversation, oldest first."""
        statement = (
            select(col(Query.query_text))
            .where(col(Query.workspace_id) == self._work.tenant, col(Query.conversation_id) == conversation_id)
            .order_by(col(Query.created_at).desc(), col(Query.id).desc())
            .limit(most)
        )
        return list((await self._session.execute(statement)).scalars())[::-1]

    async def history(self, viewer: Viewer, filters: HistoryFilters, page: PageRequest) -> tuple[Sequence[Query], int]:
        """Newest first; one row more than asked for when there are more."""
        statement = self._queries(viewer)
        if filters.conversation_id:
            statement = statement.where(col(Query.conversation_id) == filters.conversation_id)
        if filters.competitor_id:
            statement = statement.where(literal(filters.competitor_id) == any_(col(Query.competitor_ids)))
        if filters.text:
            like = f"%{_literally(filters.text)}%"
            statement = statement.where(or_(col(Query.query_text).ilike(like), col(Query.answer).ilike(like)))
        total = await self._session.scalar(select(func.count()).select_from(statement.subquery()))
        if page.cursor is not None:
            statement = statement.where(
                tuple_(col(Query.created_at), col(Query.id)) < tuple_(page.cursor.at, page.cursor.id)
            )
        else:
            statement = statement.offset(page.offset)
        ordered = statement.order_by(col(Query.created_at).desc(), col(Query.id).desc())
        rows = await self._session.execute(ordered.limit(page.page_size + 1))
        return rows.scalars().all(), total or 0

    def _queries(self, viewer: Viewer) -> Select[Query]:
        visible = select(col(Conversation.id)).where(self._visible(viewer))
        return select(Query).where(
            col(Query.workspace_id) == self._work.tenant, col(Query.conversation_id).in_(visible)
        )

    async def sentences(self, query_id: UUID) -> Sequence[AnswerSentence]:
        statement = (
            select(AnswerSentence)
            .where(col(AnswerSentence.workspace_id) == self._work.tenant, col(AnswerSentence.query_id) == query_id)
            .order_by(col(AnswerSentence.position))
        )
        return (await self._session.execute(statement)).scalars().all()

    async def sentences_of(self, query_ids: Collection[UUID]) -> dict[UUID, list[AnswerSentence]]:
        """Of several questions, each in order."""
        statement = (
            select(AnswerSentence)
            .where(col(AnswerSentence.workspace_id) == self._work.tenant, col(AnswerSentence.query_id).in_(query_ids))
            .order_by(col(AnswerSentence.query_id), col(AnswerSentence.position))
        )
        found: dict[UUID, list[AnswerSentence]] = {query_id: [] for query_id in query_ids}
        for sentence in (await self._session.execute(statement)).scalars():
            found[sentence.query_id].append(sentence)
        return found

    async def add_sentences(self, query_id: UUID, sentences: Sequence[SentenceRecord]) -> None:
        common = {"workspace_id": self._work.tenant, "query_id": query_id, "created_at": self._work.now()}
        rows = [
            {
                **common, "id": new_id(), "position": position, "text": one.text, "start": one.start, "end": one.end,
                "citations": list(one.citations), "verified": one.verified,
            }
            for position, one in enumerate(sentences)
        ]  # fmt: skip
        if rows:
            await self._session.execute(insert(AnswerSentence), rows)

    async def add_evidence(self, query_id: UUID, evidence: Sequence[EvidenceRecord]) -> None:
        """Spans and figures apart: a column that does not apply is left out, so that it is NULL and not JSON null."""
        common = {"workspace_id": self._work.tenant, "query_id": query_id, "created_at": self._work.now()}
        spans = [
            {
                **common, "id": one.id, "number": one.number, "document_id": one.document_id, "start": one.start,
                "end": one.end, "quote": one.quote, "observed_at": one.observed_at,
            }
            for one in evidence
            if one.derived is None
        ]  # fmt: skip
        figures = [
            {**common, "id": one.id, "number": one.number, "quote": "", "derived": one.derived}
            for one in evidence
            if one.derived is not None
        ]
        for rows in (spans, figures):
            if rows:
                await self._session.execute(insert(Evidence), rows)

    # Event logs

    async def add_events(self, query_id: UUID, events: Sequence[EventRecord]) -> None:
        """Stored once, however often they are sent."""
        if not events:
            return
        now = self._work.now()
        rows = [
            {
                "workspace_id": self._work.tenant,
                "query_id": query_id,
                "seq": one.seq,
                "event": one.event,
                "created_at": now,
            }
            for one in events
        ]
        await self._session.execute(insert(QueryEvent).values(rows).on_conflict_do_nothing())

    async def events(self, query_id: UUID, after: int, most: int) -> list[EventRecord]:
        statement = (
            select(col(QueryEvent.seq), col(QueryEvent.event))
            .where(
                col(QueryEvent.workspace_id) == self._work.tenant,
                col(QueryEvent.query_id) == query_id,
                col(QueryEvent.seq) > after,
            )
            .order_by(col(QueryEvent.seq))
            .limit(most)
        )
        return [EventRecord(seq, event) for seq, event in await self._session.execute(statement)]

    async def last_seq(self, workspace_id: UUID, query_id: UUID) -> int:
        statement = select(func.max(col(QueryEvent.seq))).where(
            col(QueryEvent.workspace_id) == workspace_id, col(QueryEvent.query_id) == query_id
        )
        return await self._session.scalar(statement) or 0

    # Leases and wishes

    async def renew(self, query_ids: Sequence[UUID], owner: str, until: datetime) -> None:
        await self._session.execute(
            update(Query)
            .where(
                col(Query.workspace_id) == self._work.tenant,
                col(Query.id).in_(query_ids),
                col(Query.lease_owner) == owner,
                col(Query.status) == OPEN,
            )
            .values(lease_until=until)
        )

    async def cancelled(self, query_ids: Sequence[UUID]) -> list[UUID]:
        statement = select(col(Query.id)).where(
            col(Query.workspace_id) == self._work.tenant,
            col(Query.id).in_(query_ids),
            col(Query.cancel_requested_at).is_not(None),
        )
        return list((await self._session.execute(statement)).scalars())

    async def orphans(self, now: datetime, most: int) -> Sequence[Query]:
        """Questions whose process stopped renewing its lease. System work."""
        statement = (
            select(Query)
            .where(col(Query.status) == OPEN, col(Query.lease_until) < now)
            .order_by(col(Query.lease_until))
            .limit(most)
            .with_for_update(skip_locked=True)
        )
        return (await self._session.execute(statement)).scalars().all()

    async def add_orphan_event(self, query: Query, event: EventRecord) -> None:
        await self._session.execute(
            insert(QueryEvent)
            .values(
                workspace_id=query.workspace_id, query_id=query.id, seq=event.seq, event=event.event,
                created_at=self._work.now(),
            )
            .on_conflict_do_nothing()
        )  # fmt: skip

    # Feedback

    async def keep_feedback(self, viewer: Viewer, query_id: UUID, *, helpful: bool, comment: str) -> None:
        """One thumb a person and answer; the last one counts."""
        row = Feedback(
            workspace_id=self._work.tenant, query_id=query_id, user_id=viewer.user_id, helpful=helpful, comment=comment,
            created_at=self._work.now(),
        )  # fmt: skip
        statement = insert(Feedback).values(**row.model_dump())
        await self._session.execute(
            statement.on_conflict_do_update(
                index_elements=["query_id", "user_id"], set_={"helpful": helpful, "comment": comment}
            )
        )

    async def feedback_of(self, viewer: Viewer, query_ids: Collection[UUID]) -> dict[UUID, bool]:
        """What this person thought of each question they rated."""
        statement = select(col(Feedback.query_id), col(Feedback.helpful)).where(
            col(Feedback.workspace_id) == self._work.tenant,
            col(Feedback.query_id).in_(query_ids),
            col(Feedback.user_id) == viewer.user_id,
        )
        return {row[0]: row[1] for row in await self._session.execute(statement)}


def _literally(text: str) -> str:
    """LIKE's own signs stand for themselves."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
