"""`make bench`: what people wait for, through the gateway with everything on, beside a bot made by ``rasa init``.

Prints a table in Markdown; nothing is compared with a limit, so that a busy machine never fails a build.
"""
