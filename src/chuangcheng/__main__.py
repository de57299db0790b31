"""`python -m chuangcheng`: the same as the command."""

from chuangcheng.cli import main

main()
