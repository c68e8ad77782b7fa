-- oldest program: 1
-- All tables of the first release.

CREATE TABLE account (
  account_id INTEGER NOT NULL,
  account_uuid TEXT NOT NULL,
  name TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  role TEXT NOT NULL,
  created_utc TEXT NOT NULL,
  disabled_utc TEXT,
  CONSTRAINT pk_account PRIMARY KEY (account_id),
  CONSTRAINT ck_account_role CHECK (role IN ('admin', 'proctor', 'marker', 'chief_marker', 'auditor')),
  CONSTRAINT uq_account_account_uuid UNIQUE (account_uuid),
  CONSTRAINT uq_account_name UNIQUE (name)
)
 STRICT

CREATE TABLE audit_record (
  audit_record_id INTEGER NOT NULL,
  number INTEGER NOT NULL,
  made_utc TEXT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  details_json TEXT NOT NULL,
  previous_hash BLOB NOT NULL,
  hash BLOB NOT NULL,
  CONSTRAINT pk_audit_record PRIMARY KEY (audit_record_id),
  CONSTRAINT ck_audit_record_number CHECK (number >= 1),
  CONSTRAINT uq_audit_record_number UNIQUE (number)
)
 STRICT

CREATE INDEX ix_audit_record_subject ON audit_record (subject)

CREATE TABLE candidate (
  candidate_id INTEGER NOT NULL,
  candidate_uuid TEXT NOT NULL,
  data_class TEXT NOT NULL,
  admission_number TEXT NOT NULL,
  name TEXT NOT NULL,
  form_of_address TEXT DEFAULT '' NOT NULL,
  id_number_sealed BLOB NOT NULL,
  photo_sealed BLOB,
  photo_media_type TEXT DEFAULT '' NOT NULL,
  imported_utc TEXT NOT NULL,
  CONSTRAINT pk_candidate PRIMARY KEY (candidate_id),
  CONSTRAINT ck_candidate_data_class CHECK (data_class IN ('formal', 'trial', 'practice')),
  CONSTRAINT uq_candidate_data_class_admission_number UNIQUE (data_class, admission_number),
  CONSTRAINT uq_candidate_candidate_uuid UNIQUE (candidate_uuid)
)
 STRICT

CREATE TABLE exam_package (
  exam_package_id INTEGER NOT NULL,
  package_uuid TEXT NOT NULL,
  revision INTEGER NOT NULL,
  data_class TEXT NOT NULL,
  state TEXT DEFAULT 'loaded' NOT NULL,
  session_code TEXT NOT NULL,
  title TEXT NOT NULL,
  publisher_key_id TEXT NOT NULL,
  manifest BLOB NOT NULL,
  manifest_sha256 BLOB NOT NULL,
  signature BLOB NOT NULL,
  inner_lock BLOB NOT NULL,
  folder TEXT NOT NULL,
  loaded_utc TEXT NOT NULL,
  loaded_by TEXT NOT NULL,
  CONSTRAINT pk_exam_package PRIMARY KEY (exam_package_id),
  CONSTRAINT ck_exam_package_data_class CHECK (data_class IN ('formal', 'trial', 'practice')),
  CONSTRAINT ck_exam_package_state CHECK (state IN ('loaded', 'withdrawn')),
  CONSTRAINT uq_exam_package_package_uuid_revision UNIQUE (package_uuid, revision),
  CONSTRAINT uq_exam_package_exam_package_id_data_class UNIQUE (exam_package_id, data_class),
  CONSTRAINT uq_exam_package_manifest_sha256 UNIQUE (manifest_sha256)
)
 STRICT

CREATE TABLE publisher (
  publisher_id INTEGER NOT NULL,
  key_id TEXT NOT NULL,
  verify_key BLOB NOT NULL,
  name TEXT NOT NULL,
  trusted_utc TEXT NOT NULL,
  trusted_by TEXT NOT NULL,
  revoked_utc TEXT,
  revoked_by TEXT,
  CONSTRAINT pk_publisher PRIMARY KEY (publisher_id),
  CONSTRAINT uq_publisher_key_id UNIQUE (key_id),
  CONSTRAINT uq_publisher_verify_key UNIQUE (verify_key)
)
 STRICT

