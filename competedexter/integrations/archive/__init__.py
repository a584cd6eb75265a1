"""The archive of raw bodies, content-addressed. Ask through `protocol.Archive`."""
