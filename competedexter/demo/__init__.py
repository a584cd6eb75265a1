"""The demo inside the product: three invented vendors, their small sites, a year of their history.

The sites are real pages, served by the product itself and read by its own crawler; nothing of the demo knows a short cut.
"""