CREATE TABLE publisher_card (
  publisher_card_id INTEGER NOT NULL,
  organisation_name TEXT NOT NULL,
  version INTEGER NOT NULL,
  card BLOB NOT NULL,
  trusted_utc TEXT NOT NULL,
  trusted_by TEXT NOT NULL,
  CONSTRAINT pk_publisher_card PRIMARY KEY (publisher_card_id),
  CONSTRAINT uq_publisher_card_organisation_name_version UNIQUE (organisation_name, version)
)
 STRICT

CREATE TABLE room (
  room_id INTEGER NOT NULL,
  room_code TEXT NOT NULL,
  name TEXT NOT NULL,
  created_utc TEXT NOT NULL,
  CONSTRAINT pk_room PRIMARY KEY (room_id),
  CONSTRAINT uq_room_room_code UNIQUE (room_code)
)
 STRICT

CREATE TABLE schema_migration (
  number INTEGER NOT NULL,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  oldest_program INTEGER NOT NULL,
  applied_utc TEXT NOT NULL,
  CONSTRAINT pk_schema_migration PRIMARY KEY (number)
)
 STRICT

CREATE TABLE site (
  site_id INTEGER NOT NULL,
  site_uuid TEXT NOT NULL,
  name TEXT NOT NULL,
  signing_key BLOB NOT NULL,
  lock_key BLOB NOT NULL,
  marking_key BLOB NOT NULL,
  ca_certificate_pem TEXT NOT NULL,
  created_utc TEXT NOT NULL,
  CONSTRAINT pk_site PRIMARY KEY (site_id),
  CONSTRAINT ck_site_one_row CHECK (site_id = 1)
)
 STRICT

CREATE TABLE exam_session (
  exam_session_id INTEGER NOT NULL,
  session_uuid TEXT NOT NULL,
  data_class TEXT NOT NULL,
  session_code TEXT NOT NULL,
  name TEXT NOT NULL,
  exam_package_id INTEGER,
  opens_utc TEXT,
  closes_utc TEXT,
  created_utc TEXT NOT NULL,
  CONSTRAINT pk_exam_session PRIMARY KEY (exam_session_id),
  CONSTRAINT ck_exam_session_data_class CHECK (data_class IN ('formal', 'trial', 'practice')),
  CONSTRAINT uq_exam_session_data_class_session_code UNIQUE (data_class, session_code),
  CONSTRAINT uq_exam_session_exam_session_id_data_class UNIQUE (exam_session_id, data_class),
  CONSTRAINT fk_exam_session_package_class FOREIGN KEY(exam_package_id, data_class) REFERENCES exam_package (exam_package_id, data_class),
  CONSTRAINT uq_exam_session_session_uuid UNIQUE (session_uuid),
  CONSTRAINT fk_exam_session_exam_package_id FOREIGN KEY(exam_package_id) REFERENCES exam_package (exam_package_id)
)
 STRICT

CREATE TABLE package_file (
  package_file_id INTEGER NOT NULL,
  exam_package_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  sha256 BLOB NOT NULL,
  CONSTRAINT pk_package_file PRIMARY KEY (package_file_id),
  CONSTRAINT uq_package_file_exam_package_id_name UNIQUE (exam_package_id, name),
  CONSTRAINT fk_package_file_exam_package_id FOREIGN KEY(exam_package_id) REFERENCES exam_package (exam_package_id)
)
 STRICT

CREATE TABLE seat (
  seat_id INTEGER NOT NULL,
  seat_uuid TEXT NOT NULL,
  room_id INTEGER NOT NULL,
  seat_code TEXT NOT NULL,
  public_key BLOB NOT NULL,
  token_hash BLOB NOT NULL,
  start_count INTEGER NOT NULL,
  start_id INTEGER NOT NULL,
  computer_name TEXT NOT NULL,
  program_version TEXT NOT NULL,
  paired_utc TEXT NOT NULL,
  paired_by TEXT NOT NULL,
  revoked_utc TEXT,
  revoked_by TEXT,
  CONSTRAINT pk_seat PRIMARY KEY (seat_id),
  CONSTRAINT uq_seat_seat_uuid UNIQUE (seat_uuid),
  CONSTRAINT fk_seat_room_id FOREIGN KEY(room_id) REFERENCES room (room_id),
  CONSTRAINT uq_seat_token_hash UNIQUE (token_hash)
)
 STRICT

