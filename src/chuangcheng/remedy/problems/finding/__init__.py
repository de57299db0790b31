"""How problems come onto the list: reported, seen in released rounds, imported."""
