"""What a draft says: its text, its tree, its numbers, its terms and references."""
