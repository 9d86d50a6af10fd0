-- What the checks said last to a contract that was only to be checked: one row for each name that is somebody's, replaced
-- by the next. It changed nothing, so no entry of the history knows it.
CREATE TABLE tried_publication (
  subgraph   text PRIMARY KEY REFERENCES subgraph,
  id         uuid NOT NULL,
  member_id  text NOT NULL REFERENCES member,
  sdl_sha256 text NOT NULL,
  status     text NOT NULL CHECK (status IN ('accepted', 'refused')),
  report     text NOT NULL,
  at         timestamptz(3) NOT NULL
);
