"""PostgreSQL as Django speaks it, asked less often whether it is still there."""
