//! This module is where documents and figures leave and enter: links, files, tables, the browser's storage.

pub mod checksum;

pub mod layout;

pub mod delta;

pub mod deflate;

pub mod digest;

pub mod link;

pub mod dictionary;

pub mod length;

pub mod file;

pub mod table;

pub mod record;