CREATE UNIQUE INDEX uq_seat_place ON seat (room_id, seat_code) WHERE revoked_utc IS NULL

CREATE TABLE staff_session (
  staff_session_id INTEGER NOT NULL,
  token_hash BLOB NOT NULL,
  account_id INTEGER NOT NULL,
  created_utc TEXT NOT NULL,
  last_used_utc TEXT NOT NULL,
  expires_utc TEXT NOT NULL,
  ended_utc TEXT,
  CONSTRAINT pk_staff_session PRIMARY KEY (staff_session_id),
  CONSTRAINT uq_staff_session_token_hash UNIQUE (token_hash),
  CONSTRAINT fk_staff_session_account_id FOREIGN KEY(account_id) REFERENCES account (account_id)
)
 STRICT

CREATE TABLE pairing (
  pairing_id INTEGER NOT NULL,
  pairing_uuid TEXT NOT NULL,
  state TEXT DEFAULT 'waiting' NOT NULL,
  seat_public_key BLOB NOT NULL,
  commitment BLOB NOT NULL,
  server_nonce BLOB NOT NULL,
  seat_nonce BLOB,
  computer_name TEXT NOT NULL,
  program_version TEXT NOT NULL,
  address TEXT NOT NULL,
  asked_utc TEXT NOT NULL,
  decided_utc TEXT,
  seat_id INTEGER,
  CONSTRAINT pk_pairing PRIMARY KEY (pairing_id),
  CONSTRAINT ck_pairing_state CHECK (state IN ('waiting', 'approved', 'refused')),
  CONSTRAINT uq_pairing_pairing_uuid UNIQUE (pairing_uuid),
  CONSTRAINT fk_pairing_seat_id FOREIGN KEY(seat_id) REFERENCES seat (seat_id)
)
 STRICT

CREATE TABLE room_session (
  room_session_id INTEGER NOT NULL,
  room_session_uuid TEXT NOT NULL,
  room_id INTEGER NOT NULL,
  exam_session_id INTEGER NOT NULL,
  state TEXT DEFAULT 'planned' NOT NULL,
  resume_secret_sealed BLOB,
  opening_code_sealed BLOB,
  hard_end_utc TEXT,
  opened_utc TEXT,
  started_utc TEXT,
  closed_utc TEXT,
  secrets_forgotten_utc TEXT,
  order_floor INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_room_session PRIMARY KEY (room_session_id),
  CONSTRAINT ck_room_session_state CHECK (state IN ('planned', 'opened', 'started', 'closed')),
  CONSTRAINT uq_room_session_room_id_exam_session_id UNIQUE (room_id, exam_session_id),
  CONSTRAINT uq_room_session_room_session_uuid UNIQUE (room_session_uuid),
  CONSTRAINT fk_room_session_room_id FOREIGN KEY(room_id) REFERENCES room (room_id),
  CONSTRAINT fk_room_session_exam_session_id FOREIGN KEY(exam_session_id) REFERENCES exam_session (exam_session_id)
)
 STRICT

CREATE UNIQUE INDEX uq_room_session_active ON room_session (room_id) WHERE state IN ('opened', 'started')

CREATE TABLE score_run (
  score_run_id INTEGER NOT NULL,
  score_run_uuid TEXT NOT NULL,
  exam_session_id INTEGER NOT NULL,
  manifest_sha256 BLOB NOT NULL,
  engine_version TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_utc TEXT NOT NULL,
  CONSTRAINT pk_score_run PRIMARY KEY (score_run_id),
  CONSTRAINT uq_score_run_score_run_uuid UNIQUE (score_run_uuid),
  CONSTRAINT fk_score_run_exam_session_id FOREIGN KEY(exam_session_id) REFERENCES exam_session (exam_session_id)
)
 STRICT

