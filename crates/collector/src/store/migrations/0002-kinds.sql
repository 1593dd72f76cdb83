-- Version 2: more kinds of event, the key with which they can be deleted, sums by day, and what is still to be passed on.
--
-- What may point at a person (where to answer, a name, an order number) is in `contact` and nowhere else.

ALTER TABLE event ADD COLUMN erase   TEXT;     -- hash of the event's erase key
ALTER TABLE event ADD COLUMN detail  TEXT;     -- visit: answered, left, contacted; question: the text, masked; error: the code
ALTER TABLE event ADD COLUMN entries TEXT;     -- question, contact: ids of the answers shown or read, separated by blanks
ALTER TABLE event ADD COLUMN route   TEXT;     -- visit, contact: id of the contact route
ALTER TABLE event ADD COLUMN count   BIGINT;   -- visit: answers opened; error: how often

CREATE INDEX event_erase ON event (site, erase) WHERE erase IS NOT NULL;
CREATE INDEX event_day ON event (day, site);

CREATE TABLE contact (
    site      TEXT NOT NULL,
    id        TEXT NOT NULL,
    reply     TEXT NOT NULL,                   -- e-mail or phone number
    name      TEXT,
    reference TEXT,                            -- order or customer number
    topic     TEXT,
    callback  TEXT,                            -- when to call back, in the visitor's words
    message   TEXT,                            -- masked
    question  TEXT,                            -- masked: what was searched before
    PRIMARY KEY (site, id)
) WITHOUT ROWID;

-- Sums by day, kept in the transaction that stores the events. They outlive the events.
CREATE TABLE day_sum (
    site    TEXT    NOT NULL,
    day     BIGINT  NOT NULL,
    lang    TEXT    NOT NULL,
    measure TEXT    NOT NULL,                  -- what is summed: see sums.rs
    item    TEXT    NOT NULL,                  -- of which: an entry, a word, a route, a code; empty where there is nothing to tell apart
    count   BIGINT  NOT NULL,
    PRIMARY KEY (site, day, lang, measure, item)
) WITHOUT ROWID;

-- Erase keys that were shown, as hashes: what arrives late with one of them is not taken any more.
CREATE TABLE erased (
    site TEXT   NOT NULL,
    hash TEXT   NOT NULL,
    day  BIGINT NOT NULL,
    PRIMARY KEY (site, hash)
) WITHOUT ROWID;

-- Events that a webhook has not taken yet, written in the transaction that stores them.
CREATE TABLE outgoing (
    hook     TEXT   NOT NULL,
    received BIGINT NOT NULL,
    site     TEXT   NOT NULL,
    id       TEXT   NOT NULL,
    PRIMARY KEY (hook, received, site, id)
) WITHOUT ROWID;

CREATE INDEX outgoing_event ON outgoing (site, id);

-- Numbers about the store itself: `horizon`, the first day whose events are all still there.
CREATE TABLE setting (
    name  TEXT   NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
) WITHOUT ROWID;

-- What to expect of the indexes, so that statements find the right one from the first day on: a site's key alone does not narrow
-- anything down. Measured statistics of a young store would say otherwise, so none are ever taken.
ANALYZE;
DELETE FROM sqlite_stat1;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('event', 'event', '1000000 500000 1'),
    ('event', 'event_replaces', '20000 10000 1 1'),
    ('event', 'event_erase', '1000000 500000 20 1'),
    ('event', 'event_day', '1000000 10000 5000 1'),
    ('search_term', 'search_term', '1000000 500000 3 1'),
    ('day_sum', 'day_sum', '200000 100000 1000 500 20 1');
