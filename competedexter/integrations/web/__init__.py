"""The public web: a safe, polite and honest client. Ask through `protocol.WebClient`."""
