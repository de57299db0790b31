"""People as a noun of the site."""

from chuangcheng.ground import noun


class PeopleConfig(noun.NounConfig):
    """Accounts, roles and grants."""

    name = "chuangcheng.ground.people"
    label = "people"
    prefix = "people/"
