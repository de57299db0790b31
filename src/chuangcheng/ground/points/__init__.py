"""Points: the places that can be visited, who answers for each, and who vouches for it."""
