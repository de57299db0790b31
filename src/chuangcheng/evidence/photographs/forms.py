"""What people say of doubtful photographs, and the boxes they draw."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from chuangcheng.lib.pictures import Box


class CoverForm(forms.Form):
    """The boxes, as the editor writes them: a list of left, top, right and bottom."""

    boxes = forms.CharField(widget=forms.HiddenInput(), required=False)

    def clean_boxes(self) -> list[Box]:
        """The boxes; ValidationError where it is no list of four numbers each."""
        try:
            given: Any = json.loads(self.cleaned_data["boxes"] or "[]")
            return [Box(*(float(edge) for edge in box)) for box in given]
        except (TypeError, ValueError) as error:
            raise ValidationError(_("遮盖框无法识别，请刷新页面后重新绘制。")) from error
