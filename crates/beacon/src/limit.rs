//! Every limit of the message and of the outbox, with its unit. Client and collector read the same numbers; the collector's are
//! wider where a slightly older or newer client may differ.

/// Largest request body that the client makes, in bytes. Browsers refuse `keepalive` bodies above 64 KiB in flight, together.
pub const BATCH_BYTES: usize = 48 * 1024;
/// Most events that the client puts into a request.
pub const BATCH_EVENTS: usize = 50;
/// Largest request body that the collector reads, in bytes.
pub const BODY_BYTES: usize = 64 * 1024;
/// Most events that the collector takes in a request.
pub const BODY_EVENTS: usize = 100;
/// Largest event as JSON, in bytes of UTF-8. One event always fits a batch.
pub const EVENT_BYTES: usize = 16 * 1024;

/// Longest site name, in bytes.
pub const SITE_BYTES: usize = 64;
/// Longest entry id, in bytes.
pub const ENTRY_BYTES: usize = 200;
/// Longest language tag, in bytes (RFC 5646, section 4.4.1, recommends room for 35).
pub const LANG_BYTES: usize = 35;
/// Longest index version, in bytes.
pub const VERSION_BYTES: usize = 64;
/// Longest vocabulary term, in bytes.
pub const TERM_BYTES: usize = 96;
/// Most terms in one event.
pub const TERMS: usize = 64;
/// Most terms that come with a vote: more is a pasted text, of which nothing is learned.
pub const VOTE_TERMS: usize = 16;
/// Largest of any count in an event: a visit with more is not a visit.
pub const COUNT: u32 = 10_000;
/// Most reasons on a vote.
pub const REASONS: usize = 4;
/// Longest comment, in characters.
pub const COMMENT_CHARS: usize = 2_000;
/// Longest question that is sent as it was typed, in characters.
pub const QUESTION_CHARS: usize = 500;
/// Longest address to answer to, in characters (RFC 5321 leaves 254 to an e-mail address).
pub const REPLY_CHARS: usize = 254;
/// Longest short text of a contact request (name, reference, topic, time), in characters.
pub const NAME_CHARS: usize = 100;
/// Longest id of a contact route, and longest code of an error, in bytes.
pub const CODE_BYTES: usize = 64;
/// Digits of the key with which a visitor may have events deleted: 128 bits of chance.
pub const ERASE_KEY_DIGITS: usize = 32;
/// Most answers named by a question or a contact request.
pub const SHOWN: usize = 8;

/// Most events that wait in the outbox.
pub const OUTBOX_EVENTS: usize = 1_000;
/// Most bytes of JSON that wait in the outbox.
pub const OUTBOX_BYTES: usize = 1024 * 1024;
/// Longest wait in the outbox, in milliseconds (30 days).
pub const OUTBOX_AGE: u64 = 30 * 24 * 60 * 60 * 1000;

/// Upper bound of the first pause after a failed attempt, in milliseconds. Each further failure doubles it.
pub const BACK_OFF_FIRST: u64 = 3_000;
/// Upper bound of any pause, in milliseconds (30 minutes).
pub const BACK_OFF_MOST: u64 = 30 * 60 * 1000;
/// Longest `Retry-After` that is believed, in milliseconds (24 hours): a slip of a proxy must not silence a site for a year.
pub const RETRY_AFTER_MOST: u64 = 24 * 60 * 60 * 1000;
