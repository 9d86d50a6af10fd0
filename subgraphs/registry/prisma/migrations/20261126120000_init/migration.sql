-- The registry of a region. Tables are of three kinds: what happened (never changed), what is in force (changed in few
-- ways, each by an entry of the history that holds the hash of the row), and what was counted.

CREATE TABLE region (
  id            integer PRIMARY KEY CHECK (id = 1),
  name          text NOT NULL,
  variants      text NOT NULL,
  created_at    timestamptz(3) NOT NULL,
  frozen_at     timestamptz(3),
  frozen_by     text,
  frozen_reason text,
  CHECK ((frozen_at IS NULL) = (frozen_by IS NULL) AND (frozen_at IS NULL) = (frozen_reason IS NULL))
);

CREATE TABLE member (
  id           text PRIMARY KEY,
  name         text NOT NULL,
  ags          text CHECK (ags ~ '^\d{8}$'),
  district_key text CHECK (district_key ~ '^\d{5}$'),
  ars          text CHECK (ars ~ '^\d{12}$'),
  office       text NOT NULL,
  email        text NOT NULL,
  roles        text[] NOT NULL CHECK (roles <@ ARRAY['steward', 'operator', 'gateway']),
  admitted_at  timestamptz(3) NOT NULL
);

CREATE TABLE member_key (
  kid        text PRIMARY KEY,
  member_id  text NOT NULL REFERENCES member,
  -- Whoever could bring another's public key in would be taken for the other.
  ed25519    text NOT NULL UNIQUE,
  added_at   timestamptz(3) NOT NULL,
  retired_at timestamptz(3)
);
CREATE INDEX member_key_of_member ON member_key (member_id);

CREATE TABLE subgraph (
  name       text PRIMARY KEY,
  member_id  text NOT NULL REFERENCES member,
  claimed_at timestamptz(3) NOT NULL
);

CREATE TABLE subgraph_version (
  subgraph     text NOT NULL REFERENCES subgraph,
  version      integer NOT NULL CHECK (version > 0),
  member_id    text NOT NULL REFERENCES member,
  entry        text NOT NULL,
  sdl          text NOT NULL,
  sdl_sha256   text NOT NULL,
  published_at timestamptz(3) NOT NULL,
  PRIMARY KEY (subgraph, version)
);

CREATE TABLE publication_check (
  id         uuid PRIMARY KEY,
  -- Of a name that was refused there need be no subgraph.
  subgraph   text NOT NULL,
  member_id  text NOT NULL REFERENCES member,
  sdl_sha256 text NOT NULL,
  status     text NOT NULL CHECK (status IN ('accepted', 'refused')),
  report     text NOT NULL,
  at         timestamptz(3) NOT NULL
);
CREATE INDEX publication_check_newest ON publication_check (subgraph, at DESC);

CREATE TABLE release (
  sequence   integer PRIMARY KEY CHECK (sequence > 0),
  hash       text NOT NULL UNIQUE,
  manifest   text NOT NULL,
  created_at timestamptz(3) NOT NULL
);

CREATE TABLE supergraph (
  sha256 text PRIMARY KEY,
  sdl    text NOT NULL,
  CHECK (sha256 = encode(sha256(convert_to(sdl, 'UTF8')), 'hex'))
);

CREATE TABLE partner_grant (
  id         uuid PRIMARY KEY,
  owner      text NOT NULL REFERENCES subgraph,
  -- May be given before the partner has published anything.
  partner    text NOT NULL,
  coordinate text NOT NULL,
  allows     text NOT NULL CHECK (allows IN ('OVERRIDE', 'CONTRIBUTE', 'REQUIRE', 'MUTATE', 'MARK')),
  until      timestamptz(3),
  given_at   timestamptz(3) NOT NULL,
  revoked_at timestamptz(3)
);
CREATE UNIQUE INDEX partner_grant_in_force ON partner_grant (owner, partner, coordinate, allows)
  WHERE revoked_at IS NULL;

CREATE TABLE history_entry (
  sequence      integer PRIMARY KEY CHECK (sequence > 0),
  previous_hash text NOT NULL UNIQUE,
  hash          text NOT NULL UNIQUE,
  at            timestamptz(3) NOT NULL,
  member_id     text NOT NULL,
  action        text NOT NULL,
  subject       text NOT NULL,
  outcome       text NOT NULL CHECK (outcome IN ('done', 'refused')),
  reason        text NOT NULL,
  statement     text,
  effect        text NOT NULL
);

