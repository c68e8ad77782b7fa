-- An item bank in one file. Texts of versions, estimates, exposure, comments, history and
-- assemblies are only ever added to; triggers refuse every other change, even by
-- hand-written SQL. The triggers …_is_added_once hold against INSERT OR REPLACE, which
-- deletes the old row without asking the others. Rows are bound by …_key, which never leaves the file; item_id and
-- task_id are the authors' own. Moments are RFC 3339 text in UTC, days ISO 8601 text.

CREATE TABLE bank (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    schema_version INTEGER NOT NULL,
    oldest_program_schema INTEGER NOT NULL,  -- programs that know less must not open it
    bank_uuid TEXT NOT NULL,                 -- begins the history's chain
    name TEXT NOT NULL,
    standard BLOB NOT NULL,                  -- the TOML as it was given
    created_by TEXT NOT NULL,
    created_utc TEXT NOT NULL
) STRICT;
CREATE TRIGGER bank_is_final BEFORE UPDATE OF only_row, bank_uuid, standard, created_by,
    created_utc ON bank
BEGIN SELECT raise(ABORT, 'a bank stays what it was made as'); END;
CREATE TRIGGER bank_is_added_once BEFORE INSERT ON bank WHEN EXISTS (SELECT 1 FROM bank)
BEGIN SELECT raise(ABORT, 'a bank stays what it was made as'); END;

-- Pointers and sums that change as versions come: all of them follow from other tables.
CREATE TABLE item (
    item_key INTEGER PRIMARY KEY,
    item_id TEXT NOT NULL UNIQUE,
    newest_version_key INTEGER REFERENCES item_version,
    usable_version_key INTEGER REFERENCES item_version,  -- newest approved one
    difficulty_permille INTEGER,   -- of the newest version; by points over tasks with one
    discrimination_permille INTEGER
) STRICT;
CREATE INDEX item_by_newest ON item (newest_version_key);
CREATE INDEX item_by_usable ON item (usable_version_key) WHERE usable_version_key NOT NULL;

CREATE TRIGGER item_stays BEFORE DELETE ON item
BEGIN SELECT raise(ABORT, 'items are retired, not deleted'); END;
CREATE TRIGGER item_id_is_final BEFORE UPDATE OF item_id ON item
BEGIN SELECT raise(ABORT, 'an item keeps its id'); END;
CREATE TRIGGER item_is_added_once BEFORE INSERT ON item
WHEN NEW.newest_version_key NOT NULL OR NEW.usable_version_key NOT NULL OR EXISTS (
    SELECT 1 FROM item WHERE item_key = NEW.item_key OR item_id = NEW.item_id)
BEGIN SELECT raise(ABORT, 'an item is there already, or names versions too early'); END;
CREATE TRIGGER newest_is_the_newest BEFORE UPDATE OF newest_version_key ON item
WHEN NEW.newest_version_key IS NOT (SELECT version_key FROM item_version
    WHERE item_key = NEW.item_key ORDER BY version DESC LIMIT 1)
BEGIN SELECT raise(ABORT, 'that is not the newest version'); END;
CREATE TRIGGER usable_is_approved BEFORE UPDATE OF usable_version_key ON item
WHEN NEW.usable_version_key IS NOT (SELECT version_key FROM item_version
    WHERE item_key = NEW.item_key AND status = 'approved' ORDER BY version DESC LIMIT 1)
BEGIN SELECT raise(ABORT, 'that is not the newest approved version'); END;

