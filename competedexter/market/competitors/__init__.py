"""Which companies a workspace watches."""
