//! The addresses by which a browser learns to keep pages for working without a connection.

/// Address of the script that keeps them; it stands for everything below the folder that it lies in.
pub const KEEPING_SCRIPT: &str = "/vorhalten.js";

/// Address of the description of the page as a program; it stands in the head of a page where pages may be kept.
pub const MANIFEST_PATH: &str = "/stellwerk.webmanifest";
