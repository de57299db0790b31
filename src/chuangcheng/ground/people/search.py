"""How people are found: by name, never by telephone number."""

from chuangcheng.ground.people import queries
from chuangcheng.ground.people.models import User
from chuangcheng.ground.people.rules import SEE
from chuangcheng.ground.people.sheet import PEOPLE
from chuangcheng.ground.search.registry import Indexed, index
from chuangcheng.ground.words import Words

index(
    Indexed(
        model=User,
        words=Words("人员", "People"),
        right=SEE,
        rows=queries.listed,
        columns=("name", "username"),
        order=70,
        told_as=(PEOPLE.name,),
    )
)
