"""Pelacak Raperda: a tracker of regional legislation. The map of the house, floor by floor.

cli.py             F7  commands for people and for cron
launch.py          F6  starting the processes: gunicorn, and everything together on one machine
commands_compare.py, commands_drafts.py F6  commands that only read Word files, without a database
commands_remind.py F6  one round of reminders by hand, or what it would send
web/               F5  the only folder that knows HTTP: one blueprint a noun, `forms/` beside them
scheduler.py       F5  the second process: one short job a minute
demo.py            F5  the demonstration council, told through the same use cases as everything else
bootstrap.py       F4  Settings -> Tracker (sessions, draft store, mailer, calendar, clock)
services/          F3  use cases, the only code that changes data; the same nouns as web/
    progress.py        the public read model: frozen dataclasses, finished values
    workspace.py, work.py     the same for those who are logged in: one Raperda, and "Hari ini"
    reminders/         notices are planned, posted to messages, claimed by server, composed, settled
    notices.py, channels.py    what a person has been told, and how they are reached
storage/           F2  models/ (typed rows) and database.py (engine, transaction(), reading())
settings.py        F1  environment -> frozen Settings; every problem reported in one error
adapters/          F1  the outside world, one file each: clock, holidays, Word, drafts, mail, services
domain/            F0  the rules; standard library only, no I/O
    process.py         STAGES, GATES, WAYS_BACK as tables: the process a legal officer can read
    deadlines.py       DEADLINE_RULES -> due date and the reasoning behind it
    workdays.py        WorkCalendar, passed in
    thresholds.py, channels.py    when a reminder is due; the ways to reach people
    access.py          Role, Permission, GRANTS, require()
    state.py, moves.py MOVES as a table, move(): how a Raperda goes from one state to the next
    legaltext.py, parsing.py, comparison.py, alignment.py    drafts: what they say and how two differ
    structure.py, legal_tree.py    a draft as a tree of BAB, Pasal, ayat, each with an address
    pasal_comparison.py    two drafts Pasal by Pasal: changed, moved, renumbered, split, merged
    errors.py          the tree of refusals, drawn in its docstring

To change a stage: domain/process.py. A deadline: domain/deadlines.py. A page: templates/<noun>/ and
services/<noun>.py, which hands it finished values. The tables behind it all: storage/models/.
"""
