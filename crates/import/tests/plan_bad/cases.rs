//! One change of `base.toml` a case, and every fault that it must give: code, key, line.

use super::{Case, case};

pub const CASES: &[Case] = &[
    case("a float for a ratio", &[("ratio = \"10%\"", "ratio = 0.1")], &[("float", "tasks[1].strata[1].ratio", 59)]),
    case("a float for a number", &[("sequence = 1", "sequence = 1.0")], &[("float", "sequence", 5)]),
    case(
        "a float under an unknown key",
        &[("sequence = 1", "sequence = 1\nweight = 1.5")],
        &[("unknown-key", "weight", 6), ("float", "weight", 6)],
    ),
    case(
        "a float deep in a condition",
        &[("any = [\"D\"]", "any = [\"D\", 1e3]")],
        &[("float", "tasks[1].strata[1].when[1].any[2]", 58)],
    ),
    case("not TOML at all", &[("mode = \"open\"", "mode = open")], &[("toml-syntax", "", 2)]),
    case("a key twice", &[("mode = \"open\"", "mode = \"open\"\nmode = \"open\"")], &[("toml-syntax", "", 3)]),
    case(
        "an unknown key",
        &[("participants =", "participant =")],
        &[("missing", "participants", 1), ("unknown-key", "participant", 11)],
    ),
    case(
        "an unknown key in a stratum",
        &[("count = 30", "count = 30\nreserve = 2")],
        &[("unknown-key", "tasks[1].strata[2].reserve", 65)],
    ),
    case(
        "a key of the program",
        &[("sequence = 1", "sequence = 1\ndays = [\"2026-03-16\"]")],
        &[("unknown-key", "days", 6)],
    ),
    case("a key is missing", &[("campaign = \"测试\"\n", "")], &[("missing", "campaign", 1)]),
    case(
        "a whole table is missing",
        &[("period = { from = 2026-03-16, until = 2026-05-29 }\n", "")],
        &[("missing", "period", 1)],
    ),
    case(
        "no stratum",
        &[("\n[[tasks.strata]]\nid = \"ALL\"\nname = \"全部\"\nas_task = \"T1\"\nas_stratum = \"S2\"\n", "")],
        &[("missing", "tasks[2].strata", 66)],
    ),
    case("a number as text", &[("count = 30", "count = \"30\"")], &[("type", "tasks[1].strata[2].count", 64)]),
    case("a ratio as number", &[("ratio = \"10%\"", "ratio = 10")], &[("type", "tasks[1].strata[1].ratio", 59)]),
    case(
        "a ratio as prose",
        &[("ratio = \"10%\"", "ratio = \"根据实际情况确定\"")],
        &[("ratio-form", "tasks[1].strata[1].ratio", 59)],
    ),
    case(
        "a ratio above one",
        &[("ratio = \"10%\"", "ratio = \"120%\"")],
        &[("ratio-above-one", "tasks[1].strata[1].ratio", 59)],
    ),
    case(
        "a ratio of nothing",
        &[("ratio = \"10%\"", "ratio = \"0%\"")],
        &[("amount-zero", "tasks[1].strata[1].ratio", 59)],
    ),
    case("a negative number", &[("count = 30", "count = -30")], &[("number-range", "tasks[1].strata[2].count", 64)]),
    case("a word that is none", &[("kind = \"undirected\"", "kind = \"undirect\"")], &[("word", "tasks[1].kind", 48)]),
    case(
        "a day that is none",
        &[("finish_by = 2026-06-30", "finish_by = \"2026-06-31\"")],
        &[("day-of-month", "finish_by", 10)],
    ),
    case(
        "a time with the day",
        &[("created = 2026-03-02", "created = 2026-03-02T09:00:00")],
        &[("day-form", "created", 7)],
    ),
    case("an id in small letters", &[("id = \"OFFICE\"", "id = \"office\"")], &[("id-character", "authority.id", 3)]),
    case(
        "an id in Chinese",
        &[("id = \"LEAD\"", "id = \"组长\"")],
        &[("id-character", "pools[1].id", 27), ("unknown-pool", "tasks[1].seats[1].pool", 53)],
    ),
    case(
        "an id twice",
        &[("id = \"STAFF\"", "id = \"LEAD\"")],
        &[("id-twice", "pools[2].id", 32), ("unknown-pool", "tasks[1].seats[2].pool", 53)],
    ),
    case("a task id twice", &[("id = \"T2\"", "id = \"T1\"")], &[("id-twice", "tasks[2].id", 67)]),
    case(
        "a stratum id twice",
        &[("id = \"S2\"", "id = \"S1\"")],
        &[("id-twice", "tasks[1].strata[2].id", 62), ("unknown-stratum", "tasks[2].strata[1].as_stratum", 81)],
    ),
    case(
        "a reserved id",
        &[("id = \"STAFF\"", "id = \"I-STAFF\""), ("pool = \"STAFF\"", "pool = \"I-STAFF\"")],
        &[("id-reserved", "pools[2].id", 32)],
    ),
    case(
        "an invisible character",
        &[("campaign = \"测试\"", "campaign = \"测\u{200b}试\"")],
        &[("text-zero-width", "campaign", 4)],
    ),
    case("another protocol", &[("sequence = 1", "sequence = 1\nprotocol = \"mq2\"")], &[("version", "protocol", 6)]),
    case(
        "batches",
        &[("count = 30", "count = 30\nbatches = 2")],
        &[("batches-none", "tasks[1].strata[2].batches", 65)],
    ),
    case("sequence 0", &[("sequence = 1", "sequence = 0")], &[("number-zero", "sequence", 5)]),
    case(
        "period backwards",
        &[("until = 2026-05-29", "until = 2026-02-28")],
        &[("period-backwards", "period.until", 8)],
    ),
    case(
        "no working day",
        &[("from = 2026-03-16, until = 2026-05-29", "from = 2026-05-02, until = 2026-05-03")],
        &[("no-working-day", "period", 8)],
    ),
    case(
        "a year without calendar",
        &[("until = 2026-05-29", "until = 2029-05-29"), ("finish_by = 2026", "finish_by = 2029")],
        &[("calendar-unknown-year", "period", 8)],
    ),
    case(
        "an unknown calendar",
        &[("calendar = \"china\"", "calendar = \"chian\"")],
        &[("calendar-unknown", "calendar", 9)],
    ),
    case(
        "a period of a century",
        &[("until = 2026-05-29", "until = 2126-05-29"), ("finish_by = 2026", "finish_by = 2126")],
        &[("period-long", "period.until", 8)],
    ),
    case(
        "left open for more than a year",
        &[("finish_by = 2026-06-30", "finish_by = 2027-05-31")],
        &[("finish-late", "finish_by", 10)],
    ),
    case(
        "finish before the end",
        &[("finish_by = 2026-06-30", "finish_by = 2026-05-28")],
        &[("finish-before-end", "finish_by", 10)],
    ),
    case(
        "made after the start",
        &[("created = 2026-03-02", "created = 2026-03-17")],
        &[("created-late", "created", 7)],
    ),
    case(
        "a bad first day hides no late making",
        &[("created = 2026-03-02", "created = 2026-07-02"), ("from = 2026-03-16", "from = \"soon\"")],
        &[("created-late", "created", 7), ("day-form", "period.from", 8)],
    ),
    case("nobody contributes", &[("[\"甲\", \"乙\"]", "[]")], &[("participants-empty", "participants", 11)]),
    case(
        "a participant twice",
        &[("[\"甲\", \"乙\"]", "[\"甲\", \"甲\"]")],
        &[("participant-twice", "participants[2]", 11)],
    ),
    case(
        "a label with =",
        &[("[\"甲\", \"乙\"]", "[\"甲=乙\", \"\"]")],
        &[("participant-label", "participants[1]", 11), ("participant-label", "participants[2]", 11)],
    ),
    case("too few bits", &[("count = 20", "count = 19")], &[("entropy-too-few-bits", "final.count", 12)]),
    case("another source", &[("source = \"dice\"", "source = \"beacon\"")], &[("final-source", "final.source", 12)]),
    case("odd dice", &[("sides = 10", "sides = 12")], &[("entropy-sides", "final.sides", 12)]),
    case("no dice", &[("count = 20", "count = 0")], &[("entropy-count", "final.count", 12)]),
    case(
        "names in the clear",
        &[("[quotas]", "[publish]\ninspectors = \"names\"\nnames = \"web\"\nresults_working_days = 0\n\n[quotas]")],
        &[
            ("publish-inspectors", "publish.inspectors", 16),
            ("word", "publish.names", 17),
            ("number-zero", "publish.results_working_days", 18),
        ],
    ),
    case(
        "no simulation",
        &[("[quotas]", "[simulation]\nseeds = 0\n\n[quotas]")],
        &[("number-zero", "simulation.seeds", 16)],
    ),
    case("quotas min over max", &[("min = 0", "min = 11")], &[("quotas-min-over-max", "quotas.min", 16)]),
    case(
        "quotas over the days",
        &[("min = 0\nmax = 10", "min = 60\nmax = 70")],
        &[("quotas-min-over-days", "quotas.min", 16)],
    ),
    case(
        "nobody may inspect",
        &[("max = 10", "max = 0\ndaily_max = 0")],
        &[("number-zero", "quotas.max", 17), ("number-zero", "quotas.daily_max", 18)],
    ),
    case(
        "min_choice low",
        &[("visits_per_day_max", "min_choice = 3\nvisits_per_day_max")],
        &[("min-choice-low", "min_choice", 13)],
    ),
    case(
        "an empty waiver",
        &[("visits_per_day_max", "min_choice = 3\nmin_choice_waiver = \"\"\nvisits_per_day_max")],
        &[("min-choice-low", "min_choice", 13), ("text-empty", "min_choice_waiver", 14)],
    ),
    case(
        "high risk lifts",
        &[("lifted_by = [\"complaint\"]", "lifted_by = [\"高风险\"]")],
        &[("not-a-case", "ceilings[1].lifted_by", 24)],
    ),
    case(
        "a case that is none",
        &[("lifted_by = [\"complaint\"]", "lifted_by = [\"complain\"]")],
        &[("unknown-case", "ceilings[1].lifted_by", 24)],
    ),
    case(
        "a case not in the plan",
        &[("sequence = 1", "sequence = 1\ncases = [\"superior\", \"earthquake\"]")],
        &[("unknown-case", "cases", 6), ("case-not-in-plan", "ceilings[1].lifted_by", 25)],
    ),
    case(
        "a task under high risk",
        &[("ceilings = [\"Y2\"]", "ceilings = [\"Y2\"]\ncase = \"high-risk\"")],
        &[("not-a-case", "tasks[1].case", 53)],
    ),
    case("an empty ceiling", &[("count_max = 2", "count_max = 0")], &[("ceiling-zero", "ceilings[1].count_max", 21)]),
    case(
        "a ceiling backwards",
        &[("until = 2026-12-31", "until = 2025-12-31")],
        &[("ceiling-backwards", "ceilings[1].until", 23)],
    ),
    case(
        "an unknown ceiling",
        &[("ceilings = [\"Y2\"]", "ceilings = [\"Y3\"]")],
        &[("unknown-ceiling", "tasks[1].ceilings", 52)],
    ),
    case(
        "an unknown pool",
        &[("pool = \"STAFF\"", "pool = \"STAF\"")],
        &[("unknown-pool", "tasks[1].seats[2].pool", 53)],
    ),
    case(
        "an unknown pool is raised",
        &[("drop = \"pairs\"", "quota_max = \"NOBODY\"\nadd = 0")],
        &[("unknown-pool", "relaxations[1].quota_max", 41), ("number-zero", "relaxations[1].add", 42)],
    ),
    case(
        "two things at once",
        &[("drop = \"pairs\"", "drop = \"pairs\"\nadd = 2")],
        &[("relaxation-form", "relaxations[1]", 40)],
    ),
    case(
        "one bad step hides no other",
        &[(
            "drop = \"pairs\"",
            "drop = \"weather\"\n[[relaxations]]\nquota_max = \"NOBODY\"\nadd = 0\n[[relaxations]]\ndrop = \"pairs\"\n\
             [[relaxations]]\ndrop = \"pairs\"",
        )],
        &[
            ("word", "relaxations[1].drop", 41),
            ("unknown-pool", "relaxations[2].quota_max", 43),
            ("number-zero", "relaxations[2].add", 44),
            ("relaxation-twice", "relaxations[4].drop", 48),
        ],
    ),
    case(
        "a step that is no table",
        &[
            ("[[relaxations]]\ndrop = \"pairs\"", ""),
            ("visits_per_day_max", "relaxations = [\"pairs\"]\nvisits_per_day_max"),
        ],
        &[("type", "relaxations[1]", 13)],
    ),
    case(
        "recusal is relaxed",
        &[("drop = \"pairs\"", "drop = \"law\"")],
        &[("relaxation-law", "relaxations[1].drop", 41)],
    ),
    case(
        "relaxed twice",
        &[("drop = \"pairs\"", "drop = \"pairs\"\n[[relaxations]]\ndrop = \"pairs\"")],
        &[("relaxation-twice", "relaxations[2].drop", 43)],
    ),
    case(
        "minimums not last",
        &[("drop = \"pairs\"", "drop = \"minimums\"\n[[relaxations]]\ndrop = \"pairs\"")],
        &[("relaxation-order", "relaxations[1].drop", 41)],
    ),
    case("no item", &[("items = [\"A-01\"]", "items = []")], &[("items-empty", "tasks[1].items", 51)]),
    case(
        "an item that is no id",
        &[("items = [\"A-01\"]", "items = [\"登记事项\", \"a-02\"]")],
        &[("id-character", "tasks[1].items[1]", 51), ("id-character", "tasks[1].items[2]", 51)],
    ),
    case(
        "an item twice",
        &[("items = [\"A-01\"]", "items = [\"A-01\", \"A-01\"]")],
        &[("twice", "tasks[1].items", 51)],
    ),
    case(
        "undirected with a scope",
        &[("kind = \"directed\"", "kind = \"undirected\"")],
        &[("undirected-with-scope", "tasks[2].scope", 74)],
    ),
    case(
        "directed without",
        &[("scope = [{ field = \"area\", prefix = [\"6109\"] }]\n", "")],
        &[("directed-without-scope", "tasks[2].kind", 70)],
    ),
    case(
        "drawn above, own level",
        &[("kind = \"directed\"", "kind = \"directed\"\npopulation = \"selection\"")],
        &[("selection-level", "tasks[2].population", 71)],
    ),
    case("no lead seat", &[("count = 1, lead = true", "count = 1")], &[("lead-seat", "tasks[1].seats", 53)]),
    case(
        "two lead seats",
        &[("pool = \"STAFF\", count = 1", "pool = \"STAFF\", count = 1, lead = true")],
        &[("lead-seat", "tasks[1].seats", 53)],
    ),
    case(
        "two seats under one lead",
        &[(
            "pool = \"OTHER\", count = 1, lead = true }, { pool = \"OTHER\", count = 1 }",
            "pool = \"OTHER\", count = 2, lead = true }",
        )],
        &[("lead-seat-count", "tasks[2].seats[1].count", 75)],
    ),
    case(
        "seats of one pool in two entries",
        &[("{ pool = \"OTHER\", count = 1 }", "{ pool = \"OTHER\", count = 3 }, { pool = \"OTHER\", count = 2 }")],
        &[("seats-over-min-choice", "tasks[2].seats[3].count", 75)],
    ),
    case("a team of one", &[(", { pool = \"STAFF\", count = 1 }", "")], &[("team-too-small", "tasks[1].seats", 53)]),
    case(
        "a team of others",
        &[("pool = \"STAFF\", count = 1", "pool = \"OTHER\", count = 1")],
        &[("team-too-small", "tasks[1].seats", 53)],
    ),
    case(
        "more seats than choice",
        &[("pool = \"STAFF\", count = 1", "pool = \"STAFF\", count = 6")],
        &[("seats-over-min-choice", "tasks[1].seats[2].count", 53)],
    ),
    case(
        "no seat",
        &[("pool = \"STAFF\", count = 1", "pool = \"STAFF\", count = 0")],
        &[("team-too-small", "tasks[1].seats", 53), ("number-zero", "tasks[1].seats[2].count", 53)],
    ),
    case("no lead department", &[("lead = true\nkind", "kind")], &[("no-lead-department", "tasks[1]", 43)]),
    case(
        "a bad kind hides no missing lead department",
        &[("lead = true\nkind = \"undirected\"", "kind = \"undirect\"")],
        &[("no-lead-department", "tasks[1]", 43), ("word", "tasks[1].kind", 47)],
    ),
    case(
        "two lead departments",
        &[("department = \"乙局\"\nkind", "department = \"乙局\"\nlead = true\nkind")],
        &[("lead-departments", "tasks[2].lead", 70)],
    ),
    case(
        "the lead comes second",
        &[("lead = true\nkind", "kind"), ("department = \"乙局\"\nkind", "department = \"乙局\"\nlead = true\nkind")],
        &[("lead-order", "tasks[1]", 43)],
    ),
    case(
        "a visit longer than the period",
        &[("ceilings = [\"Y2\"]", "ceilings = [\"Y2\"]\ndays = 53")],
        &[("visit-longer-than-period", "tasks[1].days", 53)],
    ),
    case(
        "more visits than days hold",
        &[("count = 30", "count = 157")],
        &[("visits-over-days", "tasks[1].strata", 55)],
    ),
    case("no amount", &[("count = 30\n", "")], &[("stratum-amount", "tasks[1].strata[2]", 61)]),
    case(
        "two amounts",
        &[("count = 30", "count = 30\nratio = \"5%\"")],
        &[("stratum-amount", "tasks[1].strata[2]", 61)],
    ),
    case(
        "rounding of nothing",
        &[("count = 30", "count = 30\nrounding = \"up\"")],
        &[("rounding-alone", "tasks[1].strata[2].rounding", 65)],
    ),
    case(
        "min over max",
        &[("count = 30", "count = 30\nmin = 40\nmax = 20")],
        &[
            ("min-over-max", "tasks[1].strata[2].count", 64),
            ("min-over-max", "tasks[1].strata[2].min", 65),
            ("min-over-max", "tasks[1].strata[2].min", 65),
        ],
    ),
    case("count 0", &[("count = 30", "count = 0")], &[("amount-zero", "tasks[1].strata[2].count", 64)]),
    case("as many as half a name", &[("as_stratum = \"S2\"\n", "")], &[("as-task-alone", "tasks[2].strata[1]", 77)]),
    case(
        "as many as an unknown task",
        &[("as_task = \"T1\"", "as_task = \"T9\"")],
        &[("unknown-task", "tasks[2].strata[1].as_task", 80)],
    ),
    case(
        "as many as an unknown stratum",
        &[("as_stratum = \"S2\"", "as_stratum = \"S3\"")],
        &[("unknown-stratum", "tasks[2].strata[1].as_stratum", 81)],
    ),
    case(
        "a circle",
        &[("count = 30", "as_task = \"T2\"\nas_stratum = \"ALL\"")],
        &[("as-task-circle", "tasks[1].strata[2].as_task", 64)],
    ),
    case(
        "as many as itself",
        &[("as_task = \"T1\"\nas_stratum = \"S2\"", "as_task = \"T2\"\nas_stratum = \"ALL\"")],
        &[("as-task-circle", "tasks[2].strata[1].as_task", 80)],
    ),
    case(
        "behind the catch-all",
        &[
            ("when = [{ field = \"credit_class\", any = [\"D\"] }]\n", ""),
            ("name = \"二\"", "name = \"二\"\nwhen = [{ field = \"area\", any = [\"6109\"] }]"),
        ],
        &[("stratum-unreachable", "tasks[1].strata[2]", 60)],
    ),
    case(
        "conditions that exclude each other",
        &[("any = [\"D\"] }", "any = [\"D\"] }, { field = \"credit_class\", none = [\"D\"] }")],
        &[("stratum-contradiction", "tasks[1].strata[1].when", 58)],
    ),
    case(
        "against the scope",
        &[("name = \"全部\"", "name = \"全部\"\nwhen = [{ field = \"area\", any = [\"610101\"] }]")],
        &[("stratum-contradiction", "tasks[2].strata[1].when", 80)],
    ),
    case(
        "only closed entities",
        &[("name = \"全部\"", "name = \"全部\"\nwhen = [{ field = \"status\", any = [\"revoked\"] }]")],
        &[("only-closed", "tasks[2].strata[1].when", 80)],
    ),
    case(
        "an unknown field",
        &[("field = \"area\"", "field = \"aera\"")],
        &[("unknown-field", "tasks[2].scope[1].field", 74)],
    ),
    case(
        "a field nobody may read",
        &[("field = \"area\"", "field = \"former_ids\"")],
        &[("field-never-read", "tasks[2].scope[1].field", 74)],
    ),
    case(
        "any and none at once",
        &[("any = [\"D\"]", "any = [\"D\"], none = [\"A\"]")],
        &[("condition-form", "tasks[1].strata[1].when[1]", 58)],
    ),
    case(
        "days of an area",
        &[("field = \"area\", prefix = [\"6109\"]", "field = \"area\", from = 2020-01-01")],
        &[("condition-form", "tasks[2].scope[1]", 74)],
    ),
    case(
        "a list of days",
        &[("field = \"area\", prefix = [\"6109\"]", "field = \"established\", any = [\"2020-01-01\"]")],
        &[("condition-form", "tasks[2].scope[1]", 74)],
    ),
    case(
        "a condition without a value",
        &[("prefix = [\"6109\"]", "prefix = []")],
        &[("condition-empty", "tasks[2].scope[1].prefix", 74)],
    ),
    case(
        "an empty beginning",
        &[("prefix = [\"6109\"]", "prefix = [\"\"]")],
        &[("condition-empty", "tasks[2].scope[1].prefix", 74)],
    ),
    case(
        "a label that tells",
        &[("id = \"S1\"\nname = \"一\"", "id = \"CLASS-D\"\nname = \"Ｄ类\"")],
        &[("label-tells", "tasks[1].strata[1].id", 56), ("label-tells", "tasks[1].strata[1].name", 57)],
    ),
    case(
        "a task that tells",
        &[
            ("field = \"area\", prefix = [\"6109\"]", "field = \"credit_class\", any = [\"C\"]"),
            ("name = \"配合任务\"", "name = \"C类企业检查\""),
        ],
        &[("label-tells", "tasks[2].name", 68)],
    ),
    case(
        "tables of the wrong kind",
        &[
            ("authority = { id = \"OFFICE\", name = \"某局\" }", "authority = \"某局\""),
            ("[quotas]\nmin = 0\nmax = 10", "[[quotas]]\nmin = 0"),
        ],
        &[("type", "authority", 3), ("type", "quotas", 15)],
    ),
    case(
        "many at once",
        &[
            ("finish_by = 2026-06-30", "finish_by = 2026-04-01"),
            ("count = 20", "count = 8"),
            ("lifted_by = [\"complaint\"]", "lifted_by = [\"high risk\"]"),
            ("department = \"甲局\"\nrole = \"lead\"", "departement = \"甲局\"\nrole = \"lead\""),
            ("ratio = \"10%\"", "ratio = 0.07"),
            ("pool = \"OTHER\", count = 1, lead", "pool = \"OTHERS\", count = 1, lead"),
            ("as_task = \"T1\"", "as_task = \"T1\"\nmax = 0"),
        ],
        &[
            ("finish-before-end", "finish_by", 10),
            ("entropy-too-few-bits", "final.count", 12),
            ("not-a-case", "ceilings[1].lifted_by", 24),
            ("missing", "pools[1].department", 26),
            ("unknown-key", "pools[1].departement", 28),
            ("float", "tasks[1].strata[1].ratio", 59),
            ("unknown-pool", "tasks[2].seats[1].pool", 75),
            ("amount-zero", "tasks[2].strata[1].max", 81),
        ],
    ),
];