-- …_by_key columns hold a name folded for comparing: two spellings are one person.
CREATE TABLE item_version (
    version_key INTEGER PRIMARY KEY,
    item_key INTEGER NOT NULL REFERENCES item,
    version INTEGER NOT NULL CHECK (version >= 1),
    status TEXT NOT NULL DEFAULT 'draft'
        CHECK (status IN ('draft', 'reviewed', 'approved', 'retired')),
    added_by TEXT NOT NULL,
    added_by_key TEXT NOT NULL,
    added_utc TEXT NOT NULL,
    reviewed_by TEXT,
    reviewed_by_key TEXT CHECK (reviewed_by_key <> added_by_key),
    reviewed_utc TEXT,
    approved_by TEXT,
    approved_by_key TEXT CHECK (approved_by_key <> reviewed_by_key),
    approved_utc TEXT,
    level TEXT NOT NULL,
    kind TEXT NOT NULL,
    points TEXT NOT NULL,          -- a fraction in lowest terms
    task_count INTEGER NOT NULL,
    is_tagged INTEGER NOT NULL,    -- every task, by itself or by its case
    is_explained INTEGER NOT NULL, -- every task
    opening TEXT NOT NULL,         -- the first words, for lists
    content_sha256 TEXT NOT NULL,  -- of the record without its ids: the same text, whatever its id
    UNIQUE (item_key, version),
    CHECK (status = 'draft' OR reviewed_by_key IS NOT NULL),
    CHECK (status IN ('draft', 'reviewed') OR approved_by_key IS NOT NULL)
) STRICT;
CREATE INDEX version_by_content ON item_version (content_sha256);
CREATE INDEX version_by_level ON item_version (level, kind, status);

CREATE TRIGGER version_begins_as_draft BEFORE INSERT ON item_version
WHEN NEW.status <> 'draft' OR NEW.version <> 1 + coalesce(
    (SELECT max(version) FROM item_version WHERE item_key = NEW.item_key), 0)
    OR EXISTS (SELECT 1 FROM item_version WHERE version_key = NEW.version_key)
BEGIN SELECT raise(ABORT, 'a version is the next one and begins as a draft'); END;
CREATE TRIGGER version_stays BEFORE DELETE ON item_version
BEGIN SELECT raise(ABORT, 'versions are never deleted'); END;
CREATE TRIGGER version_is_final BEFORE UPDATE OF version_key, item_key, version, added_by,
    added_by_key, added_utc, level, kind, points, task_count, is_tagged, is_explained,
    opening, content_sha256 ON item_version
BEGIN SELECT raise(ABORT, 'versions are never changed'); END;
CREATE TRIGGER version_goes_its_way BEFORE UPDATE OF status ON item_version
WHEN (OLD.status, NEW.status) NOT IN (VALUES ('draft', 'reviewed'), ('reviewed', 'draft'),
    ('reviewed', 'approved'), ('approved', 'retired'))
BEGIN SELECT raise(ABORT, 'a version cannot go from that status to this'); END;
CREATE TRIGGER approved_names_are_final BEFORE UPDATE OF reviewed_by, reviewed_by_key,
    reviewed_utc, approved_by, approved_by_key, approved_utc ON item_version
WHEN OLD.status IN ('approved', 'retired')
BEGIN SELECT raise(ABORT, 'who approved it stands'); END;
CREATE TRIGGER names_come_with_the_act BEFORE UPDATE OF reviewed_by, reviewed_by_key,
    reviewed_utc, approved_by, approved_by_key, approved_utc ON item_version
WHEN NEW.status = OLD.status OR (NEW.status = 'approved' AND
    (NEW.reviewed_by, NEW.reviewed_by_key, NEW.reviewed_utc)
    IS NOT (OLD.reviewed_by, OLD.reviewed_by_key, OLD.reviewed_utc))
BEGIN SELECT raise(ABORT, 'who reviewed it stands'); END;

-- Apart from item_version, so that lists never read over the texts.
CREATE TABLE version_record (
    version_key INTEGER PRIMARY KEY REFERENCES item_version,
    sha256 TEXT NOT NULL,
    record BLOB NOT NULL           -- canonical JSON, docs/formats/item.md
) STRICT;
CREATE INDEX record_by_sha256 ON version_record (sha256);
CREATE TRIGGER record_stays BEFORE DELETE ON version_record
BEGIN SELECT raise(ABORT, 'versions are never deleted'); END;
CREATE TRIGGER record_is_final BEFORE UPDATE ON version_record
BEGIN SELECT raise(ABORT, 'versions are never changed'); END;
CREATE TRIGGER record_is_added_once BEFORE INSERT ON version_record
WHEN EXISTS (SELECT 1 FROM version_record WHERE version_key = NEW.version_key)
BEGIN SELECT raise(ABORT, 'versions are never changed'); END;

