"""Settings, addresses and commands: where the floors are put together into one site."""
