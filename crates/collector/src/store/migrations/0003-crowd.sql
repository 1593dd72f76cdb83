-- Version 3: what learning needs to know of votes, and ways to find votes and gaps without reading all that was viewed.

ALTER TABLE event ADD COLUMN crowd BIGINT;     -- vote: votes of the same client that day before it on the entry, or in all past a number; see crowd.rs

CREATE INDEX event_vote ON event (site, day) WHERE kind = 'vote';
CREATE INDEX event_gap ON event (site, day) WHERE kind = 'noresult';

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('event', 'event_vote', '100000 50000 500'),
    ('event', 'event_gap', '100000 50000 500');
