"""The selection of `cargo bench --bench figures` as SQL, on DuckDB with two threads.

    pip install duckdb
    python3 benches/duckdb_select.py FIGURES_DIR

It reads what the bench has left behind: the frozen list (JSON Lines) and the key K. First a narrow Parquet file of the
columns that select needs is made, which is not measured. Then the same question is asked of that file and of the lines.
The digest of the selected ids must be the one that the bench prints.
"""

import hashlib
import pathlib
import resource
import sys
import time

import duckdb

CLASSES = ["微型", "小型", "中型", "大型"]
DRAWN = 25_000


def question(source: str) -> str:
    return f"""
        select scale, rank, id from (
            select id, scale, row_number() over (partition by scale order by sha256(? || id), id) as rank from {source}
        ) where rank <= {DRAWN}
    """


def ask(connection, source: str, key: str, times: int):
    best, rows = None, None
    for _ in range(times):
        start = time.perf_counter()
        rows = connection.execute(question(source), [key]).fetchall()
        took = time.perf_counter() - start
        best = took if best is None else min(best, took)
    rows.sort(key=lambda row: (CLASSES.index(row[0]), row[1]))
    digest = hashlib.sha256("".join(f"{row[2]}\n" for row in rows).encode()).hexdigest()
    return best, digest


def main() -> None:
    folder = pathlib.Path(sys.argv[1])
    key = (folder / "key").read_text()
    lines = (folder / "entities").read_text()
    narrow = folder / "narrow.parquet"
    connection = duckdb.connect()
    connection.execute("set threads = 2")
    json = f"read_json('{lines}', format = 'newline_delimited', columns = {{id: 'varchar', scale: 'varchar'}})"
    connection.execute(f"copy (select id, scale from {json}) to '{narrow}' (format parquet)")
    print(f"DuckDB {duckdb.__version__}, 2 threads")
    for name, source, times in [("narrow Parquet", f"'{narrow}'", 5), ("JSON Lines", json, 3)]:
        best, digest = ask(connection, source, key, times)
        print(f"{name:15} {best:8.2f} s   {digest}")
    print(f"greatest memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")


if __name__ == "__main__":
    main()