CREATE TABLE used_statement (
  id        uuid PRIMARY KEY,
  issued_at timestamptz(3) NOT NULL
);
CREATE INDEX used_statement_age ON used_statement (issued_at);

CREATE TABLE usage_batch (
  id          uuid PRIMARY KEY,
  gateway     text NOT NULL REFERENCES member,
  received_at timestamptz(3) NOT NULL
);
CREATE INDEX usage_batch_age ON usage_batch (received_at);

CREATE TABLE usage_operation (
  hash       text PRIMARY KEY,
  name       text,
  document   text NOT NULL,
  fields     text[] NOT NULL,
  first_seen timestamptz(3) NOT NULL
);

CREATE TABLE usage_count (
  day            date NOT NULL,
  hash           text NOT NULL REFERENCES usage_operation ON DELETE CASCADE,
  client_name    text NOT NULL,
  client_version text NOT NULL,
  count          bigint NOT NULL CHECK (count >= 0),
  errors         bigint NOT NULL CHECK (errors >= 0),
  last_seen      timestamptz(3) NOT NULL,
  PRIMARY KEY (day, hash, client_name, client_version)
);
CREATE INDEX usage_count_of_operation ON usage_count (hash);

CREATE TABLE gateway_serving (
  gateway      text PRIMARY KEY REFERENCES member,
  release_hash text NOT NULL,
  sequence     integer NOT NULL CHECK (sequence > 0),
  since        timestamptz(3) NOT NULL,
  seen_at      timestamptz(3) NOT NULL
);

-- What happened is never changed, by nobody who speaks SQL with the rights of the registry; who takes the trigger away
-- still breaks the chain of hashes, which "registry verify" finds.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % is refused: what happened is only added to', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION refuse_deletion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % is refused: it is ended, never removed', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$;

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['subgraph', 'subgraph_version', 'publication_check', 'release', 'supergraph',
                              'history_entry'] LOOP
    EXECUTE format('CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON %I
                      FOR EACH ROW EXECUTE FUNCTION refuse_change()', name);
    EXECUTE format('CREATE TRIGGER never_emptied BEFORE TRUNCATE ON %I
                      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['region', 'member', 'member_key', 'partner_grant'] LOOP
    EXECUTE format('CREATE TRIGGER never_removed BEFORE DELETE ON %I
                      FOR EACH ROW EXECUTE FUNCTION refuse_deletion()', name);
    EXECUTE format('CREATE TRIGGER never_emptied BEFORE TRUNCATE ON %I
                      FOR EACH STATEMENT EXECUTE FUNCTION refuse_deletion()', name);
  END LOOP;
END $$;

-- A key and a grant end once, and nothing else about them changes.
CREATE FUNCTION only_ends() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ending text := TG_ARGV[0];
BEGIN
  IF to_jsonb(OLD) - ending IS DISTINCT FROM to_jsonb(NEW) - ending
     OR to_jsonb(OLD) -> ending IS DISTINCT FROM 'null'::jsonb THEN
    RAISE EXCEPTION 'UPDATE of % is refused: it ends once, and nothing else about it changes', TG_TABLE_NAME
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER only_ends BEFORE UPDATE ON member_key FOR EACH ROW EXECUTE FUNCTION only_ends('retired_at');
CREATE TRIGGER only_ends BEFORE UPDATE ON partner_grant FOR EACH ROW EXECUTE FUNCTION only_ends('revoked_at');

-- The history has no gaps, and every entry names the one before it.
CREATE FUNCTION continue_history() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  head history_entry;
BEGIN
  SELECT * INTO head FROM history_entry ORDER BY sequence DESC LIMIT 1;
  IF NEW.sequence <> coalesce(head.sequence, 0) + 1 OR NEW.previous_hash <> coalesce(head.hash, repeat('0', 64)) THEN
    RAISE EXCEPTION 'history entry % does not continue entry %', NEW.sequence, coalesce(head.sequence, 0)
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER continues BEFORE INSERT ON history_entry FOR EACH ROW EXECUTE FUNCTION continue_history();
