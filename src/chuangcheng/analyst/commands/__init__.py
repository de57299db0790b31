"""The commands as people call them: options here, the work in the modules beside this folder.

What is heavy is imported when a command runs, so that asking for help stays quick.
"""
