"""The tables: one a file, columns and constraints only."""

from .alert import Alert
from .alert_match import AlertMatch
from .alert_read import AlertRead
from .alert_rule import AlertRule
from .alert_rule_version import AlertRuleVersion
from .answer_sentence import AnswerSentence
from .api_key import ApiKey
from .archive_object import ArchiveObject
from .audit_entry import AuditEntry
from .change import Change
from .change_label import ChangeLabel
from .channel import Channel
from .competitor import Competitor
from .conversation import Conversation
from .crawl_run import CrawlRun
from .data_source import DataSource
from .delivery import Delivery
from .digest import Digest
from .document import Document
from .email_verification import EmailVerification
from .evidence import Evidence
from .feedback import Feedback
from .idempotency_key import IdempotencyKey
from .import_job import ImportJob
from .inbox_item import InboxItem
from .inbox_state import InboxState
from .invitation import Invitation
from .llm_usage import LlmUsage
from .mute import Mute
from .password_reset import PasswordReset
from .query import Query
from .query_event import QueryEvent
from .recovery_code import RecoveryCode
from .revoked_token import RevokedToken
from .rule_evaluation import RuleEvaluation
from .search_passage import SearchPassage
from .search_statistic import SearchStatistic
from .session import UserSession
from .share import Share
from .snapshot import Snapshot
from .snapshot_variant import SnapshotVariant
from .stripe_event import StripeEvent
from .subscription import Subscription
from .tool_context import ToolContext
from .usage_counter import UsageCounter
from .user import User
from .workspace import Workspace
from .workspace_member import WorkspaceMember

__all__ = [
    "Alert",
    "AlertMatch",
    "AlertRead",
    "AlertRule",
    "AlertRuleVersion",
    "AnswerSentence",
    "ApiKey",
    "ArchiveObject",
    "AuditEntry",
    "Change",
    "ChangeLabel",
    "Channel",
    "Competitor",
    "Conversation",
    "CrawlRun",
    "DataSource",
    "Delivery",
    "Digest",
    "Document",
    "EmailVerification",
    "Evidence",
    "Feedback",
    "IdempotencyKey",
    "ImportJob",
    "InboxItem",
    "InboxState",
    "Invitation",
    "LlmUsage",
    "Mute",
    "PasswordReset",
    "Query",
    "QueryEvent",
    "RecoveryCode",
    "RevokedToken",
    "RuleEvaluation",
    "SearchPassage",
    "SearchStatistic",
    "Share",
    "Snapshot",
    "SnapshotVariant",
    "StripeEvent",
    "Subscription",
    "ToolContext",
    "UsageCounter",
    "User",
    "UserSession",
    "Workspace",
    "WorkspaceMember",
]
