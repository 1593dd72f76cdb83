-- The store's schema for PostgreSQL, in the version that SQLite's migrations lead to.
--
-- Texts are compared byte by byte (COLLATE "C"), as SQLite does, so that both give the same order and the same report.

CREATE TABLE event (
    site     TEXT COLLATE "C" NOT NULL,
    id       TEXT COLLATE "C" NOT NULL,    -- UUID made by the client at the act: the key against counting twice
    kind     TEXT COLLATE "C" NOT NULL,
    at       BIGINT NOT NULL,              -- when it happened, by the collector's clock
    day      BIGINT NOT NULL,              -- of `at`
    received BIGINT NOT NULL,
    lang     TEXT COLLATE "C" NOT NULL,
    version  TEXT COLLATE "C" NOT NULL,    -- of the index
    entry    TEXT COLLATE "C",             -- view, vote
    origin   TEXT COLLATE "C",             -- view: search, browse, link, suggested
    helpful  BIGINT,                       -- vote: 0 or 1
    reasons  TEXT COLLATE "C",             -- vote: names, separated by blanks
    comment  TEXT COLLATE "C",             -- vote: masked
    replaces TEXT COLLATE "C",             -- vote: id of the vote that this one takes the place of
    searches BIGINT,                       -- search, visit: settled searches of the visit
    terms    TEXT COLLATE "C",             -- noresult: known words in alphabetical order, separated by blanks
    unknown  BIGINT,                       -- search, noresult: words that the index does not know
    erase    TEXT COLLATE "C",             -- hash of the event's erase key
    detail   TEXT COLLATE "C",             -- visit: answered, left, contacted; question: the text, masked; error: the code
    entries  TEXT COLLATE "C",             -- question, contact: ids of the answers shown or read, separated by blanks
    route    TEXT COLLATE "C",             -- visit, contact: id of the contact route
    count    BIGINT,                       -- visit: answers opened; error: how often
    crowd    BIGINT,                       -- vote: votes of the same client that day before it on the entry, or in all past a number
    PRIMARY KEY (site, id),
    CHECK (kind NOT IN ('view', 'vote') OR entry IS NOT NULL),
    CHECK (kind <> 'vote' OR helpful IN (0, 1)),
    CHECK (kind <> 'search' OR searches > 0)
);

CREATE INDEX event_replaces ON event (site, replaces) WHERE replaces IS NOT NULL;
CREATE INDEX event_erase ON event (site, erase) WHERE erase IS NOT NULL;
CREATE INDEX event_day ON event (day, site);
CREATE INDEX event_vote ON event (site, day) WHERE kind = 'vote';
CREATE INDEX event_gap ON event (site, day) WHERE kind = 'noresult';

CREATE TABLE search_term (
    site  TEXT COLLATE "C" NOT NULL,
    id    TEXT COLLATE "C" NOT NULL,
    term  TEXT COLLATE "C" NOT NULL,
    lang  TEXT COLLATE "C" NOT NULL,
    count BIGINT NOT NULL CHECK (count > 0),
    PRIMARY KEY (site, id, term)
);

-- Votes that nobody has taken back: of a visitor's chain of votes on an entry only the last one.
CREATE VIEW standing_vote AS
SELECT vote.* FROM event AS vote
WHERE vote.kind = 'vote' AND NOT EXISTS (
    SELECT 1 FROM event AS later
    WHERE later.site = vote.site AND later.replaces = vote.id AND later.kind = 'vote' AND later.entry = vote.entry
);

CREATE TABLE contact (
    site      TEXT COLLATE "C" NOT NULL,
    id        TEXT COLLATE "C" NOT NULL,
    reply     TEXT COLLATE "C" NOT NULL,                   -- e-mail or phone number
    name      TEXT COLLATE "C",
    reference TEXT COLLATE "C",                            -- order or customer number
    topic     TEXT COLLATE "C",
    callback  TEXT COLLATE "C",                            -- when to call back, in the visitor's words
    message   TEXT COLLATE "C",                            -- masked
    question  TEXT COLLATE "C",                            -- masked: what was searched before
    PRIMARY KEY (site, id)
);

-- Sums by day, kept in the transaction that stores the events. They outlive the events.
CREATE TABLE day_sum (
    site    TEXT COLLATE "C" NOT NULL,
    day     BIGINT  NOT NULL,
    lang    TEXT COLLATE "C" NOT NULL,
    measure TEXT COLLATE "C" NOT NULL,                  -- what is summed: see sums.rs
    item    TEXT COLLATE "C" NOT NULL,                  -- of which: an entry, a word, a route, a code; empty where there is nothing to tell apart
    count   BIGINT  NOT NULL,
    PRIMARY KEY (site, day, lang, measure, item)
);

-- Erase keys that were shown, as hashes: what arrives late with one of them is not taken any more.
CREATE TABLE erased (
    site TEXT COLLATE "C" NOT NULL,
    hash TEXT COLLATE "C" NOT NULL,
    day  BIGINT NOT NULL,
    PRIMARY KEY (site, hash)
);

-- Events that a webhook has not taken yet, written in the transaction that stores them.
CREATE TABLE outgoing (
    hook     TEXT COLLATE "C" NOT NULL,
    received BIGINT NOT NULL,
    site     TEXT COLLATE "C" NOT NULL,
    id       TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (hook, received, site, id)
);

CREATE INDEX outgoing_event ON outgoing (site, id);

-- Numbers about the store itself: `horizon`, the first day whose events are all still there.
CREATE TABLE setting (
    name  TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
);

-- The version of this schema.
CREATE TABLE faqlet_schema (version BIGINT NOT NULL);
INSERT INTO faqlet_schema (version) VALUES (3);
