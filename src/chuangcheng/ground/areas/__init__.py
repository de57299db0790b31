"""Areas: the four levels at which a campaign is carried, from city to village."""
