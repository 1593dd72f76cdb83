//! The whole line without a browser: from an owner's folder to answers on the command line, in Node, and in the report.

mod bad_input;
mod feedback;
mod node;
mod owner;
mod returning;
mod serving;
mod starter;
