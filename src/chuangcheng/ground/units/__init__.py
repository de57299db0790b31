"""Units: departments, townships and the working groups of the headquarters."""
