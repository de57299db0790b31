"""What is put right: problems on their way from being found to being struck off."""