CREATE TABLE version_text (
    version_key INTEGER PRIMARY KEY REFERENCES item_version,
    text TEXT NOT NULL             -- all words, folded, without white space: to search in
) STRICT;
CREATE TRIGGER text_stays BEFORE DELETE ON version_text
BEGIN SELECT raise(ABORT, 'versions are never deleted'); END;
CREATE TRIGGER text_is_final BEFORE UPDATE ON version_text
BEGIN SELECT raise(ABORT, 'versions are never changed'); END;
CREATE TRIGGER text_is_added_once BEFORE INSERT ON version_text
WHEN EXISTS (SELECT 1 FROM version_text WHERE version_key = NEW.version_key)
BEGIN SELECT raise(ABORT, 'versions are never changed'); END;

CREATE TABLE version_tag (
    tag TEXT NOT NULL,
    version_key INTEGER NOT NULL REFERENCES item_version,
    task_id TEXT NOT NULL,         -- or the case's own id
    PRIMARY KEY (tag, version_key, task_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX tag_by_version ON version_tag (version_key);
CREATE TRIGGER tag_stays BEFORE DELETE ON version_tag
BEGIN SELECT raise(ABORT, 'versions are never deleted'); END;
CREATE TRIGGER tag_is_final BEFORE UPDATE ON version_tag
BEGIN SELECT raise(ABORT, 'versions are never changed'); END;

-- An id of an item or a task belongs to one item for ever.
CREATE TABLE task (
    task_id TEXT PRIMARY KEY,
    item_key INTEGER NOT NULL REFERENCES item,
    estimate_key INTEGER REFERENCES task_estimate  -- the one in force
) STRICT, WITHOUT ROWID;
CREATE INDEX task_by_item ON task (item_key);
CREATE TRIGGER task_stays BEFORE DELETE ON task
BEGIN SELECT raise(ABORT, 'an id belongs to its item'); END;
CREATE TRIGGER task_is_final BEFORE UPDATE OF task_id, item_key ON task
BEGIN SELECT raise(ABORT, 'an id belongs to its item'); END;
CREATE TRIGGER task_is_added_once BEFORE INSERT ON task
WHEN EXISTS (SELECT 1 FROM task WHERE task_id = NEW.task_id)
BEGIN SELECT raise(ABORT, 'an id belongs to its item'); END;

CREATE TABLE task_estimate (
    estimate_key INTEGER PRIMARY KEY,
    task_id TEXT NOT NULL REFERENCES task,
    difficulty_permille INTEGER NOT NULL CHECK (difficulty_permille BETWEEN 1 AND 999),
    discrimination_permille INTEGER CHECK (discrimination_permille BETWEEN -999 AND 999),
    origin TEXT NOT NULL CHECK (origin IN ('author', 'pretest', 'operational')),
    responses INTEGER CHECK (responses >= 1),
    source TEXT,
    recorded_by TEXT NOT NULL,
    recorded_utc TEXT NOT NULL
) STRICT;
CREATE INDEX estimate_by_task ON task_estimate (task_id);
CREATE TRIGGER estimate_stays BEFORE DELETE ON task_estimate
BEGIN SELECT raise(ABORT, 'estimates are never deleted'); END;
CREATE TRIGGER estimate_is_final BEFORE UPDATE ON task_estimate
BEGIN SELECT raise(ABORT, 'estimates are never changed'); END;
CREATE TRIGGER estimate_is_added_once BEFORE INSERT ON task_estimate
WHEN EXISTS (SELECT 1 FROM task_estimate WHERE estimate_key = NEW.estimate_key)
BEGIN SELECT raise(ABORT, 'estimates are never changed'); END;

CREATE TABLE exposure (
    exposure_key INTEGER PRIMARY KEY,
    item_key INTEGER NOT NULL REFERENCES item,
    version INTEGER NOT NULL,
    form_code TEXT NOT NULL,
    assembly TEXT NOT NULL,        -- name; '' where unknown, as all below
    plan TEXT NOT NULL,
    session TEXT NOT NULL,
    site TEXT NOT NULL,
    used_on TEXT NOT NULL,
    responses INTEGER CHECK (responses >= 0),
    recorded_by TEXT NOT NULL,
    recorded_utc TEXT NOT NULL,
    FOREIGN KEY (item_key, version) REFERENCES item_version (item_key, version),
    UNIQUE (item_key, version, form_code, plan, session, site, used_on)
) STRICT;
CREATE INDEX exposure_by_day ON exposure (used_on, item_key);
CREATE TRIGGER exposure_stays BEFORE DELETE ON exposure
BEGIN SELECT raise(ABORT, 'exposure is never deleted'); END;
CREATE TRIGGER exposure_is_final BEFORE UPDATE ON exposure
BEGIN SELECT raise(ABORT, 'exposure is never changed'); END;
CREATE TRIGGER exposure_is_added_once BEFORE INSERT ON exposure
WHEN EXISTS (SELECT 1 FROM exposure WHERE exposure_key = NEW.exposure_key OR
    (item_key, version, form_code, plan, session, site, used_on) = (NEW.item_key,
    NEW.version, NEW.form_code, NEW.plan, NEW.session, NEW.site, NEW.used_on))
BEGIN SELECT raise(ABORT, 'exposure is never changed'); END;

CREATE TABLE enemy (
    low_key INTEGER NOT NULL REFERENCES item (item_key),
    high_key INTEGER NOT NULL REFERENCES item (item_key),
    reason TEXT NOT NULL,
    added_by TEXT NOT NULL,
    added_utc TEXT NOT NULL,
    PRIMARY KEY (low_key, high_key),
    CHECK (low_key < high_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX enemy_by_high ON enemy (high_key);

CREATE TABLE comment (
    comment_key INTEGER PRIMARY KEY,
    item_key INTEGER NOT NULL REFERENCES item,
    version INTEGER NOT NULL,
    said_by TEXT NOT NULL,
    said_utc TEXT NOT NULL,
    text TEXT NOT NULL,
    FOREIGN KEY (item_key, version) REFERENCES item_version (item_key, version)
) STRICT;
CREATE INDEX comment_by_item ON comment (item_key);
CREATE TRIGGER comment_stays BEFORE DELETE ON comment
BEGIN SELECT raise(ABORT, 'comments are never deleted'); END;
CREATE TRIGGER comment_is_final BEFORE UPDATE ON comment
BEGIN SELECT raise(ABORT, 'comments are never changed'); END;
CREATE TRIGGER comment_is_added_once BEFORE INSERT ON comment
WHEN EXISTS (SELECT 1 FROM comment WHERE comment_key = NEW.comment_key)
BEGIN SELECT raise(ABORT, 'comments are never changed'); END;

CREATE TABLE medium (
    medium_key INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    media_type TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    content BLOB NOT NULL
) STRICT;
CREATE TRIGGER medium_is_final BEFORE UPDATE ON medium
BEGIN SELECT raise(ABORT, 'a medium is what its hash says'); END;
CREATE TRIGGER medium_stays BEFORE DELETE ON medium
BEGIN SELECT raise(ABORT, 'media are never deleted'); END;
CREATE TRIGGER medium_is_added_once BEFORE INSERT ON medium
WHEN EXISTS (SELECT 1 FROM medium WHERE medium_key = NEW.medium_key OR sha256 = NEW.sha256)
BEGIN SELECT raise(ABORT, 'a medium is what its hash says'); END;

CREATE TABLE version_medium (
    version_key INTEGER NOT NULL REFERENCES item_version,
    media_name TEXT NOT NULL,
    sha256 TEXT NOT NULL REFERENCES medium (sha256),
    PRIMARY KEY (version_key, media_name)
) STRICT, WITHOUT ROWID;
CREATE INDEX medium_by_sha256 ON version_medium (sha256);
CREATE TRIGGER shown_medium_stays BEFORE DELETE ON version_medium
BEGIN SELECT raise(ABORT, 'versions are never deleted'); END;
CREATE TRIGGER shown_medium_is_final BEFORE UPDATE ON version_medium
BEGIN SELECT raise(ABORT, 'versions are never changed'); END;
CREATE TRIGGER shown_medium_is_added_once BEFORE INSERT ON version_medium
WHEN EXISTS (SELECT 1 FROM version_medium
    WHERE version_key = NEW.version_key AND media_name = NEW.media_name)
BEGIN SELECT raise(ABORT, 'versions are never changed'); END;

-- Entries are canonical JSON; hash = SHA-256(hash before, entry).
CREATE TABLE history (
    seq INTEGER PRIMARY KEY CHECK (seq >= 1),
    item_key INTEGER REFERENCES item,  -- beside the entry, to find what is of one item
    entry BLOB NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX history_by_item ON history (item_key) WHERE item_key NOT NULL;
CREATE TRIGGER history_follows BEFORE INSERT ON history
WHEN NEW.seq <> 1 + coalesce((SELECT max(seq) FROM history), 0)
BEGIN SELECT raise(ABORT, 'a history has no gaps'); END;
CREATE TRIGGER history_stays BEFORE DELETE ON history
BEGIN SELECT raise(ABORT, 'history is never deleted'); END;
CREATE TRIGGER history_is_final BEFORE UPDATE ON history
BEGIN SELECT raise(ABORT, 'history is never changed'); END;

CREATE TABLE assembly (
    assembly_key INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    blueprint BLOB NOT NULL,       -- the TOML as it was given
    seed INTEGER NOT NULL,
    report BLOB NOT NULL,          -- JSON: what was reached
    created_by TEXT NOT NULL,
    created_utc TEXT NOT NULL
) STRICT;
CREATE TABLE assembly_form (
    assembly_key INTEGER NOT NULL REFERENCES assembly,
    position INTEGER NOT NULL CHECK (position >= 1),
    form_code TEXT NOT NULL,
    form BLOB NOT NULL,            -- docs/formats/form.md
    form_keys BLOB NOT NULL,
    PRIMARY KEY (assembly_key, position),
    UNIQUE (assembly_key, form_code)
) STRICT;
CREATE TABLE assembly_item (
    assembly_key INTEGER NOT NULL,
    form_position INTEGER NOT NULL,
    position INTEGER NOT NULL CHECK (position >= 1),
    item_key INTEGER NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (assembly_key, form_position, position),
    FOREIGN KEY (assembly_key, form_position) REFERENCES assembly_form (assembly_key, position),
    FOREIGN KEY (item_key, version) REFERENCES item_version (item_key, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX assembly_by_item ON assembly_item (item_key);
CREATE TRIGGER assembly_stays BEFORE DELETE ON assembly
BEGIN SELECT raise(ABORT, 'assemblies are never deleted'); END;
CREATE TRIGGER assembly_is_final BEFORE UPDATE ON assembly
BEGIN SELECT raise(ABORT, 'assemblies are never changed'); END;
CREATE TRIGGER assembly_form_stays BEFORE DELETE ON assembly_form
BEGIN SELECT raise(ABORT, 'assemblies are never deleted'); END;
CREATE TRIGGER assembly_form_is_final BEFORE UPDATE ON assembly_form
BEGIN SELECT raise(ABORT, 'assemblies are never changed'); END;
CREATE TRIGGER assembly_item_stays BEFORE DELETE ON assembly_item
BEGIN SELECT raise(ABORT, 'assemblies are never deleted'); END;
CREATE TRIGGER assembly_item_is_final BEFORE UPDATE ON assembly_item
BEGIN SELECT raise(ABORT, 'assemblies are never changed'); END;
CREATE TRIGGER assembly_is_added_once BEFORE INSERT ON assembly
WHEN EXISTS (SELECT 1 FROM assembly
    WHERE assembly_key = NEW.assembly_key OR name = NEW.name)
BEGIN SELECT raise(ABORT, 'assemblies are never changed'); END;
CREATE TRIGGER assembly_form_is_added_once BEFORE INSERT ON assembly_form
WHEN EXISTS (SELECT 1 FROM assembly_form WHERE assembly_key = NEW.assembly_key
    AND (position = NEW.position OR form_code = NEW.form_code))
BEGIN SELECT raise(ABORT, 'assemblies are never changed'); END;
CREATE TRIGGER assembly_item_is_added_once BEFORE INSERT ON assembly_item
WHEN EXISTS (SELECT 1 FROM assembly_item WHERE assembly_key = NEW.assembly_key
    AND form_position = NEW.form_position AND position = NEW.position)
BEGIN SELECT raise(ABORT, 'assemblies are never changed'); END;
