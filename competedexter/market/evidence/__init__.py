"""What was read and can be shown again: documents, records, passages."""
