"""The rules by which a sentence is held against its evidence: one kind of error a file. Pure, words only."""
