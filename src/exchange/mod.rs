//! This module is where documents and figures leave and enter: links, files, tables, the browser's storage.

pub mod checksum;

pub mod layout;

pub mod delta;

pub mod deflate;

pub mod digest;

mod refusal;

mod envelope;

pub mod link;

pub mod dictionary;

pub mod share;

pub mod length;

pub mod file;

pub mod table;

pub mod record;

pub mod yaml;

pub mod import;

pub mod public_page;

pub mod export;

pub mod gallery;
