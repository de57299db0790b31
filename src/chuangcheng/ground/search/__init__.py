"""Finding anything by its words, Chinese words of two characters included."""