CREATE TABLE room_card (
  room_card_id INTEGER NOT NULL,
  room_session_id INTEGER NOT NULL,
  pin_sealed BLOB NOT NULL,
  issued INTEGER DEFAULT '0' NOT NULL,
  basis_sha256 BLOB,
  card BLOB,
  made_utc TEXT,
  CONSTRAINT pk_room_card PRIMARY KEY (room_card_id),
  CONSTRAINT uq_room_card_room_session_id UNIQUE (room_session_id),
  CONSTRAINT fk_room_card_room_session_id FOREIGN KEY(room_session_id) REFERENCES room_session (room_session_id)
)
 STRICT

CREATE TABLE room_order (
  room_order_id INTEGER NOT NULL,
  room_session_id INTEGER NOT NULL,
  number INTEGER NOT NULL,
  request_uuid TEXT NOT NULL,
  kind TEXT NOT NULL,
  sitting_id INTEGER,
  signed_order BLOB NOT NULL,
  issued_by TEXT NOT NULL,
  issued_utc TEXT NOT NULL,
  CONSTRAINT pk_room_order PRIMARY KEY (room_order_id),
  CONSTRAINT ck_room_order_number CHECK (number >= 1),
  CONSTRAINT uq_room_order_room_session_id_number UNIQUE (room_session_id, number),
  CONSTRAINT fk_room_order_room_session_id FOREIGN KEY(room_session_id) REFERENCES room_session (room_session_id),
  CONSTRAINT uq_room_order_request_uuid UNIQUE (request_uuid)
)
 STRICT

CREATE TABLE sitting (
  sitting_id INTEGER NOT NULL,
  sitting_uuid TEXT NOT NULL,
  candidate_id INTEGER NOT NULL,
  exam_session_id INTEGER NOT NULL,
  room_session_id INTEGER NOT NULL,
  planned_seat_code TEXT DEFAULT '' NOT NULL,
  form_code TEXT NOT NULL,
  extra_time_ms INTEGER DEFAULT '0' NOT NULL,
  extended_ms INTEGER DEFAULT '0' NOT NULL,
  holder_seat_id INTEGER,
  is_locked INTEGER DEFAULT '0' NOT NULL CONSTRAINT ck_sitting_is_locked CHECK (is_locked IN (0, 1)),
  started_utc TEXT,
  handed_in_utc TEXT,
  handed_in_seq INTEGER,
  closing_record BLOB,
  closing_signature BLOB,
  closed_utc TEXT,
  CONSTRAINT pk_sitting PRIMARY KEY (sitting_id),
  CONSTRAINT uq_sitting_candidate_id_exam_session_id UNIQUE (candidate_id, exam_session_id),
  CONSTRAINT ck_sitting_extra_time_ms CHECK (extra_time_ms >= 0),
  CONSTRAINT ck_sitting_closing CHECK ((closing_record IS NULL) = (closing_signature IS NULL)),
  CONSTRAINT uq_sitting_sitting_uuid UNIQUE (sitting_uuid),
  CONSTRAINT fk_sitting_candidate_id FOREIGN KEY(candidate_id) REFERENCES candidate (candidate_id),
  CONSTRAINT fk_sitting_exam_session_id FOREIGN KEY(exam_session_id) REFERENCES exam_session (exam_session_id),
  CONSTRAINT fk_sitting_room_session_id FOREIGN KEY(room_session_id) REFERENCES room_session (room_session_id),
  CONSTRAINT fk_sitting_holder_seat_id FOREIGN KEY(holder_seat_id) REFERENCES seat (seat_id)
)
 STRICT

CREATE INDEX ix_sitting_room_session_id ON sitting (room_session_id)

