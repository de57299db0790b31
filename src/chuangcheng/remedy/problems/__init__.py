"""Problems: one record for each point and item that failed, and its way until it is struck off."""
