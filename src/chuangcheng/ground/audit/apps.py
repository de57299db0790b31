"""The audit log as a noun of the site."""

from chuangcheng.ground import noun


class AuditConfig(noun.NounConfig):
    """Events and their chain."""

    name = "chuangcheng.ground.audit"
    label = "audit"
    prefix = "audit/"
