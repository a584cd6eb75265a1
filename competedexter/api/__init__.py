"""The REST door (api.md): routes that read input, call one service and show the result."""
