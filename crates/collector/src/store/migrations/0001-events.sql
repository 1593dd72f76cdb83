-- Version 1: events as they arrived, each once.
--
-- Types and statements are kept to what SQLite and PostgreSQL both have, but for WITHOUT ROWID (the key is the table). Times are milliseconds since 1970, days are days since
-- 1970-01-01 (UTC). There is no column for an address, a user agent or a device, so none can be kept.

CREATE TABLE event (
    site     TEXT    NOT NULL,
    id       TEXT    NOT NULL,             -- UUID made by the client at the act: the key against counting twice
    kind     TEXT    NOT NULL,             -- search, noresult, view, vote
    at       BIGINT  NOT NULL,             -- when it happened, by the collector's clock
    day      INTEGER NOT NULL,             -- of `at`
    received BIGINT  NOT NULL,
    lang     TEXT    NOT NULL,
    version  TEXT    NOT NULL,             -- of the index
    entry    TEXT,                         -- view, vote
    origin   TEXT,                         -- view: search, browse, link, suggested
    helpful  INTEGER,                      -- vote: 0 or 1
    reasons  TEXT,                         -- vote: names, separated by blanks
    comment  TEXT,                         -- vote: masked
    replaces TEXT,                         -- vote: id of the vote that this one takes the place of
    searches INTEGER,                      -- search: settled searches of the visit
    terms    TEXT,                         -- noresult: known words in alphabetical order, separated by blanks
    unknown  INTEGER,                      -- search, noresult: words that the index does not know
    PRIMARY KEY (site, id),
    CHECK (kind NOT IN ('view', 'vote') OR entry IS NOT NULL),
    CHECK (kind <> 'vote' OR helpful IN (0, 1)),
    CHECK (kind <> 'search' OR searches > 0)
) WITHOUT ROWID;

-- A vote that was taken back is looked up by the id it names.
CREATE INDEX event_replaces ON event (site, replaces) WHERE replaces IS NOT NULL;

-- The words of a search event: counts, one row a word.
CREATE TABLE search_term (
    site  TEXT    NOT NULL,
    id    TEXT    NOT NULL,
    term  TEXT    NOT NULL,
    lang  TEXT    NOT NULL,
    count INTEGER NOT NULL CHECK (count > 0),
    PRIMARY KEY (site, id, term)
) WITHOUT ROWID;

-- Votes that nobody has taken back: of a visitor's chain of votes on an entry only the last one.
CREATE VIEW standing_vote AS
SELECT vote.* FROM event AS vote
WHERE vote.kind = 'vote' AND NOT EXISTS (
    SELECT 1 FROM event AS later
    WHERE later.site = vote.site AND later.replaces = vote.id AND later.kind = 'vote' AND later.entry = vote.entry
);
