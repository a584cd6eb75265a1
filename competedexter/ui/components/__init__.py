"""How things look. Components hold no state: what they show is handed to them."""
