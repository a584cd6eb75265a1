"""The columns a look begins with: for the statements of this room, and for the one that takes up a run."""

# What a look begins with, of `s` (data_sources). The row's xmin is another one once anybody has written to it.
RECALLED = """s.id, s.competitor_id, s.source_type, s.source_url, s.slot, s.crawl_frequency, s.status, s.health,
  s.health_reason, s.health_since, s.error_count, s.last_crawled_at, s.last_success_at, s.next_due_at, s.config, s.created_at,
  s.etag, s.last_modified, s.fingerprint, s.text_length, s.doubtful_fingerprint, s.xmin::text AS version"""
