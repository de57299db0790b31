"""How editions, their standards and their items are found."""

from chuangcheng.ground.search.registry import Indexed, index
from chuangcheng.ground.words import Words
from chuangcheng.mandate.frameworks import queries
from chuangcheng.mandate.frameworks.models import Edition, Item, Standard
from chuangcheng.mandate.frameworks.rules import SEE

index(
    Indexed(
        model=Edition,
        words=Words("测评体系", "Frameworks"),
        right=SEE,
        rows=queries.editions,
        columns=("title_zh", "title_en", "code"),
        order=20,
    )
)
index(
    Indexed(
        model=Standard,
        words=Words("测评标准", "Standards"),
        right=SEE,
        rows=lambda person: (
            Standard.objects.for_user(person)
            .select_related("edition__area")
            .defer("edition__document")
        ),
        columns=("code", "title_zh", "title_en", "requirement", "requirement_en"),
        order=30,
        told_as=(Edition.kind,),
    )
)
index(
    Indexed(
        model=Item,
        words=Words("测评条目", "Items"),
        right=SEE,
        rows=lambda person: (
            Item.objects.for_user(person).select_related("edition__area").defer("edition__document")
        ),
        columns=("code", "title_zh", "title_en"),
        order=40,
        told_as=(Edition.kind,),
    )
)
