"""What people are told of, one module for each source; a source reads what others have written."""
