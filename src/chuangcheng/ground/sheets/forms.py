"""The one field of an upload."""

from django import forms
from django.utils.translation import gettext_lazy as _


class UploadForm(forms.Form):
    """A workbook or a CSV file."""

    file = forms.FileField(
        label=_("文件"),
        help_text=_(".xlsx 或 .csv，不超过 20 MB。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )
