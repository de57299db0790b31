"""What the provider of the tests says of people: their name in ID token and userinfo."""

from __future__ import annotations

from typing import Any

from oauth2_provider.oauth2_validators import OAuth2Validator


class Claims(OAuth2Validator):
    """The provider's own validator, with the names of people added."""

    oidc_claim_scope = {**OAuth2Validator.oidc_claim_scope, "preferred_username": "profile"}  # noqa: RUF012  # as the toolkit has it

    def get_additional_claims(self, request: Any) -> dict[str, Any]:
        """The sign-in name."""
        return {"preferred_username": request.user.get_username()}
