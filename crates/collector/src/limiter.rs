//! How often somebody may send: a bucket of tokens for each client and each site, in memory only.
//!
//! A client is known by a keyed hash of its network address. The key is made by chance, changes every day and is never written down, so
//! that the table says nothing about who was there; the address itself is not kept anywhere.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hash};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long a key is used.
const KEY_LIFE: Duration = Duration::from_secs(24 * 60 * 60);
/// Most buckets that are kept. Those that are full again are forgotten first.
const BUCKETS: usize = 50_000;

/// Buckets that fill at one rate.
#[derive(Debug)]
pub(crate) struct Limiter {
    /// Tokens a second.
    rate: f64,
    /// Tokens that a full bucket holds.
    burst: f64,
    table: Mutex<Table>,
}

#[derive(Debug)]
struct Table {
    key: RandomState,
    since: Instant,
    buckets: HashMap<u64, Bucket>,
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    tokens: f64,
    filled: Instant,
}

impl Limiter {
    /// `rate` tokens a second, and ten seconds' worth at once.
    pub(crate) fn new(rate: u32, now: Instant) -> Limiter {
        let table = Table { key: RandomState::new(), since: now, buckets: HashMap::new() };
        Limiter { rate: f64::from(rate), burst: f64::from(rate) * 10.0, table: Mutex::new(table) }
    }

    /// Takes so many tokens, or says after how many seconds they will be there. More than a full bucket is taken from a full one.
    pub(crate) fn take(&self, who: &impl Hash, tokens: usize, now: Instant) -> Result<(), u32> {
        let mut table = self.table.lock().unwrap_or_else(PoisonError::into_inner);
        table.renew(now, self);
        let hash = table.key.hash_one(who);
        let bucket = table.buckets.entry(hash).or_insert(Bucket { tokens: self.burst, filled: now });
        bucket.tokens = self.filled(*bucket, now);
        bucket.filled = now;
        let wanted = (tokens as f64).min(self.burst);
        if bucket.tokens >= wanted {
            bucket.tokens -= wanted;
            return Ok(());
        }
        Err(((wanted - bucket.tokens) / self.rate).ceil().clamp(1.0, 3_600.0) as u32)
    }

    fn filled(&self, bucket: Bucket, now: Instant) -> f64 {
        (bucket.tokens + now.saturating_duration_since(bucket.filled).as_secs_f64() * self.rate).min(self.burst)
    }
}

impl Table {
    fn renew(&mut self, now: Instant, limiter: &Limiter) {
        if now.saturating_duration_since(self.since) >= KEY_LIFE {
            *self = Table { key: RandomState::new(), since: now, buckets: HashMap::new() };
        }
        if self.buckets.len() >= BUCKETS {
            self.buckets.retain(|_, bucket| limiter.filled(*bucket, now) < limiter.burst);
        }
        if self.buckets.len() >= BUCKETS {
            // So many at once is an attack from everywhere; the queue's bound still holds.
            self.buckets.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_a_bucket_that_fills_again() {
        let start = Instant::now();
        let limiter = Limiter::new(2, start);
        for _ in 0..20 {
            assert_eq!(limiter.take(&"a", 1, start), Ok(()));
        }
        assert_eq!(limiter.take(&"a", 1, start), Err(1));
        assert_eq!(limiter.take(&"a", 10, start), Err(5));
        assert_eq!(limiter.take(&"b", 1, start), Ok(()), "others have their own");
        assert_eq!(limiter.take(&"a", 2, start + Duration::from_secs(1)), Ok(()));
        assert_eq!(limiter.take(&"a", 1, start + Duration::from_secs(1)), Err(1));
        assert_eq!(limiter.take(&"a", 1_000, start + Duration::from_secs(60)), Ok(()), "what is more than a bucket empties it");
    }

    #[test]
    fn the_table_stays_bounded_and_the_key_changes() {
        let start = Instant::now();
        let limiter = Limiter::new(1, start);
        for number in 0..3 * BUCKETS {
            assert_eq!(limiter.take(&number, 1, start), Ok(()));
        }
        assert!(limiter.table.lock().unwrap().buckets.len() <= BUCKETS);
        let hash = |limiter: &Limiter| limiter.table.lock().unwrap().key.hash_one("a");
        let before = hash(&limiter);
        limiter.take(&"a", 1, start + KEY_LIFE).unwrap();
        assert_ne!(hash(&limiter), before);
    }
}
