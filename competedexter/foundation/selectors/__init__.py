"""Selectors that customers write: JSONPath and CSS, read strictly and followed in a bounded number of steps."""
