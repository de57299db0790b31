"""What people type of editions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.scope import Person, Place, may
from chuangcheng.ground.site.forms import narrow
from chuangcheng.mandate.frameworks.rules import CHANGE


class KeeperForm(forms.Form):
    """Which area keeps an edition."""

    area = forms.ModelChoiceField(
        Area.objects.none(), label=_("由谁保管"), help_text=_("本区域及其上下级都能看到。")
    )

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Area.objects.with_right(person, CHANGE)
        narrow(self, "area", mine)
        if may(person, CHANGE, Place()):
            self.fields["area"].required = False
        else:
            self.fields["area"].initial = mine.first()


class UploadForm(KeeperForm):
    """A file and who keeps what is in it."""

    file = forms.FileField(
        label=_("文件"),
        help_text=_(".yaml、.json 或 .xlsx。有问题会逐条列出，不写入任何内容。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml,.json,.xlsx"}),
    )

    def content(self) -> tuple[str, bytes]:
        """The file's name and bytes, once the form is valid."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        return str(file.name), file.read()


class WhyForm(forms.Form):
    """A reason."""

    why = forms.CharField(label=_("理由"), required=False)
