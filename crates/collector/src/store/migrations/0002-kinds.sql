-- Version 2: more kinds of event, and the key with which they can be deleted.
--
-- What may point at a person (where to answer, a name, an order number) is in `contact` and nowhere else.

ALTER TABLE event ADD COLUMN erase   TEXT;     -- hash of the event's erase key
ALTER TABLE event ADD COLUMN detail  TEXT;     -- visit: answered, left, contacted; question: the text, masked; error: the code
ALTER TABLE event ADD COLUMN entries TEXT;     -- question, contact: ids of the answers shown or read, separated by blanks
ALTER TABLE event ADD COLUMN route   TEXT;     -- visit, contact: id of the contact route
ALTER TABLE event ADD COLUMN count   BIGINT;   -- visit: answers opened; error: how often

CREATE INDEX event_erase ON event (site, erase) WHERE erase IS NOT NULL;

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