CREATE TABLE journal_entry (
  journal_entry_id INTEGER NOT NULL,
  sitting_id INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  kind TEXT NOT NULL,
  time_used_ms INTEGER NOT NULL,
  hash BLOB NOT NULL,
  entry BLOB NOT NULL,
  seat_id INTEGER NOT NULL,
  head_signature BLOB,
  received_utc TEXT NOT NULL,
  CONSTRAINT pk_journal_entry PRIMARY KEY (journal_entry_id),
  CONSTRAINT uq_journal_entry_sitting_id_seq UNIQUE (sitting_id, seq),
  CONSTRAINT ck_journal_entry_seq CHECK (seq >= 1),
  CONSTRAINT ck_journal_entry_hash CHECK (length(hash) = 32),
  CONSTRAINT fk_journal_entry_sitting_id FOREIGN KEY(sitting_id) REFERENCES sitting (sitting_id),
  CONSTRAINT fk_journal_entry_seat_id FOREIGN KEY(seat_id) REFERENCES seat (seat_id)
)
 STRICT

CREATE TABLE refused_batch (
  refused_batch_id INTEGER NOT NULL,
  sitting_id INTEGER NOT NULL,
  seat_id INTEGER NOT NULL,
  code TEXT NOT NULL,
  seq INTEGER NOT NULL,
  body_sha256 BLOB NOT NULL,
  body BLOB NOT NULL,
  received_utc TEXT NOT NULL,
  CONSTRAINT pk_refused_batch PRIMARY KEY (refused_batch_id),
  CONSTRAINT uq_refused_batch_sitting_id_seat_id_body_sha256 UNIQUE (sitting_id, seat_id, body_sha256),
  CONSTRAINT fk_refused_batch_sitting_id FOREIGN KEY(sitting_id) REFERENCES sitting (sitting_id),
  CONSTRAINT fk_refused_batch_seat_id FOREIGN KEY(seat_id) REFERENCES seat (seat_id)
)
 STRICT

CREATE TABLE sitting_holder (
  sitting_holder_id INTEGER NOT NULL,
  sitting_id INTEGER NOT NULL,
  seat_id INTEGER NOT NULL,
  held_from_utc TEXT NOT NULL,
  held_until_utc TEXT,
  is_bringer INTEGER DEFAULT '0' NOT NULL CONSTRAINT ck_sitting_holder_is_bringer CHECK (is_bringer IN (0, 1)),
  CONSTRAINT pk_sitting_holder PRIMARY KEY (sitting_holder_id),
  CONSTRAINT fk_sitting_holder_sitting_id FOREIGN KEY(sitting_id) REFERENCES sitting (sitting_id),
  CONSTRAINT fk_sitting_holder_seat_id FOREIGN KEY(seat_id) REFERENCES seat (seat_id)
)
 STRICT

CREATE INDEX ix_sitting_holder_sitting_id ON sitting_holder (sitting_id)

CREATE TABLE sitting_score (
  sitting_score_id INTEGER NOT NULL,
  score_run_id INTEGER NOT NULL,
  sitting_id INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  last_hash BLOB NOT NULL,
  points TEXT NOT NULL,
  most_points TEXT NOT NULL,
  status TEXT NOT NULL,
  details_sealed BLOB,
  CONSTRAINT pk_sitting_score PRIMARY KEY (sitting_score_id),
  CONSTRAINT uq_sitting_score_score_run_id_sitting_id UNIQUE (score_run_id, sitting_id),
  CONSTRAINT fk_sitting_score_score_run_id FOREIGN KEY(score_run_id) REFERENCES score_run (score_run_id),
  CONSTRAINT fk_sitting_score_sitting_id FOREIGN KEY(sitting_id) REFERENCES sitting (sitting_id)
)
 STRICT

CREATE TRIGGER journal_entry_no_update BEFORE UPDATE ON journal_entry
BEGIN
  SELECT RAISE(ABORT, 'rows of journal_entry are never changed');
END

CREATE TRIGGER journal_entry_no_delete BEFORE DELETE ON journal_entry
BEGIN
  SELECT RAISE(ABORT, 'rows of journal_entry are never changed');
END

CREATE TRIGGER audit_record_no_update BEFORE UPDATE ON audit_record
BEGIN
  SELECT RAISE(ABORT, 'rows of audit_record are never changed');
END

CREATE TRIGGER audit_record_no_delete BEFORE DELETE ON audit_record
BEGIN
  SELECT RAISE(ABORT, 'rows of audit_record are never changed');
END
