//! The published schema of messages, which everything that a browser sends in a test must satisfy.

use std::sync::OnceLock;

use serde_json::Value;

/// The schema as it is published.
const SCHEMA: &str = include_str!("../../docs/schema/events.v1.schema.json");

static VALIDATOR: OnceLock<Result<jsonschema::Validator, String>> = OnceLock::new();

/// What is wrong with the body of a request that brings messages, by the published schema; `None` when nothing is.
#[must_use]
pub fn fault(body: &str) -> Option<String> {
    let made = VALIDATOR.get_or_init(|| {
        let schema: Value = serde_json::from_str(SCHEMA).map_err(|error| error.to_string())?;
        jsonschema::validator_for(&schema).map_err(|error| error.to_string())
    });
    let validator = match made {
        Ok(validator) => validator,
        Err(error) => return Some(format!("the schema is none: {error}")),
    };
    let message: Value = match serde_json::from_str(body) {
        Ok(message) => message,
        Err(error) => return Some(format!("{error} in {body:?}")),
    };
    validator.iter_errors(&message).next().map(|error| format!("{error} in {body}"))
}
