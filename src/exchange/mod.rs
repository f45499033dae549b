//! This module is where documents and figures leave and enter: links, files, tables, the browser's storage.

pub mod file;

pub mod record;
