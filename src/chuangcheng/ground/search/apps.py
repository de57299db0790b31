"""Search as a noun of the site."""

from chuangcheng.ground import noun


class SearchConfig(noun.NounConfig):
    """The index of words, and the page and operation that look into it."""

    name = "chuangcheng.ground.search"
    label = "search"
    prefix = "search/"
