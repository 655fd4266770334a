//! The tables, one text for each version of the schema.

/// Each brings the file from one version to the next and sets it.
pub(super) const STEPS: [&str; 1] = ["
    CREATE TABLE draw (
        name TEXT PRIMARY KEY,
        plan BLOB NOT NULL CHECK (length(plan) = 32),
        previous INTEGER
    ) STRICT;

    -- What happened, in order. A row is written before the log gets its entry, and gets the entry's place afterwards; nothing
    -- else of it ever changes, and no row goes away.
    CREATE TABLE event (
        draw TEXT NOT NULL REFERENCES draw (name),
        place INTEGER NOT NULL CHECK (place >= 0),
        line BLOB NOT NULL,
        log_size INTEGER NOT NULL CHECK (log_size >= 0),
        log_index INTEGER CHECK (log_index >= log_size),
        checkpoint TEXT,
        PRIMARY KEY (draw, place),
        CHECK ((log_index IS NULL) = (checkpoint IS NULL))
    ) STRICT;
    CREATE TRIGGER event_stays BEFORE DELETE ON event BEGIN
        SELECT RAISE (ABORT, 'an event stays');
    END;
    CREATE TRIGGER event_as_written BEFORE UPDATE ON event
    WHEN old.log_index IS NOT NULL OR new.draw <> old.draw OR new.place <> old.place OR new.line <> old.line
        OR new.log_size <> old.log_size OR new.log_index IS NULL
    BEGIN
        SELECT RAISE (ABORT, 'an event stays as it was written');
    END;

    -- What is needed for a while and then erased.
    CREATE TABLE secret (
        draw TEXT NOT NULL,
        name TEXT NOT NULL,
        value BLOB NOT NULL,
        PRIMARY KEY (draw, name)
    ) STRICT;

    PRAGMA user_version = 1;
"];
