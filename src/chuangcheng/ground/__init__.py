"""The ground floor: who and where. People, areas, units, and the record of who did what."""
