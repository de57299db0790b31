"""From one problem to the others of its kind (举一反三): where the same failure is likeliest."""
