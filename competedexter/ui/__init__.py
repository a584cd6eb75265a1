"""The browser's door: pages, their states, and the two form endpoints of a session."""
