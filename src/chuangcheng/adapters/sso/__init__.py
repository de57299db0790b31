"""Signing in by an outside identity provider: OpenID Connect."""
