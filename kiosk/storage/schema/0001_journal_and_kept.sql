-- One sitting's store. The journal is only ever added to: triggers refuse every other
-- change, even by hand-written SQL, and every number but the next one.
-- `kept` holds what a restart needs when no server answers; its rows may be replaced.

CREATE TABLE store_version (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    schema_version INTEGER NOT NULL,
    oldest_program_schema INTEGER NOT NULL  -- programs that know less must not open it
) STRICT;

CREATE TABLE journal_entry (
    seq INTEGER PRIMARY KEY CHECK (seq >= 1),
    raw BLOB NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

CREATE TRIGGER journal_entry_follows BEFORE INSERT ON journal_entry
WHEN NEW.seq <> 1 + coalesce((SELECT max(seq) FROM journal_entry), 0)
BEGIN SELECT raise(ABORT, 'a journal has no gaps'); END;

CREATE TRIGGER journal_entry_stays BEFORE DELETE ON journal_entry
BEGIN SELECT raise(ABORT, 'journal entries are never deleted'); END;

CREATE TRIGGER journal_entry_is_final BEFORE UPDATE ON journal_entry
BEGIN SELECT raise(ABORT, 'journal entries are never changed'); END;

CREATE TABLE kept (
    name TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO store_version VALUES (1, 1, 1);
