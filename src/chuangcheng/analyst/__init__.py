"""The analyst's desk: the same arithmetic from a command line, without a site or a database."""
