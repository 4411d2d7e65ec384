"""Pelacak Raperda: a tracker of regional legislation. The map of the house, floor by floor.

cli.py             F8  which command is where
commands/          F7  commands for people and for cron, one module a noun, imported when asked for
launch.py          F6  starting the processes: gunicorn, and everything together on one machine
welcome.py         F5  what a start says
web/               F5  the only folder that knows HTTP: one blueprint a noun, `forms/` beside them
scheduler.py       F5  the second process: one short job a minute
demo.py            F5  the demonstration council, told through the same use cases as everything else
bootstrap.py       F4  Settings -> Tracker (sessions, draft store, mailer, calendar, clock)
services/          F3  use cases, the only code that changes data; the same nouns as web/
    progress.py        the public read model: frozen dataclasses, finished values
    workspace.py, work.py     the same for those who are logged in: one Raperda, and "Hari ini"
    plans.py, forecasts.py    planned against actual, slips; what can be said of the days to come
    durations.py, statistics.py    where the days went, of one Raperda and of the whole council
    law.py, recounting.py     calendar and rules loaded once; what a change of them moves
    reminders/         notices are planned, posted to messages, claimed by server, composed, settled
    notices.py, channels.py    what a person has been told, and how they are reached
    appointments.py    a meeting as feeds and invitations tell calendars of it
storage/           F2  models/ (typed rows) and database.py (engine, transaction(), reading())
settings.py        F1  environment -> frozen Settings; every problem reported in one error
adapters/          F1  the outside world, one file each: clock, holidays, drafts, mail, services
    word/              Word files: guarded, read, converted, made clean
    redlining/         a Word file with real tracked changes, out of two
    result_cache.py    comparisons and redlines that can be made again, kept by what they were made of
domain/            F0  the rules; standard library only, no I/O
    process.py         STAGES, GATES, WAYS_BACK as tables: the process a legal officer can read
    state.py, moves.py MOVES as a table, move(): how a Raperda goes from one state to the next
    access.py          Role, Permission, GRANTS, require()
    passages.py, forecast.py  how long stages took, and where the remaining ones lead
    thresholds.py, channels.py    when a reminder is due; the ways to reach people
    law/               the law as tables, and the days it counts
        deadline_rules.py  DeadlineRule, RuleBook; its rows in law_of_enactment, _evaluation, _budget
        legal_events.py    EVENTS: what starts and stops a clock
        deadlines.py       a rule and a day -> due date and the reasoning behind it; chain.py follows it on
        workdays.py        WorkCalendar, passed in
        quorum.py          who must be present in a plenary, and how many must agree
        budget.py          BUDGET_RULES: which budget can still take up what a Raperda costs
    drafts/            what a draft says
        legaltext.py, parsing.py       its paragraphs and their outline; what is odd about them
        structure.py, legal_tree.py    a tree of BAB, Pasal, ayat, each with an address
        clean.py           without what was struck through by hand, or as it stands
        definitions.py, references.py  its terms, where it refers to, and what leads nowhere
    comparing/         how two drafts differ
        draft_comparison.py    by Pasal where both drafts have any, else by paragraph
        pasal_comparison.py    Pasal by Pasal: changed, moved, renumbered, split, merged
        kept_comparison.py     a comparison as text and back, so that it can be kept
    errors.py          the tree of refusals, drawn in its docstring

To change a stage: domain/process.py. A deadline: domain/law/law_of_*.py. A page: templates/<noun>/ and
services/<noun>.py, which hands it finished values. The tables behind it all: storage/models/.
"""
