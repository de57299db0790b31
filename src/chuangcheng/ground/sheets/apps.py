"""Sheets as an app: the uploads that wait for their dry run to be confirmed."""

from chuangcheng.ground import noun


class SheetsConfig(noun.NounConfig):
    """Uploaded tables."""

    name = "chuangcheng.ground.sheets"
    label = "sheets"
