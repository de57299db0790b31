"""Files in and out: observations, registers and frameworks, each fault said with its place."""
