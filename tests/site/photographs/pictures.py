"""Photographs in tests: drawn from a seed, as files of any kind, and sent as a phone sends them."""

from __future__ import annotations

import base64
import hashlib
import io
import json
from typing import Any
from uuid import UUID, uuid4

import numpy as np
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from tests.lib.test_photohash import photograph
from tests.site.devices.phones import Phone


def pixels(seed: int = 1, height: int = 240, width: int = 320) -> Image.Image:
    """Something like a street."""
    grey = photograph(seed, height, width)
    return Image.fromarray(np.stack([grey, grey[::-1], 255 - grey], -1).astype(np.uint8))


def jpeg(seed: int = 1, *, height: int = 240, width: int = 320, **more: Any) -> bytes:
    """A photograph as JPEG."""
    return saved(pixels(seed, height, width), "JPEG", **more)


def saved(image: Image.Image, form: str, **more: Any) -> bytes:
    """A picture as a file."""
    file = io.BytesIO()
    image.save(file, form, **more)
    return file.getvalue()


def facts(content: bytes, **more: Any) -> str:
    """What a phone says of a photograph before its bytes."""
    digest = hashlib.sha256(content).hexdigest()
    said = {"sha256": digest, "size": len(content), "visit": str(uuid4()), **more}
    return base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")


def send(
    phone: Phone,
    content: bytes,
    uuid: UUID | None = None,
    *,
    body: bytes | None = None,
    **more: Any,
) -> HttpResponse:
    """Put a photograph, whole unless another body is given."""
    shown = {"Authorization": f"Bearer {phone.token}", "Upload-Facts": facts(content, **more)}
    url = f"/api/field/photographs/{uuid or uuid4()}"
    given = content if body is None else body
    return Client().generic("PUT", url, given, "image/jpeg", headers=shown)


def go_on(phone: Phone, uuid: UUID, offset: int, body: bytes) -> HttpResponse:
    """Send the next bytes of a photograph."""
    shown = {"Authorization": f"Bearer {phone.token}", "Upload-Offset": str(offset)}
    url = f"/api/field/photographs/{uuid}"
    return Client().generic("PATCH", url, body, "application/octet-stream", headers=shown)
