"""Outside parties: one folder each, with a protocol, the real one and a scripted one for tests."""
