"""The report: one file that opens without a network and goes from the score down to one row.

write_report(assessment, observations, "report.html", round_title=Title(zh="2025年第四季度"))
"""

from chuangcheng.analyst.report.inputs import Earlier, Names
from chuangcheng.analyst.report.render import render_report, write_report

__all__ = ["Earlier", "Names", "render_report", "write_report"]
